"""The gap between two figures as a sum: how much of it each cause is.

A count adds up case by case. A share, a mean or a median does not, so it is taken from one side to the other
step by step, all records of one cause after another in a fixed order; the steps sum to the gap exactly.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

import polars as pl

from chatcalc.indicators.causes import CAUSES, with_causes, with_contributions
from chatcalc.indicators.figures import figure, part_figure
from chatcalc.indicators.jobs import Job
from chatcalc.indicators.results import Figure
from chatcalc.indicators.sides import Sides

SCALE: Final = "population and length of the period"
"""What a rate is a rate of: a step of its own, without a child in it."""


@dataclass(frozen=True)
class Share:
    """What a cause adds to the gap, side B less side A.

    Attributes:
        cause: One of `CAUSES`, or `SCALE`.
        children: How many children have a record of that cause.
        records: How many records.
        new, gone: Those of them that count on side B alone, and on side A alone; the others count otherwise.
        numerator, denominator: None where the figure has none.
        value: In the unit of the figure; None where one of the figures on the way is none, as 0 of 0.
    """

    cause: str
    children: int
    records: int
    numerator: Fraction | None
    denominator: Fraction | None
    value: Fraction | None
    new: int = 0
    gone: int = 0


@dataclass(frozen=True)
class Gap:
    """Two figures and what lies between them.

    Attributes:
        a, b: The figures.
        shares: One for each cause that has a record, in the order of the steps.
        records: The records behind them (`chatcalc.indicators.causes.with_causes`).
    """

    a: Figure
    b: Figure
    shares: tuple[Share, ...]
    records: pl.DataFrame


def gap(found: pl.DataFrame, sides: Sides, la_code: str, part: str | None = None) -> Gap:
    """The gap between the figures of two sides.

    Args:
        found: What `chatcalc.indicators.differences.differences` gives.
        sides: The two sides.
        la_code: The authority, whose population a rate is of.
        part: The part whose figure it is; None for the indicator's own.
    """
    records = with_causes(found, sides, part)
    counts = _counts_on_the_way(with_contributions(found, sides, part), records)
    way = [_figure(sides.a, step, la_code, part) for step in counts]
    end = _figure(sides.b, counts[-1], la_code, part)
    people = records.group_by("cause").agg(
        pl.len().alias("records"),
        pl.coalesce("b_id", "a_id").n_unique().alias("children"),
        ((pl.col("a.d") == 0) & (pl.col("b.d") > 0)).sum().alias("new"),
        ((pl.col("b.d") == 0) & (pl.col("a.d") > 0)).sum().alias("gone"),
    )
    many = {row.pop("cause"): row for row in people.to_dicts()}
    shares = [
        _share(cause, many[cause], before, after)
        for cause, before, after in zip(CAUSES, way, way[1:], strict=False)
        if cause in many
    ]
    scale = _share(SCALE, {"children": 0, "records": 0, "new": 0, "gone": 0}, way[-1], end)
    return Gap(way[0], end, (*shares, *([scale] if _is_something(scale) else [])), records)


def _counts_on_the_way(found: pl.DataFrame, records: pl.DataFrame) -> list[dict[str, Any]]:
    """The counts of side A, and those after the records of each cause are taken as side B has them."""
    key = ["a_row", "b_row"]
    caused = found.join(records.select(*key, "cause"), on=key, how="left", nulls_equal=True)
    steps = []
    for number in range(len(CAUSES) + 1):
        taken = pl.col("cause").is_in(CAUSES[:number]).fill_null(value=False)

        def now(name: str, taken: pl.Expr = taken) -> pl.Expr:
            return pl.when(taken).then(pl.col(f"b.{name}")).otherwise(pl.col(f"a.{name}"))

        counts = caused.select(
            now("n").sum().alias("n"),
            now("d").sum().alias("d"),
            now("m").median().alias("median"),
            now("m").max().alias("largest"),
            now("w").drop_nulls().n_unique().alias("workers"),
        )
        steps.append(counts.to_dicts()[0])
    return steps


def _figure(job: Job, step: dict[str, Any], la_code: str, part: str | None) -> Figure:
    definition = job.definition
    if part is not None:
        (of_part,) = (each for each in definition.parts if each.id == part)
        return part_figure(
            definition, of_part, {f"numerator:{part}": step["n"], f"denominator:{part}": step["d"]}
        )
    counts = {
        "numerator": step["n"],
        "denominator": step["d"],
        "measure": step["n"],
        "median": step["median"],
        "largest": step["largest"],
        "workers": step["workers"],
    }
    return figure(definition, counts, job.periods[0], job.request.population_of(la_code, job.periods[0].end))


def _share(cause: str, many: dict[str, int], before: Figure, after: Figure) -> Share:
    def change(name: str) -> Fraction | None:
        left, right = getattr(before, name), getattr(after, name)
        return None if left is None or right is None else right - left

    return Share(
        cause=cause,
        numerator=change("numerator"),
        denominator=change("denominator"),
        value=change("exact"),
        **many,
    )


def _is_something(share: Share) -> bool:
    return any((share.numerator, share.denominator, share.value))
