"""The periods of a return: financial quarters by number, and those that a report takes by name."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from typing import Final

from chatcalc.indicators.asked_periods import asked_period
from chatcalc.indicators.periods import months_ending
from chatcalc.indicators.results import Period
from chatcalc.reports.report import NamedPeriod
from chatcalc.tables.dates import shift_months

OF_THE_YEAR: Final = "quarters"
_LAST: Final = re.compile(r"([1-9]\d?) quarters")
_DAY: Final = dt.timedelta(days=1)


def check_return_period(text: str) -> str:
    """The text, where it asks for periods.

    Raises:
        ValueError: It does not.
    """
    if text != OF_THE_YEAR and not _LAST.fullmatch(text):
        try:
            asked_period(text)
        except ValueError as error:
            raise ValueError(f"{error}; or quarters, or such as 8 quarters") from None
    return text


def return_periods(asked: Sequence[str], as_at: dt.date) -> tuple[NamedPeriod, ...]:
    """The periods in the order asked for, quarters oldest first, each once.

    Args:
        asked: `quarters` are those of the financial year (it begins in April) that have ended, of the year
            before where none has; `8 quarters` so many; a name or days are a report's period.
        as_at: The snapshot: no quarter ends after it.
    """
    found = [each for text in asked for each in _periods(text, as_at)]
    return tuple({each.period: each for each in found}.values())


def _periods(text: str, as_at: dt.date) -> Iterator[NamedPeriod]:
    last = _last_quarter_end(as_at)
    if text == OF_THE_YEAR:
        yield from _quarters(last, _number(last))
    elif many := _LAST.fullmatch(text):
        yield from _quarters(last, int(many[1]))
    else:
        days = asked_period(text).up_to(as_at)
        yield NamedPeriod(quarter_name(days) or text, days)


def _quarters(last: dt.date, count: int) -> Iterator[NamedPeriod]:
    for back in reversed(range(count)):
        period = months_ending(shift_months(last + _DAY, -3 * back) - _DAY, 3)
        yield NamedPeriod(quarter_name(period), period)


def quarter_name(period: Period) -> str:
    """`2017-18 Q4` of a whole quarter of a financial year, else nothing.

    >>> quarter_name(Period(dt.date(2018, 1, 1), dt.date(2018, 3, 31)))
    '2017-18 Q4'
    """
    if period.whole_months != 3 or period != months_ending(_last_quarter_end(period.end), 3):
        return ""
    year = period.start.year - (period.start.month < 4)
    return f"{year}-{(year + 1) % 100:02} Q{_number(period.end)}"


def _number(end: dt.date) -> int:
    """Which quarter of the financial year ends on a day."""
    return (end.month - 4) % 12 // 3 + 1


def _last_quarter_end(day: dt.date) -> dt.date:
    first = (day + _DAY).replace(day=1)
    return shift_months(first, -((first.month - 1) % 3)) - _DAY
