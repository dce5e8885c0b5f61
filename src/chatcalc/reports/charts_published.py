"""The last published years as geometry: the authority, its neighbours and England on one chart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from chatcalc.comparison.comparison import PastYear
from chatcalc.indicators.results import Unit
from chatcalc.reports.charts import LINE_HEIGHT, WIDTH, Label, Mark, Place, path, scale, ticks
from chatcalc.reports.past_years import WHOSE, of
from chatcalc.reports.rows import readable

_LEFT: Final = 44
_RIGHT: Final = 74
_TOP: Final = 14
_BOTTOM: Final = 24
_APART: Final = 12
"""How far apart the names at the ends of the lines stand, so that none covers another."""
NAMES: Final = {"LA": "LA", "SNs": "SNs", "Eng": "England"}
_STROKES: Final = {
    "LA": "solid this authority",
    "SNs": "dashed its statistical neighbours",
    "Eng": "dotted England",
}


@dataclass(frozen=True)
class PublishedLine:
    """The line of the authority, its neighbours or England, with its name and last figure at its end."""

    whose: str
    path: str
    marks: tuple[Mark, ...]
    end: Label


@dataclass(frozen=True)
class PublishedChart:
    """What was published of the last years.

    Attributes:
        lines: At most three, each broken where a year has no figure.
        ticks: Figures beside the axis, each with a rule across.
        dates: The first and the last year beneath it.
        said: The chart in words.
    """

    lines: tuple[PublishedLine, ...]
    ticks: tuple[Label, ...]
    dates: tuple[Label, ...]
    said: str

    @property
    def caption(self) -> str:
        """Which line is whose, for those who cannot tell their colours."""
        return ", ".join(_STROKES[line.whose] for line in self.lines)


def published_chart(years: Sequence[PastYear], unit: Unit) -> PublishedChart | None:
    """The chart of years, oldest first, upwards from 0; None where nobody has two figures.

    England's number would only dwarf one authority's, so a chart of counts is without it.
    """
    drawn = WHOSE[:2] if unit == "count" else WHOSE
    shown = {whose: [year for year in years if of(year, whose).value is not None] for whose in drawn}
    if max(map(len, shown.values())) < 2:
        return None
    across = scale(years[0].year, years[-1].year, _LEFT, WIDTH - _RIGHT)
    highest = max(of(year, whose).value or 0 for whose, held in shown.items() for year in held)
    heights = ticks(highest)
    up = scale(0, heights[-1], LINE_HEIGHT - _BOTTOM, _TOP)

    def place(year: PastYear, whose: str) -> Place:
        value = of(year, whose).value
        return None if value is None else (across(year.year), up(value))

    lines = [
        _line(whose, [place(year, whose) for year in years], held) for whose, held in shown.items() if held
    ]
    return PublishedChart(
        lines=tuple(_apart(lines)),
        ticks=tuple(Label(_LEFT - 6, up(height), f"{height:,g}", "end") for height in heights),
        dates=(
            Label(_LEFT, LINE_HEIGHT - 6, years[0].period, "start"),
            Label(WIDTH - _RIGHT, LINE_HEIGHT - 6, years[-1].period, "end"),
        ),
        said=" ".join(_said(whose, held) for whose, held in shown.items() if held),
    )


def _line(whose: str, places: Sequence[Place], held: Sequence[PastYear]) -> PublishedLine:
    marks = [
        Mark(*place, f"{NAMES[whose]}, {year.period}: {readable(of(year, whose).display)}", hollow=False)
        for place, year in zip([each for each in places if each], held, strict=True)
    ]
    last = f"{NAMES[whose]} {readable(of(held[-1], whose).display)}"
    end = Label(WIDTH - _RIGHT + 8, marks[-1].y + 4, last, "start")
    return PublishedLine(whose, path(places), tuple(marks), end)


def _apart(lines: Sequence[PublishedLine]) -> list[PublishedLine]:
    """The same, with names that would cover each other moved down, and those at the bottom up again."""
    order = sorted(range(len(lines)), key=lambda place: lines[place].end.y)
    moved: dict[int, float] = {}
    lowest = 0.0
    for left, place in zip(reversed(range(len(order))), order, strict=True):
        wanted = max(lines[place].end.y, lowest)
        lowest = wanted + _APART
        moved[place] = round(min(wanted, LINE_HEIGHT - _BOTTOM + 4 - left * _APART), 1)
    return [replace(line, end=replace(line.end, y=moved[place])) for place, line in enumerate(lines)]


def _said(whose: str, held: Sequence[PastYear]) -> str:
    first, last = (f"{readable(of(year, whose).display)} in {year.period}" for year in (held[0], held[-1]))
    return f"{NAMES[whose]} {first}." if len(held) == 1 else f"{NAMES[whose]} from {first} to {last}."
