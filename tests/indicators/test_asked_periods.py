"""Which days the periods that people name have."""

from __future__ import annotations

import datetime as dt

import pytest

from chatcalc.indicators.asked_periods import asked_period
from chatcalc.indicators.periods import as_long, earlier
from chatcalc.indicators.results import Period


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def period(text: str) -> Period:
    start, end = text.split("..")
    return Period(day(start), day(end))


@pytest.mark.parametrize(
    ("name", "snapshot", "wanted"),
    [
        ("month", "2018-03-31", "2018-03-01..2018-03-31"),
        ("month", "2018-05-15", "2018-05-01..2018-05-15"),
        ("month", "2024-02-29", "2024-02-01..2024-02-29"),
        ("quarter", "2018-03-31", "2018-01-01..2018-03-31"),
        ("quarter", "2018-04-01", "2018-04-01..2018-04-01"),
        ("quarter", "2018-05-15", "2018-04-01..2018-05-15"),
        ("quarter", "2018-12-31", "2018-10-01..2018-12-31"),
        ("ytd", "2018-03-31", "2017-04-01..2018-03-31"),
        ("ytd", "2018-04-01", "2018-04-01..2018-04-01"),
        ("ytd", "2018-12-31", "2018-04-01..2018-12-31"),
        ("rolling-12", "2018-03-31", "2017-04-01..2018-03-31"),
        ("rolling-12", "2018-05-15", "2017-05-16..2018-05-15"),
        ("rolling-3", "2018-06-30", "2018-04-01..2018-06-30"),
        ("2017-01-01..2017-06-30", "2018-03-31", "2017-01-01..2017-06-30"),
    ],
)
def test_a_period_ends_on_the_snapshot_unless_its_days_are_named(name: str, snapshot: str, wanted: str):
    assert asked_period(name).up_to(day(snapshot)) == period(wanted)


@pytest.mark.parametrize(
    ("name", "snapshot", "to_date"),
    [
        ("month", "2018-05-15", True),
        ("month", "2018-05-31", False),
        ("quarter", "2018-05-31", True),
        ("quarter", "2018-06-30", False),
        ("ytd", "2018-05-15", False),  # it says so itself
        ("rolling-12", "2018-05-15", False),
    ],
)
def test_a_month_or_a_quarter_may_not_be_over(name: str, snapshot: str, to_date: bool):
    assert asked_period(name).is_to_date(day(snapshot)) is to_date


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("fortnight", "write month, quarter, ytd, rolling-12 or FROM..TO"),
        ("rolling-0", "write month"),
        ("rolling-121", "write month"),
        ("2018-01-01..", "write its days as 2023-04-01..2024-03-31"),
        ("2018-02-01..2018-01-31", "ends before it starts"),
    ],
)
def test_anything_else_is_no_period(text: str, said: str):
    with pytest.raises(ValueError, match=said):
        asked_period(text)


@pytest.mark.parametrize(
    ("now", "months", "then"),
    [
        ("2018-04-01..2018-06-30", 3, "2018-01-01..2018-03-31"),
        ("2018-01-01..2018-03-31", 3, "2017-10-01..2017-12-31"),
        ("2024-02-01..2024-02-29", 12, "2023-02-01..2023-02-28"),
        ("2017-04-01..2018-03-31", 12, "2016-04-01..2017-03-31"),
        ("2018-04-01..2018-05-15", 12, "2017-04-01..2017-05-15"),
    ],
)
def test_the_same_length_of_time_earlier_ends_with_its_month_too(now: str, months: int, then: str):
    assert earlier(period(now), months) == period(then)


def test_a_trend_has_periods_as_long_as_the_one_reported():
    assert as_long(period("2018-01-01..2018-03-31"), day("2018-02-28")) == period("2017-12-01..2018-02-28")
    assert as_long(period("2018-05-01..2018-05-15"), day("2018-04-30")) == period("2018-04-16..2018-04-30")
