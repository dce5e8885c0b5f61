"""Checks the calls of a condition: functions of the language, and aggregates over related rows."""

from __future__ import annotations

from dataclasses import replace

from sqlglot import exp

from chatcalc.expressions.checker import Checker
from chatcalc.expressions.functions import AGGREGATES, FUNCTIONS, KNOWN_FROM, AggregateFunction, Function
from chatcalc.expressions.problems import did_you_mean
from chatcalc.expressions.tree import Aggregate, Call, Literal, Node, Span, Type


def call(checker: Checker, tree: exp.Anonymous) -> Node | None:
    """The typed call of a function, of an aggregate, or of known_from."""
    written, arguments, span = str(tree.this), list(tree.expressions), checker.span(tree)
    name = written.lower()
    if name == KNOWN_FROM:
        return _known_from(checker, arguments, span)
    if name in AGGREGATES and not (name in ("min", "max") and len(arguments) > 1):
        return _aggregate(checker, name, AGGREGATES[name], arguments, span)
    if name in FUNCTIONS:
        return _function(checker, name, FUNCTIONS[name], arguments, span)
    known = [*FUNCTIONS, *AGGREGATES, KNOWN_FROM]
    hint = "use LEAST or GREATEST" if name in ("min", "max") else did_you_mean(name, known)
    checker.mistake(
        "unknown-function", f"no function '{written}'", Span(span.start, span.start + len(written)), hint
    )
    return None


def _function(
    checker: Checker, name: str, function: Function, arguments: list[exp.Expr], span: Span
) -> Node | None:
    nodes = checker.all(arguments)
    count = len(function.parameters)
    if len(arguments) < count or (len(arguments) > count and not function.many):
        names = ", ".join(parameter for parameter, _ in function.parameters)
        form = f"{name}({names}{', ...' if function.many else ''})"
        message = f"{form} takes {count} arguments, not {len(arguments)}"
        checker.mistake("wrong-arguments", message, span)
        return None
    if nodes is None:
        return None
    if function.returns is None:
        return _of_one_type(checker, name, function, nodes, span)
    for (parameter, wanted), node in zip(function.parameters, nodes, strict=False):
        if wanted is not None and node.type not in (wanted, Type.NULL):
            message = f"'{parameter}' of {name} takes {wanted.words}, and this is {node.type.words}"
            checker.mistake("wrong-type", message, node.span)
            return None
    return Call(name, tuple(nodes), function.returns, span)


def _of_one_type(
    checker: Checker, name: str, function: Function, nodes: list[Node], span: Span
) -> Node | None:
    """A call whose arguments have one type, which is the result's."""
    type_ = checker.one_type(nodes, f"the arguments of {name}")
    if type_ is None:
        return None
    if function.accepts and type_ not in (*function.accepts, Type.NULL):
        wanted = " or ".join(accepted.words for accepted in function.accepts)
        checker.mistake("wrong-type", f"{name} takes {wanted}, and this is {type_.words}", span)
        return None
    return Call(name, tuple(nodes), type_, span)


def _known_from(checker: Checker, arguments: list[exp.Expr], span: Span) -> Node | None:
    tables = checker.scope.tables
    argument = arguments[0] if len(arguments) == 1 else None
    if not isinstance(argument, exp.Column) or argument.table:
        checker.mistake("wrong-arguments", "known_from takes the name of one table", span)
        return None
    if argument.name not in tables:
        place = checker.span(argument)
        hint = did_you_mean(argument.name, tables)
        checker.mistake("unknown-table", f"no table '{argument.name}'", place, hint)
        return None
    table = Literal(argument.name, Type.TABLE, checker.span(argument))
    return Call(KNOWN_FROM, (table,), Type.DATE, span)


def _aggregate(
    checker: Checker, name: str, function: AggregateFunction, arguments: list[exp.Expr], span: Span
) -> Node | None:
    form = f"{name}(related.column)" if function.takes_column else f"{name}(related)"
    argument = arguments[0] if len(arguments) == 1 else None
    if not isinstance(argument, exp.Column) or bool(argument.table) != function.takes_column:
        checker.mistake("wrong-arguments", f"write {form}", span)
        return None
    related = argument.table or argument.name
    columns = checker.scope.related.get(related)
    place = checker.span(argument)
    if columns is None:
        hint = did_you_mean(related, checker.scope.related)
        checker.mistake("unknown-related", f"no related rows are called '{related}' here", place, hint)
        return None
    if not function.takes_column:
        return Aggregate(name, related, None, function.returns or Type.NUMBER, span)
    return _column_of(checker, function, argument, Aggregate(name, related, argument.name, Type.NULL, span))


def _column_of(
    checker: Checker, function: AggregateFunction, argument: exp.Column, untyped: Aggregate
) -> Node | None:
    """The aggregate with the type its column gives it."""
    columns = checker.scope.related[untyped.related]
    type_ = columns.get(argument.name)
    place = checker.span(argument)
    if type_ is None:
        hint = did_you_mean(argument.name, columns)
        checker.mistake("unknown-name", f"no column '{argument.name}' in {argument.table}", place, hint)
        return None
    if type_ not in function.accepts:
        message = f"{untyped.function} does not take {type_.words}"
        checker.mistake("wrong-type", message, place)
        return None
    return replace(untyped, type=function.returns or type_)
