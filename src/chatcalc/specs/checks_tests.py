"""Tests that are wrong themselves: found before any of them runs, each at its place."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

import polars as pl

from chatcalc.expressions.problems import did_you_mean
from chatcalc.specs.definition import Indicator
from chatcalc.specs.model import Test
from chatcalc.specs.problems import Problem
from chatcalc.specs.yaml_reader import Document
from chatcalc.tables.catalogue import TABLES

Path = tuple[str | int, ...]
_ROW_KEYS: Final = ("id", "child")
_PERIOD: Final = re.compile(r"(\d{4}-\d{2}-\d{2}) to (\d{4}-\d{2}-\d{2})")


def test_problems(indicator: Indicator, document: Document) -> Iterator[Problem]:
    """Everything wrong in the tests of an indicator: names, values, periods, expectations."""
    for number, test in enumerate(indicator.spec.tests):
        yield from _Test(indicator, document, test, ("tests", number)).problems()


test_problems.__test__ = False  # type: ignore[attr-defined]  # the name is no invitation to pytest


@dataclass(frozen=True)
class _Test:
    indicator: Indicator
    document: Document
    test: Test
    path: Path

    def problems(self) -> Iterator[Problem]:
        yield from self._of_itself()
        for table, rows in self.test.given.items():
            if table not in TABLES:
                yield self._at(
                    ("given", table), "unknown-table", f"no table '{table}'", did_you_mean(table, TABLES)
                )
                continue
            for number, row in enumerate(rows):
                yield from self._of_row(table, row, ("given", table, number))
            yield from self._names_that_stand_twice(table, rows)
        yield from self._of_expectations()

    def _of_itself(self) -> Iterator[Problem]:
        test, definitions = self.test, self.indicator.definitions
        if not _is_period(test.period):
            message = f"'{test.period}' is no period"
            yield self._at(("period",), "test-period", message, "write it as 2024-01-01 to 2024-03-31")
        if test.known_from is not None and _date(test.known_from) is None:
            yield self._at(
                ("known_from",), "test-period", f"'{test.known_from}' is no date", "write it as 2024-01-01"
            )
        if test.source is not None and test.source not in definitions:
            why = self.indicator.unavailable.get(test.source)
            yield self._at(("source",), "test-source", f"{test.source} cannot compute this", why)
        known = {name for each in definitions.values() for name in each.parameters}
        for name in set(test.parameters) - known:
            message, hint = f"no parameter is called '{name}'", did_you_mean(name, known)
            yield self._at(("parameters", name), "unknown-name", message, hint)

    def _of_row(self, table: str, row: Mapping[str, Any], path: Path) -> Iterator[Problem]:
        dtypes = TABLES[table].dtypes
        if not any(row.get(key) is not None for key in (*_ROW_KEYS, "child_id")):
            message = f"a row of {table} says neither its id nor its child"
            yield self._at(path, "test-value", message, "begin it with id: and a name")
        for column, value in row.items():
            if column in _ROW_KEYS:
                continue
            if column not in dtypes:
                hint = did_you_mean(column, [*dtypes, *_ROW_KEYS])
                yield self._at((*path, column), "unknown-name", f"no column '{column}' in {table}", hint)
            elif wanted := _wanted(value, dtypes[column]):
                message = f"{table}.{column} takes {wanted}"
                place, length = self.document.pointed((*self.path, *path, column))
                yield Problem("test-value", message, place, None, length)

    def _names_that_stand_twice(self, table: str, rows: list[dict[str, Any]]) -> Iterator[Problem]:
        seen: set[str] = set()
        for number, row in enumerate(rows):
            name = str(row.get("id"))
            if "id" in row and name in seen:
                path = ("given", table, number, "id")
                yield self._at(path, "duplicate-id", f"two rows of {table} are called '{name}'")
            seen.add(name)

    def _of_expectations(self) -> Iterator[Problem]:
        rows = [row for rows in self.test.given.values() for row in rows]
        names = {str(row["id"]) for row in rows if "id" in row}
        for key, expected in (("expect", self.test.expect), ("due", self.test.due)):
            for name in expected:
                if name not in names:
                    hint = did_you_mean(name, names)
                    message = f"no given row is called '{name}'"
                    yield self._at((key, name), "test-unknown-row", message, hint)
        for name, day in self.test.due.items():
            if day != "never" and _date(day) is None:
                hint = "write it as 2024-01-01, or never"
                yield self._at(("due", name), "test-result", f"'{day}' is no date", hint)
        results = self.test.result
        if isinstance(results, str):
            yield from self._of_result(results, ("result",))
        elif results:
            definitions = self.indicator.definitions.values()
            parts = {"value", *(part.id for each in definitions for part in each.parts)}
            for part, result in results.items():
                if part not in parts:
                    message, hint = f"no part is called '{part}'", did_you_mean(part, parts)
                    yield self._at(("result", part), "test-result", message, hint)
                yield from self._of_result(result, ("result", part))

    def _of_result(self, result: str, path: Path) -> Iterator[Problem]:
        if result.strip() != "-" and not all(_is_number(text) for text in result.split("/", 1)):
            hint = "write 1 / 2, or the figure as displayed"
            place, length = self.document.pointed((*self.path, *path))
            yield Problem("test-result", f"'{result}' is no result", place, hint, length)

    def _at(self, path: Path, code: str, message: str, hint: str | None = None) -> Problem:
        """A problem at a key of the test, or at the text of one of its own keys."""
        whole = (*self.path, *path)
        place, length = self.document.place(whole), len(str(path[-1]))
        if path in (("period",), ("known_from",), ("source",)):
            place, length = self.document.pointed(whole)
        return Problem(code, message, place, hint, length)


def _wanted(value: Any, dtype: pl.DataType) -> str | None:
    """What a column takes, where it does not take the value."""
    if value is None:
        return None
    if dtype == pl.Date:
        return None if isinstance(value, str) and _date(value) else "a date such as 2024-01-31"
    if dtype == pl.Boolean:
        return None if isinstance(value, bool) else "true or false"
    if dtype.is_numeric():
        return None if isinstance(value, int | float) and not isinstance(value, bool) else "a number"
    if dtype == pl.String:
        return "text" if isinstance(value, list | dict) else None
    return None if isinstance(value, list) else "a list"


def _is_period(text: str) -> bool:
    found = _PERIOD.fullmatch(text.strip())
    days = [_date(day) for day in found.groups()] if found else []
    return len(days) == 2 and days[0] is not None and days[1] is not None and days[0] <= days[1]


def _date(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _is_number(text: str) -> bool:
    try:
        Fraction(text.strip())
    except (ValueError, ZeroDivisionError):
        return False
    return True
