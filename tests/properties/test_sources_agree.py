"""The same facts give the same figures, whether they come from the statutory returns or from Annex A.

Two sources define an indicator alike where a list of Annex A holds all that the definition asks for. Both are
asked for the same six months here, since Annex A holds no more. Every other indicator that two sources
compute has to say that one of them is a proxy, or of another period, and the reason stands below.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatcalc.extracts import annex_a, cin_census, ssda903
from chatcalc.extracts.extract import Extract
from chatcalc.indicators.calculation import calculate
from chatcalc.indicators.jobs import Request
from chatcalc.specs.loading import load_specs
from writers.same_facts import (
    FIRST_DAY,
    KNOWN_SINCE,
    LAST_DAY,
    Assessment,
    Care,
    Child,
    Enquiry,
    Plan,
    Referral,
    touches,
    write_annex_a,
    write_returns,
)

LA = "201"
POPULATION = 51_234

Counts = tuple[Fraction | None, Fraction | None, Fraction | None]

ALIKE = (
    *("referrals_count", "referrals_rate", "referrals_nfa_pct", "referrals_by_source_pct"),
    *("assessments_started_count", "assessments_completed_rate", "assessments_45wd_pct"),
    *("assessments_open_overdue", "s47_rate", "s47_to_icpc_pct", "icpc_rate", "icpc_15wd_pct"),
    *("cpp_rate", "cpp_started_rate", "cpp_repeat_ever_pct", "cpp_ceased_2y_pct", "cpp_current_2y_pct"),
    *("cpp_category_mix_pct", "cla_count", "cla_rate", "cla_started_rate", "cla_ceased_rate"),
    *("cla_placement_type_pct", "cla_ceased_adopted_pct", "cla_ceased_cao_pct", "cla_ceased_sgo_pct"),
    *("cla_ceased_returned_home_pct", "remained_cla_to_18_pct"),
    *("assessment_days_median", "s47_to_icpc_days_median", "cpp_count", "cpp_duration_pct"),
    "cla_long_term_foster_pct",
)
NOT_WRITTEN = (
    *("cla_legal_status_pct", "cla_need_pct", "cla_outside_boundary_pct"),
    *("cla_placed_with_parents_order_pct", "cla_provider_pct"),
)
"""Alike by definition; children here have one legal status, and List 8 no need, provider or location."""

_THREE_YEARS = "the return tells of the adoptions of three years, List 10 of those of twelve months"
_NOW = "List 9 tells what is so now, OC3 what was so around a birthday, of other children"
_LIST_6 = "List 6 leaves out care leavers and who was only referred, and has one episode a child"
NOT_ALIKE = {
    "care_proceedings_open_over_26w_pct": "the return has the first interim order, List 8 the present status",
    "cin_assessed_12m_pct": _LIST_6,
    "cin_count": _LIST_6,
    "cin_disability_pct": _LIST_6,
    "cin_no_assessment_or_plan_pct": _LIST_6,
    "cin_plans_over_1y_pct": "List 6 has the start of the episode in place of that of the plan",
    "cin_primary_need_pct": _LIST_6,
    "cl_19_21_accommodation_pct": _NOW,
    "cl_19_21_activity_pct": _NOW,
    "cl_22_25_outcomes_pct": _NOW,
    "cl_unsettled_accommodation_count": _NOW,
    "cla_health_assessment_by_age_pct": "List 8 has the last assessment, OC2 the answer for the year",
    "cla_unregistered_setting_pct": "a proxy in both: the URN XXXXXXX stands for no registration",
    "s47_outcome_pct": "a proxy in both: neither records what an enquiry found",
    "a10_entry_to_foster_family_days": _THREE_YEARS,
    "a1_entry_to_adoptive_family_days": _THREE_YEARS,
    "a2_order_to_match_days": _THREE_YEARS,
    "adoption_placement_count": "List 10 follows the way to adoption; the return has status and placement",
    "assessments_nfa_pct": "the census has no outcome of an assessment; the end of its episode stands in",
    "cin_closed_duration_pct": "List 6 holds a child's latest episode, and no flag for no further action",
    "cin_open_duration_pct": "List 6 leaves out the children who were only referred, by a case status",
    "cin_plans_open": "List 6 has the present status of a case, the census the dates of its plan",
    "cin_rate": "List 6 leaves out the children who were only referred, by a case status",
    "cla_3plus_placements_pct": "List 8 has a number that somebody counted, the return the placements",
    "cla_away_pct": "List 8 counts the absences of twelve months for the children of six",
    "cla_dental_pct": "List 8 has the date of the last check, OC2 the answer for the year",
    "cla_health_assessment_pct": "List 8 has the date of the last assessment, OC2 the answer for the year",
    "cla_long_term_stability_pct": "List 8 has the present placement alone, the return the one before too",
    "cla_missing_pct": "List 8 counts the incidents of twelve months for the children of six",
    "cla_reviews_timely_pct": "List 8 has the latest review, the return each review and its interval",
    "cla_uasc_pct": "List 8 flags the last twelve months, the return the day on which the status ended",
    "cla_uasc_start_pct": "List 8 flags the last twelve months, the return the day on which the status ended",
    "cl_17_18_outcomes_pct": _NOW,
    "cl_19_21_eet_pct": _NOW,
    "cl_19_21_neet_pct": _NOW,
    "cl_19_21_suitable_accom_pct": _NOW,
    "cl_in_touch_pct": _NOW,
    "cpp_reviews_timely_pct": "List 7 has the latest review, the census each review and its interval",
    "icpc_to_cpp_pct": "List 5 records the result of a conference, the census is matched by dates",
    "rereferrals_12m_pct": "List 3 has no dates before its six months, only a number at the latest referral",
}

SPECS = load_specs().indicators
SHARED = {id_: spec for id_, spec in SPECS.items() if len(spec.definitions) > 1}


def test_every_indicator_of_two_sources_is_alike_or_has_a_reason_why_not() -> None:
    assert {*ALIKE, *NOT_WRITTEN, *NOT_ALIKE} == set(SHARED)
    assert not set(ALIKE) & set(NOT_ALIKE)


@pytest.mark.parametrize("id_", NOT_ALIKE)
def test_what_is_not_alike_says_so_and_why(id_: str) -> None:
    differing = [d.spec for d in SHARED[id_].definitions.values() if d.spec.comparable in ("proxy", "period")]
    assert differing
    assert all(spec.all_notes for spec in differing)


@pytest.mark.parametrize("id_", [*ALIKE, *NOT_WRITTEN])
def test_what_is_alike_differs_at_most_by_the_period(id_: str) -> None:
    assert {d.spec.comparable for d in SHARED[id_].definitions.values()} <= {"yes", "period"}


EDGES = (
    dt.date(2021, 10, 2),
    dt.date(2022, 4, 1),  # 730 days, both ends in, up to 30 and 31 March 2024
    dt.date(2022, 4, 2),
    *(FIRST_DAY + dt.timedelta(days=days) for days in (-1, 0, 1)),
    *(LAST_DAY + dt.timedelta(days=days) for days in (-67, -66, -65, -1, 0)),
)
DAYS = st.one_of(st.sampled_from(EDGES), st.dates(dt.date(2021, 6, 1), LAST_DAY))
CATEGORIES = ("NEG", "PHY", "SAB", "EMO", "MUL", None)
SOURCES = ("1A", "1C", "2A", "2B", "3A", "3F", "4", "5B", "6", "7", "8", "9", "10", None)
PLACES = (
    *(
        "U1",
        "U4",
        "U6",
        "A4",
        "A5",
        "P1",
        "P2",
        "P3",
        "K1",
        "K2",
        "K3",
        "R1",
        "R2",
        "R3",
        "R5",
        "S1",
        "H5",
        "T0",
    ),
    *("Z1", None),
)
REASONS = ("E11", "E12", "E2", "E4A", "E4B", "E41", "E43", "E44", "E45", "E46", "E8", None)


@st.composite
def spells(draw: st.DrawFn) -> list[tuple[dt.date, dt.date | None]]:
    """Spells that do not meet; only the last may touch the six months, for a list holds a child's latest."""
    bounds = sorted(draw(st.lists(DAYS, max_size=4, unique=True)))
    found: list[tuple[dt.date, dt.date | None]] = []
    for number in range(0, len(bounds), 2):
        end = bounds[number + 1] if number + 1 < len(bounds) else None
        found.append((bounds[number], end))
    touching = [spell for spell in found if touches(*spell)]
    return [spell for spell in found if spell not in touching[:-1]]


