"""The bank holidays of England and Wales inside a query, a line a year."""

from __future__ import annotations

import datetime as dt
from itertools import groupby
from typing import Final

from chatcalc.expressions.to_sql_functions import BANK_HOLIDAY, BANK_HOLIDAYS
from chatcalc.tables.calendar import bank_holidays

_SATURDAY: Final = 5


def bank_holidays_cte(dialect: str) -> str:
    """`WITH bank_holidays AS (...)`: one row a bank holiday that falls on Monday to Friday.

    Written by hand, because a line for each of some 700 days would bury the query.
    """
    days = [day for day in bank_holidays() if day.weekday() < _SATURDAY]
    oracle = dialect == "oracle"
    lines = ",\n    ".join(
        _year(list(group), oracle=oracle) for _, group in groupby(days, lambda day: day.year)
    )
    if oracle:  # no list of rows before 23ai, so a list that Oracle unnests
        day = "TO_DATE(COLUMN_VALUE, 'YYYY-MM-DD')"
        rows = f"TABLE(SYS.ODCIVARCHAR2LIST(\n    {lines}\n  ))"
    else:
        day = "CAST(listed AS DATE)"
        rows = f"(VALUES\n    {lines}\n  ) AS days(listed)"
    comment = "/* Bank holidays of England and Wales on Monday to Friday */"
    return f"WITH {BANK_HOLIDAYS} AS (\n  {comment}\n  SELECT {day} AS {BANK_HOLIDAY}\n  FROM {rows}\n)"  # noqa: S608  # of days alone


def _year(days: list[dt.date], *, oracle: bool) -> str:
    return ", ".join(f"'{day}'" if oracle else f"('{day}')" for day in days)
