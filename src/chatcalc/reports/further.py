"""Columns of the comparison that stand where they were asked for: a group, a target, periods, changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from chatcalc.reports.lines import Ago, Change, Line, Part, PeriodFigure
from chatcalc.reports.report import Report
from chatcalc.reports.rows import readable
from chatcalc.reports.wording import CHANGE_HEADS, long_date, period_head

Tone = Literal["plain", "green", "amber", "red"]


@dataclass(frozen=True)
class Cell:
    """What a further column says of a figure; the tone repeats a word that stands there."""

    text: str = ""
    tone: Tone = "plain"


@dataclass(frozen=True)
class FurtherColumn:
    """A column: its head, and its cell for an indicator or a part."""

    head: str
    cell: Callable[[Line | Part], Cell]


def further_columns(report: Report) -> tuple[FurtherColumn, ...]:
    """The columns that this report has after those of every comparison."""
    figures = [figure for line in report.indicators for figure in line.figures]
    return (
        *_group(report),
        *_targets(report),
        *_periods(report),
        *_baseline(figures),
        *_changes(figures),
    )


def some_periods(lines: Iterable[Line]) -> tuple[PeriodFigure, ...]:
    """The further periods of a figure that has them: the same as every other's."""
    return next((figure.periods for line in lines for figure in line.figures if figure.periods), ())


def some_changes(lines: Iterable[Line]) -> tuple[Change, ...]:
    """The changes of a figure that has them: since the same days as every other's."""
    return next((figure.changes for line in lines for figure in line.figures if figure.changes), ())


def _group(report: Report) -> Iterator[FurtherColumn]:
    """The column of the group of authorities, under its name, where one was asked for."""
    figures = (figure for line in report.indicators for figure in line.figures)
    names = (figure.published.group_name for figure in figures if figure.published)
    name = next((name for name in names if name), None)
    if name is not None:
        yield FurtherColumn(name, _group_cell)


def _group_cell(figure: Line | Part) -> Cell:
    beside = figure.published
    return Cell(readable(beside.group.display)) if beside and beside.group_name else Cell()


def _targets(report: Report) -> Iterator[FurtherColumn]:
    if any(line.target for line in report.indicators):
        yield FurtherColumn("Target", _target_cell)
        yield FurtherColumn("Against target", _rating_cell)


def _target_cell(figure: Line | Part) -> Cell:
    target = figure.target if isinstance(figure, Line) else None
    return Cell(f"{target.target:,g}") if target else Cell()


def _rating_cell(figure: Line | Part) -> Cell:
    target = figure.target if isinstance(figure, Line) else None
    return Cell(target.rating, target.rating) if target and target.rating else Cell()


def _periods(report: Report) -> Iterator[FurtherColumn]:
    """A column for each further period."""
    for place, each in enumerate(report.run.periods[1:]):
        yield FurtherColumn(period_head(each), _period_cell(place))


def _period_cell(place: int) -> Callable[[Line | Part], Cell]:
    def cell(figure: Line | Part) -> Cell:
        return Cell(readable(figure.periods[place].display)) if figure.periods else Cell()

    return cell


def _changes(figures: list[Line | Part]) -> Iterator[FurtherColumn]:
    """The change since a quarter and a year earlier."""
    for ago in dict.fromkeys(change.ago for figure in figures for change in figure.changes):
        yield FurtherColumn(CHANGE_HEADS[ago], _since(ago))


def _since(ago: Ago) -> Callable[[Line | Part], Cell]:
    def cell(figure: Line | Part) -> Cell:
        return next((Cell(each.change_display) for each in figure.changes if each.ago == ago), Cell())

    return cell


def _baseline(figures: list[Line | Part]) -> Iterator[FurtherColumn]:
    days = [figure.baseline.as_at for figure in figures if figure.baseline]
    if days:
        yield FurtherColumn(f"On {long_date(days[0])}", _earlier_cell)
        yield FurtherColumn("Change", _change_cell)


def _earlier_cell(figure: Line | Part) -> Cell:
    return Cell(readable(figure.baseline.display)) if figure.baseline else Cell()


def _change_cell(figure: Line | Part) -> Cell:
    return Cell(readable(figure.baseline.change_display)) if figure.baseline else Cell()
