from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest

from chatcalc.indicators.jobs import Request
from chatcalc.indicators.periods import month_ends, months_ending, period_frame, window_of
from chatcalc.indicators.results import Period
from chatcalc.specs.model import Window


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def period(text: str) -> Period:
    start, end = text.split(" to ")
    return Period(day(start), day(end))


@pytest.mark.parametrize(
    ("last", "months", "expected"),
    [
        ("2024-03-31", 12, "2023-04-01 to 2024-03-31"),
        ("2024-03-31", 6, "2023-10-01 to 2024-03-31"),
        ("2024-02-29", 12, "2023-03-01 to 2024-02-29"),
        ("2024-02-29", 1, "2024-02-01 to 2024-02-29"),
        ("2024-02-28", 12, "2023-02-28 to 2024-02-28"),
        ("2018-12-31", 6, "2018-07-01 to 2018-12-31"),
        ("2024-01-15", 12, "2023-01-16 to 2024-01-15"),
        ("2024-08-30", 6, "2024-02-29 to 2024-08-30"),
    ],
)
def test_months_ending(last: str, months: int, expected: str) -> None:
    assert months_ending(day(last), months) == period(expected)


@pytest.mark.parametrize(
    ("last", "count", "expected"),
    [
        ("2024-03-31", 3, ["2024-01-31", "2024-02-29", "2024-03-31"]),
        ("2024-03-30", 2, ["2024-01-31", "2024-02-29"]),
        ("2024-02-29", 1, ["2024-02-29"]),
        ("2024-02-28", 1, ["2024-01-31"]),
        ("2024-01-31", 2, ["2023-12-31", "2024-01-31"]),
        ("2024-01-31", 0, []),
    ],
)
def test_month_ends(last: str, count: int, expected: list[str]) -> None:
    assert month_ends(day(last), count) == [day(text) for text in expected]


@pytest.mark.parametrize(
    ("ending", "months", "snapshot", "expected"),
    [
        ("31 March", 36, "2024-03-31", "2021-04-01 to 2024-03-31"),
        ("31 March", 36, "2024-03-30", "2020-04-01 to 2023-03-31"),
        ("31 March", 12, "2024-12-31", "2023-04-01 to 2024-03-31"),
        ("29 February", 12, "2024-02-29", "2023-03-01 to 2024-02-29"),
        ("29 February", 12, "2023-06-30", "2022-03-01 to 2023-02-28"),
        ("31 December", 1, "2024-03-31", "2023-12-01 to 2023-12-31"),
        ("12 months before the snapshot", 12, "2024-03-31", "2022-04-01 to 2023-03-31"),
        ("12 months before the snapshot", 12, "2025-02-28", "2023-03-01 to 2024-02-29"),
        ("6 months before the snapshot", 24, "2024-08-15", "2022-02-16 to 2024-02-15"),
    ],
)
def test_window_of(ending: str, months: int, snapshot: str, expected: str) -> None:
    assert window_of(Window(months=months, ending=ending), day(snapshot)) == period(expected)


@pytest.mark.parametrize(
    ("text", "months", "factor"),
    [
        ("2023-04-01 to 2024-03-31", 12, Fraction(1)),
        ("2018-07-01 to 2018-12-31", 6, Fraction(2)),
        ("2024-02-01 to 2024-02-29", 1, Fraction(12)),
        ("2023-01-16 to 2024-01-15", 12, Fraction(1)),
        ("2021-04-01 to 2024-03-31", 36, Fraction(1, 3)),
        ("2024-01-01 to 2024-01-10", None, Fraction(36525, 1000)),
        ("2023-04-02 to 2024-03-31", None, Fraction(36525, 100) / 365),
        ("2024-01-01 to 2024-01-01", None, Fraction(36525, 100)),
    ],
)
def test_whole_months_and_the_annual_factor(text: str, months: int | None, factor: Fraction) -> None:
    found = period(text)
    assert found.whole_months == months
    assert found.annual_factor == factor


def test_period_frame_has_a_row_a_period_and_the_window_of_each() -> None:
    periods = [period("2023-04-01 to 2024-03-31"), period("2023-07-01 to 2023-12-31")]
    frame = period_frame(periods, Window(months=12, ending="31 March"))
    assert frame.columns == ["period_row", "period_start", "period_end", "window_start", "window_end"]
    assert frame["period_row"].to_list() == [0, 1]
    assert frame["window_end"].to_list() == [day("2024-03-31"), day("2023-03-31")]
    assert period_frame(periods).columns == ["period_row", "period_start", "period_end"]


@pytest.mark.parametrize(
    ("source", "months", "start"),
    [("cin_census", None, "2023-04-01"), ("ssda903", None, "2023-04-01"), ("annex_a", None, "2023-10-01"),
     ("annex_a", 12, "2023-04-01"), ("cin_census", 1, "2024-03-01")],
)  # fmt: skip
def test_a_request_is_a_year_and_half_a_year_from_annex_a(
    source: str, months: int | None, start: str
) -> None:
    request = Request(day("2024-03-31"), months=months, trend=2)
    assert request.first_period(source) == Period(day(start), day("2024-03-31"))
    lengths = {found.whole_months for found in request.trend_periods(source)}
    assert lengths == {request.first_period(source).whole_months}
