"""The Polars expression of a checked condition."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from functools import reduce
from typing import Final

import polars as pl

from chatcalc.expressions.functions import FUNCTIONS, KNOWN_FROM
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

DTYPES: Final[Mapping[Type, pl.DataType]] = {
    Type.BOOLEAN: pl.Boolean(),
    Type.NUMBER: pl.Float64(),
    Type.TEXT: pl.String(),
    Type.DATE: pl.Date(),
    Type.TEXTS: pl.List(pl.String()),
    Type.NULL: pl.Null(),
}


def to_polars(node: Node, known_from: Mapping[str, dt.date] | None = None) -> pl.Expr:
    """The expression of a tree.

    A name is the column of that name; `owner.column` and an aggregate are columns named as they are written
    (`child.sex`, `exists(earlier)`). Missing values follow SQL: AND and OR are three-valued, a comparison
    with a missing value is unknown, division by nought is missing.

    Args:
        node: A checked tree.
        known_from: Start of the data by table; a table that is absent has none.
    """
    known = known_from or {}

    def compile_(inner: Node) -> pl.Expr:
        return to_polars(inner, known)

    match node:
        case Literal(value=value, type=type_):
            return pl.lit(value) if type_ is not Type.NULL else pl.lit(None)
        case Name(name=name):
            return pl.col(name)
        case Column(owner=owner, name=name):
            return pl.col(f"{owner}.{name}")
        case Aggregate():
            return pl.col(node.key)
        case Call(function=function, arguments=arguments) if function == KNOWN_FROM:
            table = arguments[0]
            assert isinstance(table, Literal)
            return pl.lit(known.get(str(table.value)), dtype=pl.Date)
        case Call(function=function, arguments=arguments):
            return FUNCTIONS[function].polars(*map(compile_, arguments)).cast(DTYPES[node.type])
        case Operation(operator=operator, operands=(Literal() as left, right)) if operator in _MIRRORED:
            # Some Polars releases lose rows where a literal stands left of a conditional: put it right.
            return _OPERATORS[_MIRRORED[operator]](compile_(right), compile_(left))
        case Operation(operator=operator, operands=operands):
            return _OPERATORS[operator](*map(compile_, operands))
        case Is(operand=operand, what=what, negated=negated):
            return _is(compile_(operand), what, negated)
        case In(operand=operand, options=options):
            return compile_(operand).is_in([option.value for option in options])
        case Case(branches=branches, default=default):
            return _case(branches, default, compile_)


def _is(operand: pl.Expr, what: str, negated: bool) -> pl.Expr:
    if what == "NULL":
        return operand.is_not_null() if negated else operand.is_null()
    found = operand.eq_missing(pl.lit(what == "TRUE"))
    return ~found if negated else found


def _case(
    branches: tuple[tuple[Node, Node], ...], default: Node | None, compile_: Callable[[Node], pl.Expr]
) -> pl.Expr:
    """Branches as nested when-then: an unknown condition is not met, so the next is tried."""
    otherwise = pl.lit(None) if default is None else compile_(default)
    return reduce(
        lambda rest, branch: (
            pl.when(compile_(branch[0]).fill_null(value=False)).then(compile_(branch[1])).otherwise(rest)
        ),
        reversed(branches),
        otherwise,
    )


_OPERATORS: Final[Mapping[str, Callable[..., pl.Expr]]] = {
    "AND": lambda a, b: a & b,
    "OR": lambda a, b: a | b,
    "NOT": lambda a: ~a,
    "=": lambda a, b: a == b,
    "<>": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: pl.when(b != 0).then(a / b),
    "NEG": lambda a: -a,
}
_MIRRORED: Final = {"=": "=", "<>": "<>", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
