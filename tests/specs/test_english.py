"""Conditions in plain English: what a reader takes from them is what the engine does."""

from __future__ import annotations

import pytest

from chatcalc.expressions.check import Scope, condition
from chatcalc.expressions.tree import Type
from chatcalc.specs.compiling import column_types
from chatcalc.specs.english import in_words, words
from chatcalc.tables.catalogue import TABLES

SCOPE = Scope(
    table="assessments",
    names={**column_types("assessments"), "period_end": Type.DATE, "limit": Type.NUMBER, "days": Type.NUMBER},
    owners={"child": column_types("children"), "earlier": column_types("assessments")},
    related={"earlier": column_types("assessments")},
    tables=TABLES,
    parameters={"limit": 45},
)


def said(text: str, *, of_related: bool = False) -> str:
    return in_words(condition(text, SCOPE), {"limit": 45}, of_related=of_related)


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("days <= limit", "days is at most 45 (limit)"),
        ("days > 45", "days is above 45"),
        ("start_date <= period_end", "start date is on or before the snapshot"),
        ("start_date < period_end", "start date is before the snapshot"),
        ("start_date >= DATE '2024-02-29'", "start date is on or after 29 February 2024"),
        ("child_seen", "child seen is yes"),
        ("NOT child_seen", "child seen is no"),
        ("child_seen IS NOT TRUE", "child seen is not yes"),
        ("authorised_date IS NULL", "authorised date is blank"),
        ("team IN ('a', 'b', 'c')", "team is a, b or c"),
        ("(team IN ('a', 'b')) IS NOT TRUE", "team is not known to be a or b"),
        ("NOT exists(earlier)", "there is no ‘earlier’ row"),
        ("count(earlier) >= 1", "the number of ‘earlier’ rows is at least 1"),
        (
            "latest(earlier.start_date) = start_date",
            "the start date of the latest ‘earlier’ is start date",
        ),
        (
            "start_date <= add_months(period_end, -1)",
            "start date is on or before 1 month before the snapshot",
        ),
        (
            "start_date <= add_months(period_end, 30)",
            "start date is on or before 30 months after the snapshot",
        ),
        (
            "start_date <= add_months(period_end, -24)",
            "start date is on or before 2 years before the snapshot",
        ),
        ("start_date = add_days(period_end, 1)", "start date is the day after the snapshot"),
        ("age_on(child.date_of_birth, period_end) < 16", "the age on the snapshot is below 16"),
        (
            "(child_seen OR support_required) AND days > 1",
            "(child seen is yes or support required is yes) and days is above 1",
        ),
        (
            "CASE WHEN child_seen THEN days > 1 ELSE days > 2 END",
            "days is above 1 where child seen is yes; otherwise days is above 2",
        ),
        ("NOT (days > 1 AND child_seen)", "it is not so that (days is above 1 and child seen is yes)"),
    ],
)
def test_conditions(text: str, english: str) -> None:
    assert said(text) == english


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("earlier.start_date < start_date", "its start date is before the case’s start date"),
        ("open_on(earlier.start_date, earlier.authorised_date, period_end)",
         "the time from its start date to its authorised date is open on the snapshot"),
    ],
)  # fmt: skip
def test_related_rows_are_it_and_the_case_is_the_case(text: str, english: str) -> None:
    assert said(text, of_related=True) == english


def test_abbreviations_are_capitals() -> None:
    assert words("icpc_date") == "ICPC date"
