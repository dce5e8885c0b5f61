"""Figures of further periods beside the report's own, and the change since a quarter and a year earlier."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from chatcalc.indicators.results import Figure, Result, ResultStatus, TrendPoint, Unit
from chatcalc.reports.baseline import change_of
from chatcalc.reports.lines import (
    Ago,
    Change,
    ChangeUnit,
    PeriodFigure,
)
from chatcalc.reports.plain import displayed, plain
from chatcalc.reports.report import NamedPeriod
from chatcalc.reports.wording import long_period
from chatcalc.tables.rounding import round_half_up

MONTHS_BACK: Final[dict[Ago, int]] = {"quarter": 3, "year": 12}
"""How far back a change looks: to the same length of time, so many months earlier."""

_CHANGE_UNITS: Final[dict[Unit, ChangeUnit]] = {"count": "percent", "percent": "percentage_points"}
_WORDS: Final[dict[Unit, str]] = {"count": "%", "percent": " pp"}


def period_figures(
    result: Result, part: str | None, beside: Sequence[NamedPeriod]
) -> tuple[PeriodFigure, ...]:
    """The figures of a result, or of a part of it, for the further periods.

    Args:
        result: It has these periods first among its further ones.
        part: Of which part; None for the result's own figure.
        beside: The further periods.
    """
    return tuple(
        PeriodFigure(
            name=asked.name,
            period=point.period,
            numerator=plain(point.figure.numerator),
            denominator=plain(point.figure.denominator),
            value=point.figure.value,
            display=displayed(point.figure, point.status, result.more_data_adds),
            status=point.status,
        )
        for asked, points in zip(beside, result.further, strict=False)
        for point in points
        if point.part == part
    )


def changes(result: Result, part: str | None, figure: Figure, earlier: int) -> tuple[Change, ...]:
    """The changes of a result's figure, or of a part's, since a quarter and a year earlier.

    Args:
        result: Its further periods hold the earlier ones after those that stand beside.
        part: Of which part; None for the result's own figure.
        figure: The latest figure.
        earlier: How many of its further periods stand before the earlier ones.
    """
    if figure.numerator is None and figure.exact is None and part is None and result.parts:
        return ()
    return tuple(_changes(result, part, figure, result.further[earlier:]))


def _changes(
    result: Result, part: str | None, figure: Figure, further: Sequence[Sequence[TrendPoint]]
) -> Iterator[Change]:
    for ago, points in zip(MONTHS_BACK, further, strict=False):
        then = next(point for point in points if point.part == part)
        moved = _moved(figure, result.status, then)
        yield Change(
            ago=ago,
            period=then.period,
            numerator=plain(then.figure.numerator),
            denominator=plain(then.figure.denominator),
            value=then.figure.value,
            display=displayed(then.figure, then.status, result.more_data_adds),
            status=then.status,
            change=moved.change,
            change_display=moved.display,
            unit=_CHANGE_UNITS.get(figure.unit, "unit"),
            note=moved.note,
        )


@dataclass(frozen=True)
class _Moved:
    """A change, as a number and as printed; or why there is none."""

    change: float | None = None
    display: str = "-"
    note: str = ""


def _moved(latest: Figure, status: ResultStatus, then: TrendPoint) -> _Moved:
    if status != "ok" or latest.exact is None:
        return _Moved(note=f"the latest figure is {'partial' if status == 'partial' else 'missing'}")
    if then.status != "ok" or then.figure.exact is None:
        which = "a partial" if then.status == "partial" else "no"
        return _Moved(note=f"there is {which} figure for {long_period(then.period)}")
    if latest.unit != "count":
        return _printed(change_of(latest.display, then.figure.display) or 0, latest.unit)
    if then.figure.exact == 0:
        return _Moved(note="there were none then, so there is no per cent")
    grown: Fraction = 100 * (latest.exact - then.figure.exact) / then.figure.exact
    return _printed(round_half_up(grown, 0), latest.unit)


def _printed(change: Decimal | int, unit: Unit) -> _Moved:
    """Signed: `+12%` of a count, `-3 pp` of a percentage, `+5` of what is in its own unit; `0` if equal."""
    sign = f"{change:+}" if change else f"{abs(change)}"
    return _Moved(float(change), f"{sign}{_WORDS.get(unit, '')}")
