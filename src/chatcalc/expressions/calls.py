"""Checks the calls of a condition: functions of the language, and aggregates over related rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from sqlglot import exp

from chatcalc.expressions.functions import AGGREGATES, FUNCTIONS, KNOWN_FROM, AggregateFunction, Function
from chatcalc.expressions.problems import did_you_mean
from chatcalc.expressions.tree import Aggregate, Call, Literal, Node, Span, Type

if TYPE_CHECKING:
    from chatcalc.expressions.check import _Checker


class CallRules:
    """What a call may be; works for one checker."""

    def __init__(self, checker: _Checker) -> None:
        self.checker = checker

    def check(self, written: str, arguments: list[exp.Expr], span: Span) -> Node | None:
        """The typed call, or None with a mistake."""
        name = written.lower()
        if name == KNOWN_FROM:
            return self._known_from(arguments, span)
        if name in AGGREGATES and not (name in ("min", "max") and len(arguments) > 1):
            return self._aggregate(name, AGGREGATES[name], arguments, span)
        if name in FUNCTIONS:
            return self._function(name, FUNCTIONS[name], arguments, span)
        known = [*FUNCTIONS, *AGGREGATES, KNOWN_FROM]
        hint = "use LEAST or GREATEST" if name in ("min", "max") else did_you_mean(name, known)
        self.checker.mistake(
            "unknown-function", f"no function '{written}'", Span(span.start, span.start + len(written)), hint
        )
        return None

    def _function(
        self, name: str, function: Function, arguments: list[exp.Expr], span: Span
    ) -> Node | None:
        nodes = self.checker.all(arguments)
        count = len(function.parameters)
        if len(arguments) < count or (len(arguments) > count and not function.many):
            names = ", ".join(parameter for parameter, _ in function.parameters)
            form = f"{name}({names}{', ...' if function.many else ''})"
            message = f"{form} takes {count} arguments, not {len(arguments)}"
            self.checker.mistake("wrong-arguments", message, span)
            return None
        if nodes is None:
            return None
        if function.returns is None:
            type_ = self.checker.one_type(nodes, f"the arguments of {name}")
            return None if type_ is None else Call(name, tuple(nodes), type_, span)
        for (parameter, wanted), node in zip(function.parameters, nodes, strict=False):
            if wanted is not None and node.type not in (wanted, Type.NULL):
                message = f"'{parameter}' of {name} takes {wanted.words}, and this is {node.type.words}"
                self.checker.mistake("wrong-type", message, node.span)
                return None
        return Call(name, tuple(nodes), function.returns, span)

    def _known_from(self, arguments: list[exp.Expr], span: Span) -> Node | None:
        tables = self.checker.scope.tables
        argument = arguments[0] if len(arguments) == 1 else None
        if not isinstance(argument, exp.Column) or argument.table:
            self.checker.mistake("wrong-arguments", "known_from takes the name of one table", span)
            return None
        if argument.name not in tables:
            place = self.checker.span(argument)
            hint = did_you_mean(argument.name, tables)
            self.checker.mistake("unknown-table", f"no table '{argument.name}'", place, hint)
            return None
        table = Literal(argument.name, Type.TABLE, self.checker.span(argument))
        return Call(KNOWN_FROM, (table,), Type.DATE, span)

    def _aggregate(
        self, name: str, function: AggregateFunction, arguments: list[exp.Expr], span: Span
    ) -> Node | None:
        form = f"{name}(related.column)" if function.takes_column else f"{name}(related)"
        argument = arguments[0] if len(arguments) == 1 else None
        if not isinstance(argument, exp.Column) or bool(argument.table) != function.takes_column:
            self.checker.mistake("wrong-arguments", f"write {form}", span)
            return None
        related = argument.table or argument.name
        columns = self.checker.scope.related.get(related)
        place = self.checker.span(argument)
        if columns is None:
            hint = did_you_mean(related, self.checker.scope.related)
            self.checker.mistake(
                "unknown-related", f"no related rows are called '{related}' here", place, hint
            )
            return None
        if not function.takes_column:
            return Aggregate(name, related, None, function.returns or Type.NUMBER, span)
        return self._column_of(name, function, argument, columns, span)

    def _column_of(
        self,
        name: str,
        function: AggregateFunction,
        argument: exp.Column,
        columns: Mapping[str, Type],
        span: Span,
    ) -> Node | None:
        type_ = columns.get(argument.name)
        place = self.checker.span(argument)
        if type_ is None:
            hint = did_you_mean(argument.name, columns)
            self.checker.mistake(
                "unknown-name", f"no column '{argument.name}' in {argument.table}", place, hint
            )
            return None
        if type_ not in function.accepts:
            message = f"{name} does not take {type_.words}"
            self.checker.mistake("wrong-type", message, place)
            return None
        return Aggregate(name, argument.table, argument.name, function.returns or type_, span)
