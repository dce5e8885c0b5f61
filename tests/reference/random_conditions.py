"""Random well-typed conditions: the rules of the checker applied backwards.

`rng` is any `random.Random`; hypothesis gives one that shrinks (`strategies.randoms`). A condition is drawn
as a tree and printed, so that reading the text back proves precedence and brackets too.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from random import Random

from chatcalc.expressions.check import Scope
from chatcalc.expressions.functions import AGGREGATES
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
    Span,
    Type,
)

NOWHERE = Span(0, 0)
NULL = Literal(None, Type.NULL, NOWHERE)
DAYS = tuple(
    dt.date.fromisoformat(day)
    for day in (
        "1990-01-01", "2008-02-29", "2018-11-30", "2019-02-28", "2020-02-29", "2022-03-31",
        "2023-04-01", "2023-12-25", "2024-02-29", "2024-03-28", "2024-03-31", "2024-04-01", "2050-12-31",
    )
)  # fmt: skip
NUMBERS = (0, 1, 2, 3, 5, 12, 45, 0.5, 1.25, -1, -2)
TEXTS = ("M", "F", "N1", "RC8", "it's", "", "NO", "--", "é;(")
_ORDERED = (Type.NUMBER, Type.DATE)
_EQUAL = (Type.NUMBER, Type.DATE, Type.TEXT, Type.BOOLEAN)


def random_condition(rng: Random, scope: Scope, type_: Type = Type.BOOLEAN, depth: int = 3) -> Node:
    """A tree of the type that the checker would give, spans aside."""
    leaves = _leaves(scope, type_)
    if type_ is Type.TEXTS or depth <= 0 or rng.random() < 0.15:
        return rng.choice(leaves) if leaves and rng.random() < 0.8 else _literal(rng, type_)
    if type_ is Type.TEXT and rng.random() < 0.5 and leaves:
        return rng.choice(leaves)
    return rng.choice(_COMPOUNDS[type_])(rng, scope, depth - 1)


def _leaves(scope: Scope, type_: Type) -> list[Node]:
    names: list[Node] = [Name(name, t, NOWHERE) for name, t in scope.names.items() if t is type_]
    if type_ is Type.NUMBER:
        names += [Name(name, Type.NUMBER, NOWHERE) for name in scope.parameters]
    for owner, columns in scope.owners.items():
        names += [Column(owner, name, t, NOWHERE) for name, t in columns.items() if t is type_]
    return names + [a for a in aggregates(scope) if a.type is type_]


def aggregates(scope: Scope) -> list[Aggregate]:
    """Every aggregate that the scope allows."""
    found = []
    for related, columns in scope.related.items():
        for name, function in AGGREGATES.items():
            if not function.takes_column:
                found.append(Aggregate(name, related, None, function.returns or Type.NUMBER, NOWHERE))
                continue
            for column, t in columns.items():
                if t in function.accepts:
                    found.append(Aggregate(name, related, column, function.returns or t, NOWHERE))
    return found


def _literal(rng: Random, type_: Type) -> Literal:
    pool: Sequence[object] = {
        Type.BOOLEAN: (True, False),
        Type.NUMBER: NUMBERS,
        Type.TEXT: TEXTS,
        Type.DATE: DAYS,
        Type.TEXTS: (None,),
    }[type_]
    value = rng.choice(pool)
    return NULL if value is None else Literal(value, type_, NOWHERE)  # type: ignore[arg-type]


def _or_null(rng: Random, node: Node, chance: float = 0.08) -> Node:
    return NULL if rng.random() < chance else node


def _connective(rng: Random, scope: Scope, depth: int) -> Node:
    operator = rng.choice(["AND", "OR", "AND", "OR", "NOT"])
    count = 1 if operator == "NOT" else 2
    operands = [_or_null(rng, random_condition(rng, scope, Type.BOOLEAN, depth), 0.03) for _ in range(count)]
    return Operation(operator, tuple(operands), Type.BOOLEAN, NOWHERE)


def _comparison(rng: Random, scope: Scope, depth: int) -> Node:
    operator = rng.choice(["=", "<>", "<", "<=", ">", ">="])
    type_ = rng.choice(_EQUAL if operator in ("=", "<>") else _ORDERED)
    left = random_condition(rng, scope, type_, depth)
    right = random_condition(rng, scope, type_, depth)
    if Type.NULL in (left.type, right.type):
        return Is(left, "NULL", False, Type.BOOLEAN, NOWHERE)
    return Operation(operator, (left, right), Type.BOOLEAN, NOWHERE)


def _between(rng: Random, scope: Scope, depth: int) -> Node:
    type_ = rng.choice(_ORDERED)
    value, low, high = (random_condition(rng, scope, type_, depth - 1) for _ in range(3))
    above = Operation(">=", (value, low), Type.BOOLEAN, NOWHERE)
    return Operation(
        "AND", (above, Operation("<=", (value, high), Type.BOOLEAN, NOWHERE)), Type.BOOLEAN, NOWHERE
    )


def _is(rng: Random, scope: Scope, depth: int) -> Node:
    what = rng.choice(["NULL", "TRUE", "FALSE"])
    type_ = rng.choice([*_EQUAL, Type.TEXTS]) if what == "NULL" else Type.BOOLEAN
    operand = random_condition(rng, scope, type_, depth)
    return Is(operand, what, rng.random() < 0.5, Type.BOOLEAN, NOWHERE)


def _in(rng: Random, scope: Scope, depth: int) -> Node:
    type_ = rng.choice((Type.TEXT, Type.TEXT, Type.NUMBER, Type.DATE, Type.BOOLEAN))
    options = tuple(_literal(rng, type_) for _ in range(rng.randint(1, 3)))
    return In(random_condition(rng, scope, type_, depth), options, Type.BOOLEAN, NOWHERE)


def _spell(rng: Random, scope: Scope, depth: int) -> Node:
    name, count = rng.choice((("open_on", 3), ("overlaps", 4)))
    days = tuple(_or_null(rng, random_condition(rng, scope, Type.DATE, depth - 1)) for _ in range(count))
    return Call(name, days, Type.BOOLEAN, NOWHERE)


def _case(type_: Type) -> Callable[[Random, Scope, int], Node]:
    def case(rng: Random, scope: Scope, depth: int) -> Node:
        conditions = [
            _or_null(rng, random_condition(rng, scope, Type.BOOLEAN, depth), 0.03)
            for _ in range(rng.randint(1, 2))
        ]
        first = random_condition(rng, scope, type_, depth)
        results = [
            first,
            *(_or_null(rng, random_condition(rng, scope, type_, depth - 1)) for _ in conditions[1:]),
        ]
        default = (
            None if rng.random() < 0.3 else _or_null(rng, random_condition(rng, scope, type_, depth - 1))
        )
        return Case(tuple(zip(conditions, results, strict=True)), default, type_, NOWHERE)

    return case


def _choice(function: str, type_: Type) -> Callable[[Random, Scope, int], Node]:
    def call(rng: Random, scope: Scope, depth: int) -> Node:
        first = random_condition(rng, scope, type_, depth)
        others = [
            _or_null(rng, random_condition(rng, scope, type_, depth), 0.15) for _ in range(rng.randint(1, 2))
        ]
        return Call(function, tuple(rng.sample([first, *others], len(others) + 1)), type_, NOWHERE)

    return call


def _arithmetic(rng: Random, scope: Scope, depth: int) -> Node:
    operator = rng.choice(["+", "-", "*", "/", "NEG"])
    if operator == "NEG":
        operand = random_condition(rng, scope, Type.NUMBER, depth)
        if isinstance(operand, Literal):
            return operand
        return Operation("NEG", (operand,), Type.NUMBER, NOWHERE)
    operands = tuple(random_condition(rng, scope, Type.NUMBER, depth) for _ in range(2))
    return Operation(operator, operands, Type.NUMBER, NOWHERE)


def _between_dates(rng: Random, scope: Scope, depth: int) -> Node:
    name = rng.choice(["working_days", "days_between", "months_between", "age_on"])
    days = tuple(_or_null(rng, random_condition(rng, scope, Type.DATE, depth - 1), 0.04) for _ in range(2))
    return Call(name, days, Type.NUMBER, NOWHERE)


def _moved(rng: Random, scope: Scope, depth: int) -> Node:
    name, most = rng.choice((("add_months", 30), ("add_days", 400), ("add_working_days", 60)))
    day = random_condition(rng, scope, Type.DATE, depth - 1)
    amount: Node = Literal(rng.randint(-most, most), Type.NUMBER, NOWHERE)
    if rng.random() < 0.2:
        amount = Operation("/", (amount, Literal(4, Type.NUMBER, NOWHERE)), Type.NUMBER, NOWHERE)
    return Call(name, (day, _or_null(rng, amount, 0.04)), Type.DATE, NOWHERE)


def _known_from(rng: Random, scope: Scope, depth: int) -> Node:
    if not scope.tables:
        return random_condition(rng, scope, Type.DATE, 0)
    table = Literal(rng.choice(sorted(scope.tables)), Type.TABLE, NOWHERE)
    return Call("known_from", (table,), Type.DATE, NOWHERE)


_COMPOUNDS: dict[Type, tuple[Callable[[Random, Scope, int], Node], ...]] = {
    Type.BOOLEAN: (
        _connective, _connective, _connective, _comparison, _comparison, _comparison, _between, _is, _in,
        _spell, _case(Type.BOOLEAN), _choice("coalesce", Type.BOOLEAN),
    ),
    Type.NUMBER: (
        _arithmetic, _arithmetic, _between_dates, _between_dates, _case(Type.NUMBER),
        _choice("coalesce", Type.NUMBER), _choice("greatest", Type.NUMBER), _choice("least", Type.NUMBER),
    ),
    Type.DATE: (
        _moved, _moved, _known_from, _case(Type.DATE), _choice("coalesce", Type.DATE),
        _choice("greatest", Type.DATE), _choice("least", Type.DATE),
    ),
    Type.TEXT: (_case(Type.TEXT), _choice("coalesce", Type.TEXT)),
}  # fmt: skip
