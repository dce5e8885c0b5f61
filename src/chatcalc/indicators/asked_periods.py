"""The periods that people ask for by name: a month, a quarter, the year to date, rolling months, or days."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Final

from chatcalc.indicators.periods import months_ending
from chatcalc.indicators.results import Period
from chatcalc.tables.dates import shift_months

NAMES: Final = "month, quarter, ytd, rolling-12 or FROM..TO"
_ROLLING: Final = re.compile(r"rolling-([1-9]\d?|1[01]\d|120)")
_YEAR_STARTS: Final = 4  # April, for councils and for DfE
_QUARTER: Final = 3


@dataclass(frozen=True)
class AskedPeriod:
    """A period as it was asked for; `fixed` where its days were named.

    The others end on the snapshot: `month` is the calendar month, `quarter` the financial quarter (they end
    with June, September, December and March) and `ytd` the financial year, each from its first day up to
    the snapshot, which may lie inside it; `rolling-12` is so many months.
    """

    name: str
    fixed: Period | None = None

    def up_to(self, snapshot: dt.date) -> Period:
        """Its days for a snapshot."""
        if self.fixed:
            return self.fixed
        if rolling := _ROLLING.fullmatch(self.name):
            return months_ending(snapshot, int(rolling[1]))
        first = snapshot.replace(day=1)
        since_april = (snapshot.month - _YEAR_STARTS) % 12
        back = {"month": 0, "quarter": since_april % _QUARTER, "ytd": since_april}[self.name]
        return Period(shift_months(first, -back), snapshot)

    def is_to_date(self, snapshot: dt.date) -> bool:
        """Whether the snapshot lies inside the month or the quarter, before its last day."""
        months = {"month": 1, "quarter": _QUARTER}.get(self.name)
        return months is not None and self.up_to(snapshot).whole_months != months


def asked_period(text: str) -> AskedPeriod:
    """What a text asks for.

    Raises:
        ValueError: It is no period.
    """
    text = text.strip()
    if text in ("month", "quarter", "ytd") or _ROLLING.fullmatch(text):
        return AskedPeriod(text)
    start, dots, end = text.partition("..")
    try:
        days = Period(dt.date.fromisoformat(start.strip()), dt.date.fromisoformat(end.strip()))
    except ValueError:
        hint = "write its days as 2023-04-01..2024-03-31" if dots else f"write {NAMES}"
        raise ValueError(f"'{text}' is no period; {hint}") from None
    if days.start > days.end:
        raise ValueError(f"'{text}' ends before it starts")
    return AskedPeriod(f"{days.start}..{days.end}", days)
