"""The rows that tests of specifications give, as one extract: each test is an authority of its own."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from chatcalc.extracts.extract import Extract
from chatcalc.indicators.results import Period
from chatcalc.specs.model import Test
from chatcalc.tables.catalogue import TABLES
from chatcalc.tables.history import derived_tables

ANY_TIME: Final = dt.date(1900, 1, 1)
DERIVED: Final = frozenset({"periods_of_care", "placements", "interim_care_orders"})


class TestError(Exception):
    """A test that is itself wrong; the message says how."""


@dataclass(frozen=True)
class Given:
    """Tests that can be evaluated together, and what they give.

    Attributes:
        tests: The tests; the n-th is the authority `la_of(n)` and the n-th period.
        periods: Their periods.
        extract: All their rows.
        ids: What a test calls a row, by table and row number.
    """

    tests: tuple[Test, ...]
    periods: tuple[Period, ...]
    extract: Extract
    ids: Mapping[tuple[str, int], tuple[int, str]]


def la_of(number: int) -> str:
    """The authority that stands for a test."""
    return f"{number:03}"


def given(tests: Sequence[Test], source: str) -> Given:
    """The rows of tests that share a start of the data, as one extract.

    Raises:
        TestError: A period, table, column or value is not what it should be.
    """
    ids: dict[tuple[str, int], tuple[int, str]] = {}
    frames: dict[str, list[dict[str, Any]]] = {}
    for number, test in enumerate(tests):
        for name, rows in test.given.items():
            if name not in TABLES:
                raise TestError(f"no table '{name}'")
            kept = frames.setdefault(name, [])
            for row in rows:
                if "id" in row:
                    ids[name, len(kept)] = (number, str(row["id"]))
                kept.append(_row(name, row, number, len(kept) + 1))
    tables = {name: pl.DataFrame(rows, schema=TABLES[name].dtypes) for name, rows in frames.items()}
    derived = derived_tables(tables)
    for name in DERIVED:
        if name in derived and name not in tables:
            ids.update(_derived_ids(name, derived[name], tables["care_episodes"], ids))
    ids = _in_new_order(ids, {name: derived[name] for name in tables})
    known_from = tests[0].known_from
    start = dt.date.fromisoformat(known_from) if known_from else ANY_TIME
    periods = tuple(period_of(test.period) for test in tests)
    codes = tuple(la_of(number) for number in range(len(tests)))
    extract = Extract(source, derived, dict.fromkeys(TABLES, start), None, la_codes=codes)
    return Given(tuple(tests), periods, extract, ids)


def _in_new_order(
    ids: Mapping[tuple[str, int], tuple[int, str]], tables: Mapping[str, pl.DataFrame]
) -> dict[tuple[str, int], tuple[int, str]]:
    """The names of rows where deriving sorted them; a row that is one with another stands at no row."""
    rows = {
        (name, line - 1): n
        for name, frame in tables.items()
        for n, line in enumerate(frame["source_row"].to_list())
    }
    return {
        (name, rows.get((name, n), -1 - n) if name in tables else n): known
        for (name, n), known in ids.items()
    }


def period_of(text: str) -> Period:
    """The period written `2024-01-01 to 2024-03-31`."""
    found = re.fullmatch(r"(\d{4}-\d{2}-\d{2}) to (\d{4}-\d{2}-\d{2})", text.strip())
    if not found:
        raise TestError(f"the period '{text}' is not written 2024-01-01 to 2024-03-31")
    return Period(*(_value(part, pl.Date(), "the", "period") for part in found.groups()))


def _row(table: str, row: Mapping[str, Any], number: int, line: int) -> dict[str, Any]:
    """A given row with every column of its table; `child` defaults to the row's id."""
    dtypes = TABLES[table].dtypes
    for key in row:
        if key not in dtypes and key not in ("id", "child"):
            raise TestError(f"{table} has no column '{key}'")
    child = row.get("child", row.get("id", row.get("child_id")))
    if child is None:
        raise TestError(f"a row of {table} has neither id nor child")
    full = {**row, "source_row": line, "la_code": la_of(number), "child_id": str(child)}
    return {column: _value(full.get(column), dtype, table, column) for column, dtype in dtypes.items()}


def _value(value: Any, dtype: pl.DataType, table: str, column: str) -> Any:
    if value is None:
        return None
    try:
        if dtype == pl.Date:
            return dt.date.fromisoformat(value)
    except (TypeError, ValueError):
        raise TestError(f"{table}.{column} is given something that is no date") from None
    if dtype == pl.String:
        return str(value)
    if dtype == pl.Boolean and not isinstance(value, bool):
        raise TestError(f"{table}.{column} is true or false")
    if dtype.is_numeric() and (isinstance(value, bool) or not isinstance(value, int | float)):
        raise TestError(f"{table}.{column} is a number")
    return value


def _derived_ids(
    name: str,
    frame: pl.DataFrame,
    episodes: pl.DataFrame,
    ids: Mapping[tuple[str, int], tuple[int, str]],
) -> dict[tuple[str, int], tuple[int, str]]:
    """A derived row is called like the episode it begins with."""
    key = ("la_code", "child_id", "start_date")
    starts = list(enumerate(episodes.select(key).rows()))
    first = {start: ids["care_episodes", n] for n, start in reversed(starts) if ("care_episodes", n) in ids}
    rows = enumerate(frame.select(key).rows())
    return {(name, n): first[start] for n, start in rows if start in first}
