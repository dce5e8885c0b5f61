"""The working-day calendar of England and Wales (convention C6)."""

from __future__ import annotations

import datetime as dt
from functools import cache

import holidays
import polars as pl

_FIRST_YEAR, _LAST_YEAR = 1978, 2060
"""Early May became a bank holiday in 1978; before it, and after the last year, only weekends are left out."""


@cache
def bank_holidays() -> tuple[dt.date, ...]:
    """Bank holidays of England and Wales with substitute days and one-offs, in order."""
    years = range(_FIRST_YEAR, _LAST_YEAR + 1)
    return tuple(sorted(holidays.country_holidays("GB", subdiv="ENG", years=years)))


def working_days(start: pl.Expr, end: pl.Expr) -> pl.Expr:
    """Working days after `start` up to and including `end`; null where a date is missing or `end` is earlier.

    The start day is day 0 even on a weekend or holiday (census guide: the target of a conference is 15
    working days after the strategy discussion). Polars counts from the first day, included, up to the last,
    left out; moving both one day on gives the count wanted.
    """
    after = pl.duration(days=1)
    count = pl.business_day_count(start + after, end + after, holidays=bank_holidays())
    return pl.when(end >= start).then(count).cast(pl.Int64)


def add_working_days(day: pl.Expr, days: pl.Expr) -> pl.Expr:
    """The n-th working day after a day, or before it where negative; the day itself for none.

    What `working_days` counts: from a Saturday, as from the Friday before it, Monday is the first.
    """
    count = days.cast(pl.Int32)
    later = day.dt.add_business_days(count, holidays=bank_holidays(), roll="backward")
    earlier = day.dt.add_business_days(count, holidays=bank_holidays(), roll="forward")
    return pl.when(count > 0).then(later).when(count < 0).then(earlier).when(count == 0).then(day)
