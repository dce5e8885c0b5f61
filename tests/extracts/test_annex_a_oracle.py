"""The oracle's workbook: equal figures by plain Polars, and equal tables from workbook and CSVs."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import polars as pl
import pytest
from polars import col

from chatcalc.extracts import annex_a
from chatcalc.extracts.extract import Extract
from chatcalc.tables.calendar import working_days
from chatcalc.tables.catalogue import TABLES
from chatcalc.tables.dates import add_months, age_on

ORACLE = Path(__file__).parents[1] / "oracle"
FIRST, LAST = dt.date(2023, 10, 1), dt.date(2024, 3, 31)
DAY = pl.lit(LAST)
Figures = dict[str, tuple[int | None, int | None]]

SOURCES = {
    "individual": "^1",
    "schools": "^2A",
    "education": "^2B",
    "health": "^3",
    "housing": "^4",
    "local_authority": "^5",
    "police": "^6",
    "legal": "^7",
    "other": "^8",
    "anonymous": "^9",
}
PLACEMENTS = {
    "foster": "^U",
    "placed_for_adoption": "^A",
    "parents": "P1",
    "independent_living": "P2",
    "residential_employment": "P3",
    "secure_home": "K1",
    "childrens_home": "K2",
    "care_home": "R1",
    "nhs": "R2",
    "family_centre": "R3",
    "young_offender_institution": "R5",
    "residential_school": "S1",
    "semi_independent": "H5",
    "supported_accommodation": "K3",
    "temporary": "^T",
    "other": "^Z",
}
CEASED = {
    "cla_ceased_adopted_pct": "E1[12]$",
    "cla_ceased_sgo_pct": "E4[3-8]",
    "cla_ceased_returned_home_pct": "E4[AB]",
    "cla_ceased_returned_home_pct|care_plan": "E4A",
    "cla_ceased_returned_home_pct|not_care_plan": "E4B",
    "cla_ceased_cao_pct": "E41",
}


@pytest.fixture(scope="module")
def extract() -> Extract:
    return annex_a.read([ORACLE / "input" / "annex_a" / "Annex_A.xlsx"])


@pytest.fixture(scope="module")
def headline() -> Figures:
    with (ORACLE / "headline" / "headline.csv").open(encoding="utf-8", newline="") as opened:
        rows = [row for row in csv.DictReader(opened) if row["source"] == "annex_a"]
    return {
        row["indicator_id"]: (int(row["numerator"]), int(row["denominator"] or 0) or None) for row in rows
    }


def test_the_tables_keep_their_schemas(extract: Extract) -> None:
    assert {name: len(frame) for name, frame in extract.tables.items()} == {
        "adoptions": 40,
        "allocations": 2797,
        "assessments": 853,
        "care_leavers": 333,
        "caseloads": 3196,
        "children": 3221,
        "cin_episodes": 1282,
        "conferences": 69,
        "contacts": 605,
        "cp_plans": 227,
        "cp_reviews": 162,
        "early_help": 182,
        "periods_of_care": 1520,
        "prospective_adopters": 20,
        "referrals": 605,
        "section_47_enquiries": 142,
    }
    for name, frame in extract.tables.items():
        TABLES[name].schema.validate(frame)


def test_the_csvs_give_the_same_tables(extract: Extract) -> None:
    other = annex_a.read(sorted((ORACLE / "input" / "annex_a_csv").glob("*.csv")))
    assert other.tables.keys() == extract.tables.keys()
    for name, frame in extract.tables.items():
        assert other.tables[name].drop("source_file").equals(frame.drop("source_file")), name


def test_only_cross_checks_find_anything(extract: Extract) -> None:
    found = [(finding.code, finding.where, finding.count) for finding in extract.findings]
    assert found == [
        ("cross-check-7-status-in-6", "List 7, row 2", 180),
        ("cross-check-8-not-in-6", "List 8, row 2", 1329),
        ("cross-check-4-not-in-6", "List 4, row 57", 26),
        ("cross-check-repeated-child", "List 6, row 20", 36),
        ("cross-check-repeated-child", "List 7, row 148", 1),
        ("cross-check-blank", "List 1, row 3, Contact Source", 42),
        ("cross-check-blank", "List 3, row 6, Referral Source", 40),
        ("cross-check-blank", "List 8, row 56, Placement Provider", 51),
    ]


def test_no_finding_names_a_child(extract: Extract) -> None:
    text = " ".join(f"{finding.where} {finding.message}" for finding in extract.findings)
    assert not set(text.split()) & set(extract.tables["children"]["child_id"])


@pytest.mark.parametrize(
    "family", ["front_door", "need", "protection", "care", "care_visits", "leavers", "adoption"]
)
def test_figures_equal_the_oracle(family: str, extract: Extract, headline: Figures) -> None:
    figures = globals()[f"_{family}"](extract)
    expected = {
        name: (
            headline[name][0] if numerator is not None else None,
            headline[name][1] if denominator is not None else None,
        )
        for name, (numerator, denominator) in figures.items()
    }
    assert figures == expected


def _front_door(extract: Extract) -> Figures:
    referrals = extract.table("referrals").filter(_during("referral_date"))
    total = len(referrals)
    source = col("source")
    figures: Figures = {
        f"referrals_by_source_pct|{part}": (
            _count(referrals, source.str.contains(codes) & ((source != "10") | source.is_null())),
            total,
        )
        for part, codes in SOURCES.items()
        if part != "individual"
    }
    assessments = extract.table("assessments")
    authorised = assessments.filter(_during("authorised_date"))
    unborn = extract.table("children").select("child_id", "unborn")
    seen = authorised.join(unborn, on="child_id").filter(~col("unborn"))
    answered = authorised.filter(col("support_required").is_not_null())
    open_ones = assessments.filter(_open("start_date", "authorised_date"))
    days = working_days(col("start_date"), col("authorised_date"))
    return figures | {
        "contacts_count": (_count(extract.table("contacts"), _during("contact_date")), None),
        "early_help_assessments_count": (
            _count(extract.table("early_help"), _during("completion_date")),
            None,
        ),
        "referrals_count": (total, None),
        "referrals_nfa_pct": (_count(referrals, col("no_further_action")), total),
        "referrals_by_source_pct|individual": (_count(referrals, source.str.contains("^1[A-D]")), total),
        "referrals_by_source_pct|unknown": (_count(referrals, source.is_null() | (source == "10")), total),
        "rereferrals_12m_pct": (_rereferrals(referrals, extract.table("referrals")), total),
        "assessments_completed_rate": (len(authorised), None),
        "assessments_started_count": (_count(assessments, _during("start_date")), None),
        "assessments_45wd_pct": (_count(authorised, days <= 45), len(authorised)),
        "assessments_open_overdue": (
            _count(open_ones, working_days(col("start_date"), DAY) > 45),
            len(open_ones),
        ),
        "assessments_nfa_pct": (_count(answered, ~col("support_required")), len(answered)),
        "assessments_child_seen_pct": (_count(seen, col("child_seen")), len(seen)),
    }


def _rereferrals(referrals: pl.DataFrame, everything: pl.DataFrame) -> int:
    """The column for a child's latest referral, the dates in the list for the earlier ones."""
    days = everything.select("child_id", other="referral_date")
    before = (col("other") < col("referral_date")) & (col("other") >= add_months(col("referral_date"), -12))
    seen = (
        referrals.join(days, on="child_id")
        .group_by("source_row")
        .agg(
            earlier=before.any(),
            latest=~(col("other") > col("referral_date")).any(),
            recorded=col("recorded_referrals_12_months").first() > 0,
        )
    )
    return _count(seen, pl.when("latest").then(pl.coalesce("recorded", "earlier")).otherwise("earlier"))