@st.composite
def plans(draw: st.DrawFn) -> tuple[Plan, ...]:
    number = st.sampled_from((0, 0, 1, 2, None))
    return tuple(
        Plan(start, end, draw(st.sampled_from(CATEGORIES)), draw(number)) for start, end in draw(spells())
    )


@st.composite
def care(draw: st.DrawFn) -> tuple[Care, ...]:
    found = []
    for start, end in draw(spells()):
        moves = draw(st.lists(DAYS, max_size=3, unique=True))
        inside = sorted(day for day in moves if start < day < (end or LAST_DAY))
        placements = tuple((day, draw(st.sampled_from(PLACES))) for day in [start, *inside])
        reason = draw(st.sampled_from(REASONS)) if end else None
        found.append(Care(placements, end, reason, draw(st.sampled_from(("C2", "V2", "E1", "V4")))))
    return tuple(found)


REFERRALS = st.lists(
    st.builds(Referral, DAYS, st.sampled_from(SOURCES), st.sampled_from((True, False, None))),
    max_size=3,
    unique_by=lambda one: one.date,
).map(tuple)


@st.composite
def followed(draw: st.DrawFn, kind: type[Assessment] | type[Enquiry], longest: int) -> Assessment | Enquiry:
    """Something that began one day, and what mostly followed: soon, or on any day."""
    start = draw(DAYS)
    within = st.integers(0, longest).map(lambda days: min(start + dt.timedelta(days=days), LAST_DAY))
    return kind(start, draw(st.one_of(within, within, st.none(), DAYS)))


