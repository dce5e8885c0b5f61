from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import Any

import pytest

from chatcalc.indicators.figures import figure, part_figure
from chatcalc.indicators.results import Figure, Period
from chatcalc.specs.definition import Definition
from indicators.specs import YEAR, indicator

HALF_YEAR = Period(dt.date(2018, 7, 1), dt.date(2018, 12, 31))
CASES = "count: section_47_enquiries\nperiod: {during: icpc_date}\n"
STOCK = "count: cp_plans\nperiod: {open_on: period_end}\n"
MET = "numerator: icpc_not_required\n"
DAYS, MEAN, MEDIAN, LARGEST = (
    f"{CASES}unit: {unit}\nvalue: days_between(start_date, icpc_date)\n"
    for unit in ("days", "mean", "median", "max")
)


def definition(text: str) -> Definition:
    return indicator(text).definitions["cin_census"]


def counts(numerator: int = 0, denominator: int = 0, **others: Any) -> dict[str, Any]:
    return {
        "numerator": numerator,
        "denominator": denominator,
        "measure": 0.0,
        "median": None,
        "largest": None,
    } | others


@pytest.mark.parametrize(
    ("text", "given", "shown"),
    [
        (CASES + MET, counts(1, 3), (1, 3, "33")),
        (CASES + MET, counts(1, 8), (1, 8, "13")),
        (CASES + MET, counts(1, 200), (1, 200, "1")),
        (CASES + MET, counts(99, 200), (99, 200, "50")),
        (CASES + MET, counts(0, 5), (0, 5, "0")),
        (CASES + MET, counts(0, 0), (0, 0, "-")),
        (CASES + MET + "decimals: 1\n", counts(1, 8), (1, 8, "12.5")),
        (CASES + MET + "decimals: 1\n", counts(77, 800), (77, 800, "9.6")),
        (CASES + "unit: count\n", counts(7, 7), (7, None, "7")),
        (CASES + "unit: count\n", counts(0, 0), (0, None, "0")),
        (DAYS, counts(4, 4, measure=10.0),
         (10, 4, "3")),
        (MEAN, counts(4, 4, measure=9.0),
         (9, 4, "2.3")),
        (MEAN, counts(), (0, 0, "-")),
        (MEDIAN, counts(4, 4, median=2.5),
         (None, 4, "3")),
        (MEDIAN, counts(), (None, 0, "-")),
        (LARGEST, counts(4, 4, measure=9.0, median=2.5, largest=5.0),
         (None, 4, "5")),
        (LARGEST, counts(), (None, 0, "-")),
    ],
)  # fmt: skip
def test_a_figure_by_its_unit(text: str, given: dict[str, Any], shown: tuple[Any, Any, str]) -> None:
    found = figure(definition(text), given, YEAR, 1000)
    assert (found.numerator, found.denominator, found.display) == shown


RATE = "unit: rate_per_10000\nper: children_0_17\n"


@pytest.mark.parametrize(
    ("text", "period", "population", "exact"),
    [
        (CASES + RATE, YEAR, 100_000, Fraction(5)),
        (CASES + RATE, HALF_YEAR, 100_000, Fraction(10)),
        (STOCK + RATE, HALF_YEAR, 100_000, Fraction(5)),
        (CASES + RATE, Period(dt.date(2024, 1, 1), dt.date(2024, 1, 10)), 100_000, Fraction(36525, 200)),
        (CASES + RATE, YEAR, None, None),
        (CASES + RATE, YEAR, 0, None),
    ],
)
def test_a_rate_is_a_yearly_one_of_events_and_needs_a_population(
    text: str, period: Period, population: int | None, exact: Fraction | None
) -> None:
    found = figure(definition(text), counts(50, 50), period, population)
    assert (found.numerator, found.denominator, found.exact) == (50, population or None, exact)


def test_a_caseload_is_cases_for_each_worker() -> None:
    found = indicator(
        "count: allocations\nunit: mean\nperiod: {open_on: period_end}\nper: {distinct: worker}\n"
    )
    load = found.definitions["annex_a"]
    assert figure(load, counts(7, 7, workers=2), YEAR, None).display == "3.5"
    assert figure(load, counts(0, 0, workers=0), YEAR, None).display == "-"


def test_a_figure_of_parts_alone_has_none_of_its_own() -> None:
    parts = "unit: count\nparts:\n  seen: {title: Seen, numerator: icpc_not_required}\n"
    found = figure(definition(CASES + parts), counts(0, 9), YEAR, None)
    assert (found.numerator, found.denominator, found.exact, found.display) == (None, 9, None, "-")


def test_parts_have_a_denominator_a_unit_and_digits_of_their_own() -> None:
    parts = "unit: count\nparts:\n  seen: {title: Seen, numerator: icpc_not_required, unit: percent}\n"
    load = definition(CASES + parts)
    found = part_figure(load, load.parts[0], {"numerator:seen": 1, "denominator:seen": 8})
    assert (found.numerator, found.denominator, found.display) == (1, 8, "13")
    assert part_figure(load, load.parts[0], {"numerator:seen": 0, "denominator:seen": 0}).display == "-"


@pytest.mark.parametrize(
    ("exact", "decimals", "shown"),
    [
        (Fraction(1, 2), 0, "1"), (Fraction(5, 2), 0, "3"), (Fraction(-5, 2), 0, "-3"), (None, 1, "-"),
        (Fraction(8945, 100), 0, "89"), (Fraction(8945, 100), 1, "89.5"), (Fraction(7745, 1000), 2, "7.75"),
        (Fraction(0), 1, "0.0"),
    ],
)  # fmt: skip
def test_a_figure_is_rounded_once_and_half_up(exact: Fraction | None, decimals: int, shown: str) -> None:
    assert Figure(None, None, exact, "percent", decimals).display == shown
