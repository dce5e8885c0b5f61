from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from chatcalc.cli.main import app
from chatcalc.indicators.children import children
from chatcalc.indicators.due import Horizon, horizon
from chatcalc.indicators.jobs import Request
from chatcalc.indicators.spec_tests import outcomes_of
from chatcalc.tables.calendar import add_working_days
from indicators.specs import HEAD, extract, indicator
from reference import arithmetic

MAUNDY_THURSDAY = dt.date(2024, 3, 28)
VISITS = """\
count: cp_plans
period: {open_on: period_end}
numerator: last_seen_date IS NOT NULL
distinct: {by: child, keep: any}
"""


@pytest.mark.parametrize("days", [-46, -2, -1, 0, 1, 2, 20, 45])
def test_working_days_are_added_as_a_loop_adds_them(days: int) -> None:
    start = pl.DataFrame({"day": [dt.date(2023, 12, 1) + dt.timedelta(days=n) for n in range(400)]})
    found = start.select(add_working_days(pl.col("day"), pl.lit(days))).to_series()
    assert found.to_list() == [arithmetic.add_working_days(day, days) for day in start["day"]]


def test_a_number_of_working_days_may_differ_by_row() -> None:
    rows = pl.DataFrame(
        {"day": [MAUNDY_THURSDAY, MAUNDY_THURSDAY, None, MAUNDY_THURSDAY], "n": [1.0, -1.0, 1.0, None]}
    )
    found = rows.select(add_working_days(pl.col("day"), pl.col("n"))).to_series()
    assert found.to_list() == [dt.date(2024, 4, 2), dt.date(2024, 3, 27), None, None]


@pytest.mark.parametrize(
    ("text", "last_day"),
    [
        ("1wd", "2024-04-02"),
        ("10wd", "2024-04-15"),
        ("0d", "2024-03-28"),
        ("10d", "2024-04-07"),
        (" 2W ", "2024-04-11"),
    ],
)
def test_horizons(text: str, last_day: str) -> None:
    assert horizon(text).last_day(MAUNDY_THURSDAY) == dt.date.fromisoformat(last_day)


@pytest.mark.parametrize("text", ["", "10", "wd", "-1d", "1.5d", "10 months", "10wdx", "99999d"])
def test_other_horizons_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="write 10wd"):
        horizon(text)


def falling_due(due: str, *plans: dict[str, object]) -> list[tuple[object, ...]]:
    found = children(
        indicator(VISITS + due),
        [extract("annex_a", cp_plans=plans, children=[{"child_id": "a", "date_of_birth": "2024-04-05"}])],
        Request(MAUNDY_THURSDAY),
        Horizon(10, "d"),
    )
    assert isinstance(found, pl.DataFrame)
    return found.select("child_id", "days_left", "working_days_left").rows()


def test_from_the_last_day_in_time_to_the_horizon_by_urgency() -> None:
    due = "due: {title: the visit, date: 'add_days(last_seen_date, 28)'}\n"
    seen = {"today": "2024-02-29", "late": "2024-02-28", "after": "2024-03-11", "last": "2024-03-10"}
    plans = [
        {"child_id": name, "start_date": "2024-01-01", "last_seen_date": day} for name, day in seen.items()
    ]
    assert falling_due(due, *plans[::-1]) == [("today", 0, 0), ("last", 10, 4)]


def test_due_dates_may_ask_the_child_and_are_of_the_case_that_counts() -> None:
    due = "due: {title: the visit, date: child.date_of_birth, of: all}\n"
    twice = [{"child_id": "a", "start_date": day} for day in ("2024-01-01", "2024-02-01")]
    assert falling_due(due, *twice) == [("a", 8, 4)]


@pytest.mark.parametrize(
    ("of", "found"), [("counted", ["c"]), ("counted or excluded", ["c", "e"]), ("all", ["c", "e", "n"])]
)
def test_of_which_cases_it_is_asked(of: str, found: list[str]) -> None:
    due = f"""\
denominator: latest_category <> 'X'
exclude: [{{when: latest_category = 'EMO', reason: left out}}]
due: {{title: the visit, date: 'add_days(start_date, 1)', of: {of}}}
"""
    plans = [
        {"child_id": name, "start_date": "2024-03-28", "latest_category": category}
        for name, category in {"c": "NEG", "e": "EMO", "n": "X"}.items()
    ]
    assert [row[0] for row in falling_due(due, *plans)] == found


def test_a_definition_that_says_nothing_of_it_gives_the_reason() -> None:
    data = extract("annex_a", cp_plans=[{"child_id": "a", "start_date": "2024-01-01"}])
    found = children(indicator(VISITS), [data], Request(MAUNDY_THURSDAY), Horizon(10, "d"))
    assert found == "its definition from annex_a does not say when a case falls due"


def test_a_test_of_a_specification_may_expect_due_dates() -> None:
    text = (
        VISITS
        + """\
due: {title: the visit, date: 'add_days(last_seen_date, 28)'}
tests:
  - title: Due
    period: 2024-01-01 to 2024-03-28
    given:
      cp_plans:
        - {id: right, start_date: 2024-01-01, last_seen_date: 2024-03-01}
        - {id: wrong, start_date: 2024-01-01, last_seen_date: 2024-03-01}
        - {id: never, start_date: 2024-01-01, last_seen_date: 2024-03-01}
    due: {right: 2024-03-29, wrong: 2024-03-30, never: never}
"""
    )
    (outcome,) = outcomes_of(indicator(text))
    assert [(each.what, each.expected, each.found) for each in outcome.differences] == [
        ("due of wrong", "2024-03-30", "2024-03-29"),
        ("due of never", "never", "2024-03-29"),
    ]


def test_sql_refuses_by_name_what_it_has_not(tmp_path: Path) -> None:
    text = HEAD + "count: cp_plans\nperiod: {open_on: period_end}\n"
    text += "numerator: add_working_days(start_date, 45) < period_end\n"
    (tmp_path / "sample.yaml").write_text(text, encoding="utf-8")
    done = CliRunner().invoke(
        app, ["specs", "sql", "sample", "--specs", str(tmp_path), "--dialect", "duckdb"]
    )
    assert done.exit_code == 2
    assert done.stderr.startswith("chatcalc: sample: add_working_days has no SQL; compare working_days")
