"""Permanence plans, long-term fostering and health of children in care, anew from the oracle's files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from acceptance.agreeing import assert_agree, every_source
from acceptance.raw_oracle import (
    FIRST_DAY,
    HALF_YEAR_FROM,
    SNAPSHOT,
    Figures,
    Loops,
    age,
    annex_a,
    day,
    is_open,
    returned,
    share,
)
from reference.arithmetic import working_days

SHORT_BREAKS = ("V3", "V4")
FOSTER = ("U1", "U2", "U3", "U4", "U5", "U6")


def on_list() -> list[dict[str, str]]:
    """Children of List 8 who are looked after on the snapshot, each once."""
    rows = [
        row
        for row in annex_a(8)
        if is_open(day(row["Date Started to be Looked After"]), day(row["Date Ceased to be Looked After"]))
        and row["Child's Legal Status"] not in SHORT_BREAKS
    ]
    return list({row["Child Unique ID"]: row for row in rows}.values())


def in_return() -> dict[str, str]:
    """Placement code by child of those with an episode of the year's return open on the snapshot."""
    return {
        row["CHILD"]: row["PLACE"]
        for row in returned("episodes")
        if is_open(day(row["DECOM"]), day(row["DEC"])) and row["LS"] not in SHORT_BREAKS
    }


def started_by(row: dict[str, str], last: dt.date) -> bool:
    start = day(row["Date Started to be Looked After"])
    return start is not None and start <= last


def planned(of: list[dict[str, str]], met: Callable[[str], bool]) -> Figures:
    plans = [row["What is the permanence plan for this child?"] for row in of]
    return {None: share(sum(met(plan) for plan in plans), len(plans))}


def without_plan() -> Figures:
    # 30 September is six months before 31 March, by the calendar.
    six_months = [row for row in on_list() if started_by(row, dt.date(2023, 9, 30))]
    return planned(six_months, lambda plan: plan == "")


def plan_to_return_home() -> Figures:
    years = [row for row in on_list() if started_by(row, dt.date(2021, 9, 30))]
    return planned(years, lambda plan: plan == "a) Return to family")


def long_term(placements: list[str]) -> Figures:
    with_relative, with_other = placements.count("U1"), placements.count("U4")
    fostered = sum(placement in FOSTER for placement in placements)
    return {
        None: share(with_relative + with_other, len(placements)),
        "with_relative_or_friend": share(with_relative, len(placements)),
        "with_other_carer": share(with_other, len(placements)),
        "of_fostered": share(with_relative + with_other, fostered),
    }


def twelve_months() -> list[tuple[dt.date | None, dict[str, str]]]:
    """Birth and outcomes of children looked after from 1 April to the snapshot without a break."""
    by_child: dict[str, list[dict[str, str]]] = {}
    for row in returned("episodes"):
        by_child.setdefault(row["CHILD"], []).append(row)
    births = {row["CHILD"]: day(row["DOB"]) for row in returned("header")}
    outcomes = {row["CHILD"]: row for row in returned("oc2")}
    return [
        (births[child], outcomes.get(child, {}))
        for child, rows in by_child.items()
        if unbroken(rows) and not any(short_break(row) for row in rows)
    ]


def short_break(row: dict[str, str]) -> bool:
    """A short break that touches the twelve months by more than its last day."""
    start, end = day(row["DECOM"]), day(row["DEC"])
    return (
        row["LS"] in SHORT_BREAKS
        and start is not None
        and start <= SNAPSHOT
        and (end is None or end > FIRST_DAY)
    )


def unbroken(rows: list[dict[str, str]]) -> bool:
    """Backwards from the episode open on the snapshot, each follows another on its last day, to 1 April."""
    spells = [row for row in rows if row["LS"] not in SHORT_BREAKS]
    latest = [row for row in spells if is_open(day(row["DECOM"]), day(row["DEC"]))]
    start = day(latest[0]["DECOM"]) if latest else None
    while start is not None and start > FIRST_DAY:
        before = [
            row
            for row in spells
            if row["REC"] == "X1" and row["DEC"] and day(row["DEC"]) == start and day(row["DECOM"]) != start
        ]
        start = day(before[0]["DECOM"]) if before else None
    return start is not None


def sdq_bands() -> Figures:
    scores = [
        int(row["SDQ_SCORE"])
        for born, row in twelve_months()
        if 5 <= (age(born) or 0) <= 16 and row.get("SDQ_SCORE") and 0 <= int(row["SDQ_SCORE"]) <= 40
    ]
    return {
        "normal": share(sum(score <= 13 for score in scores), len(scores)),
        "borderline": share(sum(score in (14, 15, 16) for score in scores), len(scores)),
        "concern": share(sum(score > 16 for score in scores), len(scores)),
    }


def development_checks() -> Figures:
    small = [row for born, row in twelve_months() if born and (age(born) or 0) < 5]
    return {None: share(sum(row.get("HEALTH_CHECK") == "1" for row in small), len(small))}


def assessments_of_return() -> Figures:
    answers = [(age(born), row.get("HEALTH_ASSESSMENT") == "1") for born, row in twelve_months() if born]
    return by_age(answers)


def assessments_of_list() -> Figures:
    answers = []
    for row in on_list():
        born, held = day(row["Date of Birth"]), day(row["Date of Last Health Assessment"])
        if not started_by(row, FIRST_DAY) or born is None:
            continue
        since = HALF_YEAR_FROM if (age(born) or 0) < 5 else FIRST_DAY
        answers.append((age(born), held is not None and since <= held <= SNAPSHOT))
    return by_age(answers)


def by_age(answers: list[tuple[int | None, bool]]) -> Figures:
    small = [held for years, held in answers if years is not None and years < 5]
    older = [held for years, held in answers if years is not None and years >= 5]
    return {"under_5": share(sum(small), len(small)), "5_and_over": share(sum(older), len(older))}


def initial_assessments() -> Figures:
    in_time: dict[str, bool] = {}
    for row in annex_a(8):
        start, end = day(row["Date Started to be Looked After"]), day(row["Date Ceased to be Looked After"])
        if start is None or not HALF_YEAR_FROM <= start <= SNAPSHOT:
            continue
        if row["Child's Legal Status"] in SHORT_BREAKS:
            continue
        until = working_days(start, min(SNAPSHOT, end) if end and end >= start else SNAPSHOT)
        if until is None or until < 20:
            continue
        held = day(row["Date of Last Health Assessment"])
        taken = working_days(start, held) if held else None
        met = taken is not None and taken <= 20
        in_time[row["Child Unique ID"]] = in_time.get(row["Child Unique ID"], False) or met
    return {None: share(sum(in_time.values()), len(in_time))}


LOOPS: Loops = {
    ("annex_a", "cla_no_permanence_plan_pct"): without_plan,
    ("annex_a", "cla_long_term_return_home_pct"): plan_to_return_home,
    ("ssda903", "cla_long_term_foster_pct"): lambda: long_term(list(in_return().values())),
    ("annex_a", "cla_long_term_foster_pct"): lambda: long_term([row["Placement Type"] for row in on_list()]),
    ("ssda903", "cla_sdq_bands_pct"): sdq_bands,
    ("ssda903", "cla_development_checks_pct"): development_checks,
    ("ssda903", "cla_health_assessment_by_age_pct"): assessments_of_return,
    ("annex_a", "cla_health_assessment_by_age_pct"): assessments_of_list,
    ("annex_a", "cla_initial_health_assessment_pct"): initial_assessments,
}


@every_source(LOOPS)
def test_a_loop_gives_the_same_figures(source: str, id_: str) -> None:
    assert_agree(LOOPS, source, id_)
