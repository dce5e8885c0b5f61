"""Checks a condition against the names it may use, and gives its typed tree.

Everything outside the language is refused here, whatever sqlglot would accept. All mistakes of a condition
are collected, each with its place; a piece that cannot be typed is left out of further checks, so that one
mistake is reported once.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final

from sqlglot import exp

from chatcalc.expressions import atoms, calls, operators
from chatcalc.expressions.checker import Checker, Rule, Scope
from chatcalc.expressions.problems import ConditionError
from chatcalc.expressions.syntax import syntax_tree
from chatcalc.expressions.tree import Node, Type

__all__ = ["Scope", "condition"]


def condition(text: str, scope: Scope, *, expected: Collection[Type] = ()) -> Node:
    """The typed tree of a condition.

    Args:
        text: The condition as an analyst wrote it.
        scope: The names it may use.
        expected: Types the whole may have; any where empty.

    Raises:
        ConditionError: With every mistake found.
    """
    checker = Checker(text, scope, _RULES)
    node = checker.check(syntax_tree(text))
    if node is not None and expected and node.type not in expected and not checker.mistakes:
        wanted = " or ".join(type_.words for type_ in expected)
        checker.mistake("wrong-type", f"this gives {node.type.words}, where {wanted} is needed", node.span)
    if checker.mistakes or node is None:
        raise ConditionError(checker.mistakes)
    return node


_RULES: Final[Mapping[type[Any], Rule]] = {
    exp.Column: atoms.name,
    exp.Literal: atoms.literal,
    exp.Boolean: atoms.boolean,
    exp.Null: atoms.null,
    exp.Cast: atoms.date,
    exp.Paren: operators.brackets,
    exp.And: operators.connective,
    exp.Or: operators.connective,
    exp.Not: operators.negation,
    exp.Between: operators.between,
    exp.Is: operators.is_test,
    exp.In: operators.membership,
    exp.Neg: operators.minus,
    exp.Case: operators.case,
    exp.Anonymous: calls.call,
    **dict.fromkeys(operators.COMPARISONS, operators.comparison),
    **dict.fromkeys(operators.ARITHMETIC, operators.arithmetic),
}
