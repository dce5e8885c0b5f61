"""`chatcalc specs sql` prints one query and nothing else."""

from __future__ import annotations

import datetime as dt

import pytest
import sqlglot
from typer.testing import CliRunner

from chatcalc.cli.main import app
from chatcalc.cli.specs_sql import _last_year_end


def run(*arguments: str, code: int = 0) -> str:
    result = CliRunner().invoke(app, ["specs", "sql", *arguments])
    assert result.exit_code == code, result.stderr
    return result.stdout if code == 0 else result.stderr


def test_the_period_is_written_into_one_statement() -> None:
    text = run("cpp_ceased_2y_pct", "--dialect", "tsql", "--as-at", "2024-03-31", "--months", "6")
    assert len(sqlglot.parse(text, read="tsql")) == 1
    assert "CAST('2023-10-01' AS DATE) AS period_start" in text
    assert text.endswith("\n")


def test_annex_a_speaks_of_six_months_from_their_first_day() -> None:
    options = ("--dialect", "duckdb", "--as-at", "2024-03-31")
    text = run("cpp_ceased_2y_pct", *options, "--source", "annex_a")
    assert "CAST('2023-10-01' AS DATE) AS period_start" in text


def test_a_population_and_an_order_can_be_given() -> None:
    text = run("cla_rate", "--dialect", "postgres", "--population", "42000", "--row-order", "line")
    assert "42000 AS children_0_17" in text
    assert "periods_of_care.line" in text
    assert "source_row" not in text


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("cin_rte", "--dialect", "tsql"), "did you mean 'cin_rate'?"),
        (("cin_rate", "--dialect", "mysql"), "--dialect"),
        (("cin_rate", "--dialect", "tsql", "--as-at", "31/13/2024"), "--as-at: write the date as 2024-03-31"),
        (("cin_rate", "--dialect", "tsql", "--source", "ssda903"), "cin_rate from ssda903"),
        (("cin_rate", "--dialect", "tsql", "--known-from", "soon"), "--known-from: write the date"),
        (("cin_rate", "--dialect", "tsql", "--row-order", "a; drop"), "--row-order"),
    ],
)
def test_wrong_arguments_are_one_line(arguments: tuple[str, ...], message: str) -> None:
    error = run(*arguments, code=2)
    assert message in error
    assert error.count("\n") == 1


def test_without_a_snapshot_it_is_the_last_year_end() -> None:
    assert _last_year_end(dt.date(2024, 3, 30)) == dt.date(2023, 3, 31)
    assert _last_year_end(dt.date(2024, 3, 31)) == dt.date(2024, 3, 31)
