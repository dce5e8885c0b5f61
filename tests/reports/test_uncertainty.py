"""Intervals as published examples give them, and the word on chance that follows from them."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatcalc.indicators.results import Figure, Period, Unit
from chatcalc.reports.footnotes import Footnotes
from chatcalc.reports.uncertainty import (
    byar,
    events,
    exact_poisson,
    interval_of,
    wilson,
    within_chance,
    without_intervals,
)
from reports.examples import line

HALF_YEAR = Period(dt.date(2018, 7, 1), dt.date(2018, 12, 31))


# Newcombe (1998), Two-sided confidence intervals for the single proportion, table I, method 3.
@pytest.mark.parametrize(
    ("successes", "of", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_as_newcombe_worked_it(successes: int, of: int, low: float, high: float):
    assert wilson(successes, of) == pytest.approx((low, high), abs=0.00005)


def test_wilson_for_eight_of_ten():
    assert wilson(8, 10) == pytest.approx((0.4902, 0.9433), abs=0.00005)


# Exact Poisson limits as tables of them print (Documenta Geigy; Altman 1991, table B).
@pytest.mark.parametrize(
    ("count", "low", "high"),
    [(0, 0.0, 3.689), (1, 0.025, 5.572), (2, 0.242, 7.225), (5, 1.623, 11.668), (9, 4.115, 17.085)],
)
def test_few_events_have_the_exact_limits(count: int, low: float, high: float):
    assert exact_poisson(count) == pytest.approx((low, high), abs=0.0006)
    assert events(count) == exact_poisson(count)


# The exact limits of larger counts, from the same tables: Byar's approximation lies within 0.2% of them.
@pytest.mark.parametrize(
    ("count", "low", "high"), [(10, 4.795, 18.390), (20, 12.217, 30.888), (50, 37.111, 65.919)]
)
def test_byar_is_close_to_the_exact_limits(count: int, low: float, high: float):
    assert byar(count) == pytest.approx((low, high), rel=0.002)
    assert events(count) == byar(count)


def test_a_percentage_has_an_interval_in_percent():
    figure = Figure(Fraction(8), Fraction(10), Fraction(80), "percent", 0)
    assert interval_of(figure) == pytest.approx((49.02, 94.33), abs=0.005)


def test_a_rate_has_an_interval_per_10000_and_year():
    """20 events in half a year among 10,000 children: 40 a year, from twice 12.2 to twice 30.9."""
    figure = Figure(Fraction(20), Fraction(10_000), Fraction(40), "rate_per_10000", 0)
    assert interval_of(figure, HALF_YEAR) == pytest.approx((24.43, 61.78), rel=0.002)
    assert interval_of(figure) == pytest.approx((12.22, 30.89), rel=0.002)


@pytest.mark.parametrize("unit", ["count", "mean", "median", "max", "days"])
def test_other_figures_have_none(unit: Unit):
    assert interval_of(Figure(Fraction(8), Fraction(10), Fraction(8, 10), unit, 1)) is None


def test_no_figure_has_no_interval():
    assert interval_of(Figure(Fraction(0), Fraction(0), None, "percent", 0)) is None
    assert interval_of(Figure(Fraction(3), None, None, "rate_per_10000", 0)) is None


@given(st.integers(0, 400), st.integers(1, 400))
def test_an_interval_holds_its_figure_and_stays_possible(successes: int, of: int):
    successes = min(successes, of)
    low, high = wilson(successes, of)
    assert 0 <= low <= successes / of <= high <= 1
    low, high = events(successes)
    assert 0 <= low <= successes <= high


@pytest.mark.parametrize(
    ("direction", "published", "expected"),
    [("Increase", 50.0, True), ("Decrease", 49.0, False), ("No change", 50.0, None), (None, None, None)],
)
def test_a_change_from_inside_the_interval_may_be_chance(direction, published, expected):
    assert within_chance(direction, published, (49.02, 94.33)) is expected


def test_without_an_interval_nothing_is_said():
    assert within_chance("Increase", 50.0, None) is None


def test_the_word_is_a_footnote_beside_the_direction():
    changed = line("rereferrals_12m_pct", direction="Increase", direction_within_chance=True)
    footnotes = Footnotes([changed])
    assert footnotes.mark(changed) == " [1]"
    assert "may be chance" in footnotes.texts[0]
    assert changed.direction == "Increase"
    assert Footnotes([without_intervals(changed)]).texts == []
