"""Codes as authorities write them, and what must not be taken for a code."""

from __future__ import annotations

import polars as pl
import pytest

from chatcalc.extracts import annex_a_code_lists as lists
from chatcalc.extracts.annex_a_codes import CodeList, translated

UNDERSTOOD = [
    # the template's way, the bare code, the label, the letter alone
    (lists.SOURCE, "q) 6: Police", "6"),
    (lists.SOURCE, "6", "6"),
    (lists.SOURCE, "6.0", "6"),
    (lists.SOURCE, "Police", "6"),
    (lists.SOURCE, "q)", "6"),
    (lists.SOURCE, "p1) 5D: LA services", "5D"),
    (lists.SOURCE, "a) 1a", "1A"),
    (lists.SOURCE, "School", "2A"),
    (lists.SOURCE, "Health services – GP", "3A"),
    (lists.SOURCE, "u)\u00a0Unknown", "10"),
    # the code counts, not a wrong letter before it
    (lists.ETHNICITY, "e) WOTH", "WOTH"),
    (lists.ETHNICITY, "wbri", "WBRI"),
    (lists.ETHNICITY, "White British", "WBRI"),
    (lists.ETHNICITY, "WBRI White British", "WBRI"),
    (lists.ETHNICITY, "u) UNKNOWN", "NOBT"),
    (lists.SUITABILITY, "a) Suitable", "SUITABLE"),
    (lists.SUITABILITY, "b) Unsuitable", "UNSUITABLE"),
    (lists.SUITABILITY, "b) Not suitable", "UNSUITABLE"),
    (lists.SUITABILITY, "a) Unsuitable", "UNSUITABLE"),
    (lists.ELIGIBILITY, "a) Relevant child", "relevant"),
    (lists.ELIGIBILITY, "b) Former relevant child", "former_relevant"),
    (lists.ELIGIBILITY, "Former Relevant", "former_relevant"),
    (lists.ELIGIBILITY, "c) Qualifying care leaver", "qualifying"),
    (lists.ELIGIBILITY, "d) Eligible", "eligible"),
    (lists.IN_TOUCH, "a) Yes", "YES"),
    (lists.IN_TOUCH, "n", "NO"),
    (lists.IN_TOUCH, "d) Refu", "REFU"),
    (lists.IN_TOUCH, "f) Rhom", "RHOM"),
    (lists.IN_TOUCH, "No longer requires services", "NREQ"),
    (lists.ACCOMMODATION, "B: With parents", "B"),
    (lists.ACCOMMODATION, "X - In custody", "X"),
    (lists.ACCOMMODATION, "Bed and breakfast", "W"),
    (lists.PLACEMENT_TYPE, "f) U6: Foster placement - not FFA", "U6"),
    (lists.PLACEMENT_TYPE, "zz) T4: Temporary placement", "T4"),
    (lists.PLACEMENT_TYPE, "Children’s Homes", "K2"),
    (lists.PLACEMENT_TYPE, "K3", "K3"),
    (lists.PROVIDER, "e) PR4 - Private provision", "PR4"),
    (lists.REASON_CEASED, "k) E47: Special Guardianship Orders - relative/friend", "E47"),
    (lists.REASON_CEASED, "e4a", "E4A"),
    (lists.CASE_STATUS, "b) Child Protection plan", "b"),
    (lists.CASE_STATUS, "C", "c"),
    (lists.ABUSE, "Physical abuse", "PHY"),
    (lists.ABUSE, "e) Multiple", "MUL"),
    (lists.NEED, "N1 - Abuse or Neglect", "N1"),
    (lists.NEED, "N2 - Child’s disability", "N2"),
    (lists.CLOSURE, "RC8 - Case closed after assessment, no further action", "RC8"),
    (lists.LEGAL_STATUS, "C2: FCO", "C2"),
    (lists.PERMANENCE_PLAN, "a) Return to family", "a"),
    (lists.PERMANENCE_PLAN, "g) other", "g"),
    (lists.PLACEMENT_LOCATION, "In LA", "IN"),
    (lists.PLACEMENT_LOCATION, "b) Out", "OUT"),
    (lists.ACTIVITY, "G5: NEET: other", "G5"),
    (lists.NO_LONGER_PLACED, "RD3 - Prospective adopters could not be found", "RD3"),
    (lists.LEAVING_ADOPTION, "1 - Adopter withdrew from process", "1"),
    (lists.SEX, "c) Not stated/recorded", "U"),
    (lists.SEX, "d) Neither", "U"),
    (lists.SEX, "c) Neither", "U"),
    (lists.SEX, "b)", "F"),
]

NOT_UNDERSTOOD = [
    # a group that several codes share names none of them
    (lists.SOURCE, "a) Individual"),
    (lists.SOURCE, "Health"),
    (lists.SOURCE, "5"),
    (lists.PLACEMENT_TYPE, "a) Foster placement"),
    (lists.PLACEMENT_TYPE, "Temporary placement"),
    (lists.PLACEMENT_TYPE, "T"),
    (lists.ETHNICITY, "a) White"),
    (lists.ETHNICITY, "s)"),
    (lists.PROVIDER, "c) Other"),
    # letters of another scheme
    (lists.IN_TOUCH, "c) Not recorded"),
    (lists.IN_TOUCH, "d) Exclude"),
    (lists.SUITABILITY, "c) Not in touch or not recorded"),
    (lists.REASON_CEASED, "h) Moved into independent living"),
    # beginnings and middles of words
    (lists.IN_TOUCH, "No longer in touch"),
    (lists.ELIGIBILITY, "Not eligible"),
    (lists.PLACEMENT_LOCATION, "Inpatient"),
    (lists.ACCOMMODATION, "b-and-b"),
    (lists.ACCOMMODATION, "c) Semi-detached house"),
    (lists.REASON_CEASED, "E4"),
    (lists.LEAVING_ADOPTION, "10"),
    (lists.ACTIVITY, "F"),
    (lists.NEED, "PSRMEM - Support with memory and cognition"),
]


def _translated(codes: CodeList, text: str | None) -> str | None:
    frame = pl.DataFrame({"raw": [text]}, schema={"raw": pl.String})
    code: str | None = frame.select(translated(pl.col("raw"), codes)).item()
    return code


@pytest.mark.parametrize(
    ("codes", "text", "code"), UNDERSTOOD, ids=lambda value: getattr(value, "name", value)
)
def test_code_is_understood(codes: CodeList, text: str, code: str) -> None:
    assert _translated(codes, text) == code


@pytest.mark.parametrize(("codes", "text"), NOT_UNDERSTOOD, ids=lambda value: getattr(value, "name", value))
def test_no_code_is_guessed(codes: CodeList, text: str) -> None:
    assert _translated(codes, text) is None


@pytest.mark.parametrize("text", [None, "", " ", "-", "N/A", "<blank>"])
def test_nothing_is_no_code(text: str | None) -> None:
    assert _translated(lists.SOURCE, text) is None


def _all_lists() -> list[CodeList]:
    return [value for value in vars(lists).values() if isinstance(value, CodeList)]


@pytest.mark.parametrize("codes", _all_lists(), ids=lambda codes: codes.name)
def test_every_bare_code_is_itself(codes: CodeList) -> None:
    assert {code: _translated(codes, code) for code in codes.codes} == dict(codes.codes)


@pytest.mark.parametrize("codes", _all_lists(), ids=lambda codes: codes.name)
def test_every_label_of_one_code_gives_it(codes: CodeList) -> None:
    read = {label: _translated(codes, label.title()) for label in codes.labels}
    assert read == dict(codes.labels)
