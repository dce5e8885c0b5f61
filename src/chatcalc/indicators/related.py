"""Other rows of the same child: joined, narrowed, and brought down to what the conditions ask of them."""

from __future__ import annotations

from typing import Final

import polars as pl

from chatcalc.expressions.to_polars import DTYPES, to_polars
from chatcalc.expressions.tree import Aggregate, Column, Node, walk
from chatcalc.extracts.extract import Extract
from chatcalc.specs.definition import Definition, RelatedRows
from chatcalc.tables.catalogue import TABLES

OWNER: Final = ("la_code", "child_id")


class Conditions:
    """Turns checked conditions into expressions over the tables of one extract."""

    def __init__(self, extract: Extract) -> None:
        self.extract = extract

    def expression(self, node: Node) -> pl.Expr:
        """The expression, unknown where the data leave it open."""
        return to_polars(node, self.extract.known_from)

    def met(self, node: Node) -> pl.Expr:
        """True where a condition is met; an unknown one is not."""
        return self.expression(node).fill_null(value=False)


def join_child(frame: pl.LazyFrame, definition: Definition, extract: Extract) -> pl.LazyFrame:
    """The cases with the columns of their child that any condition reads, as `child.NAME`."""
    wanted = sorted(
        {
            n.name
            for node in definition.nodes
            for n in walk(node)
            if isinstance(n, Column) and n.owner == "child"
        }
    )
    return with_child_columns(frame, extract, wanted) if wanted else frame


def with_child_columns(frame: pl.LazyFrame, extract: Extract, wanted: list[str]) -> pl.LazyFrame:
    """The cases with columns of the children table, as `child.NAME`; null where the child has no row."""
    children = extract.table("children").lazy().unique(OWNER, keep="first", maintain_order=True)
    columns = children.select(*OWNER, *(pl.col(name).alias(f"child.{name}") for name in wanted))
    return frame.join(columns, on=OWNER, how="left")


def join_related(
    frame: pl.LazyFrame, step: RelatedRows, rules: Conditions, keys: tuple[str, ...]
) -> pl.LazyFrame:
    """The cases with what their related rows come to, one column an aggregate; never more rows than before.

    Args:
        frame: Cases, unique by `keys`.
        step: Which rows, and what is asked of them.
        rules: The extract's conditions.
        keys: What identifies a case: its row, and its period once periods are in.
    """
    if not step.aggregates:
        return frame  # a variant or a part of the specification asks for them, this definition does not
    found = (
        pairs_of(frame, step, rules)
        .group_by(keys)
        .agg(_aggregate(aggregate, step).alias(aggregate.key) for aggregate in step.aggregates)
    )
    joined = frame.join(found, on=keys, how="left")
    nothing = {"exists": False, "count": 0, "count_distinct": 0}
    return joined.with_columns(
        pl.col(aggregate.key).fill_null(nothing[aggregate.function])
        for aggregate in step.aggregates
        if aggregate.function in nothing
    )


def pairs_of(frame: pl.LazyFrame, step: RelatedRows, rules: Conditions) -> pl.LazyFrame:
    """A row for each case and related row that belongs to it, the latter's columns as `NAME.column`."""
    table = rules.extract.table(step.table).lazy().with_row_index("row")
    prefixed = table.select(*OWNER, pl.exclude(OWNER).name.prefix(f"{step.name}."))
    pairs = frame.join(prefixed, on=OWNER, how="inner")
    for value in step.values:
        expression = rules.expression(value.node).cast(DTYPES[value.node.type])
        pairs = pairs.with_columns(expression.alias(f"{step.name}.{value.name}"))
    if step.where is not None:
        pairs = pairs.filter(rules.met(step.where))
    return pairs


def _aggregate(aggregate: Aggregate, step: RelatedRows) -> pl.Expr:
    column = pl.col(f"{step.name}.{aggregate.column}")
    match aggregate.function:
        case "exists":
            return pl.len() > 0
        case "count":
            return pl.len().cast(pl.Int64)
        case "count_distinct":
            return column.drop_nulls().n_unique().cast(pl.Int64)
        case "min":
            return column.min()
        case "max":
            return column.max()
        case "sum":
            return pl.when(column.count() > 0).then(column.sum())
    order = file_order(step)
    if aggregate.function == "latest":
        return column.sort_by(order).last()
    return column.sort_by(order, nulls_last=True).first()


def file_order(step: RelatedRows) -> list[str]:
    """What orders related rows: their table's date, then the files."""
    date = TABLES[step.table].date
    return [*([f"{step.name}.{date}"] if date else []), f"{step.name}.row"]
