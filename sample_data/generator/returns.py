"""SSDA903 returns: one folder a year, one CSV a table, as they were known on 31 March."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from generator.people import Care, Child, Dice, birthday

Row = Sequence[object]

COLUMNS = {
    "header": "CHILD SEX DOB ETHNIC UPN MOTHER MC_DOB",
    "episodes": "CHILD DECOM RNE LS CIN PLACE PLACE_PROVIDER DEC REC REASON_PLACE_CHANGE "
    "HOME_POST PL_POST URN",
    "reviews": "CHILD DOB REVIEW REVIEW_CODE",
    "missing": "CHILD DOB MISSING MIS_START MIS_END",
    "oc2": "CHILD DOB SDQ_SCORE SDQ_REASON CONVICTED HEALTH_CHECK IMMUNISATIONS TEETH_CHECK "
    "HEALTH_ASSESSMENT SUBSTANCE_MISUSE INTERVENTION_RECEIVED INTERVENTION_OFFERED",
    "oc3": "CHILD DOB IN_TOUCH ACTIV ACCOM",
    "ad1": "CHILD DOB DATE_INT DATE_MATCH FOSTER_CARE NB_ADOPTR SEX_ADOPTR LS_ADOPTR",
}
# Until 2017-18 special guardianship had two codes: former foster carers, and others.
OLD_GUARDIANSHIP = {"E45": "E43", "E46": "E43", "E47": "E44", "E48": "E44"}


def write_return(folder: Path, children: Sequence[Child], year: int, dice: Dice) -> None:
    first, last = dt.date(year - 1, 4, 1), dt.date(year, 3, 31)
    cared_for = [(child, child.care) for child in children if child.care and _within(child.care, first, last)]
    leavers = [child for child in children if child.leaver and _birthday_in_year(child, last)]
    tables: dict[str, Iterable[Row]] = {
        "header": [_header(child) for child in _once([*(child for child, _ in cared_for), *leavers])],
        "episodes": [row for child, care in cared_for for row in _episodes(child, care, first, last)],
        "reviews": [row for child, care in cared_for for row in _reviews(child, care, first, last, dice)],
        "missing": [row for child, care in cared_for for row in _absences(child, care, first, last, dice)],
        "oc2": [
            _outcomes(child, last, dice) for child, care in cared_for if _a_year_in_care(care, first, last)
        ],
        "oc3": [_leaver(child) for child in leavers],
        "ad1": [_adoption(child, care) for child, care in cared_for if _adopted_by(care, last)],
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(COLUMNS[name].split())
            writer.writerows([_cell(cell) for cell in row] for row in rows)


def _cell(cell: object) -> object:
    return f"{cell:%d/%m/%Y}" if isinstance(cell, dt.date) else "" if cell is None else cell


def _within(care: Care, first: dt.date, last: dt.date) -> bool:
    return care.start <= last and (care.end is None or care.end >= first)


def _a_year_in_care(care: Care, first: dt.date, last: dt.date) -> bool:
    return care.start <= first and (care.end is None or care.end > last)


def _adopted_by(care: Care, last: dt.date) -> bool:
    return care.reason in ("E11", "E12") and care.end is not None and care.end <= last


def _birthday_in_year(child: Child, last: dt.date) -> bool:
    age = child.age_on(last)
    return 17 <= age <= 21 and (last - birthday(child.born, age)).days <= 365


def _once(children: Iterable[Child]) -> Iterator[Child]:
    seen: set[str] = set()
    for child in children:
        if child.identifier not in seen:
            seen.add(child.identifier)
            yield child


def _header(child: Child) -> Row:
    return (child.identifier, 1 if child.sex == "M" else 2, child.born, child.ethnicity, "UN4", None, None)


def _episodes(child: Child, care: Care, first: dt.date, last: dt.date) -> Iterator[Row]:
    """Episodes open in the year: a new one for each placement and each legal status."""
    days = sorted({care.start, care.placement_start, care.legal_status_start})
    if care.end:
        days = [day for day in days if day < care.end] or [care.start]
    for day, following in zip(days, [*days[1:], care.end], strict=True):
        if day > last or (following and following < first):
            continue
        moved, legal = day >= care.placement_start, day >= care.legal_status_start
        known = following if following and following <= last else None
        ends = following is not None and following == care.end
        reason = OLD_GUARDIANSHIP.get(care.reason or "", care.reason) if ends else "X1"
        yield (
            child.identifier,
            day,
            _reason_new(care, day),
            care.legal_status if legal else "C1",
            child.need.primary_need if child.need else "N1",
            care.placement_type if moved else "U6",
            care.provider if moved else "PR1",
            known,
            reason if known else None,
            "CARPL" if known and following == care.placement_start else None,
            "EX2 4QD",
            "EX1 1AA" if care.local else "BS1 1AA",
            None,
        )


def _reason_new(care: Care, day: dt.date) -> str:
    if day == care.start:
        return "S"
    if day == care.placement_start:
        return "B" if day == care.legal_status_start else "P"
    return "L"


def _reviews(child: Child, care: Care, first: dt.date, last: dt.date, dice: Dice) -> Iterator[Row]:
    """After 20 days, three months, and then every six months but for some that came late."""
    until = min(last, care.end or last)
    day = care.start + dt.timedelta(days=19)
    gap = 88
    while day <= until:
        if day >= first:
            yield (
                child.identifier,
                child.born,
                day,
                "PN0" if day < birthday(child.born, 4) else dice.choice(("PN1", "PN1", "PN3", "PN4")),
            )
        day += dt.timedelta(days=gap)
        gap = 196 if day.toordinal() % 17 == 0 else 178


def _absences(child: Child, care: Care, first: dt.date, last: dt.date, dice: Dice) -> Iterator[Row]:
    start, end = max(first, care.start), min(last, care.end or last)
    if child.age_on(last) >= 11 and (end - start).days > 5 and dice.random() < 0.25:
        held: list[tuple[dt.date, dt.date]] = []
        for kind in dice.choice(("M", "M", "MM", "MA", "MMM")):
            gone = dice.day(start, end - dt.timedelta(days=3))
            found = dice.after(gone, 0, 2)
            # Nobody is missing twice at once: one that starts inside another starts when that has ended.
            gone = max([gone, *(last for first, last in held if first <= gone < last)])
            found = max(gone, min([found, *(first for first, _ in held if gone < first)]))
            held.append((gone, found))
            yield child.identifier, child.born, kind, gone, found


def _outcomes(child: Child, last: dt.date, dice: Dice) -> Row:
    scored = dice.random() < 0.78
    asked = child.age_on(dt.date(2018, 3, 31)) in range(4, 17)
    reason = child.age_on(last) in range(4, 17) and not (asked and scored)
    return (
        child.identifier,
        child.born,
        dice.randrange(4, 24) if asked and scored else None,
        "SDQ4" if reason else None,
        int(dice.random() < 0.03),
        1 if child.age_on(dt.date(2018, 3, 31)) < 5 else None,
        int(dice.random() < 0.88),
        int(dice.random() < 0.84),
        int(dice.random() < 0.9),
        int(dice.random() < 0.03),
        None,
        None,
    )


def _leaver(child: Child) -> Row:
    leaver = child.leaver
    assert leaver
    if leaver.in_touch in ("DIED", "RHOM"):
        return child.identifier, child.born, leaver.in_touch, "0", "0"
    accommodation = f"{leaver.accommodation}{1 if leaver.suitable else 2}"
    return child.identifier, child.born, leaver.in_touch, leaver.activity, accommodation


def _adoption(child: Child, care: Care) -> Row:
    way = child.adoption
    assert way
    return child.identifier, child.born, way.decision, way.match, 0, 2, "MF", "L11"
