"""Needs, durations, outcomes, factors, counts and caseloads, worked out anew from the oracle's files."""

from __future__ import annotations

import datetime as dt
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache, partial

from acceptance.agreeing import assert_agree, every_source
from acceptance.oracle_data import ASKED, extract, indicators
from acceptance.raw_oracle import (
    FIRST_DAY,
    HALF_YEAR_FROM,
    INPUT,
    SNAPSHOT,
    Figures,
    Loops,
    annex_a,
    day,
    is_open,
    median,
    number,
    share,
)
from chatcalc.indicators.calculation import calculate
from reference.arithmetic import add_months, working_days

Spell = tuple[dt.date, dt.date | None]
Enquiry = tuple[dt.date, dt.date | None, bool]
TRUE = ("1", "true")
DISABILITIES = ("MOB", "HAND", "PC", "INC", "COMM", "LD", "HEAR", "VIS", "BEH", "CON", "AUT", "DDA")
FACTORS = (
    *(f"{n}{letter}" for n in range(1, 7) for letter in "ABC"),
    *("7A", "8B", "8C", "8D", "8E", "8F", "9A", "10A", "11A", "12A", "13A", "14A", "15A", "16A", "17A"),
    *("18A", "18B", "18C", "19A", "19B", "19C", "20", "21", "22A", "23A", "24A"),
)


@cache
def children() -> dict[str, list[ET.Element]]:
    """The episodes of need of the newest census by child: what was open in its year is all in it."""
    found: dict[str, list[ET.Element]] = {}
    for child in ET.parse(INPUT / "cin_2024.xml").iter("Child"):  # noqa: S314  # the project's own file
        episodes = found.setdefault(child.findtext("ChildIdentifiers/LAchildID") or "", [])
        dates = {episode.findtext("CINreferralDate") for episode in episodes}
        episodes += [e for e in child.iter("CINdetails") if e.findtext("CINreferralDate") not in dates]
    return found


@cache
def recorded_disabilities() -> dict[str, set[str]]:
    return {
        child.findtext("ChildIdentifiers/LAchildID") or "": {d.text or "" for d in child.iter("Disability")}
        for child in ET.parse(INPUT / "cin_2024.xml").iter("Child")  # noqa: S314  # the project's own file
    }


def open_episodes() -> list[tuple[str, str]]:
    """Child and primary need of every episode of need open on the snapshot."""
    return [
        (child, episode.findtext("PrimaryNeedCode") or "")
        for child, episodes in children().items()
        for episode in episodes
        if is_open(day(episode.findtext("CINreferralDate")), day(episode.findtext("CINclosureDate")))
        and episode.findtext("ReferralNFA") not in TRUE
    ]


def open_on_list() -> list[tuple[str, str]]:
    return [
        (row["Child Unique ID"], row["Primary Need Code"])
        for row in annex_a(6)
        if is_open(day(row["CIN Start Date"]), day(row["CIN Closure Date"]))
        and not row["Case Status"].startswith("e)")
    ]


def primary_need(of_rows: Callable[[], list[tuple[str, str]]]) -> Figures:
    needs = [need for _, need in of_rows()]
    known = [f"N{n}" for n in range(1, 10)]
    figures: Figures = {need: share(needs.count(need), len(needs)) for need in known}
    return figures | {"not_stated": share(sum(need not in known for need in needs), len(needs))}


def children_in_need(of_rows: Callable[[], list[tuple[str, str]]]) -> Figures:
    return {None: number(len({child for child, _ in of_rows()}))}


def disability() -> Figures:
    codes = [recorded_disabilities()[child] - {"NONE"} for child in {child for child, _ in open_episodes()}]
    figures: Figures = {None: share(sum(bool(held) for held in codes), len(codes))}
    return figures | {code: share(sum(code in held for held in codes), len(codes)) for code in DISABILITIES}


def disability_on_list() -> Figures:
    """Of a child the first list that says something is believed."""
    said: dict[str, str] = {}
    for number_ in (4, 5, 6, 7, 8, 9, 10):
        for row in annex_a(number_):
            if row["Does the Child have a Disability"]:
                said.setdefault(row["Child Unique ID"], row["Does the Child have a Disability"])
    in_need = {child for child, _ in open_on_list()}
    return {None: share(sum(said.get(child) == "a) Yes" for child in in_need), len(in_need))}


def plans() -> dict[str, list[Spell]]:
    return _spells("ChildProtectionPlans", "CPPstartDate", "CPPendDate")


