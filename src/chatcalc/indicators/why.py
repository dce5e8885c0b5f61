"""Why a case ended in its status: the conditions that decided it, and the values they saw.

For tests of specifications, whose rows are made up: values are printed as they are.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import polars as pl

from chatcalc.expressions.tree import Aggregate, Column, Name, Node, Operation, walk
from chatcalc.extracts.extract import Extract
from chatcalc.indicators.cases import ONCE, cases
from chatcalc.indicators.related import Conditions
from chatcalc.specs.definition import Definition, Value
from chatcalc.specs.mutants import Slot, conditions

_WORDS = {True: "is met", False: "is not met", None: "is unknown"}


def why(
    definition: Definition, extract: Extract, periods: pl.DataFrame, case_row: int, expected: str
) -> tuple[str, ...]:
    """The conditions that decided a case of the first of the periods, or keep it from the expected status.

    Args:
        definition: With the limits it is computed with.
        extract: The tables.
        periods: One row, the period of the case.
        case_row: The case, as a row of the counted table.
        expected: The status it was expected to have.
    """
    pieces = list(_pieces(definition))
    rules = Conditions(extract)
    columns = [rules.expression(node).alias(f"why:{n}") for n, (_, _, node) in enumerate(pieces)]
    frame = cases(definition, extract, periods).filter(pl.col("case_row") == case_row)
    rows = frame.with_columns(columns).collect(engine="in-memory").to_dicts()
    if not rows:
        return _outside(definition, extract, periods, case_row)
    (row,) = rows
    decisive = _decisive(row["status"], expected)
    lines = [
        _line(text, row[f"why:{n}"], node, row, definition)
        for n, (kind, text, node) in enumerate(pieces)
        if kind in decisive
    ]
    return ((ONCE,) if row["reason"] == ONCE else ()) + tuple(dict.fromkeys(lines))


def _decisive(found: str, expected: str) -> frozenset[str]:
    """The kinds of conditions that decide between two statuses."""
    statuses = {found, expected}
    if "not counted" in statuses:
        return frozenset({"denominator"})
    return frozenset({"exclude", "value"} if "excluded" in statuses else {"numerator", "value"})


def _pieces(definition: Definition) -> Iterator[tuple[str, str, Node]]:
    """The conditions of a case, those joined by AND each by itself, with their text."""
    for slot in conditions(definition):
        kind = slot.key.split(" ")[0]
        if kind in ("denominator", "exclude", "numerator", "value"):
            for node in _joined_by_and(slot.node):
                yield kind, _text(slot, node), node


def _joined_by_and(node: Node) -> list[Node]:
    if isinstance(node, Operation) and node.operator == "AND":
        return [piece for operand in node.operands for piece in _joined_by_and(operand)]
    return [node]


def _text(slot: Slot, node: Node) -> str:
    written = slot.text or ""
    return " ".join(written[node.span.start : node.span.end].split()) or slot.key


def _line(text: str, outcome: Any, node: Node, row: Mapping[str, Any], definition: Definition) -> str:
    verdict = _WORDS[outcome] if outcome is None or isinstance(outcome, bool) else f"is {_shown(outcome)}"
    seen = ", ".join(f"{name} = {_shown(row[name])}" for name in _names(node, definition) if name in row)
    return f"{text} {verdict}" + (f": {seen}" if seen and seen != f"{text} = {_shown(outcome)}" else "")


def _names(node: Node, definition: Definition) -> Iterable[str]:
    """The columns a condition reads, and those that the values it names read."""
    values = {step.name: step.node for step in definition.steps if isinstance(step, Value)}
    found: dict[str, None] = {}
    waiting = [node]
    while waiting:
        for inner in walk(waiting.pop(0)):
            match inner:
                case Name(name=name) if name not in found:
                    found[name] = None
                    waiting += [values[name]] if name in values else []
                case Column(owner=owner, name=name):
                    found[f"{owner}.{name}"] = None
                case Aggregate():
                    found[inner.key] = None
    return found


def _outside(
    definition: Definition, extract: Extract, periods: pl.DataFrame, case_row: int
) -> tuple[str, ...]:
    """The dates by which the period picks its cases."""
    row = extract.table(definition.table).row(case_row, named=True)
    first, last = (periods[column][0] for column in _bounds(periods))
    dates = filter(None, (definition.period.start, definition.period.end))
    seen = ", ".join(f"{name} = {_shown(row[name])}" for name in dates)
    return (f"no case of the period {first} to {last}: {seen}",) if seen else ()


def _bounds(periods: pl.DataFrame) -> tuple[str, str]:
    kind = "window" if "window_start" in periods.columns else "period"
    return f"{kind}_start", f"{kind}_end"


def _shown(value: Any) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return f"{value:g}"
    return str(value.isoformat() if isinstance(value, dt.date) else value)


def limited(definition: Definition, parameters: Iterable[tuple[str, float]]) -> Definition:
    """The definition with limits that a test sets."""
    limits = dict(parameters)
    return replace(definition, parameters={**definition.parameters, **limits}) if limits else definition
