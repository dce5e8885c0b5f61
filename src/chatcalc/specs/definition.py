"""What an indicator means when it is computed from one source: checked, typed, in order of dependency."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from chatcalc.expressions.tree import Aggregate, Column, Name, Node, walk
from chatcalc.specs.model import Condition, LookBack, Needs, Spec, Unit, Window


@dataclass(frozen=True)
class Value:
    """A named intermediate expression over the case."""

    name: str
    node: Node


@dataclass(frozen=True)
class RelatedRows:
    """Other rows of the same child in the same authority, and what is asked of them.

    Attributes:
        name: How conditions call them.
        table: The table they come from.
        where: Which of them; all of the child's where None.
        values: Named expressions over the pair of case and related row, usable in `where` and in aggregates.
        aggregates: What the conditions ask of them.
    """

    name: str
    table: str
    where: Node | None
    values: tuple[Value, ...]
    aggregates: tuple[Aggregate, ...]


Step = Value | RelatedRows


@dataclass(frozen=True)
class PeriodTest:
    """Which rows of the counted table a period holds.

    `during` has a `start` alone; `all` has the column of the year as `start`, or none where the source's rows
    all speak of the snapshot.
    """

    kind: Literal["during", "open_on", "overlapping", "all"]
    start: str | None
    end: str | None = None


@dataclass(frozen=True)
class Exclusion:
    """Cases the definition leaves out, and why."""

    when: Node
    reason: str


@dataclass(frozen=True)
class DueDate:
    """The last day on which a case would still be in time, and of which cases it is asked."""

    title: str
    date: Node
    of: Literal["counted", "counted or excluded", "all"]


@dataclass(frozen=True)
class PartDefinition:
    """A further figure over the same cases; no numerator means that every case of its denominator counts."""

    id: str
    title: str
    denominator: Node | None
    numerator: Node | None
    unit: Unit


@dataclass(frozen=True)
class Definition:
    """An indicator as computed from one source.

    Attributes:
        spec: The specification with cohort and variant merged in.
        source: The extract it reads.
        table: The table whose rows are the cases.
        steps: Values and related rows, each after those it needs.
        denominator: Conditions that all narrow the cases; `denominator_texts` are they as written.
        parameters: Limits by name, as the specification, the authority or a test sets them.
        has_figure: False where only the parts are figures.
        due: When a case falls due; no figure reads it.
    """

    spec: Spec
    source: str
    table: str
    period: PeriodTest
    window: Window | None
    steps: tuple[Step, ...]
    distinct: Literal["any", "latest", "earliest"] | None
    denominator: tuple[Node, ...]
    denominator_texts: tuple[Condition, ...]
    exclude: tuple[Exclusion, ...]
    numerator: Node | None
    value: Node | None
    population: bool
    distinct_per: str | None
    parts: tuple[PartDefinition, ...]
    look_back: LookBack | None
    needs: Needs | None
    parameters: dict[str, float]
    has_figure: bool
    due: DueDate | None = None

    @property
    def nodes(self) -> tuple[Node, ...]:
        """Every condition that decides a figure."""
        found: list[Node | None] = [
            *self.denominator,
            *(e.when for e in self.exclude),
            self.numerator,
            self.value,
        ]
        for step in self.steps:
            if isinstance(step, Value):
                found.append(step.node)
            else:
                found += [step.where, *(value.node for value in step.values)]
        for part in self.parts:
            found += [part.denominator, part.numerator]
        return tuple(node for node in found if node is not None)

    @property
    def columns_read(self) -> tuple[tuple[str, str], ...]:
        """Table and name of every column or value that it reads, in the order of reading."""
        own = (self.period.start, self.period.end, self.distinct_per)
        read = [(self.table, column) for column in own if column]
        tables = {step.name: step.table for step in self.steps if isinstance(step, RelatedRows)}
        tables["child"] = "children"
        for inner in (inner for node in self.nodes for inner in walk(node)):
            if isinstance(inner, Name):
                read.append((self.table, inner.name))
            elif isinstance(inner, Column):
                read.append((tables[inner.owner], inner.name))
            elif isinstance(inner, Aggregate) and inner.column:
                read.append((tables[inner.related], inner.column))
        return tuple(dict.fromkeys(read))

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables it reads, the counted one first."""
        related = [step.table for step in self.steps if isinstance(step, RelatedRows)]
        return tuple(dict.fromkeys([self.table, *related]))


@dataclass(frozen=True)
class Indicator:
    """A specification with its definition for each source that can compute it.

    Attributes:
        spec: As written, with the cohort merged in.
        file: The file it came from.
        definitions: By source.
        unavailable: Why the other sources cannot compute it.
        local: True for an authority's own.
    """

    spec: Spec
    file: str
    definitions: dict[str, Definition]
    unavailable: dict[str, str]
    local: bool = False

    @property
    def id(self) -> str:
        """The indicator's id."""
        return self.spec.id
