"""Direction of travel: the latest value against the authority's own last published figure."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from chatcalc.indicators.results import Polarity
from chatcalc.tables.rounding import round_half_up

Direction = Literal["Increase", "Decrease", "No change"]


def direction_of_travel(
    latest: Fraction | None, published: Fraction | None, decimals: int
) -> Direction | None:
    """Increase, Decrease, or No change where both look the same as displayed (clarification 26).

    Both are rounded once, half up, to the digits shown. None where either is missing.
    """
    if latest is None or published is None:
        return None
    now, then = round_half_up(latest, decimals), round_half_up(published, decimals)
    if now == then:
        return "No change"
    return "Increase" if now > then else "Decrease"


def direction_is_good(direction: Direction | None, polarity: Polarity) -> bool | None:
    """Whether a direction is the wanted one; None for no change and without a polarity."""
    if direction in (None, "No change") or polarity == "none":
        return None
    return (direction == "Increase") == (polarity == "high")
