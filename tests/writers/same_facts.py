"""The same facts of children as an authority would export them: statutory returns, and lists of Annex A.

A list of Annex A holds what touched its six months. Where the template asks for one row a child (children in
need, plans, children in care), it is the latest.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extracts import census
from extracts.annex_a_files import headings, rows, write_csv, write_workbook
from extracts.ssda903_files import EPISODE
from extracts.ssda903_files import write_csv as write_return

FIRST_DAY = dt.date(2023, 10, 1)
LAST_DAY = dt.date(2024, 3, 31)
KNOWN_SINCE = dt.date(2019, 6, 3)
"""Every child has a referral of this day, to which whatever has no referral of its own belongs."""
LISTS = (3, 4, 5, 7, 8)

Day = dt.date | None
Row = dict[str, Any]


@dataclass(frozen=True)
class Referral:
    date: dt.date
    source: str | None
    no_further_action: bool | None


@dataclass(frozen=True)
class Assessment:
    start: dt.date
    authorised: Day


@dataclass(frozen=True)
class Enquiry:
    start: dt.date
    conference: Day


@dataclass(frozen=True)
class Plan:
    start: dt.date
    end: Day
    category: str | None
    previous: int | None


@dataclass(frozen=True)
class Care:
    """A period of care: its placements in turn, each with the day it began; the first begins the period."""

    placements: tuple[tuple[dt.date, str | None], ...]
    end: Day
    reason: str | None
    status: str

    @property
    def start(self) -> dt.date:
        return self.placements[0][0]


@dataclass(frozen=True)
class Child:
    id: str
    born: dt.date
    sex: str
    referrals: tuple[Referral, ...] = ()
    assessments: tuple[Assessment, ...] = ()
    enquiries: tuple[Enquiry, ...] = ()
    plans: tuple[Plan, ...] = ()
    care: tuple[Care, ...] = ()


def write_returns(folder: Path, children: Sequence[Child]) -> tuple[list[Path], list[Path]]:
    """A CIN census, and the episodes and header of an SSDA903 return."""
    texts = [
        census.child(*_episodes_of_need(child), identifier=child.id, identifiers=_about(child))
        for child in children
    ]
    cin = census.write(folder, census.census(*texts))
    header = [{"CHILD": c.id, "SEX": c.sex, "DOB": _uk(c.born), "ETHNIC": "WBRI"} for c in children if c.care]
    episodes = [row for child in children for care in child.care for row in _episodes_of_care(child, care)]
    care = [
        write_return(folder / "903" / "header.csv", header),
        write_return(folder / "903" / "episodes.csv", episodes),
    ]
    return [cin], care


def write_annex_a(folder: Path, children: Sequence[Child], *, workbook: bool) -> list[Path]:
    """Lists 3, 4, 5, 7 and 8, in one workbook or as CSVs."""
    held = {
        number: [{**_person(child), **row} for child in children for row in _list(number, child)]
        for number in LISTS
    }
    if workbook:
        sheets = {f"List {number}": [headings(number), *rows(number, *held[number])] for number in LISTS}
        return [write_workbook(folder / "annex_a.xlsx", sheets)]
    return [write_csv(folder, number, *map(_as_text, held[number])) for number in LISTS]


def touches(start: dt.date, end: Day) -> bool:
    """Whether a spell touches the six months of the lists; its dates may be the wrong way round."""
    return start <= LAST_DAY and (end is None or max(start, end) >= FIRST_DAY)


def _list(number: int, child: Child) -> Iterator[Row]:
    """The rows of a child in a list."""
    return {3: _list_3, 4: _list_4, 5: _list_5, 7: _list_7, 8: _list_8}[number](child)


def _list_3(child: Child) -> Iterator[Row]:
    for one in child.referrals:
        if touches(one.date, one.date):
            said = {"source": one.source, "no_further_action": one.no_further_action}
            yield {"referral_date": one.date, **said}


def _list_4(child: Child) -> Iterator[Row]:
    for one in child.assessments:
        if touches(one.start, one.authorised):
            yield {"start_date": one.start, "authorised_date": one.authorised}


def _list_5(child: Child) -> Iterator[Row]:
    for one in child.enquiries:
        if touches(one.start, one.conference or one.start):
            yield {"start_date": one.start, "icpc_date": one.conference}


def _list_7(child: Child) -> Iterator[Row]:
    for one in _latest(child.plans):
        categories = {"initial_category": one.category, "latest_category": one.category}
        dates = {"start_date": one.start, "end_date": one.end}
        yield {**dates, **categories, "previous_plans": one.previous}


def _list_8(child: Child) -> Iterator[Row]:
    for one in _latest(child.care):
        dates = {"start_date": one.start, "end_date": one.end, "legal_status": one.status}
        yield {**dates, "placement_type": one.placements[-1][1], "reason_ceased": one.reason}


def _latest(spells: Iterable[Any]) -> list[Any]:
    """The last of the spells that touch the six months."""
    return sorted((one for one in spells if touches(one.start, one.end)), key=lambda one: one.start)[-1:]


def _person(child: Child) -> Row:
    return {"child_id": child.id, "date_of_birth": child.born, "sex": child.sex, "ethnicity": "WBRI"}


def _as_text(row: Row) -> Row:
    return {name: _uk(value) if isinstance(value, dt.date) else value for name, value in row.items()}


def _about(child: Child) -> str:
    return _element("PersonBirthDate", child.born) + _element("Sex", "MF"[int(child.sex) - 1])


def _episodes_of_need(child: Child) -> Iterator[str]:
    """A CINdetails for each referral; the one of long ago holds all that has none of its own."""
    inside = [_element("CINreferralDate", KNOWN_SINCE)]
    for one in child.assessments:
        ended = _element("AssessmentAuthorisationDate", one.authorised)
        inside.append(_element("Assessments", _element("AssessmentActualStartDate", one.start) + ended))
    for enquiry in child.enquiries:
        conference = _element("DateOfInitialCPC", enquiry.conference)
        inside.append(_element("Section47", _element("S47ActualStartDate", enquiry.start) + conference))
    for plan in child.plans:
        dates = _element("CPPstartDate", plan.start) + _element("CPPendDate", plan.end)
        said = "".join(_element(f"{which}CategoryOfAbuse", plan.category) for which in ("Initial", "Latest"))
        number = _element("NumberOfPreviousCPP", plan.previous)
        inside.append(_element("ChildProtectionPlans", dates + said + number))
    yield "".join(inside)
    for referral in child.referrals:
        flag = None if referral.no_further_action is None else int(referral.no_further_action)
        said = _element("ReferralSource", referral.source) + _element("ReferralNFA", flag)
        yield _element("CINreferralDate", referral.date) + said


def _episodes_of_care(child: Child, care: Care) -> Iterator[dict[str, str]]:
    ends = [*(day for day, _ in care.placements[1:]), care.end]
    for number, ((start, place), end) in enumerate(zip(care.placements, ends, strict=True)):
        last = number == len(care.placements) - 1
        yield {
            **EPISODE,
            "CHILD": child.id,
            "DECOM": _uk(start),
            "RNE": "P" if number else "S",
            "LS": care.status,
            "PLACE": place or "",
            "DEC": _uk(end) if end else "",
            "REC": "" if end is None else (care.reason or "") if last else "X1",
        }


def _element(name: str, value: object) -> str:
    return "" if value is None else f"<{name}>{value}</{name}>"


def _uk(day: dt.date) -> str:
    return f"{day:%d/%m/%Y}"
