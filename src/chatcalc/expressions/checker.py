"""What checking a condition has at hand: the names it may use, and the mistakes found so far."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlglot import exp

from chatcalc.expressions.problems import Mistake
from chatcalc.expressions.tree import Node, Span, Type


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


class Checker:
    """Walks one syntax tree by a rule for each kind of piece; holds the mistakes found on the way."""

    def __init__(self, text: str, scope: Scope, rules: Mapping[type[Any], Rule]) -> None:
        self.text = text
        self.scope = scope
        self.rules = rules
        self.mistakes: list[Mistake] = []

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
        rule = self.rules.get(type(tree))
        if rule is None:
            self.mistake("outside-language", f"{_called(tree)} is not part of the language", self.span(tree))
            return None
        return rule(self, tree)

    def all(self, trees: list[exp.Expr]) -> list[Node] | None:
        """Typed nodes of several pieces, or None where any holds a mistake."""
        nodes = [self.check(tree) for tree in trees]
        found = [node for node in nodes if node is not None]
        return found if len(found) == len(nodes) else None

    def one_type(self, nodes: list[Node], what: str) -> Type | None:
        """The type that all the nodes have (NULL fits any), or None with a mistake."""
        types = [node.type for node in nodes if node.type is not Type.NULL]
        for node in nodes:
            if node.type is not Type.NULL and node.type is not types[0]:
                self.mistake("wrong-type", f"{what} give {types[0].words} and {node.type.words}", node.span)
                return None
        return types[0] if types else Type.NULL


Rule = Callable[[Checker, Any], Node | None]


def _meta_spans(tree: exp.Expr) -> list[tuple[int, int]]:
    return [(n.meta["start"], n.meta["end"] + 1) for n in tree.walk() if "start" in n.meta]


def _called(tree: exp.Expr) -> str:
    """What to call a piece that is refused."""
    names: dict[type[Any], str] = {
        exp.Star: "*",
        exp.Alias: "a second name (an operator or AND is missing before it?)",
        exp.Dot: "a dot here",
        exp.Concat: "one text straight after another",
        exp.Like: "LIKE",
        exp.Select: "SELECT",
    }
    return names.get(type(tree), type(tree).__name__)
