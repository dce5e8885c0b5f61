"""Runs the tests that specifications carry: rows in, a status for each, and the figure."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Final

import polars as pl

from chatcalc.extracts.extract import Extract
from chatcalc.indicators.calculation import calculate
from chatcalc.indicators.cases import cases
from chatcalc.indicators.jobs import Request
from chatcalc.indicators.periods import period_frame
from chatcalc.indicators.results import Figure, Period, Result
from chatcalc.specs.definition import Definition, Indicator
from chatcalc.specs.model import Test
from chatcalc.tables.catalogue import TABLES
from chatcalc.tables.history import derived_tables

LA: Final = "999"


@dataclass(frozen=True)
class Difference:
    """A case or figure that is not as expected."""

    what: str
    expected: str
    found: str


@dataclass(frozen=True)
class Outcome:
    """What became of one test: passed where there is no difference and no mistake in the test itself."""

    indicator: str
    file: str
    test: str
    number: int
    differences: tuple[Difference, ...] = ()
    mistake: str | None = None

    @property
    def passed(self) -> bool:
        """Whether everything came out as expected."""
        return not self.differences and self.mistake is None


class _TestError(Exception):
    pass


def run_tests(indicators: Iterable[Indicator]) -> list[Outcome]:
    """Runs every test of every indicator, in order."""
    return [
        _outcome(indicator, test, number)
        for indicator in indicators
        for number, test in enumerate(indicator.spec.tests, start=1)
    ]


def _outcome(indicator: Indicator, test: Test, number: int) -> Outcome:
    try:
        differences, mistake = differences_of(indicator, test), None
    except _TestError as error:
        differences, mistake = [], str(error)
    return Outcome(indicator.id, indicator.file, test.title, number, tuple(differences), mistake)


def differences_of(
    indicator: Indicator, test: Test, definition: Definition | None = None
) -> list[Difference]:
    """Where a test's statuses and figures differ from what the definition gives.

    Args:
        indicator: The indicator the test belongs to.
        test: The test.
        definition: Another definition to try instead of the indicator's own, e.g. a mutant.
    """
    source: str = test.source or next(iter(indicator.definitions))
    if source not in indicator.definitions:
        raise _TestError(f"the source {source} cannot compute it")
    tried = definition or indicator.definitions[source]
    tried = replace(tried, parameters={**tried.parameters, **test.parameters})
    period = _period(test.period)
    ids: dict[tuple[str, int], str] = {}
    extract = _extract(test, source, period, ids)
    only = replace(indicator, definitions={source: tried})
    request = Request(period.end, period=period, population=test.population, source=source)
    (result,) = calculate([only], [extract], request)
    found = _statuses(tried, extract, period, ids)
    differences = [
        Difference(id_, expected, found.get(id_, "not counted"))
        for id_, expected in test.expect.items()
        if found.get(id_, "not counted") != expected
    ]
    unknown_ids = set(test.expect) - set(ids.values())
    if unknown_ids:
        raise _TestError(f"expects {', '.join(sorted(unknown_ids))}, which no given row is called")
    return differences + _figure_differences(test.result, result)


def _period(text: str) -> Period:
    found = re.fullmatch(r"(\d{4}-\d{2}-\d{2}) to (\d{4}-\d{2}-\d{2})", text.strip())
    if not found:
        raise _TestError(f"the period '{text}' is not written 2024-01-01 to 2024-03-31")
    return Period(dt.date.fromisoformat(found.group(1)), dt.date.fromisoformat(found.group(2)))


def _extract(test: Test, source: str, period: Period, ids: dict[tuple[str, int], str]) -> Extract:
    """The given rows as an extract; `ids` learns which row of which table has which id."""
    tables = {}
    for name, rows in test.given.items():
        if name not in TABLES:
            raise _TestError(f"no table '{name}'")
        tables[name] = _frame(name, rows)
        ids.update({(name, n): str(row["id"]) for n, row in enumerate(rows) if "id" in row})
    derived = derived_tables(tables)
    for name in ("periods_of_care", "placements"):
        if name in derived and name not in test.given:
            ids.update(_derived_ids(name, derived[name], tables["care_episodes"], ids))
    known = dt.date.fromisoformat(test.known_from) if test.known_from else dt.date(1900, 1, 1)
    return Extract(source, derived, dict.fromkeys(TABLES, known), period.end, la_codes=(LA,))


def _frame(name: str, rows: list[dict[str, Any]]) -> pl.DataFrame:
    """Rows of a test as the canonical table; `child` defaults to the row's id."""
    dtypes = TABLES[name].dtypes
    columns: dict[str, list[Any]] = {column: [] for column in dtypes}
    for number, row in enumerate(rows, start=1):
        for key in row:
            if key not in dtypes and key not in ("id", "child"):
                raise _TestError(f"{name} has no column '{key}'")
        child = row.get("child", row.get("id", row.get("child_id")))
        if child is None:
            raise _TestError(f"a row of {name} has neither id nor child")
        given = {"la_code": LA, "source_row": number, **row, "child_id": str(child)}
        for column, dtype in dtypes.items():
            columns[column].append(_value(given.get(column), dtype, name, column))
    return pl.DataFrame(columns, schema=dtypes)


