"""Known traps of writing a condition in other dialects of SQL. T-SQL and Oracle are read here, not run."""

from __future__ import annotations

import datetime as dt

import duckdb
import pytest
from sqlglot import exp

from chatcalc.expressions.check import Scope, condition
from chatcalc.expressions.functions import FUNCTIONS
from chatcalc.expressions.to_sql import DIALECTS, SqlNames, value
from chatcalc.expressions.to_sql import condition as sql_condition
from chatcalc.expressions.to_sql_functions import BANK_HOLIDAY, BANK_HOLIDAYS, NotInSqlError
from chatcalc.expressions.tree import Aggregate, Column, In, Literal, Name, Node, Span, Type
from chatcalc.tables.calendar import bank_holidays
from chatcalc.tables.dates import shift_months

SCOPE = Scope(
    table="rows",
    names={
        "start": Type.DATE, "finish": Type.DATE, "flag": Type.BOOLEAN, "code": Type.TEXT, "n": Type.NUMBER,
        "codes": Type.TEXTS,
    },
)  # fmt: skip
EXAMPLES = [each for name, f in FUNCTIONS.items() if name != "add_working_days" for each in f.examples]


def _column(node: Name | Column | Aggregate) -> exp.Expr:
    assert isinstance(node, Name)
    return exp.column(node.name)


NAMES = SqlNames(_column, lambda table: exp.column(f"known_from_{table}"))


def where(text: str, dialect: str) -> str:
    return sql_condition(condition(text, SCOPE), NAMES, DIALECTS[dialect]).sql(dialect=dialect)


def column(node: Node | str, dialect: str) -> str:
    tree = condition(node, SCOPE) if isinstance(node, str) else node
    return value(tree, NAMES, DIALECTS[dialect]).sql(dialect=dialect)


@pytest.mark.parametrize(
    ("text", "tsql"),
    [
        ("flag", "flag = 1"),
        ("NOT flag", "NOT (flag = 1)"),
        ("flag IS TRUE", "CASE WHEN flag = 1 THEN 1 ELSE 0 END = 1"),
        ("flag IS NOT TRUE", "CASE WHEN flag = 1 THEN 1 ELSE 0 END = 0"),
        ("flag IS NOT FALSE", "CASE WHEN NOT (flag = 1) THEN 1 ELSE 0 END = 0"),
        ("(code IN ('V3', 'V4')) IS NOT TRUE", "CASE WHEN code IN ('V3', 'V4') THEN 1 ELSE 0 END = 0"),
        ("COALESCE(n > 0, flag)", "COALESCE(CASE WHEN n > 0 THEN 1 WHEN NOT (n > 0) THEN 0 END, flag) = 1"),
        ("CASE WHEN n > 0 THEN flag ELSE n < 5 END", "CASE WHEN n > 0 THEN flag ELSE CASE WHEN n < 5 THEN 1 "
         "WHEN NOT (n < 5) THEN 0 END END = 1"),
        ("flag = (n > 0)", "flag = CASE WHEN n > 0 THEN 1 WHEN NOT (n > 0) THEN 0 END"),
    ],
)  # fmt: skip
def test_unknown_stays_unknown_without_booleans(text: str, tsql: str) -> None:
    assert where(text, "tsql") == tsql
    assert where(text, "oracle") == tsql


@pytest.mark.parametrize("dialect", ["duckdb", "postgres", "spark", "databricks"])
def test_dialects_with_booleans_say_is_true(dialect: str) -> None:
    assert where("flag IS NOT TRUE", dialect) == "flag IS NOT TRUE"
    assert where("(code IN ('V3')) IS NOT TRUE", dialect) == "(code IN ('V3')) IS NOT TRUE"


@pytest.mark.parametrize(
    ("dialect", "expected"),
    [
        ("duckdb", "CAST(start + TO_MONTHS(-6) AS DATE)"),
        ("postgres", "CAST(start + -6 * INTERVAL '1 month' AS DATE)"),
        ("tsql", "DATEADD(MONTH, -6, start)"),
        (
            "oracle",
            "LEAST(ADD_MONTHS(start, -6), ADD_MONTHS(TRUNC(start, 'MM'), -6) + EXTRACT(DAY FROM start) - 1)",
        ),
        ("spark", "ADD_MONTHS(start, -6)"),
        ("databricks", "ADD_MONTHS(start, -6)"),
    ],
)
def test_months_in_each_dialect(dialect: str, expected: str) -> None:
    assert column("add_months(start, -6)", dialect) == expected


