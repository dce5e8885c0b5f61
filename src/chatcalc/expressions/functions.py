"""The functions of the condition language: one entry each, from which checks, engines and docs are made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from chatcalc.expressions.tree import Type
from chatcalc.tables import dates
from chatcalc.tables.calendar import add_working_days, working_days

DATE, NUMBER, BOOLEAN, TABLE, TEXT = Type.DATE, Type.NUMBER, Type.BOOLEAN, Type.TABLE, Type.TEXT


@dataclass(frozen=True)
class Function:
    """A function that conditions may call.

    Attributes:
        parameters: Name and type of each argument; None as type means "all of one type".
        returns: Type of the result; None means the type of the arguments.
        summary: One sentence, with what it gives for missing or reversed dates.
        examples: Calls and their results, run as tests and shown on the reference page.
        polars: The same as a Polars expression.
        many: True where the last parameter may repeat.
        accepts: What "all of one type" may be; any type where empty.
    """

    parameters: tuple[tuple[str, Type | None], ...]
    returns: Type | None
    summary: str
    examples: tuple[tuple[str, str], ...]
    polars: Callable[..., pl.Expr]
    many: bool = False
    accepts: tuple[Type, ...] = ()


_START_END: Final = (("start", DATE), ("end", DATE))

FUNCTIONS: Final[Mapping[str, Function]] = {
    "working_days": Function(
        _START_END,
        NUMBER,
        "Working days of England after the start up to and including the end; the start is day 0. "
        "Unknown where a date is missing or the end is before the start.",
        (
            ("working_days(DATE '2024-03-28', DATE '2024-04-02')", "1"),
            ("working_days(DATE '2024-04-15', DATE '2024-02-08')", "NULL"),
        ),
        working_days,
    ),
    "days_between": Function(
        _START_END,
        NUMBER,
        "Calendar days from the start to the end, 0 on the same day. "
        "Unknown where a date is missing or the end is before the start.",
        (
            ("days_between(DATE '2015-01-10', DATE '2016-03-01')", "416"),
            ("days_between(DATE '2016-03-01', DATE '2015-01-10')", "NULL"),
        ),
        dates.days_between,
    ),
    "months_between": Function(
        _START_END,
        NUMBER,
        "Completed calendar months: the most that can be added to the start without passing the end. "
        "Unknown where a date is missing or the end is before the start.",
        (
            ("months_between(DATE '2018-11-30', DATE '2019-02-28')", "3"),
            ("months_between(DATE '2018-12-01', DATE '2019-02-28')", "2"),
        ),
        dates.months_between,
    ),
    "add_months": Function(
        (("day", DATE), ("months", NUMBER)),
        DATE,
        "The same day of the month so many months later (earlier where negative), "
        "or the month's last day where that is shorter.",
        (
            ("add_months(DATE '2020-02-29', -12)", "DATE '2019-02-28'"),
            ("add_months(DATE '2018-11-30', 3)", "DATE '2019-02-28'"),
        ),
        dates.add_months,
    ),
    "add_days": Function(
        (("day", DATE), ("days", NUMBER)),
        DATE,
        "The day so many days later, or earlier where negative.",
        (("add_days(DATE '2024-02-28', 2)", "DATE '2024-03-01'"),),
        dates.add_days,
    ),
    "add_working_days": Function(
        (("day", DATE), ("days", NUMBER)),
        DATE,
        "The working day of England that is so many working days later, or earlier where negative; "
        "the day itself for 0. Conditions that SQL shall run too compare working_days instead.",
        (
            ("add_working_days(DATE '2024-02-08', 45)", "DATE '2024-04-15'"),
            ("add_working_days(DATE '2024-03-30', 1)", "DATE '2024-04-02'"),
            ("add_working_days(DATE '2024-04-01', -1)", "DATE '2024-03-28'"),
        ),
        add_working_days,
    ),
    "age_on": Function(
        (("date_of_birth", DATE), ("day", DATE)),
        NUMBER,
        "Completed years of age on a day; below zero before birth. "
        "Somebody born on 29 February has the birthday on 1 March in other years.",
        (
            ("age_on(DATE '2000-02-29', DATE '2018-02-28')", "17"),
            ("age_on(DATE '2000-02-29', DATE '2018-03-01')", "18"),
        ),
        dates.age_on,
    ),
    "open_on": Function(
        (*_START_END, ("day", DATE)),
        BOOLEAN,
        "Whether a spell is open on a day: started on or before it, and not ended or ended after it.",
        (
            ("open_on(DATE '2018-01-01', DATE '2018-12-31', DATE '2018-12-31')", "FALSE"),
            ("open_on(DATE '2018-12-31', NULL, DATE '2018-12-31')", "TRUE"),
        ),
        dates.open_on,
    ),
    "overlaps": Function(
        (*_START_END, ("first", DATE), ("last", DATE)),
        BOOLEAN,
        "Whether a spell shares a day with the days from the first to the last, both inside. "
        "A spell without an end is still going on.",
        (
            ("overlaps(DATE '2017-03-25', DATE '2017-04-01', DATE '2017-04-01', DATE '2018-03-31')", "TRUE"),
            ("overlaps(DATE '2017-03-25', DATE '2017-03-31', DATE '2017-04-01', DATE '2018-03-31')", "FALSE"),
        ),
        dates.overlaps,
    ),
    "coalesce": Function(
        (("first", None), ("next", None)),
        None,
        "The first of the values that is not missing.",
        (("COALESCE(NULL, 3, 4)", "3"),),
        pl.coalesce,
        many=True,
    ),
    "greatest": Function(
        (("first", None), ("next", None)),
        None,
        "The largest number or latest date; missing ones are passed over.",
        (("GREATEST(DATE '2024-01-02', NULL, DATE '2024-01-01')", "DATE '2024-01-02'"),),
        pl.max_horizontal,
        many=True,
        accepts=(NUMBER, DATE),
    ),
    "least": Function(
        (("first", None), ("next", None)),
        None,
        "The smallest number or earliest date; missing ones are passed over.",
        (("LEAST(3, NULL, 2)", "2"),),
        pl.min_horizontal,
        many=True,
        accepts=(NUMBER, DATE),
    ),
}

KNOWN_FROM: Final = "known_from"
KNOWN_FROM_SUMMARY: Final = (
    "The first day the extracts speak of in a table: 1 April before the earliest return that holds it. "
    "Unknown where that cannot be told."
)


@dataclass(frozen=True)
class AggregateFunction:
    """A function over the related rows of a case.

    Attributes:
        takes_column: Whether it is written `name.column` or `name` alone.
        accepts: Types of the column.
        returns: Type of the result; None means the column's.
        summary: One sentence, with what it gives where there is no related row.
    """

    takes_column: bool
    accepts: tuple[Type, ...]
    returns: Type | None
    summary: str


_ORDERED: Final = (NUMBER, DATE)
_ANY: Final = (NUMBER, DATE, TEXT, BOOLEAN)

AGGREGATES: Final[Mapping[str, AggregateFunction]] = {
    "exists": AggregateFunction(False, (), BOOLEAN, "Whether there is any related row."),
    "count": AggregateFunction(False, (), NUMBER, "How many related rows there are."),
    "count_distinct": AggregateFunction(
        True, _ANY, NUMBER, "How many different values the related rows hold; missing ones do not count."
    ),
    "min": AggregateFunction(
        True, _ORDERED, None, "The smallest value of the related rows, missing without any."
    ),
    "max": AggregateFunction(
        True, _ORDERED, None, "The largest value of the related rows, missing without any."
    ),
    "sum": AggregateFunction(
        True, (NUMBER,), NUMBER, "The sum over the related rows, missing without any value."
    ),
    "earliest": AggregateFunction(
        True,
        _ANY,
        None,
        "The value on the related row that is first by its table's date, then by file order.",
    ),
    "latest": AggregateFunction(
        True, _ANY, None, "The value on the related row that is last by its table's date, then by file order."
    ),
}
