"""A whole definition, a case at a time: nested loops over lists of dicts."""

from __future__ import annotations

import datetime as dt
import statistics
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from chatcalc.expressions.tree import Aggregate
from chatcalc.specs.definition import Definition, RelatedRows, Value
from chatcalc.tables.catalogue import TABLES
from reference.evaluator import Row, evaluate

Tables = Mapping[str, Sequence[Mapping[str, Any]]]

ONCE = "another case of the same child is the one that counts"
NO_VALUE = "no value"


@dataclass(frozen=True)
class Bounds:
    """A period, and the window that stands in for it where there is one."""

    period_start: dt.date
    period_end: dt.date
    window_start: dt.date | None = None
    window_end: dt.date | None = None

    @property
    def first(self) -> dt.date:
        return self.window_start or self.period_start

    @property
    def last(self) -> dt.date:
        return self.window_end or self.period_end


@dataclass(frozen=True)
class Outcome:
    """What became of one case."""

    case_row: int
    period_row: int
    la_code: str
    child_id: str
    status: str
    reason: str | None
    unknown: bool
    measure: float | None
    parts: dict[str, bool | None] = field(hash=False)
    derived: dict[str, Any] = field(hash=False)
    row: Row = field(hash=False, compare=False)

    @property
    def counted(self) -> bool:
        return self.status in ("numerator", "denominator")


def outcomes(
    definition: Definition,
    tables: Tables,
    periods: Sequence[Bounds],
    known_from: Mapping[str, dt.date] | None = None,
) -> list[Outcome]:
    """Every case of every period."""
    found = []
    for period_row, bounds in enumerate(periods):
        seen = [
            (case_row, _seen(definition, case, bounds, tables, known_from or {}))
            for case_row, case in enumerate(tables.get(definition.table, ()))
            if _in_period(definition, case, bounds)
        ]
        cases = [_outcome(definition, case_row, period_row, row, seen) for case_row, row in seen]
        found += _once(cases) if definition.distinct == "any" else cases
    return [_with_parts(definition, case) for case in found]


def _in_period(definition: Definition, case: Mapping[str, Any], bounds: Bounds) -> bool:
    test = definition.period
    if test.start is None:
        return True
    start = case[test.start]
    if start is None:
        return False
    if test.kind == "during":
        return bounds.first <= start <= bounds.last
    if test.kind == "all":
        return start == bounds.last
    end = case[test.end]
    if test.kind == "open_on":
        return start <= bounds.last and (end is None or end > bounds.last)
    return start <= bounds.last and (end is None or end >= bounds.first)


