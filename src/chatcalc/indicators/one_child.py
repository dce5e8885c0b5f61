"""One child under every indicator: which cases it has, what became of them and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

import polars as pl

from chatcalc.extracts.extract import Extract
from chatcalc.indicators.answers import titled
from chatcalc.indicators.children import cases_of, what_decided
from chatcalc.indicators.jobs import Job, Request, job_for
from chatcalc.specs.definition import Indicator
from chatcalc.tables.catalogue import NOT_OF_CHILDREN

NO_CASE: Final = "no case"
NOT_COMPUTED: Final = "not computed"


@dataclass(frozen=True)
class ChildCase:
    """What an indicator makes of a child.

    Attributes:
        source: The extract that answers; None where none does.
        status: What became of the case, `no case` where the child has none in the period, or `not computed`.
        reason: Why it is excluded, not counted or not computed.
        decided: The columns, values and related rows that decided, by name.
        parts: The parts that the case is in.
    """

    id: str
    title: str
    family: str
    la_code: str | None
    source: str | None
    status: str
    reason: str | None = None
    decided: Mapping[str, Any] = field(default_factory=dict)
    parts: tuple[str, ...] = ()
    team: str | None = None
    worker: str | None = None
    source_file: str | None = None
    source_row: int | None = None


def one_child(
    child_id: str, indicators: Iterable[Indicator], extracts: Sequence[Extract], request: Request
) -> list[ChildCase] | None:
    """What every indicator makes of a child, in their order; None where no extract holds the child.

    Related rows are always the same child's, so the child's own rows are enough.
    """
    own = {extract.source: _of(child_id, extract) for extract in extracts}
    if not any(frame.height for extract in own.values() for frame in extract.tables.values()):
        return None
    return [case for indicator in indicators for case in _cases(indicator, extracts, own, request)]


def _of(child_id: str, extract: Extract) -> Extract:
    """The extract with the child's rows alone; everything that is known of the extract itself stays."""
    mine = {
        name: frame.filter(pl.col("child_id") == child_id) if name not in NOT_OF_CHILDREN else frame.clear()
        for name, frame in extract.tables.items()
    }
    return replace(extract, tables=mine)


def _cases(
    indicator: Indicator, extracts: Sequence[Extract], own: Mapping[str, Extract], request: Request
) -> Iterator[ChildCase]:
    job = job_for(indicator, extracts, request)
    spec = indicator.spec
    if not isinstance(job, Job):
        title = titled(next(iter(indicator.definitions.values())))
        yield ChildCase(spec.id, title, spec.family, None, None, NOT_COMPUTED, job)
        return
    job = replace(job, extract=own[job.extract.source])
    definition = job.definition
    nothing = ChildCase(spec.id, titled(definition), spec.family, None, definition.source, NO_CASE)
    rows = cases_of(job).to_dicts()
    for row in rows:
        yield replace(
            nothing,
            la_code=row["la_code"],
            status=row["status"],
            reason=row["reason"],
            decided=what_decided(definition, row),
            parts=tuple(part.id for part in definition.parts if row.get(f"part:{part.id}", row.get(part.id))),
            team=row.get("team"),
            worker=row.get("worker"),
            source_file=row["source_file"],
            source_row=row["source_row"],
        )
    if not rows:
        yield nothing