def plans_on_list() -> dict[str, list[Spell]]:
    return _list_spells(7, "Child Protection Plan Start Date", "Child Protection Plan End Date")


def _spells(group: str, start: str, end: str) -> dict[str, list[Spell]]:
    found: dict[str, list[Spell]] = {}
    for child, episodes in children().items():
        for element in (element for episode in episodes for element in episode.iter(group)):
            first = day(element.findtext(start))
            if is_open(first, day(element.findtext(end))) and first:
                found.setdefault(child, []).append((first, None))
    return found


def _list_spells(number_: int, start: str, end: str) -> dict[str, list[Spell]]:
    found: dict[str, list[Spell]] = {}
    for row in annex_a(number_):
        first = day(row[start])
        if is_open(first, day(row[end])) and first:
            found.setdefault(row["Child Unique ID"], []).append((first, None))
    return found


def durations(open_plans: Callable[[], dict[str, list[Spell]]]) -> Figures:
    """Of a child's plans a long one counts, else the first."""
    bands: Counter[str] = Counter()
    long = 0
    for spells in open_plans().values():
        starts = [start for start, _ in spells]
        over = [start for start in starts if add_months(start, 15) <= SNAPSHOT]
        start = (over or starts)[0]
        long += bool(over)
        bands[_band(start)] += 1
    of = sum(bands.values())
    names = (
        "3_months_or_less",
        "over_3_to_6_months",
        "over_6_months_to_1_year",
        "1_to_2_years",
        "2_years_or_more",
    )
    figures: Figures = {None: share(long, of)}
    return figures | {name: share(bands[name], of) for name in names}


def _band(start: dt.date) -> str:
    if (SNAPSHOT - start).days + 1 >= 730:
        return "2_years_or_more"
    if add_months(start, 12) <= SNAPSHOT:
        return "1_to_2_years"
    if add_months(start, 3) >= SNAPSHOT:
        return "3_months_or_less"
    return "over_3_to_6_months" if add_months(start, 6) >= SNAPSHOT else "over_6_months_to_1_year"


def children_on_plans(open_plans: Callable[[], dict[str, list[Spell]]]) -> Figures:
    return {None: number(len(open_plans()))}


def long_cin_plans() -> Figures:
    spells = _spells("CINPlanDates", "CINPlanStartDate", "CINPlanEndDate")
    return _long({child: spells[child] for child in spells.keys() - plans().keys()})


def long_cin_plans_on_list() -> Figures:
    with_plan: dict[str, list[Spell]] = {}
    for row in annex_a(6):
        start = day(row["CIN Start Date"])
        if row["Case Status"].startswith("c)") and is_open(start, day(row["CIN Closure Date"])) and start:
            with_plan.setdefault(row["Child Unique ID"], []).append((start, None))
    return _long({child: with_plan[child] for child in with_plan.keys() - plans_on_list().keys()})


def _long(spells: dict[str, list[Spell]]) -> Figures:
    """Of a child's plans one of a year or more counts, else the first."""
    years = []
    for held in spells.values():
        starts = [start for start, _ in held]
        start = ([s for s in starts if add_months(s, 12) <= SNAPSHOT] or starts)[0]
        years.append(2 if add_months(start, 24) <= SNAPSHOT else int(add_months(start, 12) <= SNAPSHOT))
    of = len(years)
    return {None: share(sum(n >= 1 for n in years), of), "2_years_or_more": share(years.count(2), of)}


def assessments() -> Iterable[tuple[dt.date, dt.date, frozenset[str]]]:
    """Start, authorisation and factors of the assessments of the year; the same one twice is one."""
    found = set()
    for child, episodes in children().items():
        for element in (element for episode in episodes for element in episode.iter("Assessments")):
            start = day(element.findtext("AssessmentActualStartDate"))
            authorised = day(element.findtext("AssessmentAuthorisationDate"))
            factors = frozenset(factor.text or "" for factor in element.iter("AssessmentFactors"))
            if start and authorised and FIRST_DAY <= authorised <= SNAPSHOT:
                found.add((child, start, authorised, factors))
    return [row[1:] for row in found]


def factors() -> Figures:
    held = [codes - {"21"} or codes for _, _, codes in assessments()]
    figures: Figures = {"not_recorded": share(sum(not codes for codes in held), len(held))}
    return figures | {code: share(sum(code in codes for codes in held), len(held)) for code in FACTORS}


def assessment_days() -> Figures:
    return {None: _median((start, authorised) for start, authorised, _ in assessments())}


