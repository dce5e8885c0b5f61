"""Populations in published files: the mid-year estimates of children aged 0 to 17 (convention C13)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping

import polars as pl

from chatcalc.indicators.populations import Estimate
from chatcalc.published.authorities import existed
from chatcalc.published.statistics import LA, POPULATION, in_order


def estimates(frame: pl.DataFrame, as_at: dt.date, until: int) -> Mapping[str, tuple[Estimate, ...]]:
    """The estimates for each authority, oldest first, up to the one that a snapshot uses.

    A rate of the year ending 31 March uses the June before that year ended (convention C13); at any other
    snapshot the one behind the published figures stands, those of the year `until` (clarification 25). The
    earlier ones are for the periods of a trend and for a baseline, of one vintage where it holds them: a
    trend shall have no step where the population was estimated anew.

    Args:
        frame: Published statistics (`statistics.SCHEMA`), populations among them; their year is the year
            ending 31 March that uses them.
        as_at: The snapshot.
        until: The last published year that is compared with.
    """
    year = as_at.year if (as_at.month, as_at.day) == (3, 31) else until
    known = frame.filter(
        (pl.col("origin") == POPULATION)
        & (pl.col("level") == LA)
        & (pl.col("year") <= year)
        & pl.col("value").is_not_null()
    )
    newest = in_order(known, until).unique(subset=["year", "la_code"], keep="last").sort("year")
    found: dict[str, list[Estimate]] = defaultdict(list)
    for la, ending, value, edition, file in newest.select(
        "la_code", "year", "value", "edition", "file"
    ).iter_rows():
        if existed(la, ending):
            found[la].append(Estimate(int(value), ending - 1, edition, file))
    return {la: tuple(each) for la, each in found.items()}
