"""Conditions in plain English, from the same tree that the engines read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from chatcalc.expressions.functions import KNOWN_FROM
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
    Type,
)

_PERIOD: Final = {
    "period_start": "the first day of the period",
    "period_end": "the snapshot",
    "window_start": "the first day of the window",
    "window_end": "the last day of the window",
}
_OF_DATES: Final = {"=": "is", "<>": "is not", "<": "is before", "<=": "is on or before", ">": "is after",
                    ">=": "is on or after"}  # fmt: skip
_OF_OTHERS: Final = {"=": "is", "<>": "is not", "<": "is below", "<=": "is at most", ">": "is above",
                     ">=": "is at least"}  # fmt: skip
_ARITHMETIC: Final = {"+": "plus", "-": "minus", "*": "times", "/": "divided by"}
_AGGREGATES: Final = {
    "exists": "there is at least one ‘{related}’ row",
    "count": "the number of ‘{related}’ rows",
    "count_distinct": "the number of different values of {column} in the ‘{related}’ rows",
    "min": "the smallest {column} of ‘{related}’",
    "max": "the largest {column} of ‘{related}’",
    "sum": "the sum of {column} over ‘{related}’",
    "earliest": "the {column} of the earliest ‘{related}’",
    "latest": "the {column} of the latest ‘{related}’",
}
_CALLS: Final = {
    "working_days": "the number of working days from {0} to {1}",
    "days_between": "the number of days from {0} to {1}",
    "months_between": "the number of completed months from {0} to {1}",
    "open_on": "{0} is open on {1}",
    "overlaps": "{0} shares a day with the time from {1} to {2}",
}
_MONTHS: Final = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
                  "October", "November", "December")  # fmt: skip


_CAPITALS: Final = ("icpc", "sdq", "uasc", "iro", "cin", "cp", "urn", "la")


def words(name: str) -> str:
    """A name as it is said: `days_taken` is `days taken`, `icpc_date` is `ICPC date`."""
    return " ".join(word.upper() if word in _CAPITALS else word for word in name.split("_"))


def in_words(node: Node, parameters: Mapping[str, float] | None = None, *, of_related: bool = False) -> str:
    """A condition or a value in plain English.

    Args:
        node: What it means.
        parameters: Limits by name, said with their numbers.
        of_related: Whether it speaks of a related row (`its ...`) beside the case (`the case’s ...`).
    """
    speaker = _Speaker(parameters or {}, of_related=of_related)
    return speaker.condition(node) if node.type is Type.BOOLEAN else speaker.say(node)


def alternatives(node: Node, operator: str) -> Iterator[Node]:
    """What AND or OR joins, however it is nested."""
    if isinstance(node, Operation) and node.operator == operator:
        for operand in node.operands:
            yield from alternatives(operand, operator)
    else:
        yield node


class _Speaker:
    def __init__(self, parameters: Mapping[str, float], *, of_related: bool) -> None:
        self.parameters, self.of_related = parameters, of_related

    def say(self, node: Node) -> str:
        match node:
            case Literal():
                return _literal(node)
            case Name(name=name):
                return self._name(name)
            case Column(owner="child", name=name):
                return f"the child’s {words(name)}"
            case Column(name=name):
                return f"its {words(name)}"
            case Aggregate(function=function, related=related, column=column):
                return _AGGREGATES[function].format(related=words(related), column=words(column or ""))
            case Call():
                return self._call(node)
            case Operation():
                return self._operation(node)
            case Is():
                return self._is(node)
            case In():
                return f"{self.say(node.operand)} {self._in(node)}"
            case Case(branches=branches, default=default):
                return self._case(branches, default)

    def condition(self, node: Node) -> str:
        """As `say`, where a bare column of yes or no stands as a condition."""
        return f"{self.say(node)} is yes" if isinstance(node, Name | Column) else self.say(node)

    def _name(self, name: str) -> str:
        if name in self.parameters:
            return f"{self.parameters[name]:g} ({words(name)})"
        said = _PERIOD.get(name)
        return said or (f"the case’s {words(name)}" if self.of_related else words(name))

    def _operation(self, node: Operation) -> str:
        operands = node.operands
        match node.operator:
            case "AND" | "OR" as operator:
                inner = [self._inside(each) for each in alternatives(node, operator)]
                return f" {operator.lower()} ".join(inner)
            case "NOT":
                return self._not(operands[0])
            case "NEG":
                return f"minus {self.say(operands[0])}"
            case operator if operator in _ARITHMETIC:
                return f" {_ARITHMETIC[operator]} ".join(self._inside(each) for each in operands)
        known = _OF_DATES if any(each.type is Type.DATE for each in operands) else _OF_OTHERS
        return f"{self._inside(operands[0])} {known[node.operator]} {self._inside(operands[1])}"

    def _not(self, node: Node) -> str:
        match node:
            case Aggregate(function="exists", related=related):
                return f"there is no ‘{words(related)}’ row"
            case In():
                return f"{self.say(node.operand)} {self._in(node, negated=True)}"
            case Name() | Column():
                return f"{self.say(node)} is no"
        return f"it is not so that ({self.condition(node)})"

    def _is(self, node: Is) -> str:
        operand, negation = node.operand, "not " if node.negated else ""
        if node.what == "NULL":
            bare = isinstance(operand, Name | Column | Aggregate)
            return f"{self.say(operand) if bare else self._inside(operand)} is {negation}blank"
        answer = "yes" if node.what == "TRUE" else "no"
        if isinstance(operand, Name | Column):
            return f"{self.say(operand)} is {negation}{answer}"
        if isinstance(operand, In) and node.what == "TRUE":
            return f"{self.say(operand.operand)} {self._in(operand, known=True, negated=node.negated)}"
        truth = "true" if node.what == "TRUE" else "false"
        return f"it is {negation}known to be {truth} that ({self.say(operand)})"

    def _in(self, node: In, *, known: bool = False, negated: bool = False) -> str:
        options = [_literal(option) for option in node.options]
        listed = options[0] if len(options) == 1 else f"{', '.join(options[:-1])} or {options[-1]}"
        if node.operand.type is Type.TEXTS:
            return f"{'do not hold' if negated else 'hold'} {listed}"
        return f"is {'not ' if negated else ''}{'known to be ' if known else ''}{listed}"

    def _case(self, branches: tuple[tuple[Node, Node], ...], default: Node | None) -> str:
        said = [f"{self._result(value)} where {self.condition(when)}" for when, value in branches]
        otherwise = "blank" if default is None else self._result(default)
        return "; ".join([*said, f"otherwise {otherwise}"])

    def _result(self, node: Node) -> str:
        """What a branch gives; what has a `where` of its own stands in brackets."""
        said = self.say(node)
        own = isinstance(node, Case) or (isinstance(node, Call) and node.function == "coalesce")
        return f"({said})" if own else said

    def _inside(self, node: Node) -> str:
        joined = (
            isinstance(node, Case)
            or (isinstance(node, Operation) and node.operator in ("AND", "OR", *_ARITHMETIC))
            or (isinstance(node, Call) and node.function == "coalesce")
        )
        said = self.condition(node) if node.type is Type.BOOLEAN else self.say(node)
        return f"({said})" if joined else said

    def _call(self, node: Call) -> str:
        if node.function == KNOWN_FROM:
            table = node.arguments[0]
            assert isinstance(table, Literal)
            return f"the day from which {words(str(table.value))} are known"
        if node.function in ("open_on", "overlaps"):
            start, end, *days = node.arguments
            said = [self._spell(start, end), *(self._inside(each) for each in days)]
            return _CALLS[node.function].format(*said)
        if node.function in _CALLS:
            return _CALLS[node.function].format(*(self._inside(each) for each in node.arguments))
        shapes: dict[str, Callable[[Call], str]] = {
            "add_months": lambda call: self._moved(call, "month"),
            "add_days": lambda call: self._moved(call, "day"),
            "add_working_days": lambda call: self._moved(call, "working day"),
            "age_on": self._age,
            "coalesce": lambda call: ", or where that is blank ".join(map(self._inside, call.arguments)),
            "greatest": lambda call: self._extreme(call, "the later of", "the larger of"),
            "least": lambda call: self._extreme(call, "the earlier of", "the smaller of"),
        }
        return shapes[node.function](node)

    def _spell(self, start: Node, end: Node) -> str:
        match start, end:
            case Column(name="start_date"), Column(name="end_date"):
                return "it"
            case Name(name="start_date"), Name(name="end_date"):
                return "the case"
        return f"the time from {self.say(start)} to {self.say(end)}"

    def _moved(self, call: Call, unit: str) -> str:
        day, number = call.arguments
        amount = _whole(number)
        if amount is None:
            return f"{self.say(day)} plus {self.say(number)} {unit}s"
        if unit == "day" and abs(amount) == 1:
            return f"the day {'after' if amount > 0 else 'before'} {self.say(day)}"
        if unit == "month" and abs(amount) >= 24 and amount % 12 == 0:
            amount, unit = amount // 12, "year"
        many = "" if abs(amount) == 1 else "s"
        return f"{abs(amount)} {unit}{many} {'after' if amount > 0 else 'before'} {self.say(day)}"

    def _age(self, call: Call) -> str:
        born, day = call.arguments
        own = isinstance(born, Column) and born.owner == "child" and born.name == "date_of_birth"
        return f"the age on {self.say(day)}" + ("" if own else f" of somebody born on {self.say(born)}")

    def _extreme(self, call: Call, of_dates: str, of_numbers: str) -> str:
        what = of_dates if call.type is Type.DATE else of_numbers
        return f"{what} {' and '.join(map(self.say, call.arguments))}"


def _whole(node: Node) -> int | None:
    match node:
        case Literal(value=int() as value):
            return value
        case Operation(operator="NEG", operands=(Literal(value=int() as value),)):
            return -value
    return None


def _literal(node: Literal) -> str:
    match node.value:
        case None:
            return "blank"
        case bool() as answer:
            return "yes" if answer else "no"
        case dt.date() as day:
            return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
        case number if node.type is Type.NUMBER:
            return f"{number}"
        case text:
            return words(str(text))