def _need(extract: Extract) -> Figures:
    episodes = extract.table("cin_episodes")
    open_ones = episodes.filter(_open("referral_date", "closure_date"))
    closed = episodes.filter(
        _during("closure_date"), ~col("closure_reason").is_in(["RC8", "RC9"]).fill_null(value=False)
    )
    on_plan = extract.table("cp_plans").filter(_open("start_date", "end_date"))
    plans = open_ones.filter(col("case_status") == "c").join(on_plan, on="child_id", how="anti")
    start = col("referral_date")
    long = start.pipe(add_months, 24) <= DAY
    visited = col("last_seen_date").is_between(LAST - dt.timedelta(28), LAST)
    waiting = (start >= LAST - dt.timedelta(28)) & col("last_seen_date").is_null()
    figures: Figures = {
        "cin_rate": (open_ones["child_id"].n_unique(), None),
        "cin_plans_open": (len(plans), None),
        "cin_plans_open|1_to_2_years": (
            _count(plans, (start.pipe(add_months, 12) <= DAY) & ~long),
            len(plans),
        ),
        "cin_plans_open|2_years_or_more": (_count(plans, long), len(plans)),
        "cin_visit_timeliness_pct": (_count(plans, visited), _count(plans, ~waiting)),
    }
    for name, frame, end in (("open", open_ones, DAY), ("closed", closed, col("closure_date"))):
        for band, count in _durations(frame, end).items():
            figures[f"cin_{name}_duration_pct|{band}"] = (count, len(frame))
    return figures


