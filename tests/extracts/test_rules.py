"""Every rule, on rows that break it and on the nearest rows that do not."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pytest

from chatcalc.extracts.extract import Extract
from chatcalc.extracts.finding_words import WORDS
from chatcalc.extracts.findings import PLACES_KEPT
from chatcalc.extracts.rule_findings import later_than, with_rule_findings
from chatcalc.extracts.rules import RULES
from chatcalc.tables.catalogue import TABLES
from chatcalc.tables.columns import ANNEX_A, CIN_CENSUS, SSDA903

Row = dict[str, Any]
LAST = dt.date(2024, 3, 31)


def day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def extract(source: str, last_day: dt.date | None = LAST, **tables: list[Row]) -> Extract:
    """An extract of one file; rows stand in lines 2, 3, ... and are of child A unless they say otherwise."""
    frames = {}
    for name, rows in tables.items():
        dates = {column for column, dtype in TABLES[name].dtypes.items() if dtype == pl.Date}
        placed = [
            {"la_code": "201", "child_id": "A", "source_file": "file", "source_row": line}
            | {column: day(value) if column in dates else value for column, value in row.items()}
            for line, row in enumerate(rows, start=2)
        ]
        schema = {column: TABLES[name].dtypes[column] for row in placed[:1] for column in row}
        frames[name] = TABLES[name].conform(
            pl.DataFrame(placed, schema_overrides=schema, infer_schema_length=None)
        )
    known = dict.fromkeys(frames, dt.date(2022, 4, 1))
    return Extract(source, frames, known, last_day, la_codes=("201",))


def found(of: Extract, code: str) -> list[tuple[str, int]]:
    """Place and count of the findings with a code."""
    return [(each.where, each.count) for each in with_rule_findings(of).findings if each.code == code]


CHILD = {"date_of_birth": "2012-05-01", "sex": "F", "ethnicity": "WBRI"}
NEED = {"referral_date": "2023-05-01", "no_further_action": False, "primary_need": "N1"}
CARE = {
    "start_date": "2023-05-01", "reason_new_episode": "S", "legal_status": "C2", "need": "N1",
    "placement_type": "U6",
}  # fmt: skip
OUTCOME = {
    "year_end": "2024-03-31", "convicted": False, "immunisations": True, "teeth_check": True,
    "health_assessment": True, "substance_misuse": False, "sdq_score": 7,
}  # fmt: skip


@pytest.mark.parametrize(
    ("source", "table", "first", "second", "field"),
    [
        (CIN_CENSUS, "assessments", "referral_date", "start_date", "AssessmentActualStartDate"),
        (CIN_CENSUS, "section_47_enquiries", "referral_date", "start_date", "S47ActualStartDate"),
        (CIN_CENSUS, "cin_plans", "referral_date", "start_date", "CINPlanStartDate"),
        (CIN_CENSUS, "cp_plans", "referral_date", "start_date", "CPPstartDate"),
        (CIN_CENSUS, "cp_reviews", "plan_start_date", "review_date", "CPPreviewDate"),
        (ANNEX_A, "section_47_enquiries", "start_date", "icpc_date", "Date of Initial Child Protection"),
        (ANNEX_A, "periods_of_care", "start_date", "placement_start_date", "Start Date of Most Recent"),
        (SSDA903, "adoptions", "decision_date", "match_date", "DATE_MATCH"),
        (SSDA903, "adoptions", "decision_date", "decision_reversed_date", "DATE_PLACED_CEASED"),
        (ANNEX_A, "adoptions", "entered_care_date", "decision_date", "Date of Decision"),
        (ANNEX_A, "adoptions", "placed_date", "order_date", "Order"),
        (ANNEX_A, "adoptions", "match_date", "order_date", "Order"),
        (ANNEX_A, "prospective_adopters", "stage_1_start_date", "stage_1_end_date", "Stage 1"),
        (ANNEX_A, "prospective_adopters", "stage_1_end_date", "stage_2_start_date", "Stage 2"),
        (ANNEX_A, "prospective_adopters", "stage_2_start_date", "stage_2_end_date", "Stage 2"),
        (ANNEX_A, "prospective_adopters", "approval_date", "match_date", "atch"),
        (ANNEX_A, "prospective_adopters", "match_date", "placed_date", "laced"),
        (ANNEX_A, "prospective_adopters", "placed_date", "order_date", "Order"),
    ],
)
def test_dates_out_of_order(source: str, table: str, first: str, second: str, field: str) -> None:
    code = "dates-out-of-order"
    late, early = "2023-05-02", "2023-05-01"
    ((where, count),) = found(extract(source, **{table: [{first: late, second: early}]}), code)
    assert (count, field in where) == (1, True), where
    same_day, unknown = {first: late, second: late}, {first: None, second: early}
    assert found(extract(source, **{table: [same_day, unknown]}), code) == []


def test_every_pair_of_dates_is_asked_of_an_extract_that_records_both() -> None:
    for rule in RULES:
        assert any(rule.asked_of(source) for source in rule.sources), rule


BORN_UNKNOWN = {"date_of_birth": None, "unborn": False}
PLAN = {"initial_category": "NEG", "latest_category": "NEG", "previous_plans": 0}
NOTHING = {"referral_date": "2023-05-01", "no_further_action": True, "closure_date": "2023-05-01"}


@pytest.mark.parametrize(
    ("source", "tables", "where"),
    [
        (CIN_CENSUS, {"children": [CHILD | BORN_UNKNOWN]}, "line 2, PersonBirthDate"),
        (CIN_CENSUS, {"children": [CHILD | {"sex": None}]}, "line 2, Sex"),
        (SSDA903, {"children": [CHILD, CHILD | {"child_id": "B", "ethnicity": None}]}, "line 3, ETHNIC"),
        (CIN_CENSUS, {"referrals": [{"referral_date": "2023-05-01"}]}, "line 2, ReferralSource"),
        (CIN_CENSUS, {"cin_episodes": [NEED | {"no_further_action": None}]}, "line 2, ReferralNFA"),
        (CIN_CENSUS, {"cin_episodes": [NEED | {"primary_need": None}]}, "line 2, PrimaryNeedCode"),
        (CIN_CENSUS, {"cin_episodes": [NEED | {"closure_date": "2023-06-01"}]}, "line 2, ReasonForClosure"),
        (CIN_CENSUS, {"assessments": [{"authorised_date": "2023-06-01"}]}, "line 2, AssessmentFactors"),
        (CIN_CENSUS, {"section_47_enquiries": [{"start_date": "2023-06-01"}]}, "line 2, ICPCnotRequired"),
        (CIN_CENSUS, {"cp_plans": [PLAN | {"initial_category": None}]}, "line 2, InitialCategoryOfAbuse"),
        (CIN_CENSUS, {"cp_plans": [PLAN | {"latest_category": None}]}, "line 2, LatestCategoryOfAbuse"),
        (CIN_CENSUS, {"cp_plans": [PLAN | {"previous_plans": None}]}, "line 2, NumberOfPreviousCPP"),
        (SSDA903, {"care_episodes": [CARE | {"reason_new_episode": None}]}, "line 2, RNE"),
        (SSDA903, {"care_episodes": [CARE | {"legal_status": None}]}, "line 2, LS"),
        (SSDA903, {"care_episodes": [CARE | {"need": None}]}, "line 2, CIN"),
        (SSDA903, {"care_episodes": [CARE | {"placement_type": None}]}, "line 2, PLACE"),
        (SSDA903, {"missing_episodes": [{"start_date": "2023-06-01"}]}, "line 2, MISSING"),
        (SSDA903, {"annual_outcomes": [OUTCOME | {"immunisations": None}]}, "line 2, IMMUNISATIONS"),
        (SSDA903, {"annual_outcomes": [OUTCOME | {"teeth_check": None}]}, "line 2, TEETH_CHECK"),
        (SSDA903, {"annual_outcomes": [OUTCOME | {"health_assessment": None}]}, "line 2, HEALTH_ASSESSMENT"),
        (SSDA903, {"annual_outcomes": [OUTCOME | {"substance_misuse": None}]}, "line 2, SUBSTANCE_MISUSE"),
        (SSDA903, {"care_leavers": [{"year_end": "2024-03-31"}]}, "line 2, IN_TOUCH"),
        (SSDA903, {"care_leavers": [{"in_touch": "YES", "accommodation": "K"}]}, "line 2, ACTIV"),
        (SSDA903, {"care_leavers": [{"in_touch": "YES", "activity": "F1"}]}, "line 2, ACCOM"),
    ],
)  # fmt: skip
def test_values_that_are_missing(source: str, tables: dict[str, list[Row]], where: str) -> None:
    assert found(extract(source, **tables), "value-missing") == [(where, 1)]


@pytest.mark.parametrize(
    ("source", "tables"),
    [
        (CIN_CENSUS, {"children": [CHILD | {"date_of_birth": None, "unborn": True}]}),
        (CIN_CENSUS, {"cin_episodes": [NOTHING]}),
        (CIN_CENSUS, {"cin_episodes": [NEED | {"closure_date": "2023-06-01", "end_assumed": True}]}),
        (CIN_CENSUS, {"assessments": [{"start_date": "2023-06-01"}]}),
        (CIN_CENSUS, {"section_47_enquiries": [{"start_date": "2023-06-01", "icpc_date": "2023-06-09"}]}),
        (SSDA903, {"care_leavers": [{"in_touch": "NO"}]}),
        (ANNEX_A, {"children": [{"child_id": "A"}], "referrals": [{"child_id": "A"}]}),
    ],
)  # fmt: skip
def test_values_that_nobody_asks_for(source: str, tables: dict[str, list[Row]]) -> None:
    assert found(extract(source, **tables), "value-missing") == []


@pytest.mark.parametrize(
    ("born", "column", "asked"),
    [
        ("2020-03-31", "sdq_score", True),  # four on the day
        ("2020-04-01", "sdq_score", False),
        ("2007-04-01", "sdq_score", True),  # sixteen
        ("2007-03-31", "sdq_score", False),
        ("2014-03-31", "convicted", True),  # ten
        ("2014-04-01", "convicted", False),
    ],
)
def test_what_is_asked_from_an_age_on(born: str, column: str, asked: bool) -> None:
    rows = {"children": [CHILD | {"date_of_birth": born}], "annual_outcomes": [OUTCOME | {column: None}]}
    assert bool(found(extract(SSDA903, **rows), "value-missing")) is asked


def test_a_reason_stands_for_a_score() -> None:
    rows = {"children": [CHILD], "annual_outcomes": [OUTCOME | {"sdq_score": None, "sdq_reason": "SDQ2"}]}
    assert found(extract(SSDA903, **rows), "value-missing") == []


@pytest.mark.parametrize(("reviewed", "asked"), [("2016-05-01", True), ("2016-04-30", False)])
def test_how_a_child_took_part_is_asked_from_four_on(reviewed: str, asked: bool) -> None:
    rows = {"children": [CHILD], "care_reviews": [{"review_date": reviewed}]}
    assert bool(found(extract(SSDA903, **rows), "value-missing")) is asked


@pytest.mark.parametrize(
    ("table", "end", "place"),
    [
        ("assessments", "authorised_date", "AssessmentAuthorisationDate"),
        ("cin_plans", "end_date", "CINPlanEndDate"),
        ("cp_plans", "end_date", "CPPendDate"),
    ],
)
def test_what_is_open_in_a_closed_episode(table: str, end: str, place: str) -> None:
    row = {"referral_date": "2023-05-01", "start_date": "2023-05-02"}
    closed, still_open = NEED | {"closure_date": "2023-09-01"}, NEED | {"closure_date": None}
    code = "open-after-closure"
    assert found(extract(CIN_CENSUS, cin_episodes=[closed], **{table: [row]}), code) == [
        (f"line 2, {place}", 1)
    ]
    for episodes, rows in (
        ([still_open], [row]),
        ([closed, still_open], [row]),
        ([closed], [row | {end: "2023-09-01"}]),
        ([closed], [row | {"end_assumed": True}]),
        ([closed], [row | {"referral_date": "2023-08-01"}]),
    ):
        assert found(extract(CIN_CENSUS, cin_episodes=episodes, **{table: rows}), code) == []


@pytest.mark.parametrize(
    ("source", "table", "start", "end"),
    [
        (CIN_CENSUS, "cin_episodes", "referral_date", "closure_date"),
        (CIN_CENSUS, "cin_plans", "start_date", "end_date"),
        (CIN_CENSUS, "cp_plans", "start_date", "end_date"),
        (ANNEX_A, "cp_plans", "start_date", "end_date"),
        (ANNEX_A, "periods_of_care", "start_date", "end_date"),
        (SSDA903, "missing_episodes", "start_date", "end_date"),
    ],
)
def test_spells_that_share_time(source: str, table: str, start: str, end: str) -> None:
    def overlaps(*spells: tuple[str, str | None]) -> int:
        rows = [{start: first, end: last} for first, last in spells]
        return sum(count for _, count in found(extract(source, **{table: rows}), "episodes-overlap"))

    assert overlaps(("2023-05-01", "2023-06-01"), ("2023-06-01", None)) == 0, "one ends as the other starts"
    assert overlaps(("2023-05-01", "2023-06-01"), ("2023-05-31", None)) == 1
    assert overlaps(("2023-05-31", None), ("2023-05-01", "2023-06-01")) == 1, "in any order"
    assert (
        overlaps(("2023-05-01", "2023-08-01"), ("2023-05-05", "2023-05-06"), ("2023-06-01", "2023-06-02"))
        == 2
    )
    assert overlaps(("2023-05-01", None), ("2023-06-01", "2023-06-01")) == 0, "a spell of no day shares none"
    assert overlaps(("2023-05-01", None)) == 0


def test_spells_of_two_children_and_referrals_that_led_to_nothing_share_no_time() -> None:
    other = NEED | {"child_id": "B", "referral_date": "2023-05-09"}
    nothing = NEED | {"no_further_action": True, "referral_date": "2023-05-09"}
    assert found(extract(CIN_CENSUS, cin_episodes=[NEED, other]), "episodes-overlap") == []
    assert found(extract(CIN_CENSUS, cin_episodes=[NEED, nothing]), "episodes-overlap") == []


@pytest.mark.parametrize(("referred", "faults"), [("2038-04-30", 0), ("2038-05-01", 1)])
def test_need_ends_with_the_twenty_sixth_birthday(referred: str, faults: int) -> None:
    of = extract(CIN_CENSUS, children=[CHILD], cin_episodes=[NEED | {"referral_date": referred}])
    assert len(found(of, "age-implausible")) == faults


@pytest.mark.parametrize(
    ("born", "start", "end", "where"),
    [
        ("2005-05-01", "2023-05-01", "2023-06-01", "line 2, DECOM"),  # on the 18th birthday
        ("2005-05-02", "2023-05-01", "2023-05-02", None),
        ("2006-03-30", "2023-05-01", None, "line 2, DEC"),  # eighteen on 30 March, open on the 31st
        ("2006-03-31", "2023-05-01", None, None),  # the end may be of the last day itself
        ("2004-02-29", "2022-02-28", "2022-03-01", None),  # eighteen on 1 March 2022
        ("2004-02-29", "2022-03-01", "2022-03-02", "line 2, DECOM"),
    ],
)
def test_care_ends_with_the_eighteenth_birthday(
    born: str, start: str, end: str | None, where: str | None
) -> None:
    episode = CARE | {"start_date": start, "end_date": end}
    of = extract(SSDA903, children=[CHILD | {"date_of_birth": born}], care_episodes=[episode])
    assert [place for place, _ in found(of, "age-implausible")] == ([where] if where else [])


@pytest.mark.parametrize(("start", "faults"), [("2012-05-01", 0), ("2012-04-30", 1)])
def test_care_starts_with_birth(start: str, faults: int) -> None:
    of = extract(SSDA903, children=[CHILD], care_episodes=[CARE | {"start_date": start}])
    assert len(found(of, "cross-check-care-before-birth")) == faults


def test_a_reason_for_closure_without_a_date() -> None:
    of = extract(CIN_CENSUS, cin_episodes=[NEED | {"closure_reason": "RC1"}, NEED])
    assert found(of, "reason-without-end") == [("line 2, ReasonForClosure", 1)]


FIRST = CARE | {"end_date": "2023-06-01", "reason_ceased": "X1"}
NEXT = CARE | {"start_date": "2023-06-01", "reason_new_episode": "P"}


@pytest.mark.parametrize(
    ("episodes", "not_begun", "not_continued"),
    [
        ([FIRST, NEXT], 0, 0),
        ([FIRST], 0, 1),
        ([NEXT], 1, 0),
        ([FIRST, NEXT | {"start_date": "2023-06-02"}], 1, 1),
        ([FIRST, NEXT | {"child_id": "B"}], 1, 1),
        ([FIRST | {"reason_ceased": "E4A"}, NEXT | {"reason_new_episode": "S"}], 0, 0),
        # an episode that starts and ends on one day is no neighbour of itself, but of others
        ([FIRST | {"start_date": "2023-06-01"}], 0, 1),
        ([NEXT | {"end_date": "2023-06-01", "reason_ceased": "E4A"}], 1, 0),
        ([FIRST, FIRST | {"start_date": "2023-06-01", "reason_new_episode": "P"}, NEXT], 0, 0),
        # what came before the data is not known
        ([NEXT | {"start_date": "2022-04-01"}], 0, 0),
        ([NEXT | {"start_date": "2022-04-02"}], 1, 0),
    ],
)
def test_episodes_that_continue(episodes: list[Row], not_begun: int, not_continued: int) -> None:
    of = extract(SSDA903, care_episodes=episodes)
    assert sum(count for _, count in found(of, "episode-not-begun")) == not_begun
    assert sum(count for _, count in found(of, "episode-not-continued")) == not_continued


@pytest.mark.parametrize(
    ("table", "row", "outside"),
    [
        ("care_reviews", {"review_date": "2023-05-01"}, False),
        ("care_reviews", {"review_date": "2023-04-30"}, True),
        ("care_reviews", {"review_date": "2023-06-01"}, False),
        ("care_reviews", {"review_date": "2023-06-02"}, True),
        ("care_reviews", {"review_date": "2023-05-09", "child_id": "B"}, True),
        ("missing_episodes", {"kind": "M", "start_date": "2023-06-01", "end_date": "2023-06-02"}, False),
        ("missing_episodes", {"kind": "M", "start_date": "2023-06-02", "end_date": None}, True),
        ("missing_episodes", {"kind": "M", "start_date": "2023-04-28", "end_date": "2023-05-01"}, False),
        ("missing_episodes", {"kind": "M", "start_date": "2023-04-28", "end_date": "2023-04-30"}, True),
    ],
)
def test_what_happens_outside_care(table: str, row: Row, outside: bool) -> None:
    episode = CARE | {"end_date": "2023-06-01", "legal_status": "V4"}
    of = extract(SSDA903, care_episodes=[episode], **{table: [row]})
    assert bool(found(of, "outside-care")) is outside
    assert found(extract(SSDA903, **{table: [row]}), "outside-care") == [], "without episodes nothing tells"


def test_tables_that_a_return_lacks() -> None:
    ((where, count),) = found(extract(SSDA903, children=[CHILD], care_episodes=[CARE]), "table-missing")
    assert (where, count) == ("all files", 4)
    assert found(extract(CIN_CENSUS, children=[CHILD]), "table-missing") == []


@pytest.mark.parametrize(
    ("last_day", "day_", "faults"),
    [
        (None, dt.date(2024, 1, 31), [("row 3, Date of Contact", 1)]),
        (None, dt.date(2024, 2, 1), []),
        (LAST, dt.date(2024, 1, 31), [("row 3, Date of Contact", 1)]),
        (LAST, LAST, []),
        (dt.date(2024, 1, 31), dt.date(2024, 1, 31), []),  # its reader has told
    ],
)
def test_dates_after_a_day(last_day: dt.date | None, day_: dt.date, faults: list[tuple[str, int]]) -> None:
    rows = [{"contact_date": "2024-01-31"}, {"contact_date": "2024-02-01"}]
    of = extract(ANNEX_A, last_day, contacts=rows)
    assert [(each.where, each.count) for each in later_than(of, day_)] == faults


def test_a_field_that_fills_several_columns_is_told_once() -> None:
    referral = {"referral_date": "2024-02-01"}
    of = extract(CIN_CENSUS, referrals=[referral], cin_episodes=[referral])
    assert [each.where for each in later_than(of, dt.date(2024, 1, 31))] == ["line 2, CINreferralDate"]


def test_a_finding_counts_all_cases_and_places_the_first_thousand() -> None:
    (one,) = [
        each
        for each in with_rule_findings(extract(SSDA903, children=[CHILD | {"sex": None}] * 1_200)).findings
        if each.code == "value-missing"
    ]
    assert (one.count, len(one.rows), len(one.places)) == (1_200, PLACES_KEPT, PLACES_KEPT)
    assert one.places[:2] == ("line 2, SEX", "line 3, SEX")
    assert (one.tables, one.columns) == (("children",), ("sex",))


def test_sheets_of_a_workbook_are_named() -> None:
    row = {"start_date": "2023-05-02", "icpc_date": "2023-05-01", "source_file": "Annex A.xlsx [List 5]"}
    (one,) = with_rule_findings(extract(ANNEX_A, section_47_enquiries=[row])).findings
    assert (one.file, one.where) == (
        "Annex A.xlsx",
        "List 5, row 2, Date of Initial Child Protection Conference",
    )


def test_the_page_of_a_code_knows_the_tables_it_can_stand_in() -> None:
    for rule in RULES:
        tables = WORDS[rule.code].tables
        assert not tables or rule.table in tables, rule.code
