"""Dates that a function is given the wrong way round."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from chatcalc.expressions.problems import Mistake
from chatcalc.expressions.tree import Call, Column, Name, Node, walk
from chatcalc.specs.definition import Definition, RelatedRows
from chatcalc.tables.catalogue import TABLES

_FROM_TO: Final = ("working_days", "days_between", "months_between", "open_on", "overlaps", "age_on")
_ALSO: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "section_47_enquiries": (("start_date", "icpc_date"),),
    "conferences": (("section_47_start_date", "icpc_date"),),
    "cp_reviews": (("previous_review_date", "review_date"),),
    "care_reviews": (("previous_review_date", "review_date"),),
}
"""Dates of a row that come one after the other, besides the first and last day of a spell."""


def swapped_dates(node: Node, definition: Definition) -> Iterator[Mistake]:
    """Calls that run from a later date of a row to an earlier one."""
    tables = {step.name: step.table for step in definition.steps if isinstance(step, RelatedRows)}
    tables |= {"child": "children", "": definition.table}
    for call in walk(node):
        if isinstance(call, Call) and call.function in _FROM_TO:
            for first, second in _from_to(call):
                if _reversed(first, second, tables):
                    function, start, end = call.function, _written(second), _written(first)
                    message = f"{function} runs from {end} to {start}, which comes before it"
                    hint = f"{start} comes first, then {end}"
                    yield Mistake("dates-swapped", message, call.span, hint)


def _from_to(call: Call) -> Iterator[tuple[Node, Node]]:
    yield call.arguments[0], call.arguments[1]
    if call.function == "overlaps":
        yield call.arguments[2], call.arguments[3]


def _reversed(first: Node, second: Node, tables: Mapping[str, str]) -> bool:
    if not (isinstance(first, Name | Column) and isinstance(second, Name | Column)):
        return False
    if second.name == "date_of_birth":
        return first.name != second.name
    if (first.name, second.name) in (("period_end", "period_start"), ("window_end", "window_start")):
        return True
    owner = _owner(first)
    if owner != _owner(second) or tables.get(owner) not in TABLES:
        return False
    table = TABLES[tables[owner]]
    return (second.name, first.name) in ((table.start, table.end), *_ALSO.get(table.name, ()))


def _owner(node: Name | Column) -> str:
    return node.owner if isinstance(node, Column) else ""


def _written(node: Node) -> str:
    assert isinstance(node, Name | Column)
    return f"{node.owner}.{node.name}" if isinstance(node, Column) else node.name