def _durations(frame: pl.DataFrame, end: pl.Expr) -> dict[str, int]:
    start = col("referral_date")
    band = (
        pl.when(end <= add_months(start, 3))
        .then(0)
        .when(end <= add_months(start, 6))
        .then(1)
        .when(end < add_months(start, 12))
        .then(2)
        .when(end < add_months(start, 24))
        .then(3)
        .otherwise(4)
    )
    names = (
        "3_months_or_less",
        "over_3_to_6_months",
        "over_6_months_to_1_year",
        "1_to_2_years",
        "2_years_or_more",
    )
    return {name: _count(frame, band == index) for index, name in enumerate(names)}


def _protection(extract: Extract) -> Figures:
    enquiries = extract.table("section_47_enquiries").filter(_during("start_date"))
    conferences = extract.table("conferences").filter(_during("icpc_date"))
    days = working_days(col("section_47_start_date"), col("icpc_date"))
    plans = extract.table("cp_plans")
    current = plans.filter(_open("start_date", "end_date"))
    started, ended = plans.filter(_during("start_date")), plans.filter(_during("end_date"))
    waiting = (col("start_date") >= LAST - dt.timedelta(28)) & col("last_seen_date").is_null()
    visited = col("last_seen_date").is_between(LAST - dt.timedelta(28), LAST)
    figures: Figures = {
        f"cpp_category_mix_pct|{code}": (_count(current, col("latest_category") == code), len(current))
        for code in ("NEG", "PHY", "SAB", "EMO", "MUL")
    }
    return figures | {
        "s47_rate": (len(enquiries), None),
        "s47_to_icpc_pct": (_count(enquiries, col("icpc_date").is_not_null()), len(enquiries)),
        "icpc_rate": (len(conferences), None),
        "icpc_15wd_pct": (_count(conferences, days <= 15), len(conferences)),
        "icpc_to_cpp_pct": (
            _count(conferences, col("resulted_in_plan")),
            _count(conferences, col("resulted_in_plan").is_not_null()),
        ),
        "cpp_category_mix_pct|not_recorded": (
            _count(current, col("latest_category").is_null()),
            len(current),
        ),
        "cpp_rate": (current["child_id"].n_unique(), None),
        "cpp_started_rate": (len(started), None),
        "cpp_repeat_ever_pct": (_count(started, col("previous_plans") >= 1), len(started)),
        "cpp_ceased_2y_pct": (_count(ended, _days("start_date", col("end_date")) + 1 >= 730), len(ended)),
        "cpp_current_2y_pct": (_count(current, _days("start_date", DAY) + 1 >= 730), len(current)),
        "cpp_visit_timeliness_pct": (_count(current, visited), _count(current, ~waiting)),
    }


def _care(extract: Extract) -> Figures:
    rows = extract.table("periods_of_care")
    current = rows.filter(_open("start_date", "end_date"))
    started, ended = rows.filter(_during("start_date")), rows.filter(_during("end_date"))
    anytime = rows.filter(col("start_date") <= LAST, col("end_date").is_null() | (col("end_date") >= FIRST))
    missing = rows.filter(col("missing_episodes_12_months") >= 1)
    offered = missing.filter(col("return_interview_offered"))
    figures: Figures = {
        f"cla_placement_type_pct|{part}": (
            _count(current, col("placement_type").str.contains(codes)),
            len(current),
        )
        for part, codes in PLACEMENTS.items()
    }
    for name, codes in CEASED.items():
        figures[name] = (_count(ended, col("reason_ceased").str.contains(f"^{codes}")), len(ended))
    return figures | {
        "cla_count": (current["child_id"].n_unique(), None),
        "cla_placement_type_pct|not_recorded": (
            _count(current, col("placement_type").is_null()),
            len(current),
        ),
        "cla_started_rate": (started["child_id"].n_unique(), None),
        "cla_ceased_rate": (ended["child_id"].n_unique(), None),
        "cla_uasc_pct": (_count(current, col("uasc_12_months")), len(current)),
        "cla_uasc_start_pct": (_count(started, col("uasc_12_months")), len(started)),
        "cla_3plus_placements_pct": (_count(current, col("placements_12_months") >= 3), len(current)),
        "cla_missing_pct": (
            _count(anytime, col("missing_episodes_12_months") >= 1),
            anytime["child_id"].n_unique(),
        ),
        "cla_away_pct": (_count(anytime, col("absent_episodes_12_months") >= 1), len(anytime)),
        "cla_return_interview_offered_pct": (len(offered), len(missing)),
        "cla_return_interview_offered_pct|accepted": (
            _count(offered, col("return_interview_accepted")),
            len(offered),
        ),
    }


