"""Dates by counting: loops that share only the list of bank holidays with the code under test."""

from __future__ import annotations

import datetime as dt
from functools import cache

import holidays

ONE_DAY = dt.timedelta(days=1)
_BANK_HOLIDAYS = holidays.country_holidays("GB", subdiv="ENG", years=range(1978, 2061))


def is_working_day(day: dt.date) -> bool:
    return day.weekday() < 5 and day not in _BANK_HOLIDAYS


@cache
def working_days(start: dt.date, end: dt.date) -> int | None:
    if end < start:
        return None
    count, day = 0, start
    while day < end:
        day += ONE_DAY
        count += is_working_day(day)
    return count


def add_working_days(day: dt.date, days: float) -> dt.date:
    left, step = abs(int(days)), ONE_DAY if days > 0 else -ONE_DAY
    while left:
        day += step
        left -= is_working_day(day)
    return day


def days_between(start: dt.date, end: dt.date) -> int | None:
    return None if end < start else end.toordinal() - start.toordinal()


def add_days(day: dt.date, days: float) -> dt.date:
    return dt.date.fromordinal(day.toordinal() + int(days))


def add_months(day: dt.date, months: float) -> dt.date:
    year, month = day.year, day.month
    for _ in range(abs(int(months))):
        month += 1 if months > 0 else -1
        if month == 13:
            year, month = year + 1, 1
        elif month == 0:
            year, month = year - 1, 12
    wanted = day.day
    while True:
        try:
            return dt.date(year, month, wanted)
        except ValueError:
            wanted -= 1


@cache
def months_between(start: dt.date, end: dt.date) -> int | None:
    if end < start:
        return None
    months = 0
    while add_months(start, months + 1) <= end:
        months += 1
    return months


def birthday(born: dt.date, age: int) -> dt.date:
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return dt.date(born.year + age, 3, 1)


@cache
def age_on(born: dt.date, day: dt.date) -> int:
    age = 0
    while birthday(born, age + 1) <= day:
        age += 1
    while birthday(born, age) > day:
        age -= 1
    return age