def test_the_correction_of_oracle_months() -> None:
    """ADD_MONTHS as Oracle documents it keeps a month's last day: put right, it clamps and nothing else."""
    first = dt.date(2023, 1, 1)
    for day in (first + dt.timedelta(days=n) for n in range(800)):
        for months in (-25, -12, -1, 1, 3, 12, 13):
            of_first = shift_months(day.replace(day=1), months)
            corrected = min(_oracle_add_months(day, months), of_first + dt.timedelta(days=day.day - 1))
            assert corrected == shift_months(day, months)


def _oracle_add_months(day: dt.date, months: int) -> dt.date:
    moved = shift_months(day, months)
    is_last = (day + dt.timedelta(days=1)).day == 1
    return shift_months(moved.replace(day=1), 1) - dt.timedelta(days=1) if is_last else moved


@pytest.mark.parametrize(
    ("dialect", "expected"),
    [
        ("duckdb", "GREATEST(start, finish)"),
        ("oracle", "GREATEST(COALESCE(start, finish), COALESCE(finish, start))"),
        ("tsql", "(SELECT MAX(option_) FROM (VALUES (start), (finish)) AS options(option_))"),
    ],
)
def test_missing_values_are_passed_over_by_greatest(dialect: str, expected: str) -> None:
    assert column("GREATEST(start, finish)", dialect) == expected


@pytest.mark.parametrize(
    ("dialect", "expected"),
    [
        ("duckdb", "LIST_CONTAINS(codes, '3A')"),
        ("postgres", "'3A' = ANY(codes)"),
        ("spark", "ARRAY_CONTAINS(codes, '3A')"),
        ("tsql", "',' + codes + ',' LIKE '%,3A,%'"),
        ("oracle", "',' || codes || ',' LIKE '%,3A,%'"),
    ],
)
def test_a_list_holds_a_code(dialect: str, expected: str) -> None:
    nowhere = Span(0, 0)
    node = In(Name("codes", Type.TEXTS, nowhere), (Literal("3A", Type.TEXT, nowhere),), Type.BOOLEAN, nowhere)
    assert sql_condition(node, NAMES, DIALECTS[dialect]).sql(dialect=dialect) == expected


@pytest.mark.parametrize(
    ("dialect", "expected"),
    [("oracle", "TO_DATE('2024-03-31', 'YYYY-MM-DD')"), ("tsql", "CAST('2024-03-31' AS DATE)")],
)
def test_dates_do_not_depend_on_a_session(dialect: str, expected: str) -> None:
    assert where("start = DATE '2024-03-31'", dialect) == f"start = {expected}"


def test_whole_numbers_divide_to_decimals_and_never_by_nought() -> None:
    assert column("n / 3", "tsql") == "CAST(n AS FLOAT) / NULLIF(3, 0)"
    assert column("n / (n - 1)", "postgres") == "CAST(n AS DOUBLE PRECISION) / NULLIF(n - 1, 0)"


@pytest.mark.parametrize(
    "text",
    [
        "n - (n - 1)",
        "(n + 1) * 2",
        "n - -1",
        "NOT (flag AND n > 1)",
        "(flag OR n > 1) AND n < 5",
        "-(n + 1) < 0",
    ],
)
def test_brackets_keep_their_meaning(text: str) -> None:
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE r AS SELECT 3 AS n, FALSE AS flag UNION ALL SELECT 7, TRUE")
        found = connection.execute(f"SELECT {column(text, 'duckdb')}, {text} FROM r").fetchall()
    assert all(ours == theirs for ours, theirs in found)


def test_quotes_in_text_are_doubled() -> None:
    assert where("code = 'it''s'", "tsql") == "code = 'it''s'"


@pytest.mark.parametrize(("call", "result"), EXAMPLES)
def test_the_examples_of_the_functions_in_duckdb(call: str, result: str) -> None:
    days = ", ".join(f"(DATE '{day}')" for day in bank_holidays() if day.weekday() < 5)
    with duckdb.connect() as connection:
        connection.execute(
            f"CREATE TABLE {BANK_HOLIDAYS} AS SELECT * FROM (VALUES {days}) AS v({BANK_HOLIDAY})"
        )
        query = f"SELECT {column(call, 'duckdb')} IS NOT DISTINCT FROM {column(result, 'duckdb')}"
        assert connection.execute(query).fetchall() == [(True,)]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_function_without_sql_says_what_to_write(dialect: str) -> None:
    with pytest.raises(NotInSqlError, match=r"compare working_days\(start, end\)"):
        column("add_working_days(start, 20)", dialect)