def _care_visits(extract: Extract) -> Figures:
    current = extract.table("periods_of_care").filter(_open("start_date", "end_date"))
    allocations = extract.table("allocations").filter(_open("start_date", "end_date"))
    waiting = (col("start_date") >= LAST - dt.timedelta(42)) & col("visit_date").is_null()
    visited = col("visit_date").is_between(LAST - dt.timedelta(42), LAST)
    return {
        "cla_visit_timeliness_pct": (_count(current, visited), _count(current, ~waiting)),
        "cla_iro_visit_recent_pct": (
            _count(current, col("iro_visit_date") > col("review_date")),
            _count(current, col("review_date").is_not_null()),
        ),
        "cla_plan_return_home_count": (_count(current, col("permanence_plan") == "a"), None),
        "caseload_average": (
            _count(allocations, col("worker").is_not_null()),
            allocations["worker"].drop_nulls().n_unique(),
        ),
    }


def _leavers(extract: Extract) -> Figures:
    born = extract.table("children").select("child_id", "date_of_birth")
    people = (
        extract.table("care_leavers")
        .join(born, on="child_id")
        .filter(~col("in_touch").is_in(["DIED", "RHOM"]))
    )
    age = age_on(col("date_of_birth"), DAY)
    former = people.filter(age.is_between(19, 21), col("eligibility") == "former_relevant")
    young = people.filter(age.is_between(17, 18))
    planned = people.filter(col("eligibility").is_in(["eligible", "relevant", "former_relevant"]))
    in_touch, busy = col("in_touch") == "YES", col("activity").str.contains("^[FP]")
    figures: Figures = {
        "cl_19_21_eet_pct": (_count(former, busy), len(former)),
        "cl_19_21_neet_pct": (_count(former, col("activity").str.contains("^G")), len(former)),
        "cl_in_touch_pct": (_count(former, in_touch), len(former)),
        "cl_17_18_outcomes_pct|in_touch": (_count(young, in_touch), len(young)),
        "cl_17_18_outcomes_pct|eet": (_count(young, busy), len(young)),
        "cl_pathway_plan_pct": (_count(planned, _during("pathway_plan_date")), len(planned)),
    }
    for name, cohort in (
        ("cl_19_21_suitable_accom_pct", former),
        ("cl_17_18_outcomes_pct|suitable_accommodation", young),
    ):
        placed = cohort.filter(~col("accommodation").is_in(["G", "H", "R"]).fill_null(value=False))
        figures[name] = (_count(placed, col("accommodation_suitable")), len(placed))
    return figures


def _adoption(extract: Extract) -> Figures:
    rows = extract.table("adoptions")
    adopted = rows.filter(col("order_date").is_between(dt.date(2021, 4, 1), LAST))
    waiting = rows.filter(col("order_date").is_null(), col("decision_reversed_date").is_null())
    moved_in = pl.coalesce("foster_for_adoption_date", "placed_date")
    days = adopted.select(
        a1=_days("entered_care_date", col("placed_date")),
        a2=_days("placement_order_date", col("match_date")).clip(0),
        a10=_days("entered_care_date", moved_in),
    )
    return {
        "a1_entry_to_adoptive_family_days": (int(days["a1"].sum()), days["a1"].count()),
        "a2_order_to_match_days": (int(days["a2"].sum()), days["a2"].count()),
        "a10_entry_to_foster_family_days": (int(days["a10"].sum()), days["a10"].count()),
        "adoption_placement_count|placement_order": (
            _count(waiting, col("placement_order_date").is_not_null()),
            None,
        ),
        "adoption_placement_count|placed": (_count(waiting, col("placed_date").is_not_null()), None),
    }


def _count(frame: pl.DataFrame, condition: pl.Expr) -> int:
    return len(frame.filter(condition))


def _during(column: str) -> pl.Expr:
    return col(column).is_between(FIRST, LAST)


def _open(start: str, end: str) -> pl.Expr:
    return (col(start) <= LAST) & (col(end).is_null() | (col(end) > LAST))


def _days(start: str, end: pl.Expr) -> pl.Expr:
    return (end - col(start)).dt.total_days()
