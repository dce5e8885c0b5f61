"""The queries from the periods to the cases with their values and related rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from sqlglot import exp
from sqlglot.expressions import Select, select

from chatcalc.expressions.to_sql import both, number, value
from chatcalc.expressions.to_sql_dialects import date, null
from chatcalc.expressions.tree import Aggregate, Name, Node, Type, walk
from chatcalc.indicators.periods import window_of
from chatcalc.indicators.sql.naming import (
    CASE_ROW,
    CASES,
    PAIR,
    Given,
    Naming,
    aliased,
    child_column,
    columns,
    known_from_column,
    safe,
    same,
)
from chatcalc.indicators.sql.order import ordered
from chatcalc.indicators.sql.related import aggregate_columns, related_queries
from chatcalc.specs.definition import Definition, PeriodTest, RelatedRows, Step, Value

_GIVEN: Final = " The period and all that is given with it "

Queries = list[tuple[str, exp.Query]]


def periods_query(naming: Naming, given: Given) -> exp.Query:
    """One row a period with all that is given: its days, the window's, limits by name, starts of the data."""
    rows = [_period_row(naming, given, row) for row in range(len(given.periods))]
    if len(rows) == 1 or naming.dialect.dual:
        queries = [select(*(field.as_(name) for name, field in row.items())) for row in rows]
        if naming.dialect.dual:
            queries = [each.from_(naming.dialect.dual) for each in queries]
        queries[0].add_comments([_GIVEN])
        return queries[0] if len(queries) == 1 else exp.union(*queries, distinct=False)
    # A list of rows: Spark 4 cannot run a UNION here beside the sub-query of `working_days`.
    alias = exp.TableAlias(this=exp.to_identifier("given"), columns=[exp.to_identifier(n) for n in rows[0]])
    listed = exp.Values(expressions=[exp.Tuple(expressions=list(row.values())) for row in rows], alias=alias)
    query = select("*").from_(listed)
    query.add_comments([_GIVEN])
    return query


def _period_row(naming: Naming, given: Given, row: int) -> dict[str, exp.Expr]:
    definition, dialect, period = naming.definition, naming.dialect, given.periods[row]
    fields = {"period_start": date(period.start, dialect), "period_end": date(period.end, dialect)}
    if definition.window:
        window = window_of(definition.window, period.end)
        fields |= {"window_start": date(window.start, dialect), "window_end": date(window.end, dialect)}
    fields |= {safe(name): number(limit) for name, limit in definition.parameters.items()}
    for table in naming.known_from_tables:
        start = given.known_from.get(table)
        fields[known_from_column(table)] = null(Type.DATE, dialect) if start is None else date(start, dialect)
    if definition.population:
        population = given.population
        fields["children_0_17"] = null(Type.NUMBER, dialect) if population is None else number(population)
    return fields


def step_queries(naming: Naming) -> Queries:
    """The cases of each period, and frames that add values and related rows, each after those it needs."""
    queries: Queries = []
    if naming.child_columns:
        queries += [("numbered_children", _numbered_children(naming))]
    queries.append(("cases", _cases(naming)))
    for layer in _layers(naming.definition.steps):
        base = queries[-1][0]
        for step in layer:
            if isinstance(step, RelatedRows):
                queries += related_queries(naming, step, base)
        queries.append((_layer_name(layer), _layer(naming, layer, base)))
    return queries


def _numbered_children(naming: Naming) -> Select:
    """The children's rows numbered, as a child may have two: the first of the files counts."""
    order = [*naming.row_order, *(name for name in naming.child_columns if name not in naming.row_order)]
    place = exp.Window(
        this=exp.RowNumber(), partition_by=columns(*PAIR), order=ordered(columns(*order), naming.dialect)
    )
    query = select(*columns(*PAIR, *naming.child_columns), place.as_("place")).from_("children")
    query.add_comments([" Each child's first row is the one that counts "])
    return query


