"""Children in need without an up-to-date assessment or a plan, worked out anew from the oracle's files."""

from __future__ import annotations

import datetime as dt
from functools import cache

from acceptance.agreeing import assert_agree, every_source
from acceptance.raw_oracle import FIRST_DAY, SNAPSHOT, Figures, Loops, annex_a, census, day, is_open, share
from reference.arithmetic import working_days

Spells = list[tuple[dt.date | None, dt.date | None]]


@cache
def open_in_census() -> dict[str, dt.date]:
    """Children with an episode of need open on the snapshot, since when; the newer census has the word.

    An episode open in the older census alone is not open any more.
    """
    found: dict[str, dt.date] = {}
    for child, year, row in census("CINdetails", "CINreferralDate", "CINclosureDate", "ReferralNFA"):
        start = day(row["CINreferralDate"])
        open_ = year == 2024 and is_open(start, day(row["CINclosureDate"]))
        if open_ and start and row["ReferralNFA"] not in ("1", "true"):
            found[child] = min(start, found.get(child, start))
    return found


def of_census(group: str, start: str, end: str) -> dict[str, Spells]:
    """Spells by child: the newer census has the word on one that starts on the same day; one left open in
    the older census alone is over."""
    found: dict[tuple[str, dt.date | None], dt.date | None] = {}
    older: set[tuple[str, dt.date | None]] = set()
    for child, year, row in census(group, start, end):
        key = (child, day(row[start]))
        found[key] = day(row[end])
        if year == 2023:
            older.add(key)
        else:
            older.discard(key)
    by_child: dict[str, Spells] = {}
    for (child, started), ended in found.items():
        if ended is not None or (child, started) not in older:
            by_child.setdefault(child, []).append((started, ended))
    return by_child


@cache
def open_on_list() -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {}
    for row in annex_a(6):
        open_ = is_open(day(row["CIN Start Date"]), day(row["CIN Closure Date"]))
        if open_ and not row["Case Status"].startswith("e)"):
            found.setdefault(row["Child Unique ID"], []).append(row)
    return found


def of_list(number: int, start: str, end: str) -> dict[str, Spells]:
    found: dict[str, Spells] = {}
    for row in annex_a(number):
        found.setdefault(row["Child Unique ID"], []).append((day(row[start]), day(row[end])))
    return found


def list_4() -> dict[str, Spells]:
    return of_list(4, "Continuous Assessment Start Date", "Continuous Assessment Date of Authorisation")


def census_assessments() -> dict[str, Spells]:
    return of_census("Assessments", "AssessmentActualStartDate", "AssessmentAuthorisationDate")


def lasts(since: dt.date) -> bool:
    return (working_days(since, SNAPSHOT) or 0) > 45


def completed(spells: Spells) -> bool:
    return any(end is not None and FIRST_DAY <= end <= SNAPSHOT for _, end in spells)


def running(spells: Spells) -> bool:
    return any(is_open(start, end) for start, end in spells)


def assessed(since: dict[str, dt.date], assessments: dict[str, Spells]) -> Figures:
    up_to_date = {child for child in since if completed(assessments.get(child, []))}
    long_open = {child for child, start in since.items() if lasts(start)}
    return {
        None: share(len(up_to_date), len(since)),
        "open_over_45wd": share(len(up_to_date & long_open), len(long_open)),
    }


def list_since() -> dict[str, dt.date]:
    starts = {child: [day(row["CIN Start Date"]) for row in rows] for child, rows in open_on_list().items()}
    return {child: min(start for start in all_ if start) for child, all_ in starts.items()}


def unattended_in_census() -> Figures:
    assessments = census_assessments()
    cin_plans = of_census("CINPlanDates", "CINPlanStartDate", "CINPlanEndDate")
    cp_plans = of_census("ChildProtectionPlans", "CPPstartDate", "CPPendDate")
    children = [child for child, since in open_in_census().items() if lasts(since)]
    met = 0
    for child in children:
        looked_at = completed(assessments.get(child, [])) or running(assessments.get(child, []))
        met += not (looked_at or running(cin_plans.get(child, [])) or running(cp_plans.get(child, [])))
    return {None: share(met, len(children))}


def unattended_on_list() -> Figures:
    assessments = list_4()
    cp_plans = of_list(7, "Child Protection Plan Start Date", "Child Protection Plan End Date")
    met, of = 0, 0
    for child, rows in open_on_list().items():
        since_45 = [row for row in rows if lasts(day(row["CIN Start Date"]) or SNAPSHOT)]
        statuses = [row["Case Status"][:1] for row in since_45 if not row["Case Status"].startswith("a)")]
        if statuses:
            of += 1
            looked_at = completed(assessments.get(child, [])) or running(assessments.get(child, []))
            planned = running(cp_plans.get(child, []))
            met += not looked_at and not planned and any(status not in ("b", "c") for status in statuses)
    return {None: share(met, of)}


LOOPS: Loops = {
    ("cin_census", "cin_assessed_12m_pct"): lambda: assessed(open_in_census(), census_assessments()),
    ("annex_a", "cin_assessed_12m_pct"): lambda: assessed(list_since(), list_4()),
    ("cin_census", "cin_no_assessment_or_plan_pct"): unattended_in_census,
    ("annex_a", "cin_no_assessment_or_plan_pct"): unattended_on_list,
}


@every_source(LOOPS)
def test_a_loop_gives_the_same_figures(source: str, id_: str) -> None:
    assert_agree(LOOPS, source, id_)