def several(kind: type[Assessment] | type[Enquiry], longest: int) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(followed(kind, longest), max_size=3, unique_by=lambda one: one.start).map(tuple)


CHILDREN = st.lists(
    st.builds(
        Child,
        id=st.just(""),
        born=st.dates(dt.date(2004, 6, 1), KNOWN_SINCE)
        | st.sampled_from((dt.date(2006, 3, 31), dt.date(2008, 2, 29))),
        sex=st.sampled_from("12"),
        referrals=REFERRALS,
        assessments=several(Assessment, 90),
        enquiries=several(Enquiry, 30),
        plans=plans(),
        care=care(),
    ),
    min_size=2,
    max_size=10,
)
# Tells the year of the SSDA903 return, whatever the others did.
ALWAYS = Child("always", dt.date(2012, 5, 6), "2", care=(Care(((LAST_DAY, "U6"),), None, None, "C2"),))


@given(CHILDREN, st.booleans())
@settings(deadline=None, max_examples=40)
def test_the_same_facts_give_the_same_figures(children: list[Child], workbook: bool) -> None:
    named = [replace(child, id=f"c{number}") for number, child in enumerate(children)]
    statutory, lists = both([*named, ALWAYS], workbook=workbook)
    assert statutory == lists


def test_every_figure_is_compared_with_cases_in_its_numerator() -> None:
    statutory, lists = both([*_one_of_each_code(), ALWAYS], workbook=True)
    assert statutory == lists
    mixes = {name.split("|")[0] for name in lists if "|" in name}
    medians = {name for name in ALIKE if SPECS[name].spec.unit == "median"}
    empty = {name for name, (numerator, *_) in lists.items() if not numerator} - mixes - medians
    # The plans of these children all began on one day.
    assert not {name for name in empty if not name.startswith("cpp_duration_pct|")}


def _one_of_each_code() -> Iterator[Child]:
    """A child for each code that a list can hold, with something recent of every kind."""
    autumn, winter = dt.date(2023, 11, 6), dt.date(2024, 1, 15)
    long_ago, grown_up = dt.date(2021, 7, 1), dt.date(2006, 1, 15)
    for number in range(max(map(len, (SOURCES, CATEGORIES, PLACES, REASONS)))):
        ended = Care(((long_ago, "U6"),), winter, REASONS[number % len(REASONS)], "C2")
        lasting = Care(((autumn, PLACES[number % len(PLACES)]),), None, None, "C2")
        category = CATEGORIES[number % len(CATEGORIES)]
        child = Child(
            id=f"lasting{number}",
            born=grown_up,
            sex="1",
            referrals=(Referral(autumn, SOURCES[number % len(SOURCES)], bool(number % 2)),),
            assessments=(
                Assessment(autumn, winter),
                Assessment(dt.date(2023, 12, 4), winter),
                Assessment(winter, None),
            ),
            enquiries=(Enquiry(autumn, dt.date(2023, 11, 20)),),
            plans=(Plan(long_ago if number % 2 else autumn, None, category, number % 3),),
            care=(lasting,),
        )
        yield child
        yield replace(child, id=f"ended{number}", plans=(Plan(long_ago, winter, category, 0),), care=(ended,))


def both(children: Sequence[Child], *, workbook: bool) -> tuple[dict[str, Counts], dict[str, Counts]]:
    """The figures from a census and a return, and those from Annex A."""
    with tempfile.TemporaryDirectory() as folder:
        census, returns = write_returns(Path(folder), children)
        statutory = [cin_census.read(census, la=LA), ssda903.read(returns, la=LA)]
        lists = annex_a.read(write_annex_a(Path(folder), children, workbook=workbook), la=LA)
    return figures(statutory), figures([lists])


def figures(extracts: list[Extract]) -> dict[str, Counts]:
    """Numerator, denominator and exact value of each indicator that is alike, and of its parts."""
    request = Request(as_at=LAST_DAY, months=6, population=POPULATION)
    found: dict[str, Counts] = {}
    for result in calculate([SPECS[id_] for id_ in ALIKE], extracts, request):
        assert result.status == "ok", result.notes
        whole = result.figure
        found[result.id] = (whole.numerator, whole.denominator, whole.exact)
        for part in result.parts:
            figure = part.figure
            found[f"{result.id}|{part.id}"] = (figure.numerator, figure.denominator, figure.exact)
    return found
