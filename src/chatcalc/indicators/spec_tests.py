"""Runs the tests that specifications carry: rows in, a status for each, and the figure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Final

import polars as pl

from chatcalc.indicators.cases import cases
from chatcalc.indicators.counting import totals, with_empty_groups
from chatcalc.indicators.due import with_due
from chatcalc.indicators.figures import figure, part_figure
from chatcalc.indicators.given import DERIVED, Given, TestError, given, la_of
from chatcalc.indicators.periods import period_frame
from chatcalc.indicators.results import Figure
from chatcalc.indicators.why import limited, why
from chatcalc.specs.definition import Definition, Indicator
from chatcalc.specs.model import Test


@dataclass(frozen=True)
class Difference:
    """A case or figure that is not as expected, and the conditions that decided the case."""

    what: str
    expected: str
    found: str
    why: tuple[str, ...] = ()


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


def run_tests(indicators: Iterable[Indicator]) -> list[Outcome]:
    """Runs every test of every indicator, in order."""
    return [outcome for indicator in indicators for outcome in outcomes_of(indicator)]


def outcomes_of(indicator: Indicator) -> list[Outcome]:
    """Runs the tests of an indicator; a test that is wrong itself fails alone."""
    try:
        found = {
            id(test): bench.explained(n, differences)
            for bench in benches(indicator)
            for n, (test, differences) in enumerate(zip(bench.given.tests, bench.differences(), strict=True))
        }
        return [
            Outcome(indicator.id, indicator.file, test.title, n, tuple(found[id(test)]))
            for n, test in enumerate(indicator.spec.tests, start=1)
        ]
    except TestError as error:
        if len(indicator.spec.tests) == 1:
            test = indicator.spec.tests[0]
            return [Outcome(indicator.id, indicator.file, test.title, 1, mistake=str(error))]
    alone = [
        replace(indicator, spec=indicator.spec.model_copy(update={"tests": [test]}))
        for test in indicator.spec.tests
    ]
    return [replace(outcomes_of(one)[0], number=n) for n, one in enumerate(alone, start=1)]


@dataclass(frozen=True)
class Bench:
    """Tests of one indicator that are evaluated together: same source, start of data and parameters."""

    definition: Definition
    given: Given
    parameters: tuple[tuple[str, float], ...]

    def differences(self, definition: Definition | None = None) -> list[list[Difference]]:
        """For each test what is not as it expects, of the definition or of another in its stead.

        Raises:
            TestError: A test expects a row or part that is not there, or a result that is no number.
        """
        tried = limited(definition or self.definition, self.parameters)
        found = cases(tried, self.given.extract, period_frame(self.given.periods, tried.window))
        listed = with_due(found, tried, self.given.extract).select(_STATUS)
        rows, counts = pl.collect_all([listed, totals(found, tried)], engine="in-memory")
        codes, periods = self.given.extract.la_codes, len(self.given.periods)
        figures = {
            (row["la_code"], row["period_row"]): row
            for row in with_empty_groups(counts, codes, periods).to_dicts()
        }
        outcomes = self._outcomes(tried, rows)
        return [
            [
                *_status_differences(test, outcomes[n], self._names(n)),
                *self._figure_differences(tried, n, figures[la_of(n), n]),
            ]
            for n, test in enumerate(self.given.tests)
        ]

    def explained(self, number: int, differences: Sequence[Difference]) -> list[Difference]:
        """The differences of a test, each case with the conditions that decided it."""
        rows = {
            name: row
            for (table, row), (test, name) in self.given.ids.items()
            if table == self.definition.table and test == number
        }
        definition = limited(self.definition, self.parameters)
        periods = period_frame([self.given.periods[number]], definition.window)
        return [
            replace(each, why=why(definition, self.given.extract, periods, rows[each.what], each.expected))
            if each.what in rows
            else each
            for each in differences
        ]

    def _outcomes(self, tried: Definition, rows: pl.DataFrame) -> dict[int, dict[str, _Outcome]]:
        """By test and row: the status in the test's own period, and the day it falls due."""
        found: dict[int, dict[str, _Outcome]] = defaultdict(dict)
        for case_row, period_row, status, due in rows.rows():
            number, name = self.given.ids.get((tried.table, case_row), (None, ""))
            if number == period_row:
                found[period_row][name] = (status, due)
        return found

    def _names(self, number: int) -> set[str]:
        return {name for test, name in self.given.ids.values() if test == number}

    def _figure_differences(
        self, tried: Definition, number: int, counts: Mapping[str, Any]
    ) -> list[Difference]:
        test = self.given.tests[number]
        if test.result is None:
            return []
        own = figure(tried, counts, self.given.periods[number], test.population)
        if isinstance(test.result, str):
            return _compared("result", test.result, own)
        figures = {"value": own} | {part.id: part_figure(tried, part, counts) for part in tried.parts}
        unknown = set(test.result) - set(figures)
        if unknown:
            raise TestError(f"gives a result for {', '.join(sorted(unknown))}, which is no part")
        return [d for id_, text in test.result.items() for d in _compared(id_, text, figures[id_])]


