"""Periods of care, stays and interim care orders by loops over rows of a return (C11, C15, C16)."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from acceptance.raw_oracle import day

Row = dict[str, str]
TEMPORARY = ("T0", "T1", "T2", "T3", "T4")
FOREVER = dt.date.max


class Stay(NamedTuple):
    """A stay with one carer, and why the one before it ended; the first of a period of care has a blank."""

    start: dt.date
    end: dt.date | None
    number: int
    reason: str


def begins(row: Row) -> dt.date:
    found = day(row["DECOM"])
    assert found
    return found


def periods_of_care(rows: list[Row]) -> list[list[Row]]:
    """A child's episodes without short breaks, in chains that X1 and the day hold together."""
    periods: list[list[Row]] = []
    for row in sorted(rows, key=lambda row: (begins(row), day(row["DEC"]) or FOREVER)):
        if row["LS"] in ("V3", "V4"):
            continue
        before = periods[-1][-1] if periods else None
        if before and before["REC"] == "X1" and before["DEC"] == row["DECOM"]:
            periods[-1].append(row)
        else:
            periods.append([row])
    return periods


def stays(period: list[Row]) -> list[Stay]:
    """The stays of a period of care: temporary ones and those of no night are none."""
    starts: list[tuple[dt.date, str]] = []
    before: Row | None = None
    away, reason = False, ""
    for row in period:
        if row["DECOM"] == row["DEC"]:
            continue
        if row["PLACE"] in TEMPORARY:
            away, reason = True, row["REASON_PLACE_CHANGE"] or reason
            continue
        if before is None:
            starts.append((begins(row), ""))
        elif another_carer(before, row, away):
            starts.append((begins(row), reason))
        before, away, reason = row, False, row["REASON_PLACE_CHANGE"]
    ends = [start for start, _ in starts[1:]] + [day(period[-1]["DEC"])]
    return [
        Stay(start, end, n, why) for n, ((start, why), end) in enumerate(zip(starts, ends, strict=True), 1)
    ]


def another_carer(before: Row, row: Row, away: bool) -> bool:
    """Whether an episode begins a stay with another carer than the one before it."""
    same_home = all(before[name] == row[name] for name in ("PLACE", "PL_POST", "URN", "PLACE_PROVIDER"))
    if away:
        return not same_home
    if row["PLACE"] in ("A4", "A6") and before["PLACE"] not in ("A4", "A6"):
        return True
    if row["RNE"] in ("S", "P", "B"):
        return True
    if row["PLACE"] in ("A3", "A5") and before["PLACE"] not in ("A3", "A5"):
        return not before["PLACE"].startswith("U")
    return False


def interim_orders(period: list[Row]) -> list[tuple[dt.date, dt.date | None, str]]:
    """First day and last of each unbroken time under C1, and the legal status that followed."""
    found: list[tuple[dt.date, dt.date | None, str]] = []
    start: dt.date | None = None
    for row, following in zip(period, [*period[1:], None], strict=True):
        if row["LS"] != "C1":
            continue
        start = start or begins(row)
        if following is None or following["LS"] != "C1":
            found.append((start, day(row["DEC"]), following["LS"] if following else ""))
            start = None
    return found
