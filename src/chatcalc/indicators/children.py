"""The children behind a number: its cases with status, reason, what decided, and where they were read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from chatcalc.extracts.extract import Extract
from chatcalc.indicators.cases import cases
from chatcalc.indicators.jobs import Job, Request, job_for
from chatcalc.indicators.periods import period_frame
from chatcalc.specs.definition import Definition, Indicator, RelatedRows
from chatcalc.tables.catalogue import PROVENANCE, TABLES

FIRST: Final = ("la_code", "child_id", "status", "reason")
LAST: Final = ("team", "worker", "source_file", "source_row")


def children(indicator: Indicator, extracts: Sequence[Extract], request: Request) -> pl.DataFrame | str:
    """The cases of an indicator in the period, or why there are none.

    Returns:
        A row a case: la_code, child_id, status, reason, the columns of the counted table that conditions
        read, values and aggregates by name, one Boolean column a part, team where recorded, source_file,
        source_row. Ordered as in the files.
    """
    job = job_for(indicator, extracts, request)
    if not isinstance(job, Job):
        return job
    frame = period_frame(job.periods[:1], job.definition.window)
    found = cases(job.definition, job.extract, frame)
    if request.la_codes:
        found = found.filter(pl.col("la_code").is_in(request.la_codes))
    return found.sort("case_row").select(_columns(job.definition, found.collect_schema().names())).collect()


def _columns(definition: Definition, present: Sequence[str]) -> list[pl.Expr]:
    table = TABLES[definition.table]
    own = [name for name in table.columns if name not in (*PROVENANCE, *LAST)]
    derived = [name for step in definition.steps for name in _names(step)]
    child = [name for name in present if name.startswith("child.")]
    measure = ["measure"] if definition.value is not None else []
    parts = [f"part:{part.id}" for part in definition.parts]
    wanted = [*FIRST, *own, *child, *derived, *measure, *parts, *LAST]
    return [pl.col(name).name.map(_header) for name in wanted if name in present]


def _names(step: object) -> list[str]:
    if isinstance(step, RelatedRows):
        return [aggregate.key for aggregate in step.aggregates]
    return [getattr(step, "name", "")]


def _header(name: str) -> str:
    return name.removeprefix("part:")
