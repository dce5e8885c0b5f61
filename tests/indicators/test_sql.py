"""The queries of every built-in specification are well formed in every dialect, and readable."""

from __future__ import annotations

import datetime as dt
from functools import cache

import pytest
import sqlglot
from sqlglot import exp

from chatcalc.expressions.to_sql import DIALECTS
from chatcalc.expressions.to_sql_functions import BANK_HOLIDAY, BANK_HOLIDAYS
from chatcalc.indicators.periods import months_ending
from chatcalc.indicators.sql.naming import Given, aggregate_column, child_column, safe
from chatcalc.indicators.sql.query import sql_query
from chatcalc.specs.definition import Definition, RelatedRows, Value
from chatcalc.specs.loading import load_specs
from chatcalc.tables.catalogue import TABLES

INDICATORS = load_specs().indicators
DEFINITIONS = [d for each in INDICATORS.values() for d in each.definitions.values()]
PERIOD = months_ending(dt.date(2024, 3, 31), 12)


def query(definition: Definition, dialect: str = "duckdb", given: Given | None = None) -> str:
    return sql_query(definition, given or Given([PERIOD]), dialect)


@cache
def trees(dialect: str) -> list[tuple[Definition, exp.Expr]]:
    """Every query as sqlglot reads it back."""
    return [(each, sqlglot.parse_one(query(each, dialect), read=dialect)) for each in DEFINITIONS]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_query_reads_back_with_its_columns(dialect: str) -> None:
    """Not a run: T-SQL, Oracle and Databricks are only read here."""
    for definition, tree in trees(dialect):
        columns = [column.alias_or_name for column in tree.selects]
        part = ["part"] if definition.parts else []
        one = {"median": ["median"], "max": ["largest"]}.get(definition.spec.unit, [])
        assert columns == ["la_code", "period_start", "period_end", *part, "numerator", "denominator", *one]


@pytest.mark.parametrize("dialect", ["tsql", "oracle"])
def test_no_booleans_where_there_are_none(dialect: str) -> None:
    for _, tree in trees(dialect):
        assert not list(tree.find_all(exp.Boolean))
        tested = [found.expression for found in tree.find_all(exp.Is)]
        assert all(isinstance(each.this if isinstance(each, exp.Not) else each, exp.Null) for each in tested)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_no_aggregate_holds_a_sub_query(dialect: str) -> None:
    """SQL Server refuses one."""
    for definition, tree in trees(dialect):
        for aggregate in tree.find_all(exp.AggFunc):
            assert not list(aggregate.find_all(exp.Select)), definition.spec.id


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_query_reads_only_canonical_tables(dialect: str) -> None:
    for definition, tree in trees(dialect):
        own = {cte.alias for cte in tree.find_all(exp.CTE)}
        assert not own & set(TABLES), "a step would hide a table"
        read = {table.name for table in tree.find_all(exp.Table)} - own - {"DUAL", ""}
        assert read <= {*definition.tables, "children"}


def test_the_period_is_written_as_dates_and_the_limits_by_name() -> None:
    text = query(INDICATORS["cin_visit_timeliness_pct"].definitions["annex_a"])
    assert "CAST('2023-04-01' AS DATE) AS period_start" in text
    assert "28 AS visit_days" in text
    assert "days_since_seen <= visit_days" in text


def test_a_window_is_the_period_shown() -> None:
    definition = INDICATORS["a10_entry_to_foster_family_days"].definitions["ssda903"]
    text = query(definition, given=Given([months_ending(dt.date(2024, 6, 30), 12)]))
    assert "CAST('2021-04-01' AS DATE) AS window_start" in text
    assert "periods.window_start AS period_start" in text


def test_the_population_and_the_start_of_the_data_are_given_or_missing() -> None:
    rate = INDICATORS["cin_rate"].definitions["cin_census"]
    assert "CAST(NULL AS INT) AS children_0_17" in query(rate)
    assert "12345 AS children_0_17" in query(rate, given=Given([PERIOD], 12_345))
    asks = next(d for d in DEFINITIONS if "known_from_" in query(d))
    assert "CAST(NULL AS DATE) AS known_from_" in query(asks)


def test_names_neither_clash_nor_are_reserved() -> None:
    assert safe("plan") == "plan_"
    for definition in DEFINITIONS:
        steps = definition.steps
        names = [safe(step.name) for step in steps if isinstance(step, Value)]
        names += [
            aggregate_column(a) for step in steps if isinstance(step, RelatedRows) for a in step.aggregates
        ]
        names += [safe(name) for name in definition.parameters]
        names += [child_column(name) for name in TABLES["children"].columns]
        assert len(names) == len(set(names))
        assert not set(names) & set(TABLES[definition.table].columns)
    assert not any(BANK_HOLIDAY in table.columns for table in TABLES.values())
    assert not any(safe(column) != column for table in TABLES.values() for column in table.columns)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_bank_holidays_stand_in_the_query_a_line_a_year(dialect: str) -> None:
    text = query(INDICATORS["assessments_45wd_pct"].definitions["cin_census"], dialect)
    assert "'2022-09-19'" in text  # the State Funeral
    assert "'2021-12-25'" not in text  # a Saturday; its substitute is the 27th
    assert text.count("\n") < 260
    assert BANK_HOLIDAYS not in query(INDICATORS["cin_rate"].definitions["cin_census"], dialect)
