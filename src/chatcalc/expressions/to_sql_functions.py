"""The functions of the condition language in SQL, each the same as its entry in `functions`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from sqlglot import exp

from chatcalc.expressions.functions import FUNCTIONS
from chatcalc.expressions.to_sql_dialects import SqlDialect, date, function
from chatcalc.expressions.tree import Type

BANK_HOLIDAYS: Final = "bank_holidays"
BANK_HOLIDAY: Final = "bank_holiday"
"""The rows that `working_days` counts: bank holidays that fall on Monday to Friday."""

SPELLS: Final = ("open_on", "overlaps")
_A_SATURDAY, _A_SUNDAY = dt.date(1899, 12, 30), dt.date(1899, 12, 31)


class NotInSqlError(Exception):
    """A function that conditions know and SQL has not; the message says what to write instead."""


def argument_types(name: str, type_: Type, count: int) -> list[Type]:
    """The types a function wants; those that take any type take one, which is the result's."""
    wanted = [type_ if parameter is None else parameter for _, parameter in FUNCTIONS[name].parameters]
    return wanted + wanted[-1:] * (count - len(wanted))


def call(name: str, arguments: Sequence[exp.Expr], dialect: SqlDialect) -> exp.Expr:
    """A function that gives a date, a number or text, or COALESCE."""
    match name:
        case "coalesce":
            return function("COALESCE", *arguments)
        case "greatest" | "least":
            return dialect.extreme(name.upper(), arguments)
        case "add_days" | "add_months":
            day, count = arguments
            return getattr(dialect, name)(day, _whole(count, dialect))  # type: ignore[no-any-return]
        case "age_on":
            return _age_on(*arguments)
        case "days_between":
            start, end = arguments
            return _unless_reversed(start, end, dialect.days_from(start, end))
        case "months_between":
            start, end = arguments
            return _unless_reversed(start, end, _months_between(start, end, dialect))
        case "working_days":
            start, end = arguments
            return _unless_reversed(start, end, _working_days(start, end, dialect))
        case "add_working_days":
            raise NotInSqlError("add_working_days has no SQL; compare working_days(start, end) with a number")
    raise AssertionError(f"no SQL for {name}")


def spell(name: str, days: Sequence[exp.Expr]) -> exp.Expr:
    """`open_on(start, end, day)`, or `overlaps(start, end, first, last)`, as a condition."""
    start, end, first, last = days if name == "overlaps" else (*days, days[-1])
    lasts = exp.GTE if name == "overlaps" else exp.GT
    ended = exp.Is(this=end, expression=exp.null())
    still = exp.or_(ended, lasts(this=end.copy(), expression=first))
    return exp.and_(exp.LTE(this=start, expression=last.copy()), still)


def _whole(count: exp.Expr, dialect: SqlDialect) -> exp.Expr:
    literal = count.this if isinstance(count, exp.Neg) else count
    return count if isinstance(literal, exp.Literal) else dialect.whole(count)


def _unless_reversed(start: exp.Expr, end: exp.Expr, count: exp.Expr) -> exp.Expr:
    return exp.Case().when(exp.GTE(this=end.copy(), expression=start.copy()), count, copy=False)


def _field(name: str, day: exp.Expr) -> exp.Expr:
    return exp.Extract(this=exp.var(name), expression=day.copy())


def _one_if(met: exp.Expr) -> exp.Expr:
    return exp.Case().when(met, exp.Literal.number(1), copy=False).else_(exp.Literal.number(0), copy=False)


def _age_on(born: exp.Expr, day: exp.Expr) -> exp.Expr:
    """Years by month and day: 29 February is after 28 February and before 1 March (convention C14)."""
    years = exp.Sub(this=_field("YEAR", day), expression=_field("YEAR", born))
    before = exp.LT(this=_month_and_day(day), expression=_month_and_day(born))
    return exp.Sub(this=years, expression=_one_if(before))


def _month_and_day(day: exp.Expr) -> exp.Expr:
    months = exp.Mul(this=_field("MONTH", day), expression=exp.Literal.number(100))
    return exp.Add(this=months, expression=_field("DAY", day))


def _months_between(start: exp.Expr, end: exp.Expr, dialect: SqlDialect) -> exp.Expr:
    """Months by the calendar, less one that is not complete; a month's last day completes any (C4)."""
    years = exp.Paren(this=exp.Sub(this=_field("YEAR", end), expression=_field("YEAR", start)))
    months = exp.Add(
        this=exp.Mul(this=years, expression=exp.Literal.number(12)),
        expression=exp.Sub(this=_field("MONTH", end), expression=_field("MONTH", start)),
    )
    next_day = dialect.add_days(end.copy(), exp.Literal.number(1))
    incomplete = exp.and_(
        exp.LT(this=_field("DAY", end), expression=_field("DAY", start)),
        exp.NEQ(this=_field("DAY", next_day), expression=exp.Literal.number(1)),
    )
    return exp.Sub(this=months, expression=_one_if(incomplete))


def _working_days(start: exp.Expr, end: exp.Expr, dialect: SqlDialect) -> exp.Expr:
    """Days less Saturdays, Sundays and bank holidays, after the start up to and including the end (C6)."""
    days = dialect.days_from(start.copy(), end.copy())
    for weekend, name in ((_A_SATURDAY, "Saturdays"), (_A_SUNDAY, "Sundays")):
        weeks = exp.Sub(this=_weeks(weekend, end, dialect), expression=_weeks(weekend, start, dialect))
        bracket = exp.Paren(this=weeks)
        bracket.add_comments([name])
        days = exp.Sub(this=days, expression=bracket)
    return exp.Sub(this=days, expression=_bank_holidays(start, end))


def _bank_holidays(start: exp.Expr, end: exp.Expr) -> exp.Expr:
    day = exp.column(BANK_HOLIDAY)
    after = exp.GT(this=day, expression=start.copy())
    inside = exp.And(this=after, expression=exp.LTE(this=day.copy(), expression=end.copy()))
    count = exp.select(exp.Count(this=exp.Star(), big_int=False)).from_(BANK_HOLIDAYS)
    return exp.Subquery(this=count.where(inside))


def _weeks(since: dt.date, day: exp.Expr, dialect: SqlDialect) -> exp.Expr:
    days = dialect.days_from(date(since, dialect), day.copy())
    days = exp.Paren(this=days) if isinstance(days, exp.Binary) else days
    return function("FLOOR", exp.Div(this=days, expression=exp.Literal.number(7)))
