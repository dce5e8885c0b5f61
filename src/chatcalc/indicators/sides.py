"""An indicator as two sides compute it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import polars as pl

from chatcalc.expressions.tree import Aggregate, walk
from chatcalc.indicators.jobs import Job
from chatcalc.indicators.results import Period
from chatcalc.indicators.same_child import children_of
from chatcalc.specs.definition import Definition, RelatedRows


@dataclass(frozen=True)
class Sides:
    """An indicator from two sides.

    Attributes:
        a, b: The indicator with the extract, definition and period of each side; one authority, the same.
        renamed: Children whom they call differently (`chatcalc.indicators.same_child.same_children`).
        a_is_earlier: Whether A was made first: a record in B alone was then recorded late.
        rows: Matches of tables found before, by name; they depend on the extracts and `known_from` alone.
    """

    a: Job
    b: Job
    renamed: pl.DataFrame
    a_is_earlier: bool = True
    rows: dict[tuple[str, str], pl.DataFrame] = field(default_factory=dict)

    @cached_property
    def a_ids(self) -> pl.Series:
        """The children whom side A holds."""
        return children_of(self.a.extract)

    @property
    def periods(self) -> tuple[Period, Period]:
        """The period of each side."""
        return self.a.periods[0], self.b.periods[0]

    @property
    def same_period(self) -> bool:
        """Whether both sides report the same days."""
        return self.periods[0] == self.periods[1]

    @property
    def same_source(self) -> bool:
        """Whether both are computed from one kind of extract."""
        return self.a.extract.source == self.b.extract.source

    @property
    def same_table(self) -> bool:
        """Whether both count the rows of one table."""
        return self.a.definition.table == self.b.definition.table

    @cached_property
    def same_definition(self) -> bool:
        """Whether both count by the same rules."""
        return self.a.definition == self.b.definition


def asked_of_others(definition: Definition) -> dict[str, str]:
    """The aggregates of related rows by their column, each with its words, such as `referrals (earlier)`."""
    tables = {step.name: step.table for step in definition.steps if isinstance(step, RelatedRows)}
    aggregates = (inner for node in definition.nodes for inner in walk(node) if isinstance(inner, Aggregate))
    return {each.key: f"{tables[each.related]} ({each.related})" for each in aggregates}
