from __future__ import annotations

import datetime as dt

import polars as pl

from chatcalc.tables.care_reviews import care_reviews
from chatcalc.tables.catalogue import TABLES
from chatcalc.tables.periods_of_care import periods_of_care
from tables.care_cases import day, episodes

CARE = periods_of_care(
    episodes(
        "2017-01-01 2017-06-01 S U1 E4A a", "2018-01-01 - S U1 - a", "2016-01-01 2016-03-01 S U1 E4A a V4"
    )
)


def reviews(*days: str) -> pl.DataFrame:
    rows = [{"la_code": "local", "child_id": "child", "review_date": day(text)} for text in days]
    return care_reviews(TABLES["care_reviews"].conform(pl.DataFrame(rows)), CARE)


def test_reviews_are_numbered_inside_their_period_of_care_in_the_order_of_rows() -> None:
    found = reviews("2018-04-01", "2017-02-01", "2018-02-01", "2017-05-01")
    assert found["review_number"].to_list() == [2, 1, 1, 2]
    assert found["previous_review_date"].to_list() == [dt.date(2018, 2, 1), None, None, dt.date(2017, 2, 1)]
    assert found["period_of_care_start"].to_list()[0] == dt.date(2018, 1, 1)


def test_a_review_outside_care_or_in_short_breaks_has_no_number() -> None:
    found = reviews("2016-02-01", "2017-08-01", "2017-06-01")
    assert found["review_number"].to_list() == [None, None, 1]


def test_two_rows_of_one_day_are_one_review() -> None:
    found = reviews("2018-02-01", "2018-02-01", "2018-04-01")
    assert found["review_number"].to_list() == [1, 1, 2]
    assert found["previous_review_date"].to_list() == [None, None, dt.date(2018, 2, 1)]


def test_deriving_twice_changes_nothing() -> None:
    once = reviews("2018-02-01", "2018-04-01")
    assert care_reviews(once, CARE).equals(once)
