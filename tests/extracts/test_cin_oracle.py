"""Two census years of a synthetic authority give the counts that independent loops gave."""

import csv
import datetime as dt
from pathlib import Path

import polars as pl
import pytest

from chatcalc.extracts import cin_census
from chatcalc.extracts.extract import Extract

ORACLE = Path(__file__).parents[1] / "oracle"
FIRST, LAST = dt.date(2023, 4, 1), dt.date(2024, 3, 31)
IN_NEED = pl.col("no_further_action").ne_missing(True)
RECORDED = ~pl.col("end_assumed")


def during(column: str) -> pl.Expr:
    return pl.col(column).is_between(FIRST, LAST)


def open_on_last(start: str, end: str) -> pl.Expr:
    return (pl.col(start) <= LAST) & (pl.col(end).is_null() | (pl.col(end) > LAST))


@pytest.fixture(scope="module")
def extract() -> Extract:
    return cin_census.read([ORACLE / "input" / "cin_2024.xml", ORACLE / "input" / "cin_2023.xml"])


def headline(indicator: str) -> dict[str, str]:
    with (ORACLE / "headline" / "headline.csv").open(newline="", encoding="utf-8") as opened:
        rows = csv.DictReader(opened)
        return next(row for row in rows if (row["source"], row["indicator_id"]) == ("cin_census", indicator))


@pytest.mark.parametrize(
    ("table", "condition", "indicator", "column"),
    [
        ("referrals", during("referral_date"), "referrals_count", "numerator"),
        ("referrals", during("referral_date") & ~IN_NEED, "referrals_nfa_pct", "numerator"),
        ("assessments", during("authorised_date"), "assessments_completed_rate", "numerator"),
        ("assessments", during("start_date"), "assessments_started_count", "numerator"),
        ("assessments", open_on_last("start_date", "authorised_date") & RECORDED,
         "assessments_open_overdue", "denominator"),
        ("section_47_enquiries", during("start_date"), "s47_rate", "numerator"),
        ("conferences", during("icpc_date"), "icpc_rate", "numerator"),
        ("cin_episodes", open_on_last("referral_date", "closure_date") & IN_NEED,
         "cin_open_duration_pct|2_years_or_more", "denominator"),
        ("cp_plans", during("start_date"), "cpp_started_rate", "numerator"),
        ("cp_plans", during("end_date") & RECORDED, "cpp_ceased_2y_pct", "denominator"),
        ("cp_plans", open_on_last("start_date", "end_date"), "cpp_rate", "numerator"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_counts(extract: Extract, table: str, condition: pl.Expr, indicator: str, column: str) -> None:
    assert extract.table(table).filter(condition).height == int(headline(indicator)[column])


def test_children_in_need(extract: Extract) -> None:
    open_episodes = extract.table("cin_episodes").filter(
        open_on_last("referral_date", "closure_date") & IN_NEED
    )
    assert open_episodes["child_id"].n_unique() == int(headline("cin_rate")["numerator"])


def test_children_with_a_cin_plan_and_no_cp_plan(extract: Extract) -> None:
    plans, cp_plans = (
        extract.table(name).filter(open_on_last("start_date", "end_date"))
        for name in ("cin_plans", "cp_plans")
    )
    assert plans.join(cp_plans, on="child_id", how="anti")["child_id"].n_unique() == int(
        headline("cin_plans_open")["numerator"]
    )


def test_transfer_ins(extract: Extract) -> None:
    transfers = extract.table("conferences").filter(
        during("icpc_date") & pl.col("section_47_start_date").is_null()
    )
    assert f"{transfers.height} of them transfer-ins" in headline("icpc_rate")["note"]


def test_what_is_known_of_the_extract(extract: Extract) -> None:
    assert extract.last_day == LAST
    assert extract.made_on == dt.date(2024, 5, 23)
    assert extract.la_codes == ("201",)
    assert set(extract.known_from.values()) == {dt.date(2022, 4, 1)}
    assert [one.file for one in extract.inputs] == ["cin_2023.xml", "cin_2024.xml"]


def test_findings(extract: Extract) -> None:
    assert {(one.file, one.code, one.where, one.count) for one in extract.findings} == {
        ("cin_2024.xml", "end-before-start", "line 1594, AssessmentAuthorisationDate", 1),
        ("cin_2024.xml", "end-before-start", "line 1595, DateOfInitialCPC", 1),
        ("cin_2024.xml", "duplicate-referral", "line 1593, CINreferralDate", 1),
        ("cin_2024.xml", "duplicate-conference", "line 1596, DateOfInitialCPC", 1),
        ("cin_2023.xml", "open-in-older-return", "line 33, authorised_date", 10),
    }