def _cases(naming: Naming) -> Select:
    definition = naming.definition
    table = definition.table
    wanted = columns(*PAIR, *naming.case_columns, table=table)
    wanted += [
        exp.column(name, table="numbered_children").as_(child_column(name)) for name in naming.child_columns
    ]
    if naming.numbers_cases:
        order = [*PAIR, *naming.row_order, *(c for c in naming.case_columns if c not in naming.row_order)]
        keys = [*columns(*order, table=table), *columns("period_start", "period_end", table="periods")]
        place = exp.Window(this=exp.RowNumber(), order=ordered(keys, naming.dialect))
        wanted.insert(0, place.as_(CASE_ROW))
    query = select(*wanted, exp.Column(this=exp.Star(), table=exp.to_identifier("periods"))).from_(table)
    query = query.join("periods", join_type="CROSS")
    if naming.child_columns:
        first = exp.EQ(this=exp.column("place", table="numbered_children"), expression=number(1))
        child = both(same(PAIR, "numbered_children", table), first)
        query = query.join("numbered_children", on=child, join_type="LEFT")
    test = _in_period(definition)
    query.add_comments([f" Rows of {table.replace('_', ' ')} in the period "])
    return query if test is None else query.where(test)


def _in_period(definition: Definition) -> exp.Expr | None:
    """The rows of each period (conventions C2 and C3): a window's bounds stand in for the period's."""
    test: PeriodTest = definition.period
    if test.start is None:
        return None
    kind = "window" if definition.window else "period"
    first, last = columns(f"{kind}_start", f"{kind}_end", table="periods")
    start = exp.column(test.start, table=definition.table)
    if test.kind == "during":
        return exp.Between(this=start, low=first, high=last)
    if test.kind == "all":
        return exp.EQ(this=start, expression=last)
    assert test.end is not None
    end = exp.column(test.end, table=definition.table)
    lasts = (
        exp.GT(this=end, expression=last) if test.kind == "open_on" else exp.GTE(this=end, expression=first)
    )
    ended = exp.Is(this=end.copy(), expression=exp.null())
    return both(exp.LTE(this=start, expression=last.copy()), exp.or_(ended, lasts))


def _layer(naming: Naming, layer: Sequence[Step], base: str) -> Select:
    """The cases of a frame with further values and with what related rows come to."""
    related = [step for step in layer if isinstance(step, RelatedRows)]
    wanted: list[exp.Expr] = [exp.Column(this=exp.Star(), table=exp.to_identifier(CASES))]
    for step in related:
        wanted += aggregate_columns(naming, step)
    names = naming.names(CASES if related else None)
    wanted += [
        value(step.node, names, naming.dialect).as_(safe(step.name))
        for step in layer
        if isinstance(step, Value)
    ]
    query = select(*wanted).from_(aliased(base))
    for step in related:
        frame = f"related_{step.name}"
        query = query.join(frame, on=same((CASE_ROW,), frame, CASES), join_type="LEFT")
    return query


def _layer_name(layer: Sequence[Step]) -> str:
    name = "with_" + "_and_".join(step.name for step in layer)
    return name if len(name) <= 60 else f"with_{layer[0].name}_and_{len(layer) - 1}_more"


def _layers(steps: Sequence[Step]) -> list[list[Step]]:
    """Steps that can stand side by side, each layer after those it needs."""
    depth: dict[str, int] = {}
    layers: list[list[Step]] = []
    for step in steps:
        needed = [depth[name] for name in _needs(step) if name in depth and name != step.name]
        depth[step.name] = 1 + max(needed, default=-1)
        layers += [[] for _ in range(depth[step.name] + 1 - len(layers))]
        layers[depth[step.name]].append(step)
    return layers


def _needs(step: Step) -> Iterator[str]:
    nodes: list[Node | None] = (
        [step.node]
        if isinstance(step, Value)
        else [
            step.where,
            *(each.node for each in step.values),
        ]
    )
    for node in nodes:
        for inner in walk(node) if node is not None else ():
            if isinstance(inner, Name):
                yield inner.name
            elif isinstance(inner, Aggregate):
                yield inner.related
