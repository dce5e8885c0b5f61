"""Which indicators a finding touches, and how far back figures read."""

from __future__ import annotations

import datetime as dt

import pytest

from chatcalc.extracts.extract import Extract
from chatcalc.extracts.findings import finding
from chatcalc.indicators.jobs import Job, Request, job_for
from chatcalc.indicators.periods import months_ending
from chatcalc.indicators.reach import reads_from, shortfalls, starting_late
from chatcalc.indicators.touched import reads_of, touched
from chatcalc.specs.loading import load_specs
from chatcalc.tables.catalogue import TABLES
from chatcalc.tables.columns import CIN_CENSUS, SSDA903

INDICATORS = load_specs().indicators
YEAR = months_ending(dt.date(2024, 3, 31), 12)


def ids(source: str, tables: tuple[str, ...], *columns: str) -> set[str]:
    reads = [reads_of(each.definitions[source]) for each in INDICATORS.values() if source in each.definitions]
    return set(touched(finding("value-missing", "f", "w", "m", 1, *tables, columns=columns), reads))


@pytest.mark.parametrize(
    ("source", "tables", "columns", "inside", "outside"),
    [
        (CIN_CENSUS, ("referrals",), ("source",), "referrals_by_source_pct", "referrals_nfa_pct"),
        (CIN_CENSUS, ("referrals",), (), "referrals_nfa_pct", "cpp_rate"),
        (CIN_CENSUS, ("assessments",), ("factors",), "assessment_factors_pct", "assessments_45wd_pct"),
        (CIN_CENSUS, ("cp_plans",), ("end_date",), "cpp_rate", "cpp_started_rate"),
        (SSDA903, ("children",), ("date_of_birth",), "cla_long_term_stability_pct", "cla_rate"),
        (SSDA903, ("care_episodes",), ("placement_type",), "cla_3plus_placements_pct", "cla_sdq_average"),
        (SSDA903, ("care_episodes",), ("legal_status",), "care_proceedings_over_26w_pct", "cpp_rate"),
        (SSDA903, ("care_episodes",), ("reason_place_change",), "cla_moves_by_reason_pct", "cla_count"),
        (SSDA903, ("care_episodes",), ("need",), "cla_need_pct", "cla_rate"),
        (SSDA903, ("care_episodes",), (), "cla_rate", "cl_none"),
        (SSDA903, ("annual_outcomes",), ("teeth_check",), "cla_dental_pct", "cla_immunisations_pct"),
    ],
)  # fmt: skip
def test_what_reads_it(
    source: str, tables: tuple[str, ...], columns: tuple[str, ...], inside: str, outside: str
) -> None:
    found = ids(source, tables, *columns)
    assert inside in found
    assert outside not in found


def test_what_no_indicator_reads_touches_none() -> None:
    assert ids(SSDA903, ("social_worker_episodes",), "reason") == set()
    assert ids(CIN_CENSUS, ()) == set()


@pytest.mark.parametrize(
    ("id_", "first"),
    [
        ("rereferrals_12m_pct", dt.date(2022, 4, 1)),  # 12 months before the first day of the year
        ("cpp_repeat_2y_pct", dt.date(2021, 4, 1)),
        ("referrals_count", dt.date(2023, 4, 1)),
        ("cpp_rate", dt.date(2024, 4, 1)),  # a stock reads its last day
    ],
)
def test_the_first_day_that_a_figure_reads(id_: str, first: dt.date) -> None:
    definition = INDICATORS[id_].definitions[CIN_CENSUS]
    assert reads_from(definition, YEAR) == first
    late = starting_late(definition, dict.fromkeys(TABLES, first), YEAR)
    assert late == (), "data that start on that very day reach far enough"
    assert starting_late(definition, dict.fromkeys(TABLES, first + dt.timedelta(days=1)), YEAR)


def test_a_start_that_nobody_knows_is_too_late_for_a_look_back_alone() -> None:
    assert starting_late(INDICATORS["rereferrals_12m_pct"].definitions[CIN_CENSUS], {}, YEAR) == (
        "referrals",
    )
    assert starting_late(INDICATORS["referrals_count"].definitions[CIN_CENSUS], {}, YEAR) == ()


def test_shortfalls_are_told_once_for_each_day() -> None:
    frames = {name: TABLES[name].empty() for name in ("children", "referrals", "cp_plans")}
    known = dict.fromkeys(frames, dt.date(2023, 4, 1))
    extract = Extract(CIN_CENSUS, frames, known, YEAR.end, la_codes=("201",))
    wanted = [INDICATORS[each] for each in ("rereferrals_12m_pct", "referrals_count", "cpp_repeat_2y_pct")]
    jobs = [job_for(each, [extract], Request(YEAR.end)) for each in wanted]
    found = shortfalls(job for job in jobs if isinstance(job, Job))
    assert [(each.needed, each.indicators, dict(each.since)) for each in found] == [
        (dt.date(2021, 4, 1), ("cpp_repeat_2y_pct",), {"cp_plans": dt.date(2023, 4, 1)}),
        (dt.date(2022, 4, 1), ("rereferrals_12m_pct",), {"referrals": dt.date(2023, 4, 1)}),
    ]
