import datetime as dt
from itertools import pairwise

import pytest

from chatcalc.reports.return_periods import check_return_period, return_periods


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def names(asked: list[str], as_at: str) -> list[str]:
    return [each.name for each in return_periods(asked, day(as_at))]


@pytest.mark.parametrize(
    ("as_at", "expected"),
    [
        ("2018-03-31", ["2017-18 Q1", "2017-18 Q2", "2017-18 Q3", "2017-18 Q4"]),
        ("2018-04-01", ["2017-18 Q1", "2017-18 Q2", "2017-18 Q3", "2017-18 Q4"]),
        ("2018-06-29", ["2017-18 Q1", "2017-18 Q2", "2017-18 Q3", "2017-18 Q4"]),
        ("2018-06-30", ["2018-19 Q1"]),
        ("2018-12-31", ["2018-19 Q1", "2018-19 Q2", "2018-19 Q3"]),
        ("2019-02-15", ["2018-19 Q1", "2018-19 Q2", "2018-19 Q3"]),
    ],
)
def test_quarters_are_those_of_the_financial_year_that_have_ended(as_at: str, expected: list[str]):
    assert names(["quarters"], as_at) == expected


def test_so_many_quarters_reach_back_over_years():
    found = return_periods(["5 quarters"], day("2018-05-20"))
    assert found[0].name == "2016-17 Q4"
    assert (found[0].period.start, found[-1].period.end) == (day("2017-01-01"), day("2018-03-31"))
    for earlier, later in pairwise(found):
        assert later.period.start - earlier.period.end == dt.timedelta(days=1)


def test_names_and_days_are_periods_too_each_once():
    asked = ["2018-01-01..2018-03-31", "ytd", "1 quarters"]
    found = return_periods(asked, day("2018-03-31"))
    assert [each.name for each in found] == ["2017-18 Q4", "ytd"]


@pytest.mark.parametrize("text", ["fortnight", "0 quarters", "quarters 4", "100 quarters", "2018..2019"])
def test_what_is_no_period_is_refused(text: str):
    with pytest.raises(ValueError, match="is no period"):
        check_return_period(text)
