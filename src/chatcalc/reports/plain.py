"""Exact figures as a report holds them, plain and as printed; and what is printed as a number again."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from fractions import Fraction

from chatcalc.indicators.results import Figure, ResultStatus
from chatcalc.reports.lines import Number


def displayed(figure: Figure, status: ResultStatus, more_data_adds: bool) -> str:
    """A partial figure is printed with ≥ where more data could only add to it (clarification 5)."""
    at_least = "≥" if status == "partial" and more_data_adds and figure.exact is not None else ""
    return at_least + figure.display


def plain(exact: Fraction | None) -> Number | None:
    """A whole number as such, any other as a float."""
    if exact is None:
        return None
    return exact.numerator if exact.denominator == 1 else float(exact)


def number_of(display: str) -> Decimal | None:
    """The number that a figure is printed as; None where it is hidden, partial or missing.

    >>> str(number_of("70.2")), number_of("≥6"), number_of("c")
    ('70.2', None, None)
    """
    try:
        return Decimal(display)
    except InvalidOperation:
        return None
