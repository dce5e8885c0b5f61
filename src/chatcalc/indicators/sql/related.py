"""Other rows of the same child in SQL: joined, narrowed, and brought down to what conditions ask of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, Final, cast

from sqlglot import exp
from sqlglot.expressions import Select, select

from chatcalc.expressions.to_sql import condition, flag, number, value
from chatcalc.expressions.tree import Aggregate, Column, Node, Type
from chatcalc.indicators.sql.naming import (
    CASE_ROW,
    CASES,
    PAIR,
    Naming,
    aggregate_column,
    aliased,
    columns,
    safe,
    same,
)
from chatcalc.indicators.sql.order import by_date
from chatcalc.specs.definition import RelatedRows
from chatcalc.tables.catalogue import TABLES

_PLACES: Final = {"latest": "from_last", "earliest": "from_first"}


def related_queries(naming: Naming, step: RelatedRows, base: str) -> list[tuple[str, exp.Query]]:
    """One row a case that has related rows: `related_NAME`, and before it `NAME_rows` where more is to do.

    Rows are aggregated in a query of their own where one is picked by its date, or where what is aggregated
    holds a sub-query, which T-SQL does not take inside an aggregate.
    """
    name = f"related_{step.name}"
    if all(_is_simple(aggregate, step) for aggregate in step.aggregates):
        rows = _pairs(naming, step, base, [exp.column(CASE_ROW, table=CASES)])
        found = [
            _aggregate(each, exp.column(each.column or "", table=safe(step.name)), naming)
            for each in _kept(step)
        ]
        return [(name, _grouped(rows.select(*found), exp.column(CASE_ROW, table=CASES), step))]
    frame = f"{step.name}_rows"
    rows = _pairs(naming, step, base, _row_columns(naming, step))
    found = [_aggregate(each, exp.column(safe(each.column or "")), naming) for each in _kept(step)]
    grouped = select(CASE_ROW, *found).from_(frame)
    return [(frame, rows), (name, _grouped(grouped, exp.column(CASE_ROW), step))]


def aggregate_columns(naming: Naming, step: RelatedRows) -> list[exp.Expr]:
    """What the conditions ask of related rows, for a frame of cases that `related_NAME` is joined to."""
    frame = f"related_{step.name}"
    found = []
    for aggregate in step.aggregates:
        name = aggregate_column(aggregate)
        column: exp.Expr = exp.column(name, table=frame)
        if aggregate.function == "exists":
            there = exp.Is(this=exp.column(CASE_ROW, table=frame), expression=exp.Not(this=exp.null()))
            column = flag(there, naming.dialect)
        elif aggregate.function in ("count", "count_distinct"):
            column = exp.Anonymous(this="COALESCE", expressions=[column, number(0)])
        found.append(column.as_(name))
    return found


def _kept(step: RelatedRows) -> list[Aggregate]:
    """The aggregates that need a column: whether rows exist shows in the join."""
    return [aggregate for aggregate in step.aggregates if aggregate.function != "exists"]


def _is_simple(aggregate: Aggregate, step: RelatedRows) -> bool:
    worked_out = {each.name for each in step.values}
    return aggregate.function not in _PLACES and aggregate.column not in worked_out


def _grouped(query: Select, key: exp.Expr, step: RelatedRows) -> Select:
    query = query.group_by(key)
    query.add_comments([f" What {step.name.replace('_', ' ')} comes to for each case that has any "])
    return query


def _pairs(naming: Naming, step: RelatedRows, base: str, wanted: list[exp.Expr]) -> Select:
    """The cases beside each of their related rows that `where` lets in."""
    other = safe(step.name)
    query = (
        select(*wanted)
        .from_(aliased(base))
        .join(exp.to_table(step.table).as_(other), on=same(PAIR, other, CASES))
    )
    if step.where is None:
        return query
    where = _with_values(step.where, step)
    return query.where(condition(where, naming.names(CASES, step), naming.dialect))


def _row_columns(naming: Naming, step: RelatedRows) -> list[exp.Expr]:
    """The case, the columns to aggregate, and each row's place from the first and from the last."""
    names = naming.names(CASES, step)
    read: dict[str, Node] = {}
    for each in step.aggregates:
        if each.column is not None:
            type_ = Type.NUMBER if each.function == "count_distinct" else each.type
            read[each.column] = _with_values(Column(step.name, each.column, type_, each.span), step)
    wanted: list[exp.Expr] = [exp.column(CASE_ROW, table=CASES)]
    found = {name: value(node, names, naming.dialect) for name, node in read.items()}
    wanted += [column.copy().as_(safe(name)) for name, column in found.items()]
    for function in dict.fromkeys(a.function for a in step.aggregates if a.function in _PLACES):
        order = _file_order(naming, step, list(found.values()), last=function == "latest")
        key = exp.column(CASE_ROW, table=CASES)
        place = exp.Window(this=exp.RowNumber(), partition_by=[key], order=order)
        wanted.append(place.as_(_PLACES[function]))
    return wanted


def _file_order(naming: Naming, step: RelatedRows, read: list[exp.Expr], *, last: bool) -> exp.Order:
    """By the table's date, rows without one behind; then by file; then by content, the same at every run."""
    day = TABLES[step.table].date
    other = safe(step.name)
    keys = [*columns(*naming.row_order, table=other), *(column.copy() for column in read)]
    return by_date(exp.column(day, table=other) if day else None, keys, naming.dialect, last=last)


def _aggregate(aggregate: Aggregate, column: exp.Expr, naming: Naming) -> exp.Expr:
    name = aggregate_column(aggregate)
    if aggregate.function == "count":
        return exp.Count(this=exp.Star(), big_int=False).as_(name)
    if aggregate.function == "count_distinct":
        return exp.Count(this=exp.Distinct(expressions=[column]), big_int=False).as_(name)
    if aggregate.function in _PLACES:
        place = exp.EQ(this=exp.column(_PLACES[aggregate.function]), expression=number(1))
        column = exp.Case().when(place, column, copy=False)
        if aggregate.type is Type.BOOLEAN and naming.dialect.booleans:
            return exp.Anonymous(this="BOOL_OR", expressions=[column]).as_(name)
        return exp.Max(this=column).as_(name)
    return exp.Anonymous(this=aggregate.function.upper(), expressions=[column]).as_(name)


def _with_values(node: Node, step: RelatedRows) -> Node:
    """The node with the values of related rows written out: they exist in no table."""
    values = {each.name: each.node for each in step.values}
    return cast("Node", _replaced(node, step.name, values))


def _replaced(node: Any, owner: str, values: Mapping[str, Node]) -> Any:
    if isinstance(node, Column) and node.owner == owner and node.name in values:
        return _replaced(values[node.name], owner, values)
    if isinstance(node, tuple):
        return tuple(_replaced(each, owner, values) for each in node)
    if is_dataclass(node) and not isinstance(node, type):
        inside = {
            f.name: _replaced(getattr(node, f.name), owner, values) for f in fields(node) if f.name != "span"
        }
        return replace(node, **inside)
    return node
