"""Working days, months and ages against plain loops and the worked cases of the definitions."""

import datetime as dt

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatcalc.tables import dates
from chatcalc.tables.calendar import bank_holidays, working_days

D = dt.date.fromisoformat
DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2050, 12, 31))


def evaluate(expression: pl.Expr, **columns: object) -> object:
    frame = pl.DataFrame(
        {
            k: pl.Series([v], dtype=pl.Date if isinstance(v, dt.date) or v is None else None)
            for k, v in columns.items()
        }
    )
    return frame.select(expression.alias("x")).item()


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2019-04-12", "2019-06-20", 45),  # over Easter and both May holidays
        ("2019-04-12", "2019-06-21", 46),
        ("2019-04-12", "2019-04-12", 0),
        ("2019-04-13", "2019-04-15", 1),  # a Saturday start is still day 0
        ("2022-04-14", "2022-06-23", 45),  # two Jubilee days, 30 May worked
        ("2019-05-02", "2019-05-01", None),
        ("2018-03-29", "2018-04-23", 15),
        ("2018-03-29", "2018-04-24", 16),
        ("2018-12-14", "2019-01-09", 15),
        ("2018-05-01", "2018-05-23", 15),
        ("2018-01-02", "2018-01-30", 20),
        ("2018-01-02", "2018-01-31", 21),
        ("2020-05-01", "2020-05-11", 5),  # VE day on Friday 8 May instead of Monday 4 May
        ("2022-09-16", "2022-09-20", 1),  # the state funeral
        ("2023-05-05", "2023-05-09", 1),  # the coronation
    ],
)
def test_working_days_of_the_worked_cases(start: str, end: str, expected: int | None) -> None:
    assert evaluate(working_days(pl.col("a"), pl.col("b")), a=D(start), b=D(end)) == expected


def loop(start: dt.date, end: dt.date) -> int | None:
    if end < start:
        return None
    free = set(bank_holidays())
    days = (start + dt.timedelta(n) for n in range(1, (end - start).days + 1))
    return sum(day.weekday() < 5 and day not in free for day in days)


@given(st.lists(st.tuples(DAYS, st.integers(-40, 400)), min_size=1, max_size=40))
def test_working_days_agree_with_a_loop(pairs: list[tuple[dt.date, int]]) -> None:
    frame = pl.DataFrame({"a": [a for a, _ in pairs], "b": [a + dt.timedelta(n) for a, n in pairs]})
    found = frame.select(working_days(pl.col("a"), pl.col("b"))).to_series().to_list()
    assert found == [loop(a, a + dt.timedelta(n)) for a, n in pairs]


def test_a_missing_date_gives_no_working_days() -> None:
    assert evaluate(working_days(pl.col("a"), pl.col("b")), a=D("2024-01-01"), b=None) is None


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2020-02-29", -12, "2019-02-28"),
        ("2018-11-30", 3, "2019-02-28"),
        ("2018-09-30", 3, "2018-12-30"),
        ("2019-01-01", -6, "2018-07-01"),
        ("2018-03-31", -30, "2015-09-30"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2024-12-31", 2, "2025-02-28"),
        ("2024-05-15", 0, "2024-05-15"),
    ],
)
def test_adding_months_clamps(day: str, months: int, expected: str) -> None:
    assert evaluate(dates.add_months(pl.col("a"), months), a=D(day)) == D(expected)
    assert dates.shift_months(D(day), months) == D(expected)


@given(DAYS, st.integers(-600, 600))
def test_adding_months_is_the_same_for_columns_and_for_a_single_date(day: dt.date, months: int) -> None:
    assert evaluate(dates.add_months(pl.col("a"), pl.col("n")), a=day, n=months) == dates.shift_months(
        day, months
    )


@given(DAYS, st.integers(0, 9000))
def test_months_between_is_the_most_months_that_fit(day: dt.date, later: int) -> None:
    end = day + dt.timedelta(later)
    months = evaluate(dates.months_between(pl.col("a"), pl.col("b")), a=day, b=end)
    assert isinstance(months, int)
    assert dates.shift_months(day, months) <= end < dates.shift_months(day, months + 1)


@pytest.mark.parametrize(
    ("born", "day", "expected"),
    [
        ("2000-05-01", "2018-04-30", 17),
        ("2000-05-01", "2018-05-01", 18),
        ("2000-02-29", "2018-02-28", 17),
        ("2000-02-29", "2018-03-01", 18),
        ("2000-02-29", "2020-02-29", 20),
        ("2024-06-01", "2024-05-01", -1),
    ],
)
def test_age_is_in_completed_years(born: str, day: str, expected: int) -> None:
    assert evaluate(dates.age_on(pl.col("a"), pl.col("b")), a=D(born), b=D(day)) == expected


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2018-01-01", None, True),
        ("2018-01-01", "2018-12-31", False),
        ("2018-01-01", "2019-01-01", True),
        ("2018-12-31", None, True),
        ("2019-01-01", None, False),
        (None, None, None),
    ],
)
def test_open_on_a_day(start: str | None, end: str | None, expected: bool | None) -> None:
    found = dates.open_on(pl.col("a"), pl.col("b"), pl.lit(D("2018-12-31")))
    assert evaluate(found, a=start and D(start), b=end and D(end)) is expected


def test_overlap_has_both_ends_inside() -> None:
    first, last = pl.lit(D("2017-04-01")), pl.lit(D("2018-03-31"))
    frame = pl.DataFrame(
        {"a": [D("2017-03-01")] * 3 + [D("2018-03-31")], "b": [D("2017-04-01"), D("2017-03-31"), None, None]}
    )
    assert frame.select(dates.overlaps(pl.col("a"), pl.col("b"), first, last)).to_series().to_list() == [
        True,
        False,
        True,
        True,
    ]


def test_days_between() -> None:
    assert evaluate(dates.days_between(pl.col("a"), pl.col("b")), a=D("2015-01-10"), b=D("2016-03-01")) == 416
    assert (
        evaluate(dates.days_between(pl.col("a"), pl.col("b")), a=D("2015-01-10"), b=D("2015-01-09")) is None
    )
