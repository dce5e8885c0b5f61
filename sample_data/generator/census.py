"""A CIN census: every episode of need that was open in the year, as it was known on 31 March."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path

from generator.people import LA_CODE, Child, Need, Referral

GENDER = {"M": "1", "F": "2"}


def write_census(path: Path, children: Iterable[Child], year: int) -> None:
    first, last = dt.date(year - 1, 4, 1), dt.date(year, 3, 31)
    header = (
        f"<Header><CollectionDetails><Collection>CIN</Collection><Year>{year}</Year>"
        f"<ReferenceDate>{last}</ReferenceDate></CollectionDetails><Source><SourceLevel>L</SourceLevel>"
        f"<LEA>{LA_CODE}</LEA><SoftwareCode>sample</SoftwareCode><Release>1</Release>"
        f"<SerialNo>001</SerialNo><DateTime>{year}-05-20T09:00:00</DateTime></Source></Header>"
    )
    rows = [
        _child(child, episodes, last) for child in children if (episodes := _episodes(child, first, last))
    ]
    text = "\n".join(['<?xml version="1.0" encoding="utf-8"?>', "<Message>", header, "<Children>", *rows])
    path.write_text(f"{text}\n</Children>\n</Message>\n", encoding="utf-8", newline="\n")


def _episodes(child: Child, first: dt.date, last: dt.date) -> list[str]:
    """Open in the year; a referral without further action belongs to the year of its date alone."""
    need = child.need
    if need is None:
        return []
    nothing_done = [each for each in child.referrals if each.no_further_action and first <= each.day <= last]
    episodes = [_without_action(each) for each in nothing_done]
    if need.start <= last and (need.closed is None or need.closed >= first) and not _only_referred(child):
        episodes.append(_details(child, need, last))
    return episodes


def _only_referred(child: Child) -> bool:
    return bool(child.referrals) and all(each.no_further_action for each in child.referrals)


def _without_action(referral: Referral) -> str:
    dates = _value("CINreferralDate", referral.day) + _value("ReferralSource", referral.source)
    return _group("CINdetails", dates + _value("ReferralNFA", 1))


def _child(child: Child, episodes: list[str], last: dt.date) -> str:
    unborn = child.born > last
    identifiers = _value("LAchildID", child.identifier)
    identifiers += _value("ExpectedPersonBirthDate" if unborn else "PersonBirthDate", child.born)
    identifiers += _value("GenderCurrent", "0" if unborn else GENDER[child.sex])
    characteristics = _value("Ethnicity", child.ethnicity)
    characteristics += _group("Disabilities", _value("Disability", "LD" if child.disabled else "NONE"))
    return _group(
        "Child",
        _group("ChildIdentifiers", identifiers)
        + _group("ChildCharacteristics", characteristics)
        + "".join(episodes),
    )


def _details(child: Child, need: Need, last: dt.date) -> str:
    sources = [each.source for each in child.referrals if each.day == need.start]
    parts = _value("CINreferralDate", need.start) + _value("ReferralSource", sources[0] if sources else "6")
    parts += _value("PrimaryNeedCode", need.primary_need)
    if need.closed and need.closed <= last:
        parts += _value("CINclosureDate", need.closed) + _value("ReasonForClosure", need.reason)
    parts += "".join(_assessment(start, done, last) for start, done in _assessments(child, need))
    parts += _enquiries(child, need, last)
    parts += _value("ReferralNFA", 0)
    if child.plan and child.plan.start <= last:
        plan = child.plan
        parts += _group(
            "ChildProtectionPlans",
            _value("CPPstartDate", plan.start)
            + _value("CPPendDate", plan.end if plan.end and plan.end <= last else None)
            + _value("InitialCategoryOfAbuse", plan.category)
            + _value("LatestCategoryOfAbuse", plan.category)
            + _value("NumberOfPreviousCPP", plan.previous)
            + _reviews(plan.start, min(plan.end or last, last)),
        )
    return _group("CINdetails", parts)


def _assessments(child: Child, need: Need) -> list[tuple[dt.date, dt.date | None]]:
    """As recorded; for a case from before the workbook the first one too, which one in four is late."""
    recorded = [(each.start, each.authorised) for each in child.assessments if each.start >= need.start]
    if any(start == need.start for start, _ in recorded):
        return recorded
    days = 90 if int(child.identifier) % 4 == 0 else 40
    first = need.start, min(need.start + dt.timedelta(days=days), need.closed or dt.date.max)
    return [first, *((start, done) for start, done in recorded if start > first[1])]


def _assessment(start: dt.date, done: dt.date | None, last: dt.date) -> str:
    if start > last:
        return ""
    known = done if done and done <= last else None
    factors = _group("FactorsIdentifiedAtAssessment", _value("AssessmentFactors", "3B")) if known else ""
    dates = _value("AssessmentActualStartDate", start) + _value("AssessmentAuthorisationDate", known)
    return _group("Assessments", dates + factors)


def _enquiries(child: Child, need: Need, last: dt.date) -> str:
    """As recorded; for a plan from before the workbook the enquiry that must have led to it."""
    pairs = [(each.start, each.conference) for each in child.enquiries]
    if child.plan and not pairs:
        pairs = [(max(need.start, child.plan.start - dt.timedelta(days=19)), child.plan.start)]
    parts = ""
    for start, conference in pairs:
        if start <= last:
            held = conference if conference and conference <= last else None
            parts += _group(
                "Section47",
                _value("S47ActualStartDate", start)
                + _value("DateOfInitialCPC", held)
                + _value("ICPCnotRequired", int(conference is None)),
            )
    return parts


def _reviews(start: dt.date, last: dt.date) -> str:
    days = [start + dt.timedelta(days=85 + 170 * number) for number in range(20)]
    held = "".join(_value("CPPreviewDate", day) for day in days if day <= last)
    return _group("Reviews", held) if held else ""


def _value(name: str, content: object) -> str:
    return "" if content is None else f"<{name}>{content}</{name}>"


def _group(name: str, content: str) -> str:
    return f"<{name}>{content}</{name}>"
