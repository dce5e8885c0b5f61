"""Periods side by side and their changes on the sample's returns, counted anew by loops over the census."""

from __future__ import annotations

import csv
import datetime as dt
import io
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from typer.testing import CliRunner

from acceptance.raw_oracle import day, is_open
from chatcalc.cli.config import options
from chatcalc.cli.main import app
from chatcalc.reports.lines import Line
from chatcalc.reports.making import make_report
from chatcalc.reports.report import Report

SAMPLE = Path(__file__).parents[2] / "sample_data"
POPULATION = 144_700
COUNTS, SHARES, RATES = "referrals_count", "referrals_nfa_pct", "referrals_rate"
STOCKS, PLANS_STARTED = "cpp_count", "cpp_started_rate"
IDS = (COUNTS, SHARES, RATES, STOCKS, PLANS_STARTED, "cl_19_21_eet_pct", "cla_return_to_care_12m_pct")

Days = tuple[dt.date, dt.date]


def made(as_at: str, *periods: str, change: bool = True) -> Report:
    given = {"as_at": as_at, "period": list(periods), "change": change, "indicator": list(IDS)}
    return make_report(options(given, SAMPLE / "returns.toml").request())


@pytest.fixture(scope="module")
def at_year_end() -> Report:
    return made("2018-03-31", "quarter", "month", "ytd", "rolling-12")


@pytest.fixture(scope="module")
def at_quarter_end() -> Report:
    return made("2017-12-31", "quarter", "ytd", "2017-07-01..2017-09-30")


def of(report: Report, id_: str) -> Line:
    return next(line for line in report.indicators if line.id == id_)


@cache
def referrals() -> dict[tuple[str, dt.date], bool]:
    """Child and day of each referral, and whether nothing further was done; the later census has the say."""
    found: dict[tuple[str, dt.date], bool] = {}
    for child, details in spells():
        when = day(details.findtext("CINreferralDate"))
        if when:
            found[child, when] = details.findtext("ReferralNFA") in ("1", "true")
    return found


@cache
def plans() -> dict[tuple[str, dt.date], dt.date | None]:
    """Child and first day of each protection plan, and its last day by the later census."""
    found: dict[tuple[str, dt.date], dt.date | None] = {}
    for child, details in spells():
        for plan in details.iter("ChildProtectionPlans"):
            start = day(plan.findtext("CPPstartDate"))
            if start:
                found[child, start] = day(plan.findtext("CPPendDate"))
    return found


def spells() -> Iterator[tuple[str, ET.Element]]:
    for year in (2017, 2018):
        for child in ET.parse(SAMPLE / f"cin_{year}.xml").iter("Child"):  # noqa: S314  # our own file
            id_ = child.findtext("ChildIdentifiers/LAchildID")
            assert id_
            yield from ((id_, details) for details in child.iter("CINdetails"))


def referred(days: Days) -> int:
    return sum(days[0] <= when <= days[1] for _, when in referrals())


def closed_at_once(days: Days) -> int:
    return sum(nothing for (_, when), nothing in referrals().items() if days[0] <= when <= days[1])


def on_plans(days: Days) -> int:
    return len({child for (child, start), end in plans().items() if is_open(start, end, days[1])})


def started(days: Days) -> int:
    return sum(days[0] <= start <= days[1] for _, start in plans())


LOOPS: dict[str, Callable[[Days], int]] = {
    COUNTS: referred,
    SHARES: closed_at_once,
    RATES: referred,
    STOCKS: on_plans,
    PLANS_STARTED: started,
}
YEAR_END = {
    "quarter": (dt.date(2018, 1, 1), dt.date(2018, 3, 31)),
    "month": (dt.date(2018, 3, 1), dt.date(2018, 3, 31)),
    "ytd": (dt.date(2017, 4, 1), dt.date(2018, 3, 31)),
    "rolling-12": (dt.date(2017, 4, 1), dt.date(2018, 3, 31)),
}
EARLIER = {
    "quarter": (dt.date(2017, 10, 1), dt.date(2017, 12, 31)),
    "year": (dt.date(2017, 1, 1), dt.date(2017, 3, 31)),
}


@pytest.mark.parametrize("id_", LOOPS)
def test_every_period_counts_what_a_loop_counts(at_year_end: Report, id_: str) -> None:
    line, count = of(at_year_end, id_), LOOPS[id_]
    assert line.numerator == count(YEAR_END["quarter"]) > 0
    assert [each.name for each in line.periods] == ["month", "ytd", "rolling-12"]
    for each in line.periods:
        assert (each.period.start, each.period.end) == YEAR_END[each.name]
        assert (each.numerator, each.status) == (count(YEAR_END[each.name]), "ok")


