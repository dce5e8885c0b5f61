"""The Polars expression of a checked condition."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import Any, Final

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
    walk,
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
    return _compiled(node, node.type, known_from or {})


def _compiled(node: Node, wanted: Type, known: Mapping[str, dt.date]) -> pl.Expr:
    """The expression of a node; NULL has no type of its own and takes the one wanted where it stands."""
    if node.type is Type.NULL:
        return pl.lit(None, dtype=DTYPES[wanted])
    match node:
        case Literal(value=value, type=type_):
            return pl.lit(value).cast(DTYPES[type_])
        case Name(name=name):
            return pl.col(name)
        case Column(owner=owner, name=name):
            return pl.col(f"{owner}.{name}")
        case Aggregate():
            return pl.col(node.key)
        case Call(function=function, arguments=(Literal(value=table),)) if function == KNOWN_FROM:
            return pl.lit(known.get(str(table)), dtype=pl.Date)
        case Call():
            return _call(node, known)
        case Operation(operator=operator, operands=operands):
            # Only AND, OR and NOT may hold NULL.
            return _operation(operator, operands, [_compiled(o, Type.BOOLEAN, known) for o in operands])
        case Is(operand=operand, what=what, negated=negated):
            return _is(_compiled(operand, Type.BOOLEAN, known), what, negated)
        case In(operand=operand, options=options):
            return _in(_compiled(operand, operand.type, known), operand.type, [o.value for o in options])
        case Case():
            return _case(node, known)


def _call(node: Call, known: Mapping[str, dt.date]) -> pl.Expr:
    types = _argument_types(node.function, node.type, len(node.arguments))
    compiled = [_compiled(a, type_, known) for a, type_ in zip(node.arguments, types, strict=True)]
    found = FUNCTIONS[node.function].polars(*compiled).cast(DTYPES[node.type])
    if _reads_rows(node):
        return found
    # Of literals alone, working_days gives a column of length one that Polars does not spread over the rows.
    return pl.lit(pl.select(found).item(), dtype=DTYPES[node.type])


def _reads_rows(node: Node) -> bool:
    return any(isinstance(inner, Name | Column | Aggregate) for inner in walk(node))


def _argument_types(function: str, type_: Type, count: int) -> list[Type]:
    """The types a function wants; those that take any type take one, which is the result's."""
    wanted = [type_ if parameter is None else parameter for _, parameter in FUNCTIONS[function].parameters]
    return wanted + wanted[-1:] * (count - len(wanted))


def _operation(operator: str, operands: tuple[Node, ...], compiled: list[pl.Expr]) -> pl.Expr:
    if operator in _MIRRORED and not _reads_rows(operands[0]):
        # Some Polars releases lose rows where a constant stands left of a conditional: put it right.
        operator, compiled = _MIRRORED[operator], compiled[::-1]
    return _OPERATORS[operator](*compiled)


def _in(operand: pl.Expr, type_: Type, options: Sequence[Any]) -> pl.Expr:
    if type_ is Type.TEXTS:
        return reduce(or_, (operand.list.contains(option) for option in options))
    if type_ is Type.NUMBER:  # options may be whole where the operand has decimals, and the other way round
        return operand.cast(pl.Float64).is_in([float(option) for option in options])
    return operand.is_in(options)


def _is(operand: pl.Expr, what: str, negated: bool) -> pl.Expr:
    if what == "NULL":
        return operand.is_not_null() if negated else operand.is_null()
    found = operand.eq_missing(pl.lit(what == "TRUE"))
    return ~found if negated else found


def _case(node: Case, known: Mapping[str, dt.date]) -> pl.Expr:
    """Branches as nested when-then: an unknown condition is not met, so the next is tried."""
    dtype = DTYPES[node.type]

    def nested(rest: pl.Expr, branch: tuple[Node, Node]) -> pl.Expr:
        met = _compiled(branch[0], Type.BOOLEAN, known).fill_null(value=False)
        then = _compiled(branch[1], node.type, known)
        if not _reads_rows(branch[0]):
            # A condition that is the same for every row chooses now: Polars may give the wrong length.
            return then if pl.select(met).item() else rest
        if then.meta.root_names() or rest.meta.root_names():
            return pl.when(met).then(then).otherwise(rest)
        # Of two constants, where all rows take one branch, when-then gives a single row: look them up.
        constants = pl.select(then.alias("then"), rest.alias("rest")).row(0)
        return met.replace_strict([True, False], list(constants), return_dtype=dtype)

    nothing = pl.lit(None, dtype=dtype)
    otherwise = nothing if node.default is None else _compiled(node.default, node.type, known)
    return reduce(nested, reversed(node.branches), otherwise)


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
    "+": lambda a, b: a.cast(pl.Float64) + b,  # whole numbers would wrap around where they grow too large
    "-": lambda a, b: a.cast(pl.Float64) - b,
    "*": lambda a, b: a.cast(pl.Float64) * b,
    "/": lambda a, b: pl.when(b != 0).then(a / b),
    "NEG": lambda a: -a,
}
_MIRRORED: Final = {"=": "=", "<>": "<>", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
