"""What calculating an indicator gives: plain figures, before comparison and before disclosure control."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from chatcalc.tables.rounding import round_half_up

Unit = Literal["percent", "rate_per_10000", "count", "mean", "median", "max", "days"]
Polarity = Literal["high", "low", "none"]
Comparable = Literal["yes", "period", "proxy", "no"]
ResultStatus = Literal["ok", "partial", "not_computed", "suppressed"]

DEFAULT_DECIMALS: dict[Unit, int] = {
    "percent": 0,
    "rate_per_10000": 0,
    "count": 0,
    "mean": 1,
    "median": 0,
    "max": 0,
    "days": 0,
}


@dataclass(frozen=True)
class Period:
    """First and last day, both inside; the last is the snapshot."""

    start: dt.date
    end: dt.date

    @property
    def whole_months(self) -> int | None:
        """The number of whole calendar months, or None where the period is no whole number of them."""
        after = self.end + dt.timedelta(days=1)
        if self.start.day != after.day:
            return None
        months = (after.year - self.start.year) * 12 + after.month - self.start.month
        return months if months > 0 else None

    @property
    def annual_factor(self) -> Fraction:
        """What turns a count in the period into a yearly one (convention C12)."""
        if self.whole_months is not None:
            return Fraction(12, self.whole_months)
        return Fraction(36525, 100) / ((self.end - self.start).days + 1)


@dataclass(frozen=True)
class Figure:
    """A number and what it is made of.

    Attributes:
        numerator: Cases counted, or the sum of values for means; None where there is no such figure.
        denominator: Cases, population, or None for counts and for rates without a population.
        exact: The exact value, unrounded; None where there is none (0 of 0 is no figure, convention C8).
        unit: The unit of the value.
        decimals: Digits shown.
    """

    numerator: Fraction | None
    denominator: Fraction | None
    exact: Fraction | None
    unit: Unit
    decimals: int

    @property
    def value(self) -> float | None:
        """The value unrounded, as a float."""
        return None if self.exact is None else float(self.exact)

    @property
    def display(self) -> str:
        """The value rounded once, half up; `-` where there is none."""
        return "-" if self.exact is None else f"{round_half_up(self.exact, self.decimals)}"


@dataclass(frozen=True)
class PartResult:
    """A further figure over the same cases."""

    id: str
    title: str
    figure: Figure


@dataclass(frozen=True)
class BreakdownRow:
    """A figure of one group: by `sex` the group `female`, crossed by `sex,age_band` the group `female,5-9`.

    `part` names the part it is of, if any.
    """

    by: str
    group: str
    figure: Figure
    part: str | None = None


@dataclass(frozen=True)
class TrendPoint:
    """A figure of one period of a trend; `part` names the part it is of, if any."""

    period: Period
    figure: Figure
    status: ResultStatus
    part: str | None = None


@dataclass(frozen=True)
class Result:
    """One indicator for one authority and one period.

    Attributes:
        id: The indicator.
        source: The extract it was computed from; None where it could not be.
        more_data_adds: True where a `partial` figure can only grow with more data: printed with ≥.
        unknown: Cases in the denominator whose numerator condition was unknown.
        excluded: Reason and number of cases left out.
        further: For each further period that was asked for, then for each earlier one, its figures: the
            indicator's own and its parts'.
    """

    id: str
    title: str
    family: str
    unit: Unit
    polarity: Polarity
    la_code: str
    source: str | None
    comparable: Comparable
    period: Period
    figure: Figure
    status: ResultStatus
    more_data_adds: bool = False
    unknown: int = 0
    excluded: tuple[tuple[str, int], ...] = ()
    notes: tuple[str, ...] = ()
    parts: tuple[PartResult, ...] = ()
    breakdowns: tuple[BreakdownRow, ...] = ()
    trend: tuple[TrendPoint, ...] = field(default=())
    local: bool = False
    further: tuple[tuple[TrendPoint, ...], ...] = ()
