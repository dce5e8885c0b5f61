"""Censuses of several years as one extract, clarification by clarification."""

import datetime as dt
from pathlib import Path

import polars as pl

from extracts.census import census, child, header, read

EPISODE = (
    "<CINreferralDate>{}</CINreferralDate><CINclosureDate>{}</CINclosureDate><ReferralNFA>{}</ReferralNFA>"
)
ASSESSMENT = (
    "<Assessments><AssessmentActualStartDate>{}</AssessmentActualStartDate>"
    "<AssessmentAuthorisationDate>{}</AssessmentAuthorisationDate></Assessments>"
)
CIN_PLAN = (
    "<CINPlanDates><CINPlanStartDate>{}</CINPlanStartDate><CINPlanEndDate>{}</CINPlanEndDate></CINPlanDates>"
)
CP_PLAN = (
    "<ChildProtectionPlans><CPPstartDate>{}</CPPstartDate><CPPendDate>{}</CPPendDate>"
    "<CPPreviewDate>{}</CPPreviewDate></ChildProtectionPlans>"
)
REFERRED = EPISODE.format("2022-06-01", "", "0")


def year(number: int, *children: str, la: str = "201") -> str:
    return census(*children, head=header(number, la=la))


def test_the_newest_return_says_what_became_of_an_episode(tmp_path: Path) -> None:
    old = year(
        2023,
        child(
            REFERRED + ASSESSMENT.format("2022-06-02", "") + CP_PLAN.format("2022-07-01", "", "2022-09-01")
        ),
    )
    new = year(
        2024,
        child(
            EPISODE.format("2022-06-01", "2023-12-01", "0")
            + ASSESSMENT.format("2022-06-02", "2023-04-05")
            + CP_PLAN.format("2022-07-01", "2023-11-01", "2023-05-01")
        ),
    )
    for texts in ((old, new), (new, old)):  # the order of files does not matter
        extract = read(tmp_path, *texts)
        assert extract.table("cin_episodes")["closure_date"].to_list() == [dt.date(2023, 12, 1)]
        assert extract.table("assessments")["authorised_date"].to_list() == [dt.date(2023, 4, 5)]
        assert extract.table("cp_plans")["end_date"].to_list() == [dt.date(2023, 11, 1)]
        assert extract.table("cp_reviews").select(
            "review_date", "review_number", "previous_review_date"
        ).rows() == [
            (dt.date(2022, 9, 1), 1, None),
            (dt.date(2023, 5, 1), 2, dt.date(2022, 9, 1)),
        ]
        assert extract.findings == ()
        assert extract.last_day == dt.date(2024, 3, 31)
        assert set(extract.known_from.values()) == {dt.date(2022, 4, 1)}


def test_what_the_newest_return_leaves_out_is_open_no_longer(tmp_path: Path) -> None:
    open_then = child(
        REFERRED
        + ASSESSMENT.format("2022-06-02", "")
        + CIN_PLAN.format("2022-06-10", "")
        + CP_PLAN.format("2022-07-01", "", "")
    )
    extract = read(
        tmp_path,
        year(2023, open_then),
        year(2024, child(EPISODE.format("2023-06-01", "", 0), identifier="B")),
    )
    last = dt.date(2023, 3, 31)
    episodes = extract.table("cin_episodes").select("child_id", "closure_date", "end_assumed").rows()
    assert episodes == [("A", last, True), ("B", None, False)]
    for name in ("cin_plans", "cp_plans"):
        assert extract.table(name).select("end_date", "end_assumed").rows() == [(last, True)]
    assert extract.table("assessments").select("authorised_date", "end_assumed").rows() == [(None, True)]
    assert [(found.code, found.where, found.count, found.tables) for found in extract.findings] == [
        ("open-in-older-return", "line 3, closure_date", 1, ("cin_episodes",)),
        ("open-in-older-return", "line 3, authorised_date", 1, ("assessments",)),
        ("open-in-older-return", "line 3, end_date", 1, ("cin_plans",)),
        ("open-in-older-return", "line 3, end_date", 1, ("cp_plans",)),
    ]


