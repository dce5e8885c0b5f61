"""The sample authority as an Annex A workbook in Ofsted's layout: a merged title, headings, then rows."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import xlsxwriter

from generator import headings
from generator.codes import (
    ABUSE,
    ACCOMMODATION,
    ACTIVITY,
    CASE_STATUS,
    CLOSURE,
    ELIGIBILITY,
    ETHNICITY,
    IN_TOUCH,
    LEGAL_STATUS,
    NEED,
    PERMANENCE,
    PLACEMENT,
    PROVIDER,
    REASON_CEASED,
    REVERSAL,
    SEX,
    SOURCE,
)
from generator.people import FIRST_DAY, LA_CODE, SNAPSHOT, Child, Dice

Cell = str | int | dt.date | None
Row = Sequence[Cell]

MADE_ON = dt.datetime(2019, 1, 7, 9)
OTHER_CONTACTS, EARLY_HELP = 3000, 900
FIRST_STRANGER = 2_000_000
ORGANISATIONS = (
    "School",
    "Health visiting",
    "Children's centre",
    "Early Help Team",
    "Voluntary organisation",
)


def write_workbook(path: Path, children: Sequence[Child], dice: Dice) -> None:
    """Writes the eleven lists; the same children and dice give the same workbook."""
    strangers = itertools.count(FIRST_STRANGER)
    lists = {
        1: _contacts(children, strangers, dice),
        2: _early_help(strangers, dice),
        3: _referrals(children),
        4: _assessments(children),
        5: _enquiries(children),
        6: _children_in_need(children),
        7: _plans(children),
        8: _looked_after(children),
        9: _leavers(children),
        10: _adoptions(children),
        11: _adopters(children, dice),
    }
    with xlsxwriter.Workbook(path, {"default_date_format": "dd/mm/yyyy"}) as workbook:
        workbook.set_properties(
            {"title": "Annex A: child-level data of made-up children", "created": MADE_ON}
        )
        bold = workbook.add_format({"bold": True})
        front = workbook.add_worksheet("Front_Sheet")
        front.write(0, 0, "Annex A - Child level data", bold)
        front.write(1, 0, f"Made-up children of authority {LA_CODE}, six months to {SNAPSHOT:%d/%m/%Y}")
        for number, rows in lists.items():
            sheet = workbook.add_worksheet(f"List_{number}")
            title, columns = headings.LISTS[number]
            sheet.merge_range(0, 0, 0, len(columns) - 1, f"List {number}: {title}", bold)
            sheet.write_row(1, 0, columns, bold)
            _write_rows(sheet, rows, len(columns))


def _write_rows(sheet: xlsxwriter.worksheet.Worksheet, rows: Iterable[Row], width: int) -> None:
    for number, row in enumerate(rows, start=2):
        assert len(row) == width, (sheet.name, len(row), width)
        for column, cell in enumerate(row):
            if isinstance(cell, dt.date):
                sheet.write_datetime(number, column, cell)
            elif cell is not None:
                sheet.write(number, column, cell)


def _who(child: Child, *, disability: bool = True) -> list[Cell]:
    who: list[Cell] = [
        child.identifier,
        SEX[child.sex],
        ETHNICITY[child.ethnicity],
        child.born,
        max(child.age_on(SNAPSHOT), 0),
    ]
    return [*who, _yes(child.disabled)] if disability else who


def _yes(answer: bool | None) -> str | None:
    return None if answer is None else "a) Yes" if answer else "b) No"


def _by_day(rows: Iterable[tuple[dt.date, Row]]) -> Iterator[Row]:
    return (row for _, row in sorted(rows, key=lambda dated: (dated[0], str(dated[1][0]))))


def _contacts(children: Sequence[Child], strangers: Iterator[int], dice: Dice) -> Iterator[Row]:
    """One for every referral, and as many again that came to nothing."""
    rows: list[tuple[dt.date, Row]] = []
    for child in children:
        for referral in child.referrals:
            day = max(FIRST_DAY, dice.before(referral.day, 0, 2))
            rows.append((day, [*_who(child, disability=False), day, SOURCE[referral.source]]))
    for _ in range(OTHER_CONTACTS):
        day = dice.day(FIRST_DAY, SNAPSHOT)
        rows.append((day, [*_stranger(next(strangers), dice), day, SOURCE[dice.choice(list(SOURCE))]]))
    return _by_day(rows)


def _early_help(strangers: Iterator[int], dice: Dice) -> Iterator[Row]:
    rows: list[tuple[dt.date, Row]] = []
    for _ in range(EARLY_HELP):
        start = dice.day(FIRST_DAY, SNAPSHOT)
        done = dice.after(start, 10, 50)
        rows.append(
            (
                start,
                [
                    *_stranger(next(strangers), dice),
                    start,
                    done if done <= SNAPSHOT else None,
                    dice.choice(ORGANISATIONS),
                ],
            )
        )
    return _by_day(rows)


def _stranger(number: int, dice: Dice) -> list[Cell]:
    """A child whom social care does not know."""
    born = dice.before(SNAPSHOT, 200, 6200)
    age = (SNAPSHOT - born).days * 4 // 1461
    return [str(number), SEX[dice.choice("MF")], ETHNICITY["WBRI"], born, age]


def _referrals(children: Sequence[Child]) -> Iterator[Row]:
    return _by_day(
        (
            each.day,
            [
                *_who(child, disability=False),
                each.day,
                SOURCE[each.source],
                _yes(each.no_further_action),
                each.earlier,
                child.team,
                child.worker,
            ],
        )
        for child in children
        for each in child.referrals
    )


def _assessments(children: Sequence[Child]) -> Iterator[Row]:
    return _by_day(
        (
            each.start,
            [
                *_who(child),
                each.start,
                _yes(each.child_seen),
                each.authorised,
                _yes(each.support_required),
                child.team,
                child.worker,
            ],
        )
        for child in children
        for each in child.assessments
    )


def _enquiries(children: Sequence[Child]) -> Iterator[Row]:
    return _by_day(
        (
            each.start,
            [
                *_who(child),
                each.start,
                _yes(each.conference is None),
                each.conference,
                _yes(each.led_to_plan) if each.conference else None,
                0,
                0,
                child.team,
                child.worker,
            ],
        )
        for child in children
        for each in child.enquiries
    )


def _children_in_need(children: Sequence[Child]) -> Iterator[Row]:
    for child in children:
        if need := child.need:
            yield [
                *_who(child),
                need.start,
                NEED[need.primary_need],
                need.last_seen,
                need.closed,
                CLOSURE[need.reason] if need.reason else None,
                CASE_STATUS[need.status],
                child.team,
                child.worker,
            ]


def _plans(children: Sequence[Child]) -> Iterator[Row]:
    for child in children:
        if plan := child.plan:
            category = ABUSE[plan.category]
            yield [
                *_who(child),
                plan.start,
                category,
                category,
                plan.last_visit,
                _yes(answer=True),
                plan.review,
                plan.end,
                _yes(answer=False),
                plan.previous,
                child.team,
                child.worker,
            ]


def _looked_after(children: Sequence[Child]) -> Iterator[Row]:
    for child in children:
        if care := child.care:
            need = child.need.primary_need if child.need else "N1"
            yield [
                *_who(child, disability=False),
                _yes(child.uasc),
                _yes(child.disabled),
                care.start,
                NEED[need],
                _yes(answer=False),
                care.legal_status_start,
                LEGAL_STATUS[care.legal_status],
                care.review,
                care.visit,
                PERMANENCE.get(care.permanence),
                care.iro_visit,
                care.health,
                care.dental,
                care.placements,
                care.end,
                REASON_CEASED[care.reason] if care.reason else None,
                care.placement_start,
                PLACEMENT[care.placement_type],
                PROVIDER[care.provider],
                "EX1 1AA" if care.local else "BS1 1AA",
                None,
                "a) In" if care.local else "b) Out",
                LA_CODE if care.local else "801",
                care.missing,
                care.away,
                _yes(care.interview),
                _yes(care.interview),
                child.team,
                child.worker,
            ]


def _leavers(children: Sequence[Child]) -> Iterator[Row]:
    for child in children:
        if leaver := child.leaver:
            yield [
                *_who(child, disability=False),
                _yes(child.uasc),
                _yes(child.disabled),
                child.team,
                child.worker,
                leaver.adviser,
                ELIGIBILITY[leaver.eligibility],
                leaver.plan_review,
                IN_TOUCH[leaver.in_touch],
                leaver.contact,
                ACCOMMODATION[leaver.accommodation],
                "a) Suitable" if leaver.suitable else "b) Unsuitable",
                ACTIVITY[leaver.activity],
            ]


def _adoptions(children: Sequence[Child]) -> Iterator[Row]:
    for child in children:
        if way := child.adoption:
            who = _who(child)
            yield [
                who[0],
                way.family,
                *who[1:],
                way.entered_care,
                way.decision,
                way.placement_order,
                way.match,
                way.placed,
                way.order,
                way.reversed,
                REVERSAL[way.reversal] if way.reversal else None,
                None,
            ]


def _adopters(children: Sequence[Child], dice: Dice) -> Iterator[Row]:
    """The family of every child who was matched: two adopters for most."""
    number = 5000
    for child in children:
        way = child.adoption
        if not way or not way.match:
            continue
        enquiry = way.match - dt.timedelta(days=420)
        stages = [enquiry + dt.timedelta(days=days) for days in (20, 85, 90, 210, 180, 220)]
        for sex in dice.choice(("MF", "MF", "FF", "F")):
            number += 1
            yield [
                f"A{number}",
                way.family,
                SEX[sex],
                ETHNICITY["WBRI"],
                _yes(answer=False),
                _yes(answer=False),
                enquiry,
                *stages,
                way.match,
                way.placed,
                1 if way.placed else None,
                way.order,
                None,
                None,
            ]
