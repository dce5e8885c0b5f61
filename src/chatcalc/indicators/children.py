"""The children behind a number: its cases with status, reason, what decided, and where they were read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from chatcalc.extracts.extract import Extract
from chatcalc.indicators.cases import cases
from chatcalc.indicators.jobs import Job, Request, job_for
from chatcalc.indicators.periods import period_frame
from chatcalc.indicators.related import Conditions, file_order, pairs_of
from chatcalc.specs.definition import Definition, Indicator, RelatedRows
from chatcalc.tables.catalogue import TABLES

FIRST: Final = ("la_code", "child_id", "status", "reason")
LAST: Final = ("team", "worker", "source_file", "source_row")


def children(indicator: Indicator, extracts: Sequence[Extract], request: Request) -> pl.DataFrame | str:
    """The cases of an indicator in the period, or why there are none.

    Returns:
        A row a case: la_code, child_id, status, reason, the columns of the counted table that decided,
        values and aggregates by name, the related rows as text under their name, one Boolean column a part,
        team and worker where recorded, source_file, source_row. Ordered as in the files.
    """
    job = job_for(indicator, extracts, request)
    if not isinstance(job, Job):
        return job
    frame = period_frame(job.periods[:1], job.definition.window)
    found = cases(job.definition, job.extract, frame)
    if request.la_codes:
        found = found.filter(pl.col("la_code").is_in(request.la_codes))
    found = _with_related_rows(found, job)
    present = found.collect_schema().names()
    listed = found.sort("case_row").select(_columns(job.definition, present)).collect()
    return listed.with_columns(_whole_numbers(listed))


def _with_related_rows(found: pl.LazyFrame, job: Job) -> pl.LazyFrame:
    """The cases with the rows that each of the related came to, as text: what the analyst looks up."""
    rules = Conditions(job.extract)
    for step in job.definition.steps:
        if isinstance(step, RelatedRows) and step.aggregates:
            listed = (
                pairs_of(found, step, rules)
                .sort(file_order(step))
                .group_by("case_row", maintain_order=True)
                .agg(_as_text(step).str.join(" | ").alias(step.name))
            )
            found = found.join(listed, on="case_row", how="left")
    return found


def _as_text(step: RelatedRows) -> pl.Expr:
    """A related row in few words: its dates, and what its table says is worth showing."""
    table = TABLES[step.table]
    dates = [name for name in dict.fromkeys((table.start or table.date, table.end)) if name]
    spell = pl.concat_str(
        [pl.col(f"{step.name}.{name}").dt.to_string().fill_null("") for name in dates], separator=" to "
    )
    shown = [pl.col(f"{step.name}.{name}").cast(pl.String) for name in table.shown]
    return pl.concat_str([spell, *shown], separator=" ", ignore_nulls=True).str.strip_chars()


def _columns(definition: Definition, present: Sequence[str]) -> list[pl.Expr]:
    table = TABLES[definition.table]
    read = {column for name, column in definition.columns_read if name == definition.table}
    dates = {table.date, table.start, table.end}
    own = [name for name in table.columns if name in read | dates and name not in LAST]
    derived = [name for step in definition.steps for name in _names(step)]
    child = [name for name in present if name.startswith("child.")]
    measure = ["measure"] if definition.value is not None else []
    parts = [f"part:{part.id}" for part in definition.parts]
    wanted = [*FIRST, *own, *child, *derived, *measure, *parts, *LAST]
    shown = [name for name in dict.fromkeys(wanted) if name in present]
    return [pl.col(name).alias(_header(name, shown)) for name in shown]


def _names(step: object) -> list[str]:
    if isinstance(step, RelatedRows):
        return [*(aggregate.key for aggregate in step.aggregates), step.name]
    return [getattr(step, "name", "")]


def _header(name: str, shown: Sequence[str]) -> str:
    """A part stands under its id, or as `part:ID` where a column has that name."""
    short = name.removeprefix("part:")
    return name if short in shown else short


def _whole_numbers(listed: pl.DataFrame) -> list[pl.Expr]:
    """Days and counts as whole numbers: the language knows one kind of number, a reader two."""
    numbers = [name for name, dtype in listed.schema.items() if dtype == pl.Float64]
    whole = [name for name in numbers if (listed[name].drop_nulls() % 1 == 0).all()]
    return [pl.col(name).cast(pl.Int64) for name in whole]
