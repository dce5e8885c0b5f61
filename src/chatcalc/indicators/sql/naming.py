"""What the queries of one indicator share: the dialect, and the columns that hold what conditions name."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from sqlglot import exp

from chatcalc.expressions.to_sql import SqlNames, both
from chatcalc.expressions.to_sql_dialects import SqlDialect
from chatcalc.expressions.tree import Aggregate, Call, Column, Literal, Name, Node, walk
from chatcalc.indicators.results import Period
from chatcalc.indicators.sql.reserved import RESERVED
from chatcalc.specs.definition import Definition, RelatedRows
from chatcalc.tables.catalogue import TABLES

KEYS: Final = ("la_code", "period_start", "period_end")
PAIR: Final = ("la_code", "child_id")
CASE_ROW: Final = "case_row"
CASES: Final = "cases"


@dataclass(frozen=True)
class Given:
    """What a query is told.

    Attributes:
        periods: The periods wanted.
        population: Children aged 0 to 17, the denominator of rates.
        known_from: Start of the data by table; a table that is absent has none.
    """

    periods: Sequence[Period]
    population: int | None = None
    known_from: Mapping[str, dt.date] = field(default_factory=dict)


@dataclass(frozen=True)
class Naming:
    """How the query of a definition calls things."""

    definition: Definition
    dialect: SqlDialect
    row_order: tuple[str, ...]

    def names(self, frame: str | None = None, related: RelatedRows | None = None) -> SqlNames:
        """Names of conditions as columns of a query.

        Args:
            frame: The cases, where the query holds other rows too.
            related: The related rows beside them.
        """

        def column(node: Name | Column | Aggregate) -> exp.Expr:
            match node:
                case Name(name=name):
                    return exp.column(safe(name), table=frame)
                case Aggregate():
                    return exp.column(aggregate_column(node), table=frame)
                case Column(owner="child", name=name):
                    return exp.column(child_column(name), table=frame)
                case Column(owner=owner, name=name):
                    assert related is not None
                    return exp.column(name, table=safe(owner))

        return SqlNames(column, lambda table: exp.column(known_from_column(table), table=frame))

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        """Every node of every condition."""
        return tuple(inner for node in self.definition.nodes for inner in walk(node))

    @cached_property
    def child_columns(self) -> list[str]:
        """Columns of the child that conditions read."""
        return sorted({n.name for n in self.nodes if isinstance(n, Column) and n.owner == "child"})

    @cached_property
    def known_from_tables(self) -> list[str]:
        """Tables whose start conditions ask for."""
        calls = [n.arguments[0] for n in self.nodes if isinstance(n, Call) and n.function == "known_from"]
        return sorted({str(a.value) for a in calls if isinstance(a, Literal)})

    @cached_property
    def case_columns(self) -> list[str]:
        """Columns of the counted table that the query needs, its keys aside, in the table's order."""
        read = {node.name for node in self.nodes if isinstance(node, Name)}
        read |= {
            *filter(None, (self.definition.period.start, self.definition.period.end)),
            *filter(None, (self.definition.distinct_per,)),
        }
        if self.numbers_cases:
            read |= set(self.row_order)
        known = [*TABLES[self.definition.table].columns]
        known += [name for name in self.row_order if name not in known]
        return [name for name in known if name in read - set(PAIR)]

    @property
    def numbers_cases(self) -> bool:
        """Whether a case must be told from another: to join what belongs to it, or to pick one of a child."""
        related = any(isinstance(step, RelatedRows) for step in self.definition.steps)
        return related or self.definition.distinct is not None

    @cached_property
    def part_columns(self) -> dict[str, str]:
        """The column that holds each part, by its id."""
        ids = [part.id for part in self.definition.parts]
        slugs = [re.sub(r"\W+", "_", id_.lower()) for id_ in ids]
        if len(set(slugs)) < len(slugs):
            slugs = [str(number) for number in range(1, len(ids) + 1)]
        return {id_: f"part_{slug}" for id_, slug in zip(ids, slugs, strict=True)}


def aggregate_column(aggregate: Aggregate) -> str:
    """The column of what related rows come to: `latest_plan_end_date`."""
    return "_".join(filter(None, (aggregate.function, aggregate.related, aggregate.column)))


def child_column(name: str) -> str:
    """The column of the child's row in the frame of cases."""
    return f"child_{name}"


def known_from_column(table: str) -> str:
    """The column of the first day a table speaks of."""
    return f"known_from_{table}"


def safe(name: str) -> str:
    """A name of a specification that no dialect keeps for itself."""
    return f"{name}_" if name.upper() in RESERVED else name


def columns(*names: str, table: str | None = None) -> list[exp.Expr]:
    """Columns by name."""
    return [exp.column(name, table=table) for name in names]


def aliased(frame: str) -> exp.Expr:
    """A frame of cases as the source of a query, which calls it `cases` whatever steps are behind it."""
    return exp.to_table(frame) if frame == CASES else exp.to_table(frame).as_(CASES)


def same(names: Sequence[str], left: str, right: str) -> exp.Expr:
    """Equality of columns of two tables."""
    return both(
        *(exp.EQ(this=exp.column(n, table=left), expression=exp.column(n, table=right)) for n in names)
    )
