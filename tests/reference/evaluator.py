"""A condition for one row: plain Python over dicts, three-valued as SQL is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from chatcalc.expressions.tree import (
    Aggregate,
    Call,
    Case,
    Column,
    In,
    Is,
    Literal,
    Name,
    Node,
    Operation,
)
from reference import arithmetic


@dataclass(frozen=True)
class Row:
    """What a condition can see of one case.

    Attributes:
        names: Columns, values, parameters and period bounds.
        owners: Columns of the child, and of the related row inside its `where`.
        aggregates: What related rows come to, by key.
        known_from: Start of the data by table.
    """

    names: Mapping[str, Any]
    owners: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    aggregates: Mapping[str, Any] = field(default_factory=dict)
    known_from: Mapping[str, dt.date] = field(default_factory=dict)


def evaluate(node: Node, row: Row) -> Any:
    """The value of a condition for a row; None is unknown."""
    match node:
        case Literal(value=value):
            return value
        case Name(name=name):
            return row.names[name]
        case Column(owner=owner, name=name):
            return row.owners[owner][name]
        case Aggregate(key=key):
            return row.aggregates[key]
        case Call(function="known_from", arguments=(Literal(value=table),)):
            return row.known_from.get(str(table))
        case Call(function=function, arguments=arguments):
            return _call(function, [evaluate(argument, row) for argument in arguments])
        case Operation(operator=operator, operands=operands):
            return _operate(operator, [evaluate(operand, row) for operand in operands])
        case Is(operand=operand, what=what, negated=negated):
            found = evaluate(operand, row) is {"NULL": None, "TRUE": True, "FALSE": False}[what]
            return found is not negated
        case In(operand=operand, options=options):
            return _member(evaluate(operand, row), [option.value for option in options])
        case Case(branches=branches, default=default):
            for condition, result in branches:
                if evaluate(condition, row) is True:
                    return evaluate(result, row)
            return None if default is None else evaluate(default, row)


def _member(value: Any, options: list[Any]) -> bool | None:
    if value is None:
        return None
    if isinstance(value, list):
        return any(option in value for option in options)
    return value in options


def _operate(operator: str, values: list[Any]) -> Any:
    if operator == "AND":
        return False if False in values else None if None in values else True
    if operator == "OR":
        return True if True in values else None if None in values else False
    if None in values:
        return None
    if operator == "NOT":
        return not values[0]
    if operator == "NEG":
        return -values[0]
    left, right = values
    if operator == "/":
        return None if right == 0 else left / right
    return {
        "=": lambda: left == right,
        "<>": lambda: left != right,
        "<": lambda: left < right,
        "<=": lambda: left <= right,
        ">": lambda: left > right,
        ">=": lambda: left >= right,
        "+": lambda: left + right,
        "-": lambda: left - right,
        "*": lambda: left * right,
    }[operator]()


def _call(function: str, values: list[Any]) -> Any:
    present = [value for value in values if value is not None]
    if function == "coalesce":
        return present[0] if present else None
    if function == "greatest":
        return max(present, default=None)
    if function == "least":
        return min(present, default=None)
    if function == "open_on":
        return _open_on(*values)
    if function == "overlaps":
        return _overlaps(*values)
    return None if None in values else getattr(arithmetic, function)(*values)


def _open_on(start: dt.date | None, end: dt.date | None, day: dt.date | None) -> bool | None:
    started = None if None in (start, day) else start <= day
    not_ended = True if end is None else None if day is None else end > day
    return _operate("AND", [started, not_ended])


def _overlaps(
    start: dt.date | None, end: dt.date | None, first: dt.date | None, last: dt.date | None
) -> bool | None:
    begins = None if None in (start, last) else start <= last
    lasts = True if end is None else None if first is None else end >= first
    return _operate("AND", [begins, lasts])
