"""Lists are recognised by their headings, and by nothing else."""

from __future__ import annotations

import pytest

from chatcalc.extracts.annex_a_headers import Headings, recognise
from chatcalc.extracts.annex_a_lists import LISTS

CONTACTS = [
    "Child Unique ID",
    "Gender",
    "Ethnicity",
    "Date of Birth",
    "Age",
    "Date of Contact",
    "Contact Source",
]


def _found(*rows: list[str | None]) -> Headings:
    headings = recognise(rows)
    assert headings is not None
    return headings


@pytest.mark.parametrize("number", LISTS)
def test_the_template_headings_are_recognised(number: int) -> None:
    headings = _found([column.heading for column in LISTS[number].columns])
    assert headings.annex_a_list.number == number
    assert not headings.missing
    assert not headings.unknown
    assert not headings.repeated


@pytest.mark.parametrize("number", LISTS)
def test_headings_may_be_in_any_order_and_shouted(number: int) -> None:
    texts: list[str | None] = [f" {column.heading.upper()} ? " for column in LISTS[number].columns]
    headings = _found(texts[::-1])
    assert headings.annex_a_list.number == number
    assert not headings.missing


@pytest.mark.parametrize("above", [[], [["List 1: Contacts"]], [[None], ["Contacts", None], [], [None, "x"]]])
def test_rows_may_stand_above_the_headings(above: list[list[str | None]]) -> None:
    headings = _found(*above, list(CONTACTS))
    assert (headings.annex_a_list.number, headings.row) == (1, len(above))


def test_blank_rows_above_are_not_counted() -> None:
    headings = _found(*([[None, ""]] * 30), ["Contacts"], list(CONTACTS))
    assert headings.row == 31


def test_headings_too_far_down_are_not_searched() -> None:
    assert recognise([*([["x", "y", "z"]] * 12), CONTACTS]) is None


@pytest.mark.parametrize(
    ("number", "field", "heading"),
    [
        (
            8,
            "missing_episodes_12_months",
            "Number of Episodes the Child has been ‘Missing’ from their Placement in the last 12 months",
        ),
        (8, "uasc_12_months", "Unaccompanied Asylum Seeking Child (UASC) within the Last 12 Months (Y/N))"),
        (
            8,
            "second_period_12_months",
            "Is this a second or subsequent episode of being a Looked After Child within "
            "the last 12 months (Y/N)",
        ),
        (8, "end_date", "Date Ceased to be Looked After "),
        (4, "support_required", "Was the child assessed as requiring LA children’s social care support"),
        (4, "support_required", "Was the child assessed as requiring LA childrenâ€™s social care support?"),
        (4, "support_required", "Was the child assessed as being in need at assessment?"),
        (9, "in_touch", "LA In Touch "),
        (9, "personal_adviser", "Allocated Personal Adviser"),
        (6, "case_status", "Case status"),
        (3, "referral_date", "Date of\u00a0Referral"),
        (3, "child_id", "ChildUniqueID"),
        (5, "start_date", "StratDiscussionDate"),
        (11, "child_id", "Individual adopter identifier"),
    ],
)
def test_variants_seen(number: int, field: str, heading: str) -> None:
    columns = LISTS[number].columns
    texts: list[str | None] = [heading if column.field == field else column.heading for column in columns]
    headings = _found(texts)
    assert headings.annex_a_list.number == number
    assert headings.positions[field] == [column.field for column in columns].index(field)


@pytest.mark.parametrize("heading", ["Stage of referral", "Language", "Agency", "Manager", "Percentage"])
def test_age_is_a_word_of_its_own(heading: str) -> None:
    headings = _found([*(text for text in CONTACTS if text != "Age"), heading])
    assert "age" not in headings.positions
    assert headings.unknown == (6,)


def test_extra_blank_and_repeated_columns() -> None:
    headings = _found([None, "LA", *CONTACTS, "", "contact source"])
    assert headings.positions["child_id"] == 2
    assert headings.positions["source"] == 8
    assert (headings.unknown, headings.repeated) == ((1,), (10,))


def test_an_exact_heading_wins_over_a_pattern_before_it() -> None:
    headings = _found(["Child other ID", *CONTACTS])
    assert headings.positions["child_id"] == 1


def test_the_list_of_thirteen_columns_is_the_care_leavers_list() -> None:
    old = [column.heading for column in LISTS[9].columns if not column.optional or column.field == "age"]
    headings = _found(list(old))
    assert headings.annex_a_list.number == 9
    assert [column.field for column in headings.missing] == [
        "uasc",
        "personal_adviser",
        "pathway_plan_date",
        "contact_date",
    ]


@pytest.mark.parametrize(
    "row",
    [
        ["CHILD", "DECOM", "RNE", "LS", "CIN", "PLACE", "DEC", "REC"],
        ["CHILD", "SEX", "DOB", "ETHNIC", "UPN", "MOTHER"],
        ["Gender", None, "Ethnicity", "Detail", "Contact / Referral Source", "Referral NFA?"],
        ["List Number/Title", "Field Heading", "Detailed Guidance"],
        ["Child Unique ID", "Gender", "Ethnicity", "Date of Birth"],
        ["indicator_id", "period", "la"],
    ],
)
def test_other_tables_are_not_annex_a(row: list[str | None]) -> None:
    assert recognise([row]) is None
