"""Checks the smallest pieces of a condition: names and literals."""

from __future__ import annotations

import datetime as dt

from sqlglot import exp

from chatcalc.expressions.checker import Checker
from chatcalc.expressions.problems import did_you_mean
from chatcalc.expressions.tree import Column, Literal, Name, Node, Span, Type


def name(checker: Checker, tree: exp.Expr) -> Node | None:
    """A name: of the case, of the child, or of a related row."""
    assert isinstance(tree, exp.Column)
    span = checker.span(tree)
    if tree.args.get("db"):
        checker.mistake("outside-language", "a name has at most one dot", span)
        return None
    if tree.this.args.get("quoted"):
        checker.mistake(
            "outside-language",
            "double quotes are not part of the language",
            span,
            "text stands in 'single quotes'",
        )
        return None
    if tree.table:
        return _owned(checker, tree.table, tree.name, span)
    type_ = checker.scope.names.get(tree.name)
    if type_ is not None:
        return Name(tree.name, type_, span)
    if tree.name in checker.scope.parameters:
        return Name(tree.name, Type.NUMBER, span)
    known = [*checker.scope.names, *checker.scope.parameters, *checker.scope.related]
    if tree.name in checker.scope.related:
        ask = f"exists({tree.name}) or latest({tree.name}.column)"
        message = f"'{tree.name}' stands for related rows; ask for {ask}"
        checker.mistake("related-without-aggregate", message, span)
    elif tree.name in checker.scope.owners:
        message = f"'{tree.name}' is a whole row"
        checker.mistake("unknown-name", message, span, f"name a column of it, as in {tree.name}.column")
    else:
        message = f"no column '{tree.name}' in {checker.scope.table}"
        checker.mistake("unknown-name", message, span, did_you_mean(tree.name, known))
    return None


def _owned(checker: Checker, owner: str, name: str, span: Span) -> Node | None:
    columns = checker.scope.owners.get(owner)
    if columns is None and owner in checker.scope.related:
        ask = f"latest({owner}.{name}) or another aggregate"
        message = f"'{owner}.{name}' stands for several rows; ask for {ask}"
        checker.mistake("related-without-aggregate", message, span)
    elif columns is None:
        known = [*checker.scope.owners, *checker.scope.related]
        checker.mistake("unknown-name", f"nothing is called '{owner}' here", span, did_you_mean(owner, known))
    elif name not in columns:
        checker.mistake("unknown-name", f"no column '{name}' in {owner}", span, did_you_mean(name, columns))
    else:
        return Column(owner, name, columns[name], span)
    return None


def literal(checker: Checker, tree: exp.Expr) -> Node | None:
    """A number or a text."""
    assert isinstance(tree, exp.Literal)
    span = checker.span(tree)
    if tree.is_string:
        return Literal(str(tree.this), Type.TEXT, span)
    try:
        number = float(tree.this)
    except ValueError:
        checker.mistake("not-well-formed", f"'{tree.this}' is not a number", span)
        return None
    return Literal(int(tree.this) if str(tree.this).isdigit() else number, Type.NUMBER, span)


def boolean(checker: Checker, tree: exp.Expr) -> Node | None:
    """TRUE or FALSE."""
    return Literal(bool(tree.this), Type.BOOLEAN, checker.span(tree))


def null(checker: Checker, tree: exp.Expr) -> Node | None:
    """NULL."""
    return Literal(None, Type.NULL, checker.span(tree))


def date(checker: Checker, tree: exp.Expr) -> Node | None:
    """`DATE '2024-01-31'`, which sqlglot reads as a cast; no other cast exists."""
    span = checker.span(tree)
    literal = tree.this
    is_date = tree.args["to"].this == exp.DataType.Type.DATE and isinstance(literal, exp.Literal)
    if not (is_date and literal.is_string):
        checker.mistake("outside-language", "a cast is not part of the language", span)
        return None
    try:
        return Literal(dt.datetime.strptime(str(literal.this), "%Y-%m-%d").date(), Type.DATE, span)
    except ValueError:
        checker.mistake("not-a-date", f"'{literal.this}' is no date", span, "write DATE '2024-01-31'")
        return None
