"""The position of a figure against the middle 50% of all authorities, and its rank among them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from chatcalc.indicators.results import Polarity
from chatcalc.published.statistics import LOWER_QUARTILE, UPPER_QUARTILE, PublishedYear

Position = Literal["Lower", "In range", "Higher"]


@dataclass(frozen=True)
class Quartiles:
    """The ends of the middle 50%, exact; None where they are not known."""

    lower: Fraction | None
    upper: Fraction | None

    def position(self, value: Fraction | None) -> Position | None:
        """Where a value stands; a tie with a quartile is in range (comparison rules, section 4)."""
        if value is None or self.lower is None or self.upper is None:
            return None
        if value < self.lower:
            return "Lower"
        return "Higher" if value > self.upper else "In range"


def quartiles(year: PublishedYear, la_code: str | None, chat_compat: bool = False) -> Quartiles:
    """The quartiles of a published year, over all authorities that existed or as a small CSV gives them.

    QUARTILE.INC of the figures as published, the authority itself among them, suppressed ones dropped.

    Args:
        year: What is published of a measure for a year.
        la_code: Whose table it is, where a small CSV gives the quartiles.
        chat_compat: Missing figures count as 0, which reproduces ChAT's tables of 2018.
    """
    if not year.holds_all_authorities:
        return Quartiles(year.entry(LOWER_QUARTILE, la_code).exact, year.entry(UPPER_QUARTILE, la_code).exact)
    values = year.values_missing_as_zero if chat_compat else year.values
    return Quartiles(quartile_inc(values, 1), quartile_inc(values, 3))


def quartile_inc(values: Sequence[Fraction], quarter: int) -> Fraction | None:
    """QUARTILE.INC: linear between the two nearest of the sorted values (R's type 7).

    >>> quartile_inc([Fraction(1), Fraction(2), Fraction(3), Fraction(4)], 1)
    Fraction(7, 4)
    """
    if not values:
        return None
    place = Fraction(quarter, 4) * (len(values) - 1)
    below = math.floor(place)
    above = min(below + 1, len(values) - 1)
    return values[below] + (place - below) * (values[above] - values[below])


def rank(value: Fraction | None, values: Sequence[Fraction], polarity: Polarity) -> int | None:
    """1 for the best of the published figures; equal figures share the better rank.

    None without a polarity: nobody can be best at what is neither good nor bad.
    """
    if value is None or polarity == "none":
        return None
    return 1 + sum(other > value if polarity == "high" else other < value for other in values)


def position_is_good(position: Position | None, polarity: Polarity) -> bool | None:
    """Whether a position is the good or the bad end; None in range and without a polarity."""
    if position in (None, "In range") or polarity == "none":
        return None
    return (position == "Higher") == (polarity == "high")