def assessment_days_on_list() -> Figures:
    started, completed = "Continuous Assessment Start Date", "Continuous Assessment Date of Authorisation"
    return {None: _median(_ended(annex_a(4), started, completed))}


def _ended(rows: list[dict[str, str]], start: str, end: str) -> Iterable[tuple[dt.date | None, dt.date]]:
    for row in rows:
        last = day(row[end])
        if last and HALF_YEAR_FROM <= last <= SNAPSHOT:
            yield day(row[start]), last


def _median(
    spells: Iterable[tuple[dt.date | None, dt.date]],
) -> tuple[float | None, float | None, float | None]:
    taken = [working_days(start, end) for start, end in spells if start]
    return median([days for days in taken if days is not None])


def enquiries() -> list[Enquiry]:
    """Start, conference and whether none was needed; of two of a child and day the first."""
    found: dict[tuple[str, dt.date], Enquiry] = {}
    for child, episodes in children().items():
        for element in (element for episode in episodes for element in episode.iter("Section47")):
            start = day(element.findtext("S47ActualStartDate"))
            if start and FIRST_DAY <= start <= SNAPSHOT:
                none_needed = element.findtext("ICPCnotRequired") in TRUE
                row = (start, day(element.findtext("DateOfInitialCPC")), none_needed)
                found.setdefault((child, start), row)
    return list(found.values())


def enquiries_on_list() -> list[Enquiry]:
    found: dict[tuple[str, dt.date], Enquiry] = {}
    for row in annex_a(5):
        start = day(row["Strategy discussion initiating Section 47 Enquiry Start Date"])
        none_needed = row["Was an Initial Child Protection Conference deemed unnecessary?"] == "a) Yes"
        if start and HALF_YEAR_FROM <= start <= SNAPSHOT:
            held = day(row["Date of Initial Child Protection Conference"])
            found.setdefault((row["Child Unique ID"], start), (start, held, none_needed))
    return list(found.values())


def outcomes(started: Callable[[], list[Enquiry]]) -> Figures:
    found: Counter[str] = Counter()
    for start, held, none_needed in started():
        if held:
            found["conference"] += 1
        elif none_needed:
            found["none_needed"] += 1
        else:
            days = working_days(start, SNAPSHOT)
            found["pending" if days is not None and days <= 15 else "overdue"] += 1
    of = sum(found.values())
    return {part: share(found[part], of) for part in ("conference", "none_needed", "pending", "overdue")}


def conference_days() -> Figures:
    """A conference of an enquiry is timed from the latest begun by its day, one of the episode from that."""
    clocks: dict[tuple[str, dt.date], list[tuple[bool, dt.date]]] = {}
    for child, episodes in children().items():
        for episode in episodes:
            referred = day(episode.findtext("CINreferralDate"))
            alone = day(episode.findtext("DateOfInitialCPC"))
            if alone and referred:
                clocks.setdefault((child, alone), []).append((False, referred))
            for element in episode.iter("Section47"):
                start, held = (
                    day(element.findtext("S47ActualStartDate")),
                    day(element.findtext("DateOfInitialCPC")),
                )
                if start and held:
                    clocks.setdefault((child, held), []).append((True, start))
    spells = [
        (_clock(starts, held), held) for (_, held), starts in clocks.items() if FIRST_DAY <= held <= SNAPSHOT
    ]
    return {None: _median(spells)}


def _clock(starts: list[tuple[bool, dt.date]], held: dt.date) -> dt.date:
    of_enquiries = [start for enquiry, start in starts if enquiry]
    in_time = [start for start in of_enquiries if start <= held]
    return max(in_time or of_enquiries or [start for _, start in starts])


def conference_days_on_list() -> Figures:
    starts: dict[tuple[str, dt.date], list[tuple[bool, dt.date]]] = {}
    for row in annex_a(5):
        start = day(row["Strategy discussion initiating Section 47 Enquiry Start Date"])
        held = day(row["Date of Initial Child Protection Conference"])
        if start and held and HALF_YEAR_FROM <= held <= SNAPSHOT:
            starts.setdefault((row["Child Unique ID"], held), []).append((True, start))
    return {None: _median((_clock(found, held), held) for (_, held), found in starts.items())}


HELD_ON = {
    6: ("CIN Start Date", "CIN Closure Date"),
    7: ("Child Protection Plan Start Date", "Child Protection Plan End Date"),
    8: ("Date Started to be Looked After", "Date Ceased to be Looked After"),
}