def test_a_table_that_the_newest_return_lacks_is_still_older(tmp_path: Path) -> None:
    old = year(2023, child(REFERRED + CIN_PLAN.format("2022-06-10", "")))
    extract = read(tmp_path, old, year(2024, child(REFERRED)))
    assert extract.table("cin_plans")["end_assumed"].to_list() == [True]
    assert extract.table("cin_episodes")["end_assumed"].to_list() == [False]


def test_a_referral_without_further_action_is_no_finding(tmp_path: Path) -> None:
    old = year(2023, child(EPISODE.format("2022-06-01", "", "1")))
    assert read(tmp_path, old, year(2024, child(REFERRED, identifier="B"))).findings == ()


def test_each_authority_has_its_own_newest_return(tmp_path: Path) -> None:
    extract = read(tmp_path, year(2023, child(REFERRED), la="301"), year(2024, child(REFERRED), la="302"))
    assert extract.table("cin_episodes").select("la_code", "end_assumed").rows() == [
        ("301", False),
        ("302", False),
    ]
    assert extract.la_codes == ("301", "302")
    assert extract.table("children").height == 2


def test_of_two_returns_of_a_year_the_one_with_more_tables_is_newer(tmp_path: Path) -> None:
    early = year(
        2023, child(EPISODE.format("2022-06-01", "2022-12-01", "0")), child(REFERRED, identifier="B")
    )
    late = year(2023, child(REFERRED + CIN_PLAN.format("2022-06-10", "")))
    for texts in ((early, late), (late, early)):
        episodes = read(tmp_path, *texts).table("cin_episodes").sort("child_id")
        assert episodes.select("child_id", "closure_date", "end_assumed").rows() == [
            ("A", None, False),
            ("B", dt.date(2023, 3, 31), True),
        ]


def test_start_of_data_is_told_table_by_table(tmp_path: Path) -> None:
    old = year(2021, child(EPISODE.format("2020-06-01", "2020-07-01", "0")))
    new = year(2024, child(EPISODE.format("2023-06-01", "", "0") + CIN_PLAN.format("2023-06-10", "")))
    known_from = read(tmp_path, old, new).known_from
    assert known_from["cin_episodes"] == known_from["referrals"] == dt.date(2020, 4, 1)
    assert known_from["cin_plans"] == dt.date(2023, 4, 1)
    assert "cp_plans" not in known_from


def test_the_newest_return_says_who_a_child_is(tmp_path: Path) -> None:
    old = child(REFERRED, identifiers="<ExpectedPersonBirthDate>2023-05-01</ExpectedPersonBirthDate>")
    new = child(REFERRED, identifiers="<PersonBirthDate>2023-05-04</PersonBirthDate>")
    row = read(tmp_path, year(2023, old), year(2024, new)).table("children").row(0, named=True)
    assert (row["date_of_birth"], row["unborn"]) == (dt.date(2023, 5, 4), False)


def test_conferences_are_things_of_their_own(tmp_path: Path) -> None:
    conference = "<DateOfInitialCPC>{}</DateOfInitialCPC>"
    old = year(2023, child(REFERRED + conference.format("2022-06-20")))
    new = year(2024, child(REFERRED + conference.format("2023-06-20")))
    assert read(tmp_path, old, new).table("conferences")["icpc_date"].to_list() == [
        dt.date(2022, 6, 20),
        dt.date(2023, 6, 20),
    ]


def test_rows_without_a_date_do_not_double(tmp_path: Path) -> None:
    text = child(REFERRED + ASSESSMENT.format("", ""))
    assessments = read(tmp_path, year(2023, text), year(2024, text)).table("assessments")
    assert assessments.select(pl.len()).item() == 1
