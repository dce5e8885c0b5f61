"""Random well-typed conditions over random rows: DuckDB says what the slow reference says."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
from dataclasses import replace
from random import Random
from typing import Any

import duckdb
import polars as pl
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from sqlglot import exp

from chatcalc.expressions.check import Scope
from chatcalc.expressions.to_polars import DTYPES
from chatcalc.expressions.to_sql import DIALECTS, SqlNames, condition, value
from chatcalc.expressions.to_sql_dialects import SqlDialect, date, null
from chatcalc.expressions.to_sql_functions import BANK_HOLIDAY, BANK_HOLIDAYS
from chatcalc.expressions.tree import Aggregate, Call, Column, Name, Node, Type, walk
from chatcalc.tables.calendar import bank_holidays
from reference.evaluator import Row, evaluate
from reference.fuzzing import examples
from reference.printing import printed
from reference.random_conditions import DAYS, NUMBERS, TEXTS, random_condition

SCOPE = Scope(
    table="rows",
    names={
        "day": Type.DATE, "other_day": Type.DATE, "whole": Type.NUMBER, "decimal": Type.NUMBER,
        "code": Type.TEXT, "other_code": Type.TEXT, "flag": Type.BOOLEAN,
        "other_flag": Type.BOOLEAN, "codes": Type.TEXTS,
    },
    owners={"child": {"born": Type.DATE, "uasc": Type.BOOLEAN}},
    tables=("referrals", "assessments"),
    parameters=("limit",),
)  # fmt: skip
KNOWN_FROM = {"referrals": dt.date(2022, 4, 1)}
COLUMNS = {**SCOPE.names, "limit": Type.NUMBER, "child_born": Type.DATE, "child_uasc": Type.BOOLEAN}
NOT_IN_SQL = ("add_working_days",)  # refused, in words
DUCKDB = DIALECTS["duckdb"]
WITHOUT_BOOLEANS = replace(
    DUCKDB, booleans=False, extreme=DIALECTS["oracle"].extreme, holds=DIALECTS["oracle"].holds
)
T_SQL_CHOICE = replace(WITHOUT_BOOLEANS, extreme=DIALECTS["tsql"].extreme)
KINDS = [DUCKDB, WITHOUT_BOOLEANS, T_SQL_CHOICE]


@pytest.fixture(scope="module")
def database() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        days = pl.DataFrame({BANK_HOLIDAY: [day for day in bank_holidays() if day.weekday() < 5]})
        connection.register("days", days.to_arrow())
        connection.execute(f"CREATE TABLE {BANK_HOLIDAYS} AS SELECT * FROM days")
        yield connection


@examples(200)
@given(
    st.randoms(use_true_random=False),
    st.sampled_from([Type.BOOLEAN, Type.BOOLEAN, Type.NUMBER, Type.DATE, Type.TEXT]),
    st.sampled_from([0.0, 0.3, 1.0]),
    st.sampled_from(KINDS),
)
def test_duckdb_agrees_with_the_reference(
    database: duckdb.DuckDBPyConnection, rng: Random, type_: Type, missing: float, dialect: SqlDialect
) -> None:
    node = random_condition(rng, SCOPE, type_, rng.randint(1, 4))
    assume(not any(isinstance(inner, Call) and inner.function in NOT_IN_SQL for inner in walk(node)))
    rows = [{name: _value(rng, name, missing) for name in COLUMNS} for _ in range(8)]
    expected = [evaluate(node, _seen(row)) for row in rows]
    for row, one, other in zip(rows, asked(database, node, rows, dialect), expected, strict=True):
        assert _same(one, other), f"{one!r}, not {other!r}: {printed(node)} for {row}"
    if type_ is Type.BOOLEAN:
        met = selected(database, node, rows, dialect)
        assert met == [number for number, found in enumerate(expected) if found is True], printed(node)


def asked(
    database: duckdb.DuckDBPyConnection, node: Node, rows: list[dict[str, Any]], dialect: SqlDialect
) -> list[Any]:
    """The condition as a column."""
    _fill(database, rows, dialect)
    column = value(node, NAMES[dialect.booleans], dialect).as_("found")
    query = exp.select(column).from_("rows").order_by("row_order").sql(dialect="duckdb")
    return [found for (found,) in database.execute(query).fetchall()]


def selected(
    database: duckdb.DuckDBPyConnection, node: Node, rows: list[dict[str, Any]], dialect: SqlDialect
) -> list[int]:
    """The rows for which the condition is met."""
    _fill(database, rows, dialect)
    where = condition(node, NAMES[dialect.booleans], dialect)
    query = exp.select("row_order").from_("rows").where(where).order_by("row_order").sql(dialect="duckdb")
    return [found for (found,) in database.execute(query).fetchall()]


def _fill(database: duckdb.DuckDBPyConnection, rows: list[dict[str, Any]], dialect: SqlDialect) -> None:
    frame = pl.DataFrame(rows, schema={name: DTYPES[type_] for name, type_ in COLUMNS.items()}, orient="row")
    if not dialect.booleans:
        frame = frame.with_columns(pl.col(pl.Boolean).cast(pl.Int64), pl.col("codes").list.join(","))
    database.register("rows", frame.with_row_index("row_order").to_arrow())


def _names(dialect: SqlDialect) -> SqlNames:
    def column(node: Name | Column | Aggregate) -> exp.Expr:
        assert not isinstance(node, Aggregate)
        return exp.column(f"child_{node.name}" if isinstance(node, Column) else node.name)

    def known_from(table: str) -> exp.Expr:
        return date(KNOWN_FROM[table], dialect) if table in KNOWN_FROM else null(Type.DATE, dialect)

    return SqlNames(column, known_from)


NAMES = {dialect.booleans: _names(dialect) for dialect in KINDS}


def _value(rng: Random, name: str, missing: float) -> Any:
    if name != "limit" and rng.random() < missing:
        return None
    match COLUMNS[name]:
        case Type.DATE:
            return rng.choice(DAYS) + dt.timedelta(days=rng.choice((0, 0, 1, -1, 28)))
        case Type.NUMBER:
            return float(rng.choice((0, 1, 2, 45, -3) if name == "whole" else NUMBERS))
        case Type.TEXT:
            return rng.choice(TEXTS)
        case Type.BOOLEAN:
            return rng.random() < 0.5
        case _:
            return [rng.choice(TEXTS) for _ in range(rng.randint(0, 2))]


def _seen(row: dict[str, Any]) -> Row:
    child = {"born": row["child_born"], "uasc": row["child_uasc"]}
    return Row(row, {"child": child}, {}, KNOWN_FROM)


def _same(found: Any, expected: Any) -> bool:
    if isinstance(expected, bool):
        return found is not None and bool(found) is expected
    if isinstance(expected, int | float) and found is not None:
        return math.isclose(float(found), expected, rel_tol=1e-9, abs_tol=1e-9)
    return bool(found == expected)
