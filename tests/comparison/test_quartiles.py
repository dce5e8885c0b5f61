from __future__ import annotations

import statistics
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatcalc.comparison.quartiles import Quartiles, position_is_good, quartile_inc, rank

_numbers = st.lists(st.fractions(min_value=0, max_value=1000, max_denominator=10), min_size=2, max_size=200)


@settings(deadline=None)  # machines are busy
@given(_numbers)
def test_quartiles_are_those_of_quartile_inc(numbers: list[Fraction]) -> None:
    lower, _, upper = statistics.quantiles(numbers, n=4, method="inclusive")
    assert (quartile_inc(sorted(numbers), 1), quartile_inc(sorted(numbers), 3)) == (lower, upper)


@pytest.mark.parametrize(("numbers", "lower"), [([], None), ([7], 7), ([1, 2, 3, 4], Fraction(7, 4))])
def test_few_figures(numbers: list[int], lower: Fraction | None) -> None:
    assert quartile_inc([Fraction(number) for number in numbers], 1) == lower


@pytest.mark.parametrize(
    ("value", "position"),
    [("3.9", "Lower"), ("4", "In range"), ("5", "In range"), ("9", "In range"), ("9.1", "Higher")],
)
def test_a_tie_is_in_range(value: str, position: str) -> None:
    assert Quartiles(Fraction(4), Fraction(9)).position(Fraction(value)) == position


def test_no_position_without_a_figure_or_quartiles() -> None:
    assert Quartiles(Fraction(4), Fraction(9)).position(None) is None
    assert Quartiles(None, None).position(Fraction(5)) is None
    assert Quartiles(None, Fraction(9)).position(Fraction(5)) is None


def test_rank_is_by_polarity_and_ties_share_the_better() -> None:
    values = [Fraction(number) for number in (1, 2, 2, 5)]
    assert [rank(value, values, "low") for value in values] == [1, 2, 2, 4]
    assert [rank(value, values, "high") for value in values] == [4, 2, 2, 1]
    assert rank(values[0], values, "none") is None
    assert rank(None, values, "low") is None


@pytest.mark.parametrize(
    ("position", "polarity", "good"),
    [
        ("Higher", "high", True),
        ("Lower", "high", False),
        ("Higher", "low", False),
        ("Lower", "low", True),
        ("In range", "high", None),
        ("Higher", "none", None),
        (None, "low", None),
    ],
)
def test_the_end_that_is_good(position, polarity, good) -> None:  # type: ignore[no-untyped-def]
    assert position_is_good(position, polarity) is good
