"""The children behind a number: its cases with status, reason, what decided, and where they were read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import polars as pl

from chatcalc.extracts.extract import Extract
from chatcalc.indicators.cases import cases, collected
from chatcalc.indicators.due import DUE, Horizon, columns_for_due, falling_due, with_due
from chatcalc.indicators.jobs import Job, Request, job_for
from chatcalc.indicators.periods import period_frame
from chatcalc.indicators.related import OWNER, Conditions, file_order, pairs_of
from chatcalc.specs.definition import Definition, Indicator, RelatedRows
from chatcalc.tables.catalogue import TABLES

FIRST: Final = ("la_code", "child_id", "status", "reason")
WHEN: Final = (DUE, "days_left", "working_days_left")
HOLDERS: Final = ("team", "worker")
PROVENANCE: Final = ("source_file", "source_row")


def children(
    indicator: Indicator, extracts: Sequence[Extract], request: Request, within: Horizon | None = None
) -> pl.DataFrame | str:
    """The cases of an indicator in the period, or why there are none.

    Args:
        indicator: Whose cases.
        extracts: What is known.
        request: The snapshot and period.
        within: Only cases that fall due from the snapshot to this horizon, the most urgent first.

    Returns:
        What `cases_of` gives.
    """
    job = job_for(indicator, extracts, request)
    if not isinstance(job, Job):
        return job
    if within is not None and job.definition.due is None:
        return f"its definition from {job.definition.source} does not say when a case falls due"
    return cases_of(job, within)


def cases_of(job: Job, within: Horizon | None = None) -> pl.DataFrame:
    """The cases of the reported period.

    Returns:
        A row a case: la_code, child_id, status, reason, the columns of the counted table that decided,
        values and aggregates by name, the related rows as text under their name, one Boolean column a part,
        team and worker where recorded or looked up, the other columns of the lookup, source_file,
        source_row. Ordered as in the files. With a horizon also due, days_left, working_days_left.
    """
    frame = period_frame(job.periods[:1], job.definition.window)
    found = cases(job.definition, job.extract, frame)
    if job.request.la_codes:
        found = found.filter(pl.col("la_code").is_in(job.request.la_codes))
    if within is None:
        found = found.sort("case_row")
    else:
        due = with_due(found, job.definition, job.extract)
        found = falling_due(due, job.request.as_at, within)
    # The order is kept by joins from the left alone, so it is numbered before them.
    found = _with_related_rows(found.with_row_index("_order"), job)
    found, looked_up = _with_lookup(found, job.extract)
    present = found.collect_schema().names()
    listed = collected(found.sort("_order").select(_columns(job.definition, present, looked_up)))
    return listed.with_columns(_whole_numbers(listed))


def what_decided(definition: Definition, row: Mapping[str, object]) -> dict[str, object]:
    """Of a row of `cases_of` the columns and values that decided, where there is one."""
    parts = {part.id for part in definition.parts} | {f"part:{part.id}" for part in definition.parts}
    others = {*FIRST, *WHEN, *HOLDERS, *PROVENANCE, *parts}
    return {name: value for name, value in row.items() if name not in others and value is not None}


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


def _with_lookup(found: pl.LazyFrame, extract: Extract) -> tuple[pl.LazyFrame, list[str]]:
    """The cases with what the lookup says of the child; a team or worker that the row records comes first."""
    if extract.lookup is None:
        return found, []
    present = found.collect_schema().names()
    said = [name for name in extract.lookup.columns if name not in OWNER]
    renamed = {name: f"lookup.{name}" for name in said if name in present}
    found = found.join(extract.lookup.lazy().rename(renamed), on=OWNER, how="left")
    filled = [pl.coalesce(name, other).alias(name) for name, other in renamed.items() if name in HOLDERS]
    return found.with_columns(filled), [renamed.get(name, name) for name in said if name not in HOLDERS]


def _columns(definition: Definition, present: Sequence[str], looked_up: Sequence[str]) -> list[pl.Expr]:
    table = TABLES[definition.table]
    read = {column for name, column in definition.columns_read if name == definition.table}
    when = WHEN if DUE in present else ()
    read |= set(columns_for_due(definition)) if when else set()
    dates = {table.date, table.start, table.end}
    last = (*HOLDERS, *looked_up, *PROVENANCE)
    own = [name for name in table.columns if name in read | dates and name not in last]
    derived = [name for step in definition.steps for name in _names(step)]
    child = [name for name in present if name.startswith("child.")]
    measure = ["measure"] if definition.value is not None else []
    parts = [f"part:{part.id}" for part in definition.parts]
    wanted = [*FIRST, *when, *own, *child, *derived, *measure, *parts, *last]
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
