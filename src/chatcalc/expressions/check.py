"""Checks a condition against the names it may use, and gives its typed tree.

Everything outside the language is refused here, whatever sqlglot would accept. All mistakes of a condition
are collected, each with its place; a piece that cannot be typed is left out of further checks, so that one
mistake is reported once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sqlglot import exp

from chatcalc.expressions.calls import CallRules
from chatcalc.expressions.problems import ConditionError, Mistake, did_you_mean
from chatcalc.expressions.syntax import syntax_tree
from chatcalc.expressions.tree import (
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


@dataclass(frozen=True)
class Scope:
    """The names a condition may use.

    Attributes:
        table: The table whose rows are the cases, for messages.
        names: Types of the case's columns, values, parameters and period bounds.
        owners: Columns of rows that may be named `owner.column`: `child`, and a related row in its `where`.
        related: Columns of the related rows that aggregates may read.
        tables: Table names that `known_from` takes.
        parameters: Names of limits that an authority may set, which are numbers.
    """

    table: str
    names: Mapping[str, Type]
    owners: Mapping[str, Mapping[str, Type]] = field(default_factory=dict)
    related: Mapping[str, Mapping[str, Type]] = field(default_factory=dict)
    tables: Collection[str] = ()
    parameters: Collection[str] = ()


def condition(text: str, scope: Scope, *, expected: Collection[Type] = ()) -> Node:
    """The typed tree of a condition.

    Args:
        text: The condition as an analyst wrote it.
        scope: The names it may use.
        expected: Types the whole may have; any where empty.

    Raises:
        ConditionError: With every mistake found.
    """
    checker = _Checker(text, scope)
    node = checker.check(syntax_tree(text))
    if node is not None and expected and node.type not in expected and not checker.mistakes:
        wanted = " or ".join(type_.words for type_ in expected)
        checker.mistake("wrong-type", f"this gives {node.type.words}, where {wanted} is needed", node.span)
    if checker.mistakes or node is None:
        raise ConditionError(checker.mistakes)
    return node


def _meta_spans(tree: exp.Expr) -> list[tuple[int, int]]:
    return [(n.meta["start"], n.meta["end"] + 1) for n in tree.walk() if "start" in n.meta]


class _Checker:
    """Walks one syntax tree; holds the mistakes found on the way."""

    def __init__(self, text: str, scope: Scope) -> None:
        self.text = text
        self.scope = scope
        self.mistakes: list[Mistake] = []
        self.calls = CallRules(self)

    def mistake(self, code: str, message: str, span: Span, hint: str | None = None) -> None:
        """Notes a mistake; the same one at the same place is noted once."""
        found = Mistake(code, message, span, hint)
        if found not in self.mistakes:
            self.mistakes.append(found)

    def span(self, tree: exp.Expr) -> Span:
        """The text a piece stands on, from the first to the last thing in it that has a place."""
        found = _meta_spans(tree)
        return Span(min(s for s, _ in found), max(e for _, e in found)) if found else Span(0, len(self.text))

    def check(self, tree: exp.Expr) -> Node | None:
        """The typed node of a piece, or None where it holds a mistake."""
        rule = _RULES.get(type(tree))
        if rule is None:
            self.mistake("outside-language", f"{_called(tree)} is not part of the language", self.span(tree))
            return None
        return rule(self, tree)

    def all(self, trees: list[exp.Expr]) -> list[Node] | None:
        """Typed nodes of several pieces, or None where any holds a mistake."""
        nodes = [self.check(tree) for tree in trees]
        found = [node for node in nodes if node is not None]
        return found if len(found) == len(nodes) else None

    def name(self, tree: exp.Expr) -> Node | None:
        assert isinstance(tree, exp.Column)
        span = self.span(tree)
        if tree.args.get("db"):
            self.mistake("outside-language", "a name has at most one dot", span)
            return None
        if tree.this.args.get("quoted"):
            self.mistake(
                "outside-language",
                "double quotes are not part of the language",
                span,
                "text stands in 'single quotes'",
            )
            return None
        if tree.table:
            return self._owned(tree.table, tree.name, span)
        type_ = self.scope.names.get(tree.name)
        if type_ is not None:
            return Name(tree.name, type_, span)
        if tree.name in self.scope.parameters:
            return Name(tree.name, Type.NUMBER, span)
        known = [*self.scope.names, *self.scope.parameters, *self.scope.related, *self.scope.owners]
        if tree.name in self.scope.related:
            ask = f"exists({tree.name}) or latest({tree.name}.column)"
            message = f"'{tree.name}' stands for related rows; ask for {ask}"
            self.mistake("related-without-aggregate", message, span)
        else:
            message = f"no column '{tree.name}' in {self.scope.table}"
            self.mistake("unknown-name", message, span, did_you_mean(tree.name, known))
        return None

    def _owned(self, owner: str, name: str, span: Span) -> Node | None:
        columns = self.scope.owners.get(owner)
        if columns is None and owner in self.scope.related:
            ask = f"latest({owner}.{name}) or another aggregate"
            message = f"'{owner}.{name}' stands for several rows; ask for {ask}"
            self.mistake("related-without-aggregate", message, span)
        elif columns is None:
            known = [*self.scope.owners, *self.scope.related]
            self.mistake(
                "unknown-name", f"nothing is called '{owner}' here", span, did_you_mean(owner, known)
            )
        elif name not in columns:
            self.mistake("unknown-name", f"no column '{name}' in {owner}", span, did_you_mean(name, columns))
        else:
            return Column(owner, name, columns[name], span)
        return None

    def literal(self, tree: exp.Expr) -> Node | None:
        assert isinstance(tree, exp.Literal)
        span = self.span(tree)
        if tree.is_string:
            return Literal(str(tree.this), Type.TEXT, span)
        try:
            number = float(tree.this)
        except ValueError:
            self.mistake("not-well-formed", f"'{tree.this}' is not a number", span)
            return None
        return Literal(int(tree.this) if str(tree.this).isdigit() else number, Type.NUMBER, span)

    def boolean(self, tree: exp.Expr) -> Node | None:
        return Literal(bool(tree.this), Type.BOOLEAN, self.span(tree))

    def null(self, tree: exp.Expr) -> Node | None:
        return Literal(None, Type.NULL, self.span(tree))

    def date(self, tree: exp.Expr) -> Node | None:
        """`DATE '2024-01-31'`, which sqlglot reads as a cast; no other cast exists."""
        span = self.span(tree)
        literal = tree.this
        is_date = tree.args["to"].this == exp.DataType.Type.DATE and isinstance(literal, exp.Literal)
        if not (is_date and literal.is_string):
            self.mistake("outside-language", "a cast is not part of the language", span)
            return None
        try:
            return Literal(dt.date.fromisoformat(str(literal.this)), Type.DATE, span)
        except ValueError:
            self.mistake("not-a-date", f"'{literal.this}' is no date", span, "write DATE '2024-01-31'")
            return None

    def brackets(self, tree: exp.Expr) -> Node | None:
        return self.check(tree.this)

    def connective(self, tree: exp.Expr) -> Node | None:
        nodes = self.all([tree.this, tree.expression])
        return self._booleans(type(tree).__name__.upper(), nodes, self.span(tree))

    def negation(self, tree: exp.Expr) -> Node | None:
        if isinstance(tree.this, exp.Is):
            return self.is_test(tree.this, negated=True)
        nodes = self.all([tree.this])
        return self._booleans("NOT", nodes, self.span(tree))

    def _booleans(self, operator: str, nodes: list[Node] | None, span: Span) -> Node | None:
        for node in nodes or ():
            if node.type not in (Type.BOOLEAN, Type.NULL):
                message = f"{operator} joins conditions, and this is {node.type.words}"
                self.mistake("wrong-type", message, node.span)
                nodes = None
        return None if nodes is None else Operation(operator, tuple(nodes), Type.BOOLEAN, span)

    def comparison(self, tree: exp.Expr) -> Node | None:
        nodes = self.all([tree.this, tree.expression])
        return self._compare(_COMPARISONS[type(tree)], nodes, self.span(tree))

    def _compare(self, operator: str, nodes: list[Node] | None, span: Span) -> Node | None:
        if nodes is None:
            return None
        left, right = nodes
        if Type.NULL in (left.type, right.type):
            self.mistake("compared-with-null", "a comparison with NULL is never met", span, "write IS NULL")
        elif left.type is not right.type:
            message = f"{left.type.words} is compared with {right.type.words}"
            self.mistake("wrong-type", message, span)
        elif operator not in ("=", "<>") and left.type not in (Type.NUMBER, Type.DATE):
            self.mistake(
                "wrong-type", f"{operator} compares numbers or dates, and this is {left.type.words}", span
            )
        elif left.type in (Type.TEXTS, Type.TABLE):
            self.mistake("wrong-type", f"{left.type.words} cannot be compared", span)
        else:
            return Operation(operator, (left, right), Type.BOOLEAN, span)
        return None

    def between(self, tree: exp.Expr) -> Node | None:
        """`x BETWEEN a AND b` means `x >= a AND x <= b`."""
        if tree.args.get("symmetric"):
            self.mistake("outside-language", "SYMMETRIC is not part of the language", self.span(tree))
            return None
        nodes = self.all([tree.this, tree.args["low"], tree.args["high"]])
        if nodes is None:
            return None
        value, low, high = nodes
        span = self.span(tree)
        lower = self._compare(">=", [value, low], span)
        upper = self._compare("<=", [value, high], span)
        if lower is None or upper is None:
            return None
        return Operation("AND", (lower, upper), Type.BOOLEAN, span)

    def is_test(self, tree: exp.Expr, *, negated: bool = False) -> Node | None:
        what = tree.expression
        if not isinstance(what, exp.Null | exp.Boolean):
            self.mistake("outside-language", "IS takes NULL, TRUE or FALSE", self.span(tree))
            return None
        operand = self.check(tree.this)
        if operand is None:
            return None
        word = "NULL" if isinstance(what, exp.Null) else str(bool(what.this)).upper()
        if word != "NULL" and operand.type is not Type.BOOLEAN:
            self.mistake(
                "wrong-type", f"IS {word} asks a yes-or-no, and this is {operand.type.words}", operand.span
            )
            return None
        return Is(operand, word, negated, Type.BOOLEAN, self.span(tree))

    def membership(self, tree: exp.Expr) -> Node | None:
        span = self.span(tree)
        if tree.args.get("query") or tree.args.get("unnest") or not tree.expressions:
            self.mistake("outside-language", "IN takes a list of literals", span)
            return None
        nodes = self.all([tree.this, *tree.expressions])
        if nodes is None:
            return None
        operand, *options = nodes
        for option in options:
            if not isinstance(option, Literal):
                self.mistake("outside-language", "IN takes literals only", option.span)
            elif option.type is not operand.type:
                self.mistake(
                    "wrong-type", f"{operand.type.words} is compared with {option.type.words}", option.span
                )
        literals = tuple(o for o in options if isinstance(o, Literal) and o.type is operand.type)
        return In(operand, literals, Type.BOOLEAN, span) if len(literals) == len(options) else None

    def arithmetic(self, tree: exp.Expr) -> Node | None:
        nodes = self.all([tree.this, tree.expression])
        if nodes is None:
            return None
        for node in nodes:
            if node.type is not Type.NUMBER:
                hint = "use days_between, add_days or add_months" if node.type is Type.DATE else None
                self.mistake(
                    "wrong-type", f"arithmetic takes numbers, and this is {node.type.words}", node.span, hint
                )
                return None
        return Operation(_ARITHMETIC[type(tree)], tuple(nodes), Type.NUMBER, self.span(tree))

    def minus(self, tree: exp.Expr) -> Node | None:
        operand = self.check(tree.this)
        span = self.span(tree)
        if operand is None:
            return None
        if operand.type is not Type.NUMBER:
            self.mistake(
                "wrong-type", f"a minus sign takes a number, and this is {operand.type.words}", operand.span
            )
            return None
        if isinstance(operand, Literal) and isinstance(operand.value, int | float):
            return Literal(-operand.value, Type.NUMBER, span)
        return Operation("NEG", (operand,), Type.NUMBER, span)

    def case(self, tree: exp.Expr) -> Node | None:
        span = self.span(tree)
        if tree.this is not None:
            self.mistake(
                "outside-language", "CASE x WHEN is not part of the language", span, "write CASE WHEN x = ..."
            )
            return None
        whens = self.all([branch.this for branch in tree.args["ifs"]])
        thens = self.all([branch.args["true"] for branch in tree.args["ifs"]])
        default = tree.args.get("default")
        otherwise = self.check(default) if default is not None else None
        if whens is None or thens is None or (default is not None and otherwise is None):
            return None
        if self._booleans("WHEN", whens, span) is None:
            return None
        type_ = self.one_type([*thens, *([otherwise] if otherwise else [])], "the branches of CASE")
        return None if type_ is None else Case(tuple(zip(whens, thens, strict=True)), otherwise, type_, span)

    def one_type(self, nodes: list[Node], what: str) -> Type | None:
        """The type that all the nodes have (NULL fits any), or None with a mistake."""
        types = [node.type for node in nodes if node.type is not Type.NULL]
        for node in nodes:
            if node.type is not Type.NULL and node.type is not types[0]:
                self.mistake("wrong-type", f"{what} give {types[0].words} and {node.type.words}", node.span)
                return None
        return types[0] if types else Type.NULL

    def call(self, tree: exp.Expr) -> Node | None:
        return self.calls.check(str(tree.this), list(tree.expressions), self.span(tree))


def _called(tree: exp.Expr) -> str:
    """What to call a piece that is refused."""
    names = {exp.Star: "*", exp.Alias: "a second name", exp.Like: "LIKE", exp.Select: "SELECT"}
    return names.get(type(tree), type(tree).__name__)


_COMPARISONS: Final[Mapping[type, str]] = {
    exp.EQ: "=",
    exp.NEQ: "<>",
    exp.LT: "<",
    exp.LTE: "<=",
    exp.GT: ">",
    exp.GTE: ">=",
}
_ARITHMETIC: Final[Mapping[type, str]] = {exp.Add: "+", exp.Sub: "-", exp.Mul: "*", exp.Div: "/"}
_RULES: Final[Mapping[type[Any], Callable[[_Checker, exp.Expr], Node | None]]] = {
    exp.Column: _Checker.name,
    exp.Literal: _Checker.literal,
    exp.Boolean: _Checker.boolean,
    exp.Null: _Checker.null,
    exp.Cast: _Checker.date,
    exp.Paren: _Checker.brackets,
    exp.And: _Checker.connective,
    exp.Or: _Checker.connective,
    exp.Not: _Checker.negation,
    exp.Between: _Checker.between,
    exp.Is: _Checker.is_test,
    exp.In: _Checker.membership,
    exp.Neg: _Checker.minus,
    exp.Case: _Checker.case,
    exp.Anonymous: _Checker.call,
    **dict.fromkeys(_COMPARISONS, _Checker.comparison),
    **dict.fromkeys(_ARITHMETIC, _Checker.arithmetic),
}
