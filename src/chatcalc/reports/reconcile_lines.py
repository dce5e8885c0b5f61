"""A line of a reconciliation from two jobs: the figures, the causes, and the records behind them."""

from __future__ import annotations

import polars as pl

from chatcalc.indicators.answers import titled
from chatcalc.indicators.causes import CAUSES
from chatcalc.indicators.gaps import Gap
from chatcalc.indicators.jobs import Job
from chatcalc.indicators.results import Figure
from chatcalc.reports.reconciliation import Reconciled, SideFigure
from chatcalc.specs.definition import Definition


def parts_compared(a: Definition, b: Definition, *, all_: bool) -> list[str | None]:
    """The figures to compare: the indicator's own, and its parts where it has none or they are wanted."""
    own: list[str | None] = [None] if a.has_figure and b.has_figure else []
    theirs = {part.id for part in b.parts}
    parts = [part.id for part in a.parts if part.id in theirs]
    return [*own, *(parts if all_ or not own else [])]


def line_of(
    definition: Definition, part: str | None, between: Gap, a: SideFigure, b: SideFigure
) -> Reconciled:
    """The line of an indicator, or of a part."""
    title = titled(definition)
    if part is not None:
        title += ": " + next(each.title for each in definition.parts if each.id == part)
    return Reconciled(definition.spec.id, part, title, between.a.unit, a, b, between.shares)


def side_of(figure: Figure, job: Job) -> SideFigure:
    """A figure that a job gave."""
    return SideFigure(figure, job.extract.source, job.periods[0])


def records_of(between: Gap, id_: str, part: str | None) -> pl.DataFrame:
    """The records behind a gap as `COLUMNS` has them: ordered by cause, then as the files are."""
    records = between.records
    other = pl.when(pl.col("a_id") != pl.col("b_id")).then(pl.col("a_id"))
    return records.select(
        pl.lit(id_).alias("indicator_id"),
        pl.lit(part, dtype=pl.String).alias("part"),
        "la_code",
        pl.coalesce("b_id", "a_id").alias("child_id"),
        other.alias("other_id"),
        pl.when(other.is_not_null() | pl.col("b_id").is_null()).then(pl.col("known_by")).alias("known_by"),
        "cause",
        pl.col("fields").list.join("; ").alias("fields"),
        "a_values",
        "b_values",
        *(pl.col(f"{side}.status").cast(pl.String).alias(f"{side}_status") for side in "ab"),
        (pl.col("b.n") - pl.col("a.n")).alias("numerator"),
        (pl.col("b.d") - pl.col("a.d")).alias("denominator"),
        "a_day",
        "b_day",
        *(pl.col(f"{side}.reason").alias(f"{side}_reason") for side in "ab"),
        "matched",
        "a_source_file",
        "a_source_row",
        "b_source_file",
        "b_source_row",
    ).sort(
        pl.col("cause").cast(pl.Enum(CAUSES)),
        "b_source_file",
        "b_source_row",
        "a_source_file",
        "a_source_row",
    )
