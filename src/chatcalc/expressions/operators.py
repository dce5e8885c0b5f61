"""Checks operators: AND and OR, comparisons, IN, BETWEEN, IS, arithmetic and CASE."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sqlglot import exp

from chatcalc.expressions.checker import Checker
from chatcalc.expressions.tree import Case, In, Is, Literal, Node, Operation, Span, Type

COMPARISONS: Final[Mapping[type[Any], str]] = {
    exp.EQ: "=",
    exp.NEQ: "<>",
    exp.LT: "<",
    exp.LTE: "<=",
    exp.GT: ">",
    exp.GTE: ">=",
}
ARITHMETIC: Final[Mapping[type[Any], str]] = {exp.Add: "+", exp.Sub: "-", exp.Mul: "*", exp.Div: "/"}


def brackets(checker: Checker, tree: exp.Expr) -> Node | None:
    """What stands inside brackets."""
    return checker.check(tree.this)


def connective(checker: Checker, tree: exp.Expr) -> Node | None:
    """`a AND b`, `a OR b`."""
    nodes = checker.all([tree.this, tree.expression])
    return _booleans(checker, type(tree).__name__.upper(), nodes, checker.span(tree))


def negation(checker: Checker, tree: exp.Expr) -> Node | None:
    """`NOT a`, and the NOT of IS."""
    if isinstance(tree.this, exp.Is):
        return is_test(checker, tree.this, negated=True)
    nodes = checker.all([tree.this])
    return _booleans(checker, "NOT", nodes, checker.span(tree))


def _booleans(checker: Checker, operator: str, nodes: list[Node] | None, span: Span) -> Node | None:
    for node in nodes or ():
        if node.type not in (Type.BOOLEAN, Type.NULL):
            message = f"{operator} joins conditions, and this is {node.type.words}"
            checker.mistake("wrong-type", message, node.span)
            nodes = None
    return None if nodes is None else Operation(operator, tuple(nodes), Type.BOOLEAN, span)


def comparison(checker: Checker, tree: exp.Expr) -> Node | None:
    """`a <= b` and its like."""
    nodes = checker.all([tree.this, tree.expression])
    return _compare(checker, COMPARISONS[type(tree)], nodes, checker.span(tree))


def _compare(checker: Checker, operator: str, nodes: list[Node] | None, span: Span) -> Node | None:
    if nodes is None:
        return None
    left, right = nodes
    if Type.NULL in (left.type, right.type):
        checker.mistake("compared-with-null", "a comparison with NULL is never met", span, "write IS NULL")
    elif left.type is not right.type:
        message = f"{left.type.words} is compared with {right.type.words}"
        checker.mistake("wrong-type", message, span, _how_to_compare(left, right))
    elif operator not in ("=", "<>") and left.type not in (Type.NUMBER, Type.DATE):
        checker.mistake(
            "wrong-type", f"{operator} compares numbers or dates, and this is {left.type.words}", span
        )
    elif left.type in (Type.TEXTS, Type.TABLE):
        checker.mistake("wrong-type", f"{left.type.words} cannot be compared", span)
    else:
        return Operation(operator, (left, right), Type.BOOLEAN, span)
    return None


def _how_to_compare(left: Node, right: Node) -> str | None:
    types = {left.type, right.type}
    if Type.DATE in types:
        return "a date is written DATE '2024-01-31'" if types & {Type.TEXT, Type.NUMBER} else None
    if Type.BOOLEAN in types:
        return "a yes or no stands by itself, or write IS TRUE"
    if types == {Type.NUMBER, Type.TEXT}:
        return "numbers stand without quotes, text in 'single quotes'"
    return None


def between(checker: Checker, tree: exp.Expr) -> Node | None:
    """`x BETWEEN a AND b` means `x >= a AND x <= b`."""
    if tree.args.get("symmetric"):
        checker.mistake("outside-language", "SYMMETRIC is not part of the language", checker.span(tree))
        return None
    nodes = checker.all([tree.this, tree.args["low"], tree.args["high"]])
    if nodes is None:
        return None
    value, low, high = nodes
    span = checker.span(tree)
    lower = _compare(checker, ">=", [value, low], span)
    upper = _compare(checker, "<=", [value, high], span)
    if lower is None or upper is None:
        return None
    return Operation("AND", (lower, upper), Type.BOOLEAN, span)


def is_test(checker: Checker, tree: exp.Expr, *, negated: bool = False) -> Node | None:
    """`x IS [NOT] NULL`, TRUE or FALSE."""
    what = tree.expression
    if not isinstance(what, exp.Null | exp.Boolean):
        checker.mistake("outside-language", "IS takes NULL, TRUE or FALSE", checker.span(tree))
        return None
    operand = checker.check(tree.this)
    if operand is None:
        return None
    word = "NULL" if isinstance(what, exp.Null) else str(bool(what.this)).upper()
    if word != "NULL" and operand.type is not Type.BOOLEAN:
        checker.mistake(
            "wrong-type", f"IS {word} asks a yes-or-no, and this is {operand.type.words}", operand.span
        )
        return None
    return Is(operand, word, negated, Type.BOOLEAN, checker.span(tree))


def membership(checker: Checker, tree: exp.Expr) -> Node | None:
    """`x IN ('a', 'b')`."""
    span = checker.span(tree)
    if tree.args.get("query") or tree.args.get("unnest") or not tree.expressions:
        checker.mistake("outside-language", "IN takes a list of literals", span, "write IN ('a', 'b')")
        return None
    nodes = checker.all([tree.this, *tree.expressions])
    if nodes is None:
        return None
    operand, *options = nodes
    for option in options:
        if not isinstance(option, Literal):
            checker.mistake("outside-language", "IN takes literals only", option.span)
        elif option.type is not operand.type:
            checker.mistake(
                "wrong-type", f"{operand.type.words} is compared with {option.type.words}", option.span
            )
    literals = tuple(o for o in options if isinstance(o, Literal) and o.type is operand.type)
    return In(operand, literals, Type.BOOLEAN, span) if len(literals) == len(options) else None


def arithmetic(checker: Checker, tree: exp.Expr) -> Node | None:
    """`a + b` and its like."""
    nodes = checker.all([tree.this, tree.expression])
    if nodes is None:
        return None
    for node in nodes:
        if node.type is not Type.NUMBER:
            hint = "use days_between, add_days or add_months" if node.type is Type.DATE else None
            checker.mistake(
                "wrong-type", f"arithmetic takes numbers, and this is {node.type.words}", node.span, hint
            )
            return None
    return Operation(ARITHMETIC[type(tree)], tuple(nodes), Type.NUMBER, checker.span(tree))


def minus(checker: Checker, tree: exp.Expr) -> Node | None:
    """`-a`."""
    operand = checker.check(tree.this)
    span = checker.span(tree)
    if operand is None:
        return None
    if operand.type is not Type.NUMBER:
        checker.mistake(
            "wrong-type", f"a minus sign takes a number, and this is {operand.type.words}", operand.span
        )
        return None
    if isinstance(operand, Literal) and isinstance(operand.value, int | float):
        return Literal(-operand.value, Type.NUMBER, span)
    return Operation("NEG", (operand,), Type.NUMBER, span)


def case(checker: Checker, tree: exp.Expr) -> Node | None:
    """`CASE WHEN a THEN b ELSE c END`."""
    span = checker.span(tree)
    if tree.this is not None:
        checker.mistake(
            "outside-language", "CASE x WHEN is not part of the language", span, "write CASE WHEN x = ..."
        )
        return None
    whens = checker.all([branch.this for branch in tree.args["ifs"]])
    thens = checker.all([branch.args["true"] for branch in tree.args["ifs"]])
    default = tree.args.get("default")
    otherwise = checker.check(default) if default is not None else None
    if whens is None or thens is None or (default is not None and otherwise is None):
        return None
    if _booleans(checker, "WHEN", whens, span) is None:
        return None
    type_ = checker.one_type([*thens, *([otherwise] if otherwise else [])], "the branches of CASE")
    return None if type_ is None else Case(tuple(zip(whens, thens, strict=True)), otherwise, type_, span)
