"""How far a figure may be chance: 95% intervals of percentages and annual rates.

Children are not sampled, and the figure is what happened. The interval speaks of what lies behind it: with
the same practice and other children, another year would have given another figure, and mostly one inside it.

Both formulas are those of the technical guidance on public health statistics for England (Office for Health
Improvement and Disparities): Wilson's score method for proportions (Wilson 1927, Newcombe 1998); for events
Byar's approximation (Breslow and Day 1987, page 69), and of fewer than 10 the exact Poisson limits.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from math import exp, factorial, sqrt
from typing import Final, TypeVar

from chatcalc.comparison.direction import Direction
from chatcalc.indicators.results import Figure, Period
from chatcalc.reports.lines import (
    Group,
    Interval,
    Line,
    Part,
    Point,
)

Shown = TypeVar("Shown", Group, Point)
Z: Final = 1.959963984540054
"""The normal deviate of a 95% interval."""
FEW: Final = 10
"""From so many events on, Byar's approximation is good enough."""

WITHIN_CHANCE: Final = (
    "the last published figure lies within the 95% interval of the latest, so the change may be chance"
)


def wilson(successes: float, of: float, z: float = Z) -> Interval:
    """The interval of a proportion, as proportions.

    >>> low, high = wilson(8, 10)
    >>> round(low, 3), round(high, 3)
    (0.49, 0.943)
    """
    share = successes / of
    middle = 2 * successes + z**2
    spread = z * sqrt(z**2 + 4 * successes * (1 - share))
    low, high = (middle - spread) / (2 * (of + z**2)), (middle + spread) / (2 * (of + z**2))
    # At none and at all the formula is exact, but floating point is not.
    return (0.0 if successes == 0 else low, 1.0 if successes == of else high)


def byar(count: float, z: float = Z) -> Interval:
    """The interval of a count of 10 or more events, within 0.2% of the exact one.

    >>> low, high = byar(10)
    >>> round(low, 2), round(high, 2)
    (4.79, 18.39)
    """
    above = count + 1
    low = count * (1 - 1 / (9 * count) - z / (3 * sqrt(count))) ** 3
    return (low, above * (1 - 1 / (9 * above) + z / (3 * sqrt(above))) ** 3)


def exact_poisson(count: int) -> Interval:
    """The interval of few events: the means from which so few, or so many, come in 2.5% of years.

    >>> low, high = exact_poisson(5)
    >>> round(low, 2), round(high, 2)
    (1.62, 11.67)
    """
    low = _mean_where(lambda mean: _at_most(count - 1, mean), 0.975) if count else 0.0
    return (low, _mean_where(lambda mean: _at_most(count, mean), 0.025))


def events(count: float) -> Interval:
    """The interval of a count of events."""
    return byar(count) if count >= FEW else exact_poisson(int(count))


def interval_of(figure: Figure, period: Period | None = None) -> Interval | None:
    """The interval of a figure in its own unit; None for what is no share and no rate, or has no value.

    Args:
        figure: The figure.
        period: The period of the events of an annual rate; None for a rate of those there are on a day.
    """
    if figure.exact is None or figure.numerator is None or not figure.denominator:
        return None
    if figure.unit == "percent":
        low, high = wilson(float(figure.numerator), float(figure.denominator))
        return (100 * low, 100 * high)
    if figure.unit == "rate_per_10000":
        yearly = period.annual_factor if period else Fraction(1)
        each = float(yearly * 10_000 / figure.denominator)
        low, high = events(float(figure.numerator))
        return (low * each, high * each)
    return None


def within_chance(
    direction: Direction | None, published: float | None, interval: Interval | None
) -> bool | None:
    """Whether a change may be chance: whether the published figure lies in the latest one's interval.

    The published figure is taken as it stands, without an interval of its own, for its numerator and
    denominator are not known. So this calls a little too many changes real, never too few.
    """
    if direction in (None, "No change") or published is None or interval is None:
        return None
    low, high = interval
    return low <= published <= high


def without_intervals(line: Line) -> Line:
    """The line as a public table shows it."""
    return replace(
        line,
        interval=None,
        direction_within_chance=None,
        parts=tuple(_bare_part(part) for part in line.parts),
        breakdowns=tuple(_bare(group) for group in line.breakdowns),
        trend=tuple(_bare(point) for point in line.trend),
    )


def _at_most(count: int, mean: float) -> float:
    """The probability of no more than so many events where the mean is known."""
    return exp(-mean) * sum(mean**each / factorial(each) for each in range(count + 1))


def _mean_where(probability: Callable[[float], float], wanted: float) -> float:
    """The mean at which a probability that falls with the mean is the one wanted, by halving."""
    low, high = 0.0, 40.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if probability(middle) > wanted else (low, middle)
    return (low + high) / 2


def _bare_part(part: Part) -> Part:
    return replace(part, interval=None, direction_within_chance=None)


def _bare(figure: Shown) -> Shown:
    return replace(figure, interval=None)
