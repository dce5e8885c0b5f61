"""Calendar months, days and ages: one function each (conventions C4, C5 and C14)."""

from __future__ import annotations

import calendar
import datetime as dt

import polars as pl


def add_months(day: pl.Expr, months: pl.Expr | int) -> pl.Expr:
    """The same day of the month so many months away, clamped to the month's last day (C4).

    31 August less six months is 28 (or 29) February. Works in whole months, never in 30.4 days.
    """
    constant = _constant(months)
    if constant is not None:
        return day.dt.offset_by(f"{constant}mo")  # the same, in a seventh of the time
    count = pl.lit(months, dtype=pl.Int64) if isinstance(months, int) else months.cast(pl.Int64)
    month = day.dt.year().cast(pl.Int64) * 12 + (day.dt.month().cast(pl.Int64) - 1) + count
    first = pl.date((month // 12).cast(pl.Int32), (month % 12 + 1).cast(pl.Int8), 1)
    last_day = first.dt.month_end().dt.day()
    return first + pl.duration(days=pl.min_horizontal(day.dt.day(), last_day) - 1)


def _constant(months: pl.Expr | int) -> int | None:
    """A number of months that is the same for every row."""
    if isinstance(months, int):
        return months
    if months.meta.root_names():
        return None
    value = pl.select(months.cast(pl.Int64)).item()
    return value if isinstance(value, int) else None


def add_days(day: pl.Expr, days: pl.Expr) -> pl.Expr:
    """The day so many days later, or earlier where negative."""
    return day + pl.duration(days=days.cast(pl.Int64))


def days_between(start: pl.Expr, end: pl.Expr) -> pl.Expr:
    """Calendar days from start to end (C5): 0 on the same day; null where the end is before the start."""
    return pl.when(end >= start).then((end - start).dt.total_days())


def months_between(start: pl.Expr, end: pl.Expr) -> pl.Expr:
    """Completed months: the most that can be added to `start` without passing `end` (C4); else null."""
    whole = (end.dt.year().cast(pl.Int64) - start.dt.year()) * 12 + (
        end.dt.month().cast(pl.Int64) - start.dt.month()
    )
    completed = whole - (add_months(start, whole) > end).cast(pl.Int64)
    return pl.when(end >= start).then(completed)


def age_on(date_of_birth: pl.Expr, day: pl.Expr) -> pl.Expr:
    """Completed years by month and day (C14); below zero before birth.

    Somebody born on 29 February has the birthday on 1 March in other years, because (2, 28) is before
    (2, 29) and (3, 1) is not.
    """
    birthday = date_of_birth.dt.month().cast(pl.Int64) * 100 + date_of_birth.dt.day()
    today = day.dt.month().cast(pl.Int64) * 100 + day.dt.day()
    years = day.dt.year().cast(pl.Int64) - date_of_birth.dt.year()
    return years - (today < birthday).cast(pl.Int64)


def open_on(start: pl.Expr, end: pl.Expr, day: pl.Expr) -> pl.Expr:
    """True where a spell is open on a day: started by then, and not ended or ended after it (C3)."""
    return (start <= day) & (end.is_null() | (end > day))


def overlaps(start: pl.Expr, end: pl.Expr, first: pl.Expr, last: pl.Expr) -> pl.Expr:
    """True where a spell and a stretch of days share a day, both ends inside; no end is still going on."""
    return (start <= last) & (end.is_null() | (end >= first))


def shift_months(day: dt.date, months: int) -> dt.date:
    """`add_months` for a single date."""
    month = day.year * 12 + day.month - 1 + months
    year, month = divmod(month, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
