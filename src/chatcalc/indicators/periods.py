"""Periods as rows of a frame, so that a trend is one pass."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Sequence

import polars as pl

from chatcalc.indicators.results import Period
from chatcalc.specs.model import Window
from chatcalc.tables.dates import shift_months

_DAY = dt.timedelta(days=1)


def months_ending(last: dt.date, months: int) -> Period:
    """The period of so many months that ends on a day (convention C19)."""
    return Period(shift_months(last + _DAY, -months), last)


def month_ends(last: dt.date, count: int) -> list[dt.date]:
    """The last `count` month-ends up to a day, oldest first; the day itself where it is one."""
    first_of_month = (last + _DAY).replace(day=1)
    return [shift_months(first_of_month, -n) - _DAY for n in reversed(range(count))]


def earlier(period: Period, months: int) -> Period:
    """The same length of time so many months earlier; what ends on a month's last day does so there too."""
    return Period(shift_months(period.start, -months), shift_months(period.end + _DAY, -months) - _DAY)


def as_long(period: Period, end: dt.date) -> Period:
    """As many months, or where they are not whole as many days, up to another day."""
    if period.whole_months:
        return months_ending(end, period.whole_months)
    return Period(end - (period.end - period.start), end)


def window_of(window: Window, snapshot: dt.date) -> Period:
    """The months of a window that ended last, on its day, by the snapshot, or so many months before it."""
    if window.months_before:
        return months_ending(months_ending(snapshot, window.months_before).start - _DAY, window.months)
    day, month = window.ending.split()
    number = list(calendar.month_name).index(month)

    def ending(year: int) -> dt.date:
        return dt.date(year, number, min(int(day), calendar.monthrange(year, number)[1]))

    year = snapshot.year if ending(snapshot.year) <= snapshot else snapshot.year - 1
    return months_ending(ending(year), window.months)


def period_frame(periods: Sequence[Period], window: Window | None = None) -> pl.DataFrame:
    """One row a period: period_row, period_start, period_end, and with a window window_start, window_end."""
    columns: dict[str, list[dt.date]] = {
        "period_start": [period.start for period in periods],
        "period_end": [period.end for period in periods],
    }
    if window is not None:
        windows = [window_of(window, period.end) for period in periods]
        columns["window_start"] = [found.start for found in windows]
        columns["window_end"] = [found.end for found in windows]
    return pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.Date)).with_row_index("period_row")