def benches(indicator: Indicator) -> list[Bench]:
    """The tests of an indicator, in groups that can be evaluated together.

    Raises:
        TestError: A test names a source that cannot compute the indicator, or a row is not what it should be.
    """
    groups: dict[tuple[str, str | None, _Limits, frozenset[str]], list[Test]] = defaultdict(list)
    for test in indicator.spec.tests:
        source: str = test.source or next(iter(indicator.definitions))
        if source not in indicator.definitions:
            raise TestError(f"the source {source} cannot compute it")
        parameters = tuple(sorted(test.parameters.items()))
        # A test that gives a derived table itself must not keep it from being derived for the others.
        derived = frozenset(DERIVED.intersection(test.given))
        groups[source, test.known_from, parameters, derived].append(test)
    return [
        Bench(indicator.definitions[source], given(tests, source), parameters)
        for (source, _, parameters, _), tests in groups.items()
    ]


_Limits = tuple[tuple[str, float], ...]
_Outcome = tuple[str, str | None]


_STATUS: Final = (
    "case_row",
    "period_row",
    pl.col("status").cast(pl.String),
    pl.col("due").dt.to_string("iso"),
)
_NO_CASE: Final[_Outcome] = ("not counted", None)


def _status_differences(test: Test, found: Mapping[str, _Outcome], names: set[str]) -> list[Difference]:
    """A row that is no case of the period is not counted, and never due."""
    unknown = {*test.expect, *test.due} - names
    if unknown:
        raise TestError(f"expects {', '.join(sorted(unknown))}, which no given row is called")
    wanted = [(name, name, str(expected), 0) for name, expected in test.expect.items()]
    wanted += [(f"due of {name}", name, day, 1) for name, day in test.due.items()]
    return [
        Difference(what, expected, found.get(name, _NO_CASE)[which] or "never")
        for what, name, expected, which in wanted
        if (found.get(name, _NO_CASE)[which] or "never") != expected
    ]


def _compared(what: str, expected: str, figure: Figure) -> list[Difference]:
    """`1 / 3` is numerator and denominator; a single number is the figure as displayed, or the numerator."""
    if "/" in expected:
        numerator, denominator = (_number(text) for text in expected.split("/"))
        same = figure.numerator == numerator and figure.denominator == denominator
        found = f"{_text(figure.numerator)} / {_text(figure.denominator)}"
    elif expected.strip() == "-":
        same, found = figure.exact is None, figure.display
    elif figure.exact is None:
        same, found = figure.numerator == _number(expected), _text(figure.numerator)
    else:
        same, found = figure.display == expected.strip(), figure.display
    return [] if same else [Difference(what, expected, found)]


def _number(text: str) -> Fraction:
    try:
        return Fraction(text.strip())
    except (ValueError, ZeroDivisionError):
        raise TestError(f"the result '{text}' is no number") from None


def _text(number: Fraction | None) -> str:
    return "-" if number is None else f"{float(number):g}"
