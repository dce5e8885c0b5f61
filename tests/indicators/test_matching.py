"""Which rows of two extracts are one record, and which children are one child."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import polars as pl
import pytest

from chatcalc.extracts.extract import Extract
from chatcalc.indicators.matching import matched_rows
from chatcalc.indicators.same_child import DETAILS, LOOKUP, ONE_EVENT, same_children
from indicators.specs import extract

Row = dict[str, Any]
UNTIL = (dt.date(2024, 3, 31), dt.date(2024, 3, 31))
NOBODY = pl.DataFrame(schema={"a_id": pl.String, "b_id": pl.String, "known_by": pl.String})


def plan(start: str | None, end: str | None = None, child: str = "c", **more: object) -> Row:
    return {"child_id": child, "start_date": start, "end_date": end, **more}


def pairs(a: list[Row], b: list[Row], source: str = "cin_census", **known: dt.date) -> set[tuple[Any, ...]]:
    sides = [replace(extract(source, cp_plans=rows), known_from=known) for rows in (a, b)]
    return set(matched_rows("cp_plans", *sides, NOBODY, UNTIL).rows())


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ([plan("2023-05-01")], [plan("2023-05-01", "2023-09-01")], {(0, 0, "record")}),
        ([plan("2023-05-01")], [plan("2023-05-01", child="d")], {(0, None, None), (None, 0, None)}),
        # The end says which is which where the start was corrected by more than a month.
        ([plan("2023-05-01", "2023-09-01")], [plan("2023-01-01", "2023-09-01")], {(0, 0, "end")}),
        # What is left of a child is one record where it is near, or alike in all but the date.
        ([plan("2023-05-01", "2023-09-01")], [plan("2023-05-20")], {(0, 0, "near")}),
        ([plan("2023-05-01")], [plan("2022-05-01")], {(0, 0, "near")}),
        (
            [plan("2023-05-01", "2023-09-01")],
            [plan("2023-08-01", "2023-10-01")],
            {(0, None, None), (None, 0, None)},
        ),
        # Two left on a side: it is not known which is which.
        (
            [plan("2023-05-01", "2023-06-01"), plan("2023-07-01", "2023-08-01")],
            [plan("2023-05-20")],
            {(0, None, None), (1, None, None), (None, 0, None)},
        ),
        # Repeated records find their own, whatever their order.
        (
            [plan("2023-05-01", "2023-06-01"), plan("2023-05-01", "2023-07-01")],
            [plan("2023-05-01", "2023-07-01"), plan("2023-05-01", "2023-06-01")],
            {(0, 1, "record"), (1, 0, "record")},
        ),
        ([plan("2023-05-01"), plan("2023-05-01")], [plan("2023-05-01")], {(0, 0, "record"), (1, None, None)}),
        ([plan(None)], [plan(None)], {(0, 0, "record")}),
    ],
)
def test_rows_stand_beside_their_counterparts(
    a: list[Row], b: list[Row], expected: set[tuple[Any, ...]]
) -> None:
    assert pairs(a, b) == expected


def test_a_record_of_days_the_other_does_not_speak_of_has_no_near_one() -> None:
    a, b = [plan("2023-05-01", "2023-05-20")], [plan("2023-05-25", "2023-09-01")]
    assert pairs(a, b) == {(0, 0, "near")}
    assert pairs(a, b, cp_plans=dt.date(2023, 6, 1)) == {(0, None, None), (None, 0, None)}


def test_annex_a_holds_a_childs_latest_record_alone() -> None:
    a, b = ([{"child_id": "c", "referral_date": day}] for day in ("2022-01-01", "2024-01-01"))
    sides = [extract("annex_a", cin_episodes=rows) for rows in (a, b)]
    assert matched_rows("cin_episodes", *sides, NOBODY, UNTIL).rows() == [(0, 0, "near")]


def people(**days: tuple[str, str, list[str]]) -> Extract:
    """Children by id: date of birth, sex, and the days of their referrals."""
    children = [{"child_id": id_, "date_of_birth": born, "sex": sex} for id_, (born, sex, _) in days.items()]
    referrals = [
        {"child_id": id_, "referral_date": day} for id_, (_, _, referred) in days.items() for day in referred
    ]
    return extract(children=children, referrals=referrals)


BORN = "2015-01-01"


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        pytest.param(
            {"old": (BORN, "F", ["2023-05-01", "2023-09-01"])},
            {"new": (BORN, "F", ["2023-05-01", "2023-09-01", "2024-01-01"])},
            [("old", "new", DETAILS.replace("{}", "2"))],
            id="another id",
        ),
        pytest.param(
            {"old": (BORN, "F", ["2023-05-01"])},
            {"new": (BORN, "F", ["2023-05-01"])},
            [("old", "new", ONE_EVENT)],
            id="one event is little",
        ),
        pytest.param(
            {"old": (BORN, "F", ["2023-05-01"])}, {"new": (BORN, "M", ["2023-05-01"])}, [], id="another sex"
        ),
        pytest.param(
            {"old": (BORN, "F", ["2023-05-01"])}, {"new": (BORN, "F", ["2023-05-02"])}, [], id="no event"
        ),
        pytest.param(
            {"old": (BORN, "F", ["2023-05-01"]), "twin": (BORN, "F", ["2023-05-01"])},
            {"new": (BORN, "F", ["2023-05-01"]), "other": (BORN, "F", ["2023-05-01"])},
            [],
            id="twins",
        ),
        pytest.param(
            {"old": (BORN, "F", ["2023-05-01"]), "kept": (BORN, "F", ["2023-09-01"])},
            {"kept": (BORN, "F", ["2023-05-01", "2023-09-01"])},
            [("old", "kept", ONE_EVENT)],
            id="merged",
        ),
        pytest.param(
            {"old": (BORN, "F", ["2023-05-01"]), "kept": (BORN, "F", ["2023-05-01"])},
            {"kept": (BORN, "F", ["2023-05-01"])},
            [],
            id="a twin who is gone",
        ),
    ],
)
def test_the_same_child_under_another_id(
    a: dict[str, Any], b: dict[str, Any], expected: list[tuple[str, str, str]]
) -> None:
    assert same_children(people(**a), people(**b)).rows() == expected


@pytest.mark.parametrize("turned", [False, True])
def test_ids_that_are_given_are_believed(turned: bool) -> None:
    ids = pl.DataFrame({"old_id": ["old"], "new_id": ["new"]})
    then, now = people(old=(BORN, "F", [])), people(new=("2014-01-01", "M", []))
    sides, expected = ((now, then), ("new", "old")) if turned else ((then, now), ("old", "new"))
    assert same_children(*sides, ids).rows() == [(*expected, LOOKUP)]
