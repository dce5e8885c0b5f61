"""Where care leavers live, what they do and who holds them, worked out anew from the oracle's files."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import NamedTuple

import pytest

from acceptance.agreeing import assert_agree, every_source
from acceptance.raw_oracle import (
    FIRST_DAY,
    SNAPSHOT,
    Figures,
    Loops,
    age,
    annex_a,
    day,
    episodes,
    median,
    number,
    returned,
    share,
)
from reference.arithmetic import add_months

EET = {"F1", "P1", "F2", "P2", "F3", "P3", "F4", "P4", "F5", "P5"}
GROUPS = {
    "higher_education": {"F1", "P1"},
    "other_education": {"F2", "P2"},
    "apprenticeship": {"F4", "P4"},
    "training_or_employment": {"F3", "P3", "F5", "P5"},
    "neet_illness": {"G4"},
    "neet_parenting": {"G6"},
    "neet_other": {"G5"},
    "not_known": {""},
}


class Leaver(NamedTuple):
    """A young person of the return or the list; codes are blank where nothing is known."""

    id: str
    born: dt.date | None
    in_touch: str
    activity: str
    accommodation: str
    suitable: bool
    eligibility: str = ""
    adviser: str = ""
    contact: dt.date | None = None


def of_return() -> list[Leaver]:
    """The OC3 of the year: accommodation is a letter and 1 for suitable; 0 is nothing known."""
    found = []
    for row in returned("oc3"):
        accommodation = "" if row["ACCOM"] == "0" else row["ACCOM"]
        activity = "" if row["ACTIV"] == "0" else row["ACTIV"]
        letter, suitable = accommodation[:1], accommodation[1:] == "1"
        found.append(Leaver(row["CHILD"], day(row["DOB"]), row["IN_TOUCH"], activity, letter, suitable))
    return living(found)


def of_list() -> list[Leaver]:
    """List 9, one row for a young person, the last."""
    last = {row["Child Unique ID"]: row for row in annex_a(9)}
    words = {"a) Yes": "YES", "b) No": "NO", "c) Died": "DIED", "f) Rhom": "RHOM"}
    return living(
        Leaver(
            id=id_,
            born=day(row["Date of Birth"]),
            in_touch=words.get(row["LA in Touch"], row["LA in Touch"]),
            activity=row["Activity Status"][:2],
            accommodation=row["Type of Accommodation"][:1],
            suitable=row["Suitability of Accommodation"] == "a) Suitable",
            eligibility=row["Eligibility Category"],
            adviser=row["Allocated Personal Advisor"],
            contact=day(row["Latest Date of Contact"]),
        )
        for id_, row in last.items()
    )


def living(leavers: object) -> list[Leaver]:
    """Without those who died or returned home."""
    return [leaver for leaver in leavers if leaver.in_touch not in ("DIED", "RHOM")]  # type: ignore[attr-defined]


def aged(leavers: list[Leaver], youngest: int, oldest: int) -> list[Leaver]:
    return [leaver for leaver in leavers if youngest <= (age(leaver.born) or 0) <= oldest]


def had_birthday(leaver: Leaver) -> bool:
    """A birthday in the year: a year older than on the day before it."""
    return age(leaver.born) != age(leaver.born, FIRST_DAY - dt.timedelta(days=1))


def qualifies(leaver: Leaver) -> bool:
    """Thirteen weeks of care since 14, some of it after 16; whoever has no episode at all qualifies."""
    rows = episodes().get(leaver.id)
    if not rows:
        return True
    assert leaver.born is not None
    days, after_16 = 0, False
    at_14, at_16 = add_months(leaver.born, 168), add_months(leaver.born, 192)
    for row in rows:
        start, end = day(row["DECOM"]), day(row["DEC"])
        if start is None or row["LS"] in ("V3", "V4"):
            continue
        days += max(0, (min(end or SNAPSHOT, SNAPSHOT) - max(start, at_14)).days)
        after_16 = after_16 or (start <= SNAPSHOT and (end is None or end > at_16))
    return days >= 91 and after_16


def former_relevant_of_return() -> list[Leaver]:
    return [leaver for leaver in aged(of_return(), 19, 21) if had_birthday(leaver) and qualifies(leaver)]


def former_relevant_of_list() -> list[Leaver]:
    return [leaver for leaver in aged(of_list(), 19, 21) if leaver.eligibility == "b) Former relevant child"]


def accommodation_mix(leavers: list[Leaver]) -> Figures:
    counts = Counter(leaver.accommodation or "not_recorded" for leaver in leavers)
    codes = [*"BZCDETUKVWSXYGHR", "not_recorded"]
    assert set(counts) <= set(codes)
    return {code: share(counts[code], len(leavers)) for code in codes}


def activity_mix(leavers: list[Leaver]) -> Figures:
    return {
        group: share(sum(leaver.activity in codes for leaver in leavers), len(leavers))
        for group, codes in GROUPS.items()
    }


def unsettled(leavers: list[Leaver]) -> Figures:
    counts = Counter(leaver.accommodation for leaver in leavers)
    return {
        None: number(counts["S"] + counts["V"] + counts["W"] + counts["X"]),
        "homeless": number(counts["S"]),
        "emergency_or_bed_and_breakfast": number(counts["V"] + counts["W"]),
        "custody": number(counts["X"]),
    }


def aged_22_to_25(leavers: list[Leaver]) -> Figures:
    touched = [leaver for leaver in leavers if leaver.in_touch == "YES"]
    housed = [leaver for leaver in touched if leaver.accommodation not in ("G", "H", "R")]
    return {
        "in_touch": share(len(touched), len(leavers)),
        "suitable_accommodation": share(sum(leaver.suitable for leaver in housed), len(housed)),
        "eet": share(sum(leaver.activity in EET for leaver in touched), len(touched)),
    }


def without_adviser() -> Figures:
    entitled = [
        leaver
        for leaver in of_list()
        if leaver.eligibility in ("a) Relevant child", "b) Former relevant child", "d) Eligible")
    ]
    return {None: share(sum(leaver.adviser == "" for leaver in entitled), len(entitled))}


def left_care() -> list[Leaver]:
    return [
        leaver
        for leaver in of_list()
        if leaver.eligibility in ("a) Relevant child", "b) Former relevant child")
    ]


def days_since_contact() -> Figures:
    dated = [leaver.contact for leaver in left_care() if leaver.contact and leaver.contact <= SNAPSHOT]
    return {None: median([(SNAPSHOT - contact).days for contact in dated])}


def contact_in_two_months() -> Figures:
    leavers, recent, none_lately = left_care(), 0, 0
    for leaver in leavers:
        contact = leaver.contact if leaver.contact and leaver.contact <= SNAPSHOT else None
        recent += contact is not None and contact >= dt.date(2024, 2, 1)
        none_lately += contact is None or contact < dt.date(2023, 10, 1)
    return {None: share(recent, len(leavers)), "none_in_6_months": share(none_lately, len(leavers))}


LOOPS: Loops = {
    ("ssda903", "cl_19_21_accommodation_pct"): lambda: accommodation_mix(former_relevant_of_return()),
    ("annex_a", "cl_19_21_accommodation_pct"): lambda: accommodation_mix(former_relevant_of_list()),
    ("ssda903", "cl_19_21_activity_pct"): lambda: activity_mix(former_relevant_of_return()),
    ("annex_a", "cl_19_21_activity_pct"): lambda: activity_mix(former_relevant_of_list()),
    ("ssda903", "cl_unsettled_accommodation_count"): lambda: unsettled(of_return()),
    ("annex_a", "cl_unsettled_accommodation_count"): lambda: unsettled(of_list()),
    ("ssda903", "cl_22_25_outcomes_pct"): lambda: aged_22_to_25(
        [leaver for leaver in aged(of_return(), 22, 25) if had_birthday(leaver)]
    ),
    ("annex_a", "cl_22_25_outcomes_pct"): lambda: aged_22_to_25(aged(of_list(), 22, 25)),
    ("annex_a", "cl_no_personal_adviser_pct"): without_adviser,
    ("annex_a", "cl_days_since_contact"): days_since_contact,
    ("annex_a", "cl_contact_2m_pct"): contact_in_two_months,
}


@every_source(LOOPS)
def test_a_loop_gives_the_same_figures(source: str, id_: str) -> None:
    assert_agree(LOOPS, source, id_)


@pytest.mark.parametrize("leavers", [former_relevant_of_return, former_relevant_of_list])
def test_the_activities_are_all_of_them(leavers: object) -> None:
    mix = activity_mix(leavers())  # type: ignore[operator]
    assert sum(met or 0 for met, _, _ in mix.values()) == len(leavers())  # type: ignore[operator]