def _same_child(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return one["la_code"] == other["la_code"] and one["child_id"] == other["child_id"]


def _seen(
    definition: Definition,
    case: Mapping[str, Any],
    bounds: Bounds,
    tables: Tables,
    known_from: Mapping[str, dt.date],
) -> Row:
    """Everything a condition of the case can see, worked out step by step."""
    limits = {name: day for name, day in vars(bounds).items() if day is not None}
    child = next((c for c in tables.get("children", ()) if _same_child(c, case)), None)
    nobody = dict.fromkeys(TABLES["children"].columns)
    row = Row({**case, **definition.parameters, **limits}, {"child": child or nobody}, {}, known_from)
    for step in definition.steps:
        if isinstance(step, Value):
            row = replace(row, names={**row.names, step.name: evaluate(step.node, row)})
        else:
            row = replace(row, aggregates={**row.aggregates, **_aggregates(step, case, row, tables)})
    return row


def _aggregates(step: RelatedRows, case: Mapping[str, Any], row: Row, tables: Tables) -> dict[str, Any]:
    rows = list(_related(step, case, row, tables))
    date = TABLES[step.table].date
    dated = [(r[date] is not None, r[date] or dt.date.min) if date else (True, dt.date.min) for r in rows]
    return {a.key: _aggregate(a, rows, dated) for a in step.aggregates}


def _related(
    step: RelatedRows, case: Mapping[str, Any], row: Row, tables: Tables
) -> Iterator[Mapping[str, Any]]:
    for other in tables.get(step.table, ()):
        if not _same_child(other, case):
            continue
        columns = dict(other)
        for value in step.values:
            columns[value.name] = evaluate(value.node, _beside(row, step.name, columns))
        if step.where is None or evaluate(step.where, _beside(row, step.name, columns)) is True:
            yield columns


def _beside(row: Row, name: str, columns: Mapping[str, Any]) -> Row:
    return replace(row, owners={**row.owners, name: columns})


def _aggregate(
    aggregate: Aggregate, rows: Sequence[Mapping[str, Any]], dated: Sequence[tuple[bool, dt.date]]
) -> Any:
    if aggregate.function == "exists":
        return bool(rows)
    if aggregate.function == "count":
        return len(rows)
    if aggregate.function in ("earliest", "latest"):
        if not rows:
            return None
        if aggregate.function == "latest":
            chosen = max(range(len(rows)), key=lambda n: (dated[n], n))
        else:
            chosen = min(range(len(rows)), key=lambda n: (not dated[n][0], dated[n][1], n))
        return rows[chosen][aggregate.column]
    present = [row[aggregate.column] for row in rows if row[aggregate.column] is not None]
    if aggregate.function == "count_distinct":
        return len(set(present))
    return {"min": min, "max": max, "sum": sum}[aggregate.function](present) if present else None


def _outcome(
    definition: Definition, case_row: int, period_row: int, row: Row, seen: Sequence[tuple[int, Row]]
) -> Outcome:
    measure = None if definition.value is None else evaluate(definition.value, row)
    met: bool | None = definition.has_figure
    if definition.numerator is not None:
        met = evaluate(definition.numerator, row)
    reason = next((e.reason for e in definition.exclude if evaluate(e.when, row) is True), None)
    if reason is None and definition.value is not None and measure is None:
        reason = NO_VALUE
    unknown = False
    if _chosen(definition, row, seen) != case_row:
        status, reason = "not counted", ONCE
    elif not all(evaluate(node, row) is True for node in definition.denominator):
        status, reason = "not counted", None
    elif reason is not None:
        status = "excluded"
    else:
        status, unknown = ("numerator" if met is True else "denominator"), met is None
    owner = row.names["la_code"], row.names["child_id"]
    return Outcome(
        case_row, period_row, *owner, status, reason, unknown, measure, {}, _derived(definition, row), row
    )


def _chosen(definition: Definition, row: Row, seen: Sequence[tuple[int, Row]]) -> int:
    """The case of the child that counts, of all of the period."""
    date = definition.period.start
    mine = [(r.names[date] if date else 0, n) for n, r in seen if _same_child(r.names, row.names)]
    if definition.distinct == "latest":
        return max(mine)[1]
    if definition.distinct == "earliest":
        return min(mine)[1]
    return next(n for n, r in seen if r is row)


def _once(cases: list[Outcome]) -> list[Outcome]:
    """One counted case a child: the first in the numerator, else the first of the file."""
    found = []
    for case in cases:
        rivals = [c for c in cases if (c.la_code, c.child_id) == (case.la_code, case.child_id) and c.counted]
        best = next((c for c in rivals if c.status == "numerator"), rivals[0] if rivals else None)
        if case.counted and case is not best:
            found.append(replace(case, status="not counted", reason=ONCE, unknown=False))
        else:
            found.append(case)
    return found


def _with_parts(definition: Definition, case: Outcome) -> Outcome:
    parts: dict[str, bool | None] = {}
    for part in definition.parts:
        inside = case.counted and (part.denominator is None or evaluate(part.denominator, case.row) is True)
        met = part.numerator is None or evaluate(part.numerator, case.row) is True
        parts[part.id] = met if inside else None
    return replace(case, parts=parts)


def _derived(definition: Definition, row: Row) -> dict[str, Any]:
    values = {step.name: row.names[step.name] for step in definition.steps if isinstance(step, Value)}
    return values | dict(row.aggregates)


def counts(
    definition: Definition, cases: Sequence[Outcome]
) -> dict[tuple[str, int], dict[str, float | None]]:
    """Totals by authority and period, added up one by one."""
    found = {}
    for key in sorted({(case.la_code, case.period_row) for case in cases}):
        mine = [case for case in cases if (case.la_code, case.period_row) == key]
        counted = [case for case in mine if case.counted]
        measures = [case.measure for case in counted if case.measure is not None]
        row: dict[str, float | None] = {
            "denominator": len(counted),
            "numerator": sum(case.status == "numerator" for case in mine),
            "unknown": sum(case.unknown for case in mine),
            "measure": sum(measures),
            "median": statistics.median(measures) if measures else None,
            "largest": max(measures, default=None),
        }
        if definition.distinct_per:
            workers = {case.row.names[definition.distinct_per] for case in counted}
            row["workers"] = len(workers - {None})
        for part in definition.parts:
            row[f"numerator:{part.id}"] = sum(case.parts[part.id] is True for case in mine)
            row[f"denominator:{part.id}"] = sum(case.parts[part.id] is not None for case in mine)
        found[key] = row
    return found
