"""Populations: the mid-year estimates of children aged 0 to 17, for rates (convention C13)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from chatcalc.published.authorities import existed
from chatcalc.published.statistics import LA, POPULATION, in_order


@dataclass(frozen=True)
class Estimate:
    """How many children aged 0 to 17 lived in an authority.

    Attributes:
        count: Children.
        mid_year: The June of which the estimate is.
        edition: The year for whose statistics the file was published.
        file: The file.
    """

    count: int
    mid_year: int
    edition: int
    file: str

    @property
    def source(self) -> str:
        """What a reader of a rate is told."""
        return (
            f"children aged 0 to 17: {self.count:,} by the mid-{self.mid_year} estimate of the Office for "
            f"National Statistics, as used in the statistics of {self.edition}"
        )


def estimates(frame: pl.DataFrame, as_at: dt.date, until: int) -> Mapping[str, Estimate]:
    """The estimate to use for each authority.

    A rate of the year ending 31 March uses the June before that year ended (convention C13); at any other
    snapshot the one behind the published figures stands, those of the year `until` (clarification 25). Where
    there is none of that June yet, the newest before it stands in.

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
    found = newest.unique(subset=["la_code"], keep="last", maintain_order=True)
    return {
        row["la_code"]: Estimate(int(row["value"]), row["year"] - 1, row["edition"], row["file"])
        for row in found.iter_rows(named=True)
        if existed(row["la_code"], row["year"])
    }