@cache
def caseloads() -> dict[str, int]:
    """How many children each worker holds on the snapshot."""
    pairs = {
        (row["Allocated Worker"], row["Child Unique ID"])
        for number_, (start, end) in HELD_ON.items()
        for row in annex_a(number_)
        if row["Allocated Worker"] and is_open(day(row[start]), day(row[end]))
    }
    return Counter(worker for worker, _ in pairs)


def caseload_bands() -> Figures:
    held = list(caseloads().values())
    bands = {
        "under_10": range(10),
        "10_to_14": range(10, 15),
        "15_to_19": range(15, 20),
        "20_to_24": range(20, 25),
        "25_or_more": range(25, 10_000),
    }
    figures: Figures = {None: share(sum(children > 20 for children in held), len(held))}
    return figures | {
        name: share(sum(children in band for children in held), len(held)) for name, band in bands.items()
    }


def largest_caseload() -> Figures:
    held = list(caseloads().values())
    return {None: (None, len(held), max(held))}


def main_teams() -> dict[str, str]:
    """The team of most of the spells in which a worker held a child; the first by name of equals."""
    spells: dict[tuple[str, str], list[tuple[dt.date, dt.date, int, str]]] = {}
    for number_, (start, end) in HELD_ON.items():
        for n, row in enumerate(annex_a(number_)):
            first, last = day(row[start]), day(row[end]) or dt.date.max
            if first and row["Allocated Worker"]:
                pair = (row["Allocated Worker"], row["Child Unique ID"])
                spells.setdefault(pair, []).append((first, last, number_ * 10_000 + n, row["Allocated Team"]))
    teams: dict[str, Counter[str]] = {}
    for (worker, _), held in spells.items():
        until = None
        for first, last, _, team in sorted(held, key=lambda spell: spell[:3]):
            if (until is None or first > until) and last > first:
                teams.setdefault(worker, Counter())[team] += 1
            until = max(last, until or last)
    return {worker: min(found, key=lambda team: (-found[team], team)) for worker, found in teams.items()}


LOOPS: Loops = {
    ("cin_census", "cin_primary_need_pct"): partial(primary_need, open_episodes),
    ("annex_a", "cin_primary_need_pct"): partial(primary_need, open_on_list),
    ("cin_census", "cin_count"): partial(children_in_need, open_episodes),
    ("annex_a", "cin_count"): partial(children_in_need, open_on_list),
    ("cin_census", "cin_disability_pct"): disability,
    ("annex_a", "cin_disability_pct"): disability_on_list,
    ("cin_census", "cpp_duration_pct"): partial(durations, plans),
    ("annex_a", "cpp_duration_pct"): partial(durations, plans_on_list),
    ("cin_census", "cpp_count"): partial(children_on_plans, plans),
    ("annex_a", "cpp_count"): partial(children_on_plans, plans_on_list),
    ("cin_census", "cin_plans_over_1y_pct"): long_cin_plans,
    ("annex_a", "cin_plans_over_1y_pct"): long_cin_plans_on_list,
    ("cin_census", "assessment_factors_pct"): factors,
    ("cin_census", "assessment_days_median"): assessment_days,
    ("annex_a", "assessment_days_median"): assessment_days_on_list,
    ("cin_census", "s47_outcome_pct"): partial(outcomes, enquiries),
    ("annex_a", "s47_outcome_pct"): partial(outcomes, enquiries_on_list),
    ("cin_census", "s47_to_icpc_days_median"): conference_days,
    ("annex_a", "s47_to_icpc_days_median"): conference_days_on_list,
    ("annex_a", "caseload_bands_pct"): caseload_bands,
    ("annex_a", "caseload_maximum"): largest_caseload,
}


@every_source(LOOPS)
def test_a_loop_over_the_files_comes_to_the_same(source: str, id_: str) -> None:
    assert_agree(LOOPS, source, id_)


def test_no_return_of_2024_holds_pre_proceedings() -> None:
    assert_agree({}, "cin_census", "pre_proceedings_over_12w_pct")


def test_the_largest_caseload_of_each_team() -> None:
    teams, expected = main_teams(), dict[str, int]()
    for worker, held in caseloads().items():
        expected[teams[worker]] = max(held, expected.get(teams[worker], 0))
    asked = replace(ASKED, source="annex_a", by=("team",))
    (found,) = calculate([indicators()["caseload_maximum"]], [extract("annex_a")], asked)
    assert {row.group: row.figure.value for row in found.breakdowns if row.group in expected} == expected
    assert len(expected) > 3
