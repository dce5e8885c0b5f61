"""Which population the rates of a report, of its trend and of an earlier snapshot are of (convention C13)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from chatcalc.indicators.calculation import calculate
from chatcalc.indicators.jobs import Request
from chatcalc.indicators.populations import Estimate, estimate_on
from chatcalc.indicators.results import Result
from indicators.specs import YEAR, extract, indicator

RATE = indicator(
    "unit: rate_per_10000\ncount: section_47_enquiries\nperiod: {during: icpc_date}\nper: children_0_17\n"
)
DATA = extract(section_47_enquiries=[{"child_id": "a", "icpc_date": "2023-03-01"}])
ESTIMATES = (Estimate(1000, 2021, 2024, "new"), Estimate(2000, 2022, 2024, "new"))
HELD = (*ESTIMATES, Estimate(4000, 2023, 2024, "new"))
SINCE = Request(YEAR.end, trend=13, populations={"201": HELD})


def rate(request: Request) -> Result:
    (result,) = calculate([RATE], [DATA], request)
    return result


def test_each_period_of_a_trend_is_of_its_own_year() -> None:
    found = rate(SINCE)
    assert found.figure.denominator == 4000
    assert {(point.period.end, point.figure.denominator) for point in found.trend} >= {
        (dt.date(2023, 3, 31), 2000),
        (dt.date(2024, 2, 29), 2000),
        (dt.date(2024, 3, 31), 4000),
    }
    assert found.trend[0].figure.exact == 5


def test_an_earlier_snapshot_is_of_its_own_year_too() -> None:
    assert rate(replace(SINCE, as_at=dt.date(2022, 12, 31), trend=0)).figure.denominator == 1000


def test_the_population_given_is_that_of_every_period() -> None:
    found = rate(replace(SINCE, population=500))
    assert {point.figure.denominator for point in found.trend} | {found.figure.denominator} == {500}
    assert found.notes == ("every period of the trend is of the population given",)
    assert rate(replace(SINCE, population=500, trend=0)).notes == ()


def test_the_note_says_of_which_years_the_trend_is() -> None:
    of_trend = "each period of the trend is of the estimate for its own year, mid-2022 to mid-2023"
    assert rate(SINCE).notes[0] == f"{HELD[-1].source}; {of_trend}"
    assert rate(replace(SINCE, trend=1)).notes == (HELD[-1].source,)


@pytest.mark.parametrize(
    ("day", "mid_year"),
    [
        (dt.date(2022, 3, 31), 2021),
        (dt.date(2023, 3, 30), 2021),
        (dt.date(2023, 3, 31), 2022),
        (dt.date(2030, 3, 31), 2022),  # none of that June yet: the newest before it
        (dt.date(2015, 3, 31), 2021),  # before all of them: the oldest
    ],
)
def test_the_june_before_the_year_ends(day: dt.date, mid_year: int) -> None:
    found = estimate_on(ESTIMATES, day)
    assert found is not None
    assert found.mid_year == mid_year


def test_without_estimates_there_is_none() -> None:
    assert estimate_on((), YEAR.end) is None
