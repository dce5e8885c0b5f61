"""The meaning of a condition: an engine-neutral tree, typed, with the place of each piece in the text.

Polars, SQL and the slow reference evaluator of the tests all read this tree, so they cannot differ in what
a condition means, only in how they compute it. Nothing here knows a frame.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum


class Type(Enum):
    """Types of the condition language."""

    BOOLEAN = "yes or no"
    NUMBER = "a number"
    TEXT = "text"
    DATE = "a date"
    TEXTS = "a list of codes"
    NULL = "nothing (NULL)"
    TABLE = "a table"

    @property
    def words(self) -> str:
        """How a message names the type."""
        return self.value


@dataclass(frozen=True)
class Span:
    """First character and the one after the last, within the text of a condition."""

    start: int
    end: int


@dataclass(frozen=True)
class Literal:
    """A number, text, date, TRUE, FALSE or NULL."""

    value: bool | int | float | str | dt.date | None
    type: Type
    span: Span = field(compare=False)


@dataclass(frozen=True)
class Name:
    """A column of the case, a value, a parameter or a bound of the period."""

    name: str
    type: Type
    span: Span = field(compare=False)


@dataclass(frozen=True)
class Column:
    """A column of another row: of `child`, or of a related row inside its `where`."""

    owner: str
    name: str
    type: Type
    span: Span = field(compare=False)


@dataclass(frozen=True)
class Aggregate:
    """What the related rows of a case come to: `exists(earlier)`, `latest(plan.end_date)`."""

    function: str
    related: str
    column: str | None
    type: Type
    span: Span = field(compare=False)

    @property
    def key(self) -> str:
        """The name under which engines keep it, unique within a specification."""
        inside = self.related if self.column is None else f"{self.related}.{self.column}"
        return f"{self.function}({inside})"


@dataclass(frozen=True)
class Call:
    """A function of the language."""

    function: str
    arguments: tuple[Node, ...]
    type: Type
    span: Span = field(compare=False)


@dataclass(frozen=True)
class Operation:
    """An operator: AND, OR, NOT, =, <>, <, <=, >, >=, +, -, *, /, or NEG for a minus sign."""

    operator: str
    operands: tuple[Node, ...]
    type: Type
    span: Span = field(compare=False)


@dataclass(frozen=True)
class Is:
    """`x IS [NOT] NULL`, `TRUE` or `FALSE`: never unknown."""

    operand: Node
    what: str
    negated: bool
    type: Type
    span: Span = field(compare=False)


@dataclass(frozen=True)
class In:
    """`x IN ('a', 'b')`."""

    operand: Node
    options: tuple[Literal, ...]
    type: Type
    span: Span = field(compare=False)


@dataclass(frozen=True)
class Case:
    """`CASE WHEN a THEN b ... ELSE c END`; without ELSE it is NULL."""

    branches: tuple[tuple[Node, Node], ...]
    default: Node | None
    type: Type
    span: Span = field(compare=False)


Node = Literal | Name | Column | Aggregate | Call | Operation | Is | In | Case


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly inside a node."""
    match node:
        case Call(arguments=inside) | Operation(operands=inside):
            return inside
        case Is(operand=operand):
            return (operand,)
        case In(operand=operand, options=options):
            return (operand, *options)
        case Case(branches=branches, default=default):
            inside = tuple(part for branch in branches for part in branch)
            return inside if default is None else (*inside, default)
        case _:
            return ()


def walk(node: Node) -> Iterator[Node]:
    """The node and every node inside it, outermost first."""
    yield node
    for inside in children(node):
        yield from walk(inside)