def test_the_children_behind_a_month_are_its_cases(at_year_end: Report) -> None:
    asked = ["children", SHARES, "--config", str(SAMPLE / "returns.toml"), "-q", "-f", "csv"]
    ended = CliRunner().invoke(app, [*asked, "--period", "month"])
    statuses = Counter(row["status"] for row in csv.DictReader(io.StringIO(ended.stdout)))
    month = of(at_year_end, SHARES).periods[0]
    assert statuses["numerator"] == month.numerator
    assert statuses["numerator"] + statuses["denominator"] == month.denominator


def test_at_a_quarter_end_too(at_quarter_end: Report) -> None:
    line = of(at_quarter_end, COUNTS)
    to_date, before = line.periods
    assert line.numerator == referred((dt.date(2017, 10, 1), dt.date(2017, 12, 31)))
    assert to_date.numerator == referred((dt.date(2017, 4, 1), dt.date(2017, 12, 31)))
    assert before.numerator == referred((dt.date(2017, 7, 1), dt.date(2017, 9, 30)))
    assert at_quarter_end.run.notes == (), "nothing is cut short"


def test_rates_are_annualised_by_the_length_of_their_own_period(at_year_end: Report) -> None:
    line = of(at_year_end, RATES)
    months = {"month": 1, "ytd": 12, "rolling-12": 12}
    assert line.value == pytest.approx(referred(YEAR_END["quarter"]) * 4 * 10_000 / POPULATION)
    for each in line.periods:
        yearly = referred(YEAR_END[each.name]) * 12 / months[each.name]
        assert each.value == pytest.approx(yearly * 10_000 / POPULATION)


def test_of_one_population_every_rate_says_so(at_year_end: Report) -> None:
    assert "every other period is of the population given" in of(at_year_end, RATES).notes
    alone = of(made("2018-03-31", "quarter", "ytd", change=False), RATES)
    assert not any("every other period" in note for note in alone.notes), "they end on the same day"


def test_counts_change_in_per_cent(at_year_end: Report) -> None:
    now = referred(YEAR_END["quarter"])
    for change in of(at_year_end, COUNTS).changes:
        then = referred(EARLIER[change.ago])
        assert (change.period.start, change.period.end) == EARLIER[change.ago]
        assert (change.numerator, change.unit) == (then, "percent")
        assert change.change_display == f"{round(100 * (now - then) / then):+}%"


def test_so_do_counts_of_those_there_are_on_a_day(at_year_end: Report) -> None:
    now = on_plans(YEAR_END["quarter"])
    for change in of(at_year_end, STOCKS).changes:
        then = on_plans(EARLIER[change.ago])
        assert change.change_display == f"{round(100 * (now - then) / then):+}%"


def test_percentages_change_in_percentage_points_and_rates_in_their_unit(at_year_end: Report) -> None:
    for id_, unit in ((SHARES, "percentage_points"), (RATES, "unit")):
        line = of(at_year_end, id_)
        for change in line.changes:
            moved = int(line.display) - int(change.display)
            assert (change.unit, change.change) == (unit, moved)
            assert change.change_display == f"{moved:+}{' pp' if id_ == SHARES else ''}"


def test_what_is_recorded_once_a_year_has_no_months(at_year_end: Report) -> None:
    assert of(at_year_end, "cl_19_21_eet_pct").status == "not_computed"
    yearly = of(made("2018-03-31", "rolling-12", "month"), "cl_19_21_eet_pct")
    assert yearly.status == "ok"
    assert [(each.display, each.status) for each in yearly.periods] == [("-", "not_computed")]


def test_what_has_a_window_of_its_own_has_no_other_period(at_year_end: Report) -> None:
    line = of(at_year_end, "cla_return_to_care_12m_pct")
    assert line.value is not None
    assert {each.status for each in line.periods} == {"not_computed"}


def test_where_the_data_do_not_reach_there_is_no_change_and_a_word_why() -> None:
    line = of(made("2016-12-31", "quarter"), COUNTS)
    year = next(change for change in line.changes if change.ago == "year")
    assert (year.change, year.change_display, year.display) == (None, "-", "-")
    assert year.note == "there is no figure for 1 October 2015 to 31 December 2015"


def test_a_quarter_that_is_not_over_says_so() -> None:
    report = made("2018-02-15", "quarter", "month", change=False)
    assert report.run.notes == (
        "The quarter is not over: it stands to date, 1 January 2018 to 15 February 2018.",
        "The month is not over: it stands to date, 1 February 2018 to 15 February 2018.",
    )
    assert of(report, COUNTS).numerator == referred((dt.date(2018, 1, 1), dt.date(2018, 2, 15)))
    assert of(report, COUNTS).changes == ()
