"""Every column that a source fills can be traced to its field."""

from __future__ import annotations

import pytest

from chatcalc.extracts.origins import origin
from chatcalc.tables.catalogue import TABLES


@pytest.mark.parametrize("table", TABLES)
def test_every_column_that_a_source_fills_comes_from_somewhere(table: str) -> None:
    for column in TABLES[table].columns:
        for source in TABLES[table].filled_by(column):
            read = origin(source, table, column)
            assert read or column in ("source_file", "source_row"), (source, column)


@pytest.mark.parametrize(
    ("source", "table", "column", "field"),
    [
        ("cin_census", "assessments", "authorised_date", "AssessmentAuthorisationDate"),
        ("cin_census", "cp_reviews", "plan_start_date", "CPPstartDate"),
        ("ssda903", "annual_outcomes", "sdq_score", "OC2: SDQ_SCORE"),
        ("annex_a", "referrals", "referral_date", "List 3: Date of referral"),
    ],
)
def test_fields_are_called_as_the_extract_calls_them(
    source: str, table: str, column: str, field: str
) -> None:
    assert origin(source, table, column) == field


def test_what_a_source_does_not_record_has_no_field() -> None:
    assert origin("cin_census", "assessments", "child_seen") is None
