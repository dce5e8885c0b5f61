"""The SQL of a checked condition, as sqlglot's tree for one dialect."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Final

from sqlglot import exp

from chatcalc.expressions import to_sql_functions as functions
from chatcalc.expressions.functions import KNOWN_FROM
from chatcalc.expressions.to_sql_dialects import DIALECTS, SqlDialect, date, function, null
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

__all__ = ["DIALECTS", "SqlNames", "both", "bracketed", "condition", "flag", "number", "value"]


@dataclass(frozen=True)
class SqlNames:
    """Where a query keeps what conditions name.

    Attributes:
        column: The SQL of a name, of a column of another row, or of an aggregate.
        known_from: The SQL of the first day a table speaks of.
    """

    column: Callable[[Name | Column | Aggregate], exp.Expr]
    known_from: Callable[[str], exp.Expr]


def condition(node: Node, names: SqlNames, dialect: SqlDialect) -> exp.Expr:
    """The SQL of a yes-or-no where SQL wants a condition (WHERE, WHEN): met, not met or unknown."""
    return _Compiler(names, dialect).condition(node)


def value(node: Node, names: SqlNames, dialect: SqlDialect) -> exp.Expr:
    """The SQL of a node as a column; a yes-or-no is 1, 0 or NULL where the dialect has no such type."""
    return _Compiler(names, dialect).value(node, node.type)


def flag(met: exp.Expr, dialect: SqlDialect) -> exp.Expr:
    """A condition that is never unknown, as a column."""
    return met if dialect.booleans else _one_or_nought(met)


@dataclass(frozen=True)
class _Compiler:
    names: SqlNames
    dialect: SqlDialect

    def condition(self, node: Node) -> exp.Expr:
        """A yes-or-no as a condition. Without Booleans, stored flags and literals are compared with 1."""
        if not self.dialect.booleans and (node.type is Type.NULL or not _is_test(node)):
            return exp.EQ(this=bracketed(self.value(node, Type.BOOLEAN), 4), expression=number(1))
        return self._test(node) if _is_test(node) else self.value(node, Type.BOOLEAN)

    def value(self, node: Node, wanted: Type) -> exp.Expr:
        """A node as a value; NULL has the type wanted."""
        if _is_test(node) and not self.dialect.booleans:
            return _flag_of(self._test(node), unknown=not isinstance(node, Is))
        match node:
            case Literal(type=Type.NULL):
                return null(wanted, self.dialect)
            case Literal():
                return self._literal(node)
            case Name() | Column() | Aggregate():
                return self.names.column(node)
            case Call(function=function, arguments=arguments) if function == KNOWN_FROM:
                assert isinstance(arguments[0], Literal)
                return self.names.known_from(str(arguments[0].value))
            case Call(function=function, arguments=arguments) if node.type is not Type.BOOLEAN:
                return functions.call(function, self._arguments(function, node, arguments), self.dialect)
            case Call(function="coalesce", arguments=arguments):
                return functions.call("coalesce", [self.value(a, node.type) for a in arguments], self.dialect)
            case Case(branches=branches, default=default):
                return self._case(branches, default, node.type)
            case Operation(operator=operator, operands=operands) if node.type is Type.NUMBER:
                return self._arithmetic(operator, [self.value(o, Type.NUMBER) for o in operands])
            case _:
                return self._test(node)

    def _literal(self, node: Literal) -> exp.Expr:
        match node.value:
            case bool():
                return exp.Boolean(this=node.value) if self.dialect.booleans else number(int(node.value))
            case dt.date():
                return date(node.value, self.dialect)
            case int() | float():
                return number(node.value)
            case _:
                return exp.Literal.string(str(node.value))

    def _arguments(self, function: str, node: Call, arguments: tuple[Node, ...]) -> list[exp.Expr]:
        return [
            self.value(argument, wanted)
            for argument, wanted in zip(
                arguments, functions.argument_types(function, node.type, len(arguments)), strict=True
            )
        ]

    def _case(self, branches: tuple[tuple[Node, Node], ...], default: Node | None, type_: Type) -> exp.Expr:
        found = exp.Case()
        for when, then in branches:
            found = found.when(self.condition(when), self.value(then, type_), copy=False)
        return found if default is None else found.else_(self.value(default, type_), copy=False)

    def _arithmetic(self, operator: str, operands: list[exp.Expr]) -> exp.Expr:
        if operator == "NEG":
            return exp.Neg(this=bracketed(operands[0], 7))
        left, right = operands
        if operator == "/":  # division by nought is missing, and whole numbers divide to decimals
            return exp.Div(this=bracketed(left, 6), expression=function("NULLIF", right, number(0)))
        kind, strength = _ARITHMETIC[operator]
        return kind(this=bracketed(left, strength), expression=bracketed(right, strength + 1))

    def _test(self, node: Node) -> exp.Expr:
        """What every dialect has as a condition: comparison, AND, OR, NOT, IS, IN, a spell asked about."""
        match node:
            case Operation(operator="AND" | "OR" as operator, operands=(left, right)):
                sides = [self.condition(side) for side in (left, right)]
                return both(*sides) if operator == "AND" else _either(*sides)
            case Operation(operator="NOT", operands=(operand,)):
                return exp.Not(this=bracketed(self.condition(operand), 5))
            case Operation(operator=operator, operands=(left, right)):
                first, second = (bracketed(self.value(side, side.type), 5) for side in (left, right))
                return _COMPARISONS[operator](this=first, expression=second)
            case Is(operand=operand, what=what, negated=negated):
                return self._is(operand, what, negated=negated)
            case In(operand=operand, options=options) if operand.type is Type.TEXTS:
                codes = [self.dialect.holds(self.value(operand, Type.TEXTS), str(o.value)) for o in options]
                return reduce(_either, codes)
            case In(operand=operand, options=options):
                listed = [self.value(option, option.type) for option in options]
                return exp.In(this=bracketed(self.value(operand, operand.type), 5), expressions=listed)
            case Call(function=function, arguments=arguments):
                return functions.spell(function, [self.value(a, Type.DATE) for a in arguments])
        raise AssertionError(f"no condition: {type(node).__name__}")

    def _is(self, operand: Node, what: str, *, negated: bool) -> exp.Expr:
        """IS is never unknown. Only dialects with Booleans say IS TRUE, so elsewhere a CASE asks."""
        if what == "NULL":
            missing = bracketed(self.value(operand, operand.type), 5)
            return exp.Is(this=missing, expression=exp.Not(this=exp.null()) if negated else exp.null())
        wanted = what == "TRUE"
        met = self.condition(operand)
        if self.dialect.booleans:
            truth = exp.Boolean(this=wanted)
            return exp.Is(this=bracketed(met, 5), expression=exp.Not(this=truth) if negated else truth)
        asked = met if wanted else exp.Not(this=bracketed(met, 5))
        return exp.EQ(this=_one_or_nought(asked), expression=number(0 if negated else 1))


def number(amount: float) -> exp.Expr:
    """A number as a literal: whole where it is; decimals as doubles, as the other engine has them."""
    if float(amount).is_integer():
        found: exp.Expr = exp.Literal.number(abs(int(amount)))
        return exp.Neg(this=found) if amount < 0 else found
    return exp.cast(exp.Literal.number(repr(float(amount))), "DOUBLE")


def both(*conditions: exp.Expr) -> exp.Expr:
    """Conditions joined by AND, with brackets only where they are needed."""
    return reduce(lambda a, b: exp.And(this=bracketed(a, 2), expression=bracketed(b, 2)), conditions)


def _either(left: exp.Expr, right: exp.Expr) -> exp.Expr:
    """Conditions joined by OR; an AND inside gets brackets, which it does not need but readers do."""
    sides = [bracketed(side, 1 if isinstance(side, exp.Or) else 3) for side in (left, right)]
    return exp.Or(this=sides[0], expression=sides[1])


def bracketed(tree: exp.Expr, strength: int) -> exp.Expr:
    """The tree in brackets where it binds less than what stands around it."""
    return exp.Paren(this=tree) if _strength(tree) < strength else tree


def _strength(tree: exp.Expr) -> int:
    """How tightly SQL binds: OR 1, AND 2, NOT 3, comparisons 4, sums 5, products 6, a minus sign 7."""
    for strength, kinds in _STRENGTHS.items():
        if isinstance(tree, kinds):
            return strength
    return 8


def _is_test(node: Node) -> bool:
    """Whether a node is a condition of its own: SQL without Booleans has no value for it."""
    if isinstance(node, Call):
        return node.type is Type.BOOLEAN and node.function in functions.SPELLS
    return isinstance(node, Is | In) or (isinstance(node, Operation) and node.type is Type.BOOLEAN)


def _flag_of(met: exp.Expr, *, unknown: bool) -> exp.Expr:
    if not unknown:
        return _one_or_nought(met)
    missed = exp.Not(this=bracketed(met.copy(), 5))
    return exp.Case().when(met, number(1), copy=False).when(missed, number(0), copy=False)


def _one_or_nought(met: exp.Expr) -> exp.Expr:
    return exp.Case().when(met, number(1), copy=False).else_(number(0), copy=False)


_COMPARISONS: Final[Mapping[str, type[exp.Binary]]] = {
    "=": exp.EQ,
    "<>": exp.NEQ,
    "<": exp.LT,
    "<=": exp.LTE,
    ">": exp.GT,
    ">=": exp.GTE,
}
_ARITHMETIC: Final[Mapping[str, tuple[type[exp.Binary], int]]] = {
    "+": (exp.Add, 5),
    "-": (exp.Sub, 5),
    "*": (exp.Mul, 6),
}
_STRENGTHS: Final[Mapping[int, tuple[type[exp.Expr], ...]]] = {
    1: (exp.Or,),
    2: (exp.And,),
    3: (exp.Not,),
    4: (exp.EQ, exp.NEQ, exp.LT, exp.LTE, exp.GT, exp.GTE, exp.Is, exp.In, exp.Like),
    5: (exp.Add, exp.Sub, exp.DPipe),
    6: (exp.Mul, exp.Div),
    7: (exp.Neg,),
}
