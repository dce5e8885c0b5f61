"""Conditions that come out the same whatever the data say.

A condition that asks one thing (a column, a value, a pair that it compares) against literals is tried on
every answer that could make a difference: each literal, its neighbours, and nothing. Where it never or always
comes out true, it cannot be meant.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import eq, ge, gt, le, lt, ne
from typing import Any, Final

from chatcalc.expressions.problems import Mistake
from chatcalc.expressions.tree import (
    Aggregate,
    Call,
    Case,
    In,
    Is,
    Literal,
    Name,
    Node,
    Operation,
    Span,
    Type,
    children,
)

_COMPARES: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "=": eq,
    "<>": ne,
    "<": lt,
    "<=": le,
    ">": gt,
    ">=": ge,
}
_MIRRORED: Final = {"=": "=", "<>": "<>", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
_COUNTS: Final = ("working_days", "days_between", "months_between", "count", "count_distinct")
_NEVER_MISSING: Final = ("exists", "count", "count_distinct")


@dataclass(frozen=True)
class Known:
    """What is known without any data.

    Attributes:
        never_missing: Names that always have a value.
        values: Expressions that names stand for.
    """

    never_missing: frozenset[str] = frozenset()
    values: Mapping[str, Node] = field(default_factory=dict)

    def behind(self, node: Node) -> Node:
        """The expression a name stands for, or the node itself."""
        return self.values.get(node.name, node) if isinstance(node, Name) else node


def always_the_same(node: Node, known: Known) -> Iterator[Mistake]:
    """Each piece of a condition that is met by every row, or by none."""
    found = _same_by_itself(node, known)
    if found:
        yield found
        return
    inside = [mistake for child in children(node) for mistake in always_the_same(child, known)]
    yield from inside
    if not inside and isinstance(node, Operation) and node.operator in ("AND", "OR"):
        yield from _same_together(node, known)


def _same_by_itself(node: Node, known: Known) -> Mistake | None:
    if isinstance(node, Case):
        outcomes = [then for _, then in node.branches]
        same = node.default is not None and all(each == node.default for each in outcomes)
        return _mistake(node.span, "every branch of CASE gives the same", None) if same else None
    if not _is_test(node):
        return None
    if isinstance(node, Operation) and len(node.operands) == 2 and node.operands[0] == node.operands[1]:
        word = "joined" if node.operator in ("AND", "OR") else "compared"
        return _mistake(node.span, f"something is {word} with itself", "name what was meant on one side")
    subjects = set(_subjects(node))
    if not subjects:
        return _mistake(node.span, "this never depends on the data", "leave it out")
    return _judged(node, (node,), subjects, known)


def _same_together(node: Operation, known: Known) -> Iterator[Mistake]:
    """Pieces joined by AND (or OR) that ask the same thing, and contradict (or complete) each other."""
    pieces = _flattened(node, node.operator)
    by_subject: dict[object, list[Node]] = {}
    for piece in pieces:
        subjects = set(_subjects(piece))
        if len(subjects) == 1:
            by_subject.setdefault(subjects.pop(), []).append(piece)
    for subject, group in by_subject.items():
        if 1 < len(group) < len(pieces):
            joined = Operation(node.operator, tuple(group), Type.BOOLEAN, _around(group))
            if found := _judged(joined, group, {subject}, known):
                yield found


def _judged(node: Node, pieces: Sequence[Node], subjects: set[Any], known: Known) -> Mistake | None:
    """Whether a condition about one thing has the same outcome for every answer there is."""
    if len(subjects) != 1 or None in subjects:
        return None
    (subject,) = subjects
    answers = _answers(subject, pieces, known)
    outcomes = {_outcome(node, subject, answer) for answer in answers if answer is not None}
    missing = {_outcome(node, subject, None)} if None in answers else set()
    if True not in outcomes | missing:
        hint = "OR or IN may be meant" if _joins(node, "AND") else None
        return _mistake(node.span, "this is never met", hint)
    if outcomes == {True} and missing <= {True, None}:
        hint = "AND or NOT IN may be meant" if _joins(node, "OR") else None
        return _mistake(node.span, "this is always met", hint)
    return None


def _joins(node: Node, operator: str) -> bool:
    return isinstance(node, Operation) and node.operator == operator


def _mistake(span: Span, message: str, hint: str | None) -> Mistake:
    return Mistake("always-the-same", message, span, hint)


def _around(nodes: Sequence[Node]) -> Span:
    return Span(min(n.span.start for n in nodes), max(n.span.end for n in nodes))


def _flattened(node: Node, operator: str) -> list[Node]:
    if isinstance(node, Operation) and node.operator == operator:
        return [piece for operand in node.operands for piece in _flattened(operand, operator)]
    return [node]


def _is_test(node: Node) -> bool:
    """Whether a node is built of tests: comparisons, IN, IS, and what joins them."""
    return isinstance(node, Is | In) or (
        isinstance(node, Operation) and (node.operator in _COMPARES or node.operator in ("AND", "OR", "NOT"))
    )


@dataclass(frozen=True)
class _Pair:
    """Two expressions that are compared with each other."""

    left: Node
    right: Node


def _subjects(node: Node) -> Iterator[Node | _Pair | None]:
    """What a condition asks about; None stands for something that cannot be tried here."""
    match node:
        case Operation(operator="AND" | "OR" | "NOT", operands=operands):
            for operand in operands:
                yield from _subjects(operand)
        case Operation(operator=operator, operands=(left, right)) if operator in _COMPARES:
            yield from _compared_things(left, right)
        case In(operand=operand):
            yield None if operand.type is Type.TEXTS else operand
        case Is(operand=operand) if operand.type is Type.BOOLEAN and _is_test(operand):
            yield from _subjects(operand)
        case Is(operand=operand):
            if not isinstance(operand, Literal):
                yield operand
        case Literal():
            return
        case _:
            yield node if node.type is Type.BOOLEAN else None


def _compared_things(left: Node, right: Node) -> Iterator[Node | _Pair]:
    asked = [side for side in (left, right) if not isinstance(side, Literal)]
    if len(asked) == 2:
        first, second = sorted(asked, key=_without_places)
        yield _Pair(first, second)
    else:
        yield from asked


def _without_places(node: Node) -> str:
    return re.sub(r"span=Span\([^)]*\)", "", repr(node))


def _answers(subject: Node | _Pair, pieces: Sequence[Node], known: Known) -> list[Any]:
    """Every answer that could make a difference; None stands for a missing one."""
    if isinstance(subject, _Pair):
        return [-1, 0, 1, None]
    missing = [] if _never_missing(subject, known) else [None]
    if subject.type is Type.BOOLEAN:
        return [True, False, *missing]
    literals = [each.value for piece in pieces for each in _literals(piece)]
    if subject.type is Type.TEXT:
        return [*literals, "".join(map(str, literals)) + "-", *missing]
    if subject.type is Type.DATE:
        step = dt.timedelta(days=1)
        days = [day for day in literals if isinstance(day, dt.date)] or [dt.date(2000, 1, 1)]
        return [*days, *(day - step for day in days), *(day + step for day in days), *missing]
    numbers = [float(each) for each in literals if isinstance(each, int | float)] or [0.0]
    whole = _counts(subject, known)
    near = [n + step for n in numbers for step in ((-1, 0, 1) if whole else (-0.5, 0, 0.5))]
    return [*(n for n in near if not whole or (n >= 0 and n == int(n))), *((0.0,) if whole else ()), *missing]


def _literals(node: Node) -> Iterator[Literal]:
    if isinstance(node, Literal):
        yield node
    for child in children(node):
        yield from _literals(child)


def _counts(node: Node, known: Known) -> bool:
    """Whether an expression is a count: whole and never below zero."""
    node = known.behind(node)
    return (isinstance(node, Call | Aggregate)) and node.function in _COUNTS


def _never_missing(node: Node, known: Known) -> bool:
    if isinstance(node, Name) and node.name in known.never_missing:
        return True
    match known.behind(node):
        case Literal(value=value):
            return value is not None
        case Aggregate(function=function):
            return function in _NEVER_MISSING
        case Call(function="coalesce" | "greatest" | "least", arguments=arguments):
            return any(_never_missing(each, known) for each in arguments)
        case Is():
            return True
    return False


def _outcome(node: Node, subject: Node | _Pair, answer: Any) -> bool | None:
    """What a condition comes to where its subject has an answer, by the three-valued logic of SQL."""
    if node == subject:
        return answer  # type: ignore[no-any-return]  # a yes-or-no subject
    match node:
        case Literal(value=value):
            return value  # type: ignore[return-value]  # TRUE, FALSE or NULL among conditions
        case Operation(operator="NOT", operands=(inside,)):
            found = _outcome(inside, subject, answer)
            return None if found is None else not found
        case Operation(operator="AND" | "OR" as operator, operands=operands):
            outcomes = [_outcome(operand, subject, answer) for operand in operands]
            decides = operator == "OR"
            return decides if decides in outcomes else None if None in outcomes else not decides
        case Operation(operator=operator, operands=(left, right)):
            return _compared(operator, left, right, subject, answer)
        case In(options=options):
            return None if answer is None else answer in [option.value for option in options]
        case Is(operand=operand, what=what, negated=negated):
            value = _outcome(operand, subject, answer) if operand != subject else answer
            same = value is {"NULL": None, "TRUE": True, "FALSE": False}[what]
            return same is not negated
    raise AssertionError(f"no outcome of {node}")


def _compared(operator: str, left: Node, right: Node, subject: Node | _Pair, answer: Any) -> bool | None:
    if isinstance(left, Literal) and isinstance(right, Literal):
        return _COMPARES[operator](left.value, right.value)
    if answer is None:
        return None
    if isinstance(subject, _Pair):
        turned = operator if left == subject.left else _MIRRORED[operator]
        return _COMPARES[turned](answer, 0)
    if isinstance(right, Literal):
        return _COMPARES[operator](answer, right.value)
    assert isinstance(left, Literal)
    return _COMPARES[_MIRRORED[operator]](answer, left.value)