def _value(value: Any, dtype: pl.DataType, table: str, column: str) -> Any:
    if value is None:
        return None
    try:
        if dtype == pl.Date:
            return dt.date.fromisoformat(value)
        if dtype == pl.String:
            return str(value)
    except (TypeError, ValueError):
        raise _TestError(f"{table}.{column} is given something that is no date") from None
    if dtype == pl.Boolean and not isinstance(value, bool):
        raise _TestError(f"{table}.{column} is true or false")
    return value


def _derived_ids(
    name: str, frame: pl.DataFrame, episodes: pl.DataFrame, ids: Mapping[tuple[str, int], str]
) -> dict[tuple[str, int], str]:
    """A derived row is called like the episode it begins with."""
    first = {
        (row["child_id"], row["start_date"]): ids[("care_episodes", n)]
        for n, row in reversed(list(enumerate(episodes.to_dicts())))
        if ("care_episodes", n) in ids
    }
    return {
        (name, n): first[row["child_id"], row["start_date"]]
        for n, row in enumerate(frame.to_dicts())
        if (row["child_id"], row["start_date"]) in first
    }


def _statuses(
    definition: Definition, extract: Extract, period: Period, ids: Mapping[tuple[str, int], str]
) -> dict[str, str]:
    found = cases(definition, extract, period_frame([period], definition.window))
    rows = found.select("case_row", pl.col("status").cast(pl.String)).collect().rows()
    return {ids[definition.table, row]: status for row, status in rows if (definition.table, row) in ids}


def _figure_differences(expected: str | Mapping[str, str] | None, result: Result) -> list[Difference]:
    if expected is None:
        return []
    if isinstance(expected, str):
        return _compared("result", expected, result.figure)
    parts = {"value": result.figure} | {part.id: part.figure for part in result.parts}
    unknown = set(expected) - set(parts)
    if unknown:
        raise _TestError(f"gives a result for {', '.join(sorted(unknown))}, which is no part")
    return [difference for id_, text in expected.items() for difference in _compared(id_, text, parts[id_])]


def _compared(what: str, expected: str, figure: Figure) -> list[Difference]:
    """`1 / 3` is numerator and denominator; a single number is the figure as displayed, or the numerator."""
    if "/" in expected:
        numerator, denominator = (_number(text) for text in expected.split("/"))
        same = figure.numerator == numerator and figure.denominator == denominator
        found = f"{_text(figure.numerator)} / {_text(figure.denominator)}"
    elif expected.strip() == "-":
        same, found = figure.exact is None, figure.display
    else:
        same = figure.display == expected.strip() or (
            figure.exact is None and figure.numerator == _number(expected)
        )
        found = figure.display if figure.exact is not None else _text(figure.numerator)
    return [] if same else [Difference(what, expected, found)]


def _number(text: str) -> Fraction:
    try:
        return Fraction(text.strip())
    except (ValueError, ZeroDivisionError):
        raise _TestError(f"the result '{text}' is no number") from None


def _text(number: Fraction | None) -> str:
    return "-" if number is None else f"{float(number):g}"
