"""Periods of care and placements in plain Python, row by row, as the sector's validators are written.

The job is the one that `chatcalc.extracts.ssda903` does with the same files: text is cleaned and checked, the
returns of all years are joined (the newest wins, what it contradicts is put right), episodes are chained into
periods of care, and stays with one carer are told apart.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from chatcalc.extracts import ssda903_codes as codes

Row = dict[str, Any]
Spell = tuple[str, dt.date, dt.date | None]

CODES = {
    "RNE": codes.REASONS_NEW_EPISODE,
    "LS": codes.LEGAL_STATUSES,
    "CIN": codes.NEEDS,
    "PLACE": codes.PLACEMENT_TYPES,
    "PLACE_PROVIDER": codes.PROVIDERS,
    "REC": codes.REASONS_CEASED,
    "REASON_PLACE_CHANGE": codes.REASONS_PLACE_CHANGE,
}
SAID = ("DEC", *CODES, "HOME_POST", "PL_POST", "URN")
TIES = ("RNE", "LS", "PLACE", "REC", "URN", "PL_POST")
HOME = ("PLACE", "PL_POST", "URN", "PLACE_PROVIDER")
NEVER = dt.date(9999, 12, 31)
FOSTER = {"U1", "U2", "U3", "U4", "U5", "U6"}


def derived(folder: Path) -> tuple[list[Spell], list[Spell], Counter[str]]:
    """All periods of care, all placements (child, start, end), and faults of the data by their name."""
    faults: Counter[str] = Counter()
    histories, headers = joined(folder, faults)
    periods: list[Spell] = []
    placements: list[Spell] = []
    for child, rows in histories.items():
        if child not in headers:
            faults["no header"] += 1
        for period in periods_of_care(put_right(rows, faults)):
            periods.append((child, period[0]["DECOM"], period[-1]["DEC"]))
            placements += [(child, *stay) for stay in stays(period)]
    return periods, placements, faults


def joined(folder: Path, faults: Counter[str]) -> tuple[dict[str, list[Row]], dict[str, Row]]:
    """Episodes by child and children by id, over all returns: for each key the rows of the newest."""
    episodes: dict[str, dict[dt.date, list[Row]]] = defaultdict(dict)
    headers: dict[str, Row] = {}
    years = sorted(path for path in folder.iterdir() if path.is_dir())
    for rank, year in enumerate(years):
        for row in read(year / "header.csv"):
            row["DOB"] = day(row["DOB"])
            headers[row["CHILD"]] = row
        for row in read(year / "episodes.csv"):
            cleaned(row, faults)
            row["rank"], row["newest"] = rank, rank == len(years) - 1
            row["last_day"] = dt.date(int(year.name), 3, 31)
            if row["CHILD"] is None or row["DECOM"] is None:
                faults["incomplete"] += 1
                continue
            by_start = episodes[row["CHILD"]]
            known = by_start.get(row["DECOM"])
            if known is None or known[0]["rank"] < rank:
                by_start[row["DECOM"]] = [row]
            elif all(any(other[name] != row[name] for name in SAID) for other in known):
                known.append(row)
            else:
                faults["duplicate"] += 1
    rows = {
        child: [row for same in by_start.values() for row in same] for child, by_start in episodes.items()
    }
    return rows, headers


def read(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def cleaned(row: Row, faults: Counter[str]) -> None:
    """Dates as dates, codes in capitals, blanks as None; in place, for it is quicker."""
    for name, text in row.items():
        row[name] = text.strip() or None
    for name in ("DECOM", "DEC"):
        text = row[name]
        row[name] = day(text)
        if text and row[name] is None:
            faults[f"{name} not understood"] += 1
    for name, known in CODES.items():
        if row[name] is not None:
            row[name] = row[name].upper()
            if row[name] not in known:
                faults[f"{name} unknown"] += 1
    if row["DEC"] is not None and row["DECOM"] is not None and row["DEC"] < row["DECOM"]:
        faults["ends before it starts"] += 1


@cache
def day(text: str | None) -> dt.date | None:
    if not text:
        return None
    try:
        return dt.datetime.strptime(text, "%d/%m/%Y").date()
    except ValueError:
        return None


def order(row: Row) -> tuple[Any, ...]:
    return (row["DECOM"], row["DEC"] or NEVER, *((row[name] is None, row[name] or "") for name in TIES))


def put_right(rows: list[Row], faults: Counter[str]) -> list[Row]:
    """One child's episodes in order, without what newer returns corrected and with the ends they imply."""
    rows = sorted(rows, key=order)
    if all(row["newest"] for row in rows):
        return rows
    kept = []
    for row in rows:
        newer = [other for other in rows if other["rank"] > row["rank"]]
        if not row["newest"] and any(all(row[name] == other[name] for name in SAID) for other in newer):
            faults["corrected"] += 1
        elif not row["newest"] and any(
            other["DECOM"] < row["DECOM"] < (other["DEC"] or NEVER) for other in newer
        ):
            faults["superseded"] += 1
        else:
            kept.append(row)
    ends = []
    for row in kept:
        if row["newest"]:
            continue
        newer = [other for other in kept if other["rank"] > row["rank"]]
        end = row["DEC"]
        if end is None or any(row["DECOM"] < other["DECOM"] < end for other in newer):
            following = next((other for other in kept if other["DECOM"] > row["DECOM"]), None)
            ends.append((row, following))
    for row, following in ends:
        faults["ended"] += 1
        row["DEC"] = following["DECOM"] if following else row["last_day"]
        row["REC"] = "X1" if following and following["RNE"] != "S" else None
    return sorted(kept, key=order) if ends else kept


def periods_of_care(rows: list[Row]) -> list[list[Row]]:
    """Episodes that follow on from one another; short breaks are left out first."""
    found: list[list[Row]] = []
    before = None
    for row in rows:
        if row["LS"] in ("V3", "V4"):
            continue
        if before is not None and before["REC"] == "X1" and before["DEC"] == row["DECOM"]:
            found[-1].append(row)
        else:
            found.append([row])
        before = row
    return found


def stays(period: Iterable[Row]) -> Iterator[tuple[dt.date, dt.date | None]]:
    """Start and end of each stay with one carer in a period of care."""
    starts: list[dt.date] = []
    before, away = None, False
    end = None
    for row in period:
        end = row["DEC"]
        if row["DECOM"] == row["DEC"]:
            continue
        if row["PLACE"] in ("T0", "T1", "T2", "T3", "T4"):
            away = True
            continue
        if before is None or begins(row, before, away=away):
            starts.append(row["DECOM"])
        before, away = row, False
    yield from zip(starts, [*starts[1:], end][: len(starts)], strict=True)


def begins(row: Row, before: Row, *, away: bool) -> bool:
    """Whether a stay begins with an episode, given the placement before it."""
    same_home = all(row[name] == before[name] for name in HOME)
    place, was, rne = row["PLACE"], before["PLACE"], row["RNE"]
    if away:
        return not same_home
    if place in ("A4", "A6") and was not in ("A4", "A6"):
        return True
    if rne in ("S", "P", "B"):
        return True
    if place in ("A3", "A5") and was not in ("A3", "A5"):
        return not (was in FOSTER and rne in ("L", "T", "U"))
    return rne not in ("L", "T", "U") and not same_home
