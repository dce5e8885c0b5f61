"""One list against another: counts and places, never a child."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from chatcalc.extracts import annex_a
from chatcalc.extracts.extract import Finding
from extracts.annex_a_files import write_csv

DAY, END = dt.date(2023, 11, 13), dt.date(2024, 2, 1)
OPEN: dict[str, Any] = {"child_id": "c", "start_date": DAY}


def _checks(folder: Path, lists: dict[int, list[dict[str, Any]]]) -> list[Finding]:
    extract = annex_a.read([write_csv(folder, number, *rows) for number, rows in lists.items()])
    return [
        finding
        for finding in extract.findings
        if finding.code.startswith("cross-check-") and finding.code != "cross-check-blank"
    ]


def _need(status: str, closed: dt.date | None = None, child: str = "c") -> dict[str, Any]:
    return {"child_id": child, "referral_date": DAY, "case_status": status, "closure_date": closed}


@pytest.mark.parametrize(
    ("number", "need", "code"),
    [
        (7, _need("b) Child Protection plan"), None),
        (7, _need("a) Looked after child"), None),  # the first status that applies
        (7, _need("c) Child in need plan"), "cross-check-7-status-in-6"),
        (7, _need("b) Child Protection plan", END), "cross-check-7-not-in-6"),
        (7, _need("b) Child Protection plan", child="d"), "cross-check-7-not-in-6"),
        (8, _need("a) Looked after child"), None),
        (8, _need("b) Child Protection plan"), "cross-check-8-status-in-6"),
        (8, _need("e) Closed episode", END), "cross-check-8-not-in-6"),
        (4, _need("d) Open assessment"), None),
        (4, _need("c) Child in need plan"), None),
        (4, _need("d) Open assessment", child="d"), "cross-check-4-not-in-6"),
    ],
)
def test_open_in_a_list_against_list_6(
    tmp_path: Path, number: int, need: dict[str, Any], code: str | None
) -> None:
    found = _checks(tmp_path, {6: [need], number: [OPEN]})
    assert [finding.code for finding in found] == ([code] if code else [])
    if found:
        assert (found[0].file, found[0].where, found[0].count) == (f"List {number}.csv", "row 2", 1)


@pytest.mark.parametrize(("number", "end"), [(7, "end_date"), (8, "end_date"), (4, "authorised_date")])
def test_closed_rows_are_not_checked(tmp_path: Path, number: int, end: str) -> None:
    closed = OPEN | {end: END}
    assert not _checks(tmp_path, {6: [_need("a", child="other")], number: [closed]})


def test_without_list_6_nothing_is_said(tmp_path: Path) -> None:
    assert not _checks(tmp_path, {7: [OPEN], 8: [OPEN]})


def test_counts_and_the_first_place(tmp_path: Path) -> None:
    rows = [{"child_id": child, "start_date": DAY} for child in "abc"]
    (found,) = _checks(tmp_path, {6: [_need("b", child="a")], 7: rows})
    assert (found.code, found.where, found.count) == ("cross-check-7-not-in-6", "row 3", 2)


@pytest.mark.parametrize("number", [6, 7, 8, 9])
def test_a_child_twice_in_a_list_of_children(tmp_path: Path, number: int) -> None:
    rows = [{"child_id": "c", "team": team} for team in ("t1", "t2", "t3")]
    (found,) = _checks(tmp_path, {number: rows})
    assert (found.code, found.where, found.count) == ("cross-check-repeated-child", "row 3", 2)


def test_blanks_by_list_and_column(tmp_path: Path) -> None:
    rows = [{"child_id": f"c{n}", "contact_date": day, "sex": "M", "ethnicity": text, "source": "6"}
            for n, (day, text) in enumerate([(DAY, "WBRI"), ("no date", "-"), (None, None)])]  # fmt: skip
    extract = annex_a.read([write_csv(tmp_path, 1, *rows)])
    blanks = [finding for finding in extract.findings if finding.code == "cross-check-blank"]
    assert [(finding.where, finding.count, finding.message) for finding in blanks] == [
        ("row 3, Ethnicity", 2, "blank in 2 of 3 rows"),
        ("row 4, Date of Contact", 1, "blank in 1 of 3 rows"),  # text that is no date is no blank
    ]
    assert {finding.severity for finding in blanks} == {"info"}


@pytest.mark.parametrize(("number", "field"), [(8, "start_date"), (10, "entered_care_date")])
def test_care_before_birth(tmp_path: Path, number: int, field: str) -> None:
    born_later = {"child_id": "c", "date_of_birth": dt.date(2023, 11, 14), field: DAY}
    born_that_day = {"child_id": "d", "date_of_birth": DAY, field: DAY}
    (found,) = _checks(tmp_path, {number: [born_that_day, born_later]})
    assert (found.code, found.count) == ("cross-check-care-before-birth", 1)
    assert found.where.startswith("row 3, Date ")
