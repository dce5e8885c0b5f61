"""The one place where a figure is rounded (convention C7)."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction


def round_half_up(value: Fraction | Decimal | int | float, decimals: int) -> Decimal:
    """The value at the displayed precision, halves away from zero, from the exact number.

    A float stands for the shortest decimal that prints as it, so a published 77.45 rounds to 77.5.
    Callers keep the exact fraction and round once: rounding 89.5 that was 89.45 would give 90.

    >>> round_half_up(Fraction(50, 350) * 100, 0), round_half_up(0.5, 0), round_half_up(-2.5, 0)
    (Decimal('14'), Decimal('1'), Decimal('-3'))
    """
    step = Decimal(1).scaleb(-decimals)
    if isinstance(value, Fraction):
        scaled = abs(value) * 10**decimals + Fraction(1, 2)
        whole = scaled.numerator // scaled.denominator
        return (Decimal(whole if value >= 0 else -whole) * step).quantize(step) + 0
    exact = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    return exact.quantize(step, rounding=ROUND_HALF_UP) + 0
