"""The line of a trend as geometry, in the units of its SVG; a template draws it.

Drawn by hand instead of by Altair and vl-convert: a line and a strip are a few dozen numbers each. As plain
SVG elements they take the page's own colours (dark mode, print), carry a title and a description, are the
same bytes everywhere, and spare every user 84 MB of dependencies.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from chatcalc.reports.lines import Point
from chatcalc.reports.rows import readable
from chatcalc.reports.wording import long_date, short_month

Anchor = Literal["start", "middle", "end"]
Scale = Callable[[float], float]
Place = tuple[float, float] | None
"""Across and up; None where there is no figure."""

WIDTH: Final = 360
LINE_HEIGHT: Final = 132
SPARK_WIDTH: Final = 72
SPARK_HEIGHT: Final = 20
_LEFT: Final = 44
_RIGHT: Final = 14
_TOP: Final = 14
_BOTTOM: Final = 24
_MOST_TICKS: Final = 4


@dataclass(frozen=True)
class Label:
    """A text at a place."""

    x: float
    y: float
    text: str
    anchor: Anchor = "middle"


@dataclass(frozen=True)
class Mark:
    """A figure on the line; hollow where it is partial."""

    x: float
    y: float
    text: str
    hollow: bool


@dataclass(frozen=True)
class LineChart:
    """A trend.

    Attributes:
        path: The line, broken where a period has no figure.
        marks: Its figures.
        ticks: Figures beside the axis, each with a rule across.
        dates: The first and the last month beneath it.
        last: The last figure, over its mark.
        said: The chart in words.
    """

    path: str
    marks: tuple[Mark, ...]
    ticks: tuple[Label, ...]
    dates: tuple[Label, ...]
    last: Label
    said: str

    @property
    def has_partial(self) -> bool:
        """Whether any figure is partial."""
        return any(mark.hollow for mark in self.marks)


def line_chart(points: Iterable[Point]) -> LineChart | None:
    """The chart of periods in order of time, from the first figure to the last, upwards from 0.

    None for fewer than two figures: a dot is no trend.
    """
    points = tuple(points)
    shown = [point for point in points if point.value is not None]
    if len(shown) < 2:
        return None
    days = [point.period_end.toordinal() for point in shown]
    across = scale(days[0], days[-1], _LEFT, WIDTH - _RIGHT)
    heights = ticks(max(point.value or 0 for point in shown))
    up = scale(0, heights[-1], LINE_HEIGHT - _BOTTOM, _TOP)
    marks = tuple(_mark(point, across, up) for point in shown)
    return LineChart(
        path=path(_places(points, across, up)),
        marks=marks,
        ticks=tuple(Label(_LEFT - 6, up(height), f"{height:,g}", "end") for height in heights),
        dates=(
            Label(_LEFT, LINE_HEIGHT - 6, short_month(shown[0].period_end), "start"),
            Label(WIDTH - _RIGHT, LINE_HEIGHT - 6, short_month(shown[-1].period_end), "end"),
        ),
        last=Label(WIDTH - _RIGHT, max(marks[-1].y - 8, 10), readable(shown[-1].display), "end"),
        said=_said(shown),
    )


def sparkline(points: Iterable[Point]) -> str:
    """The path of a trend in a box of `SPARK_WIDTH` by `SPARK_HEIGHT`; empty for fewer than two figures.

    Partial figures are left out: so small a line cannot say that it only rises because the data begin.
    """
    points = tuple(point for point in points if point.status == "ok")
    shown = [point for point in points if point.value is not None]
    if len(shown) < 2:
        return ""
    across = scale(shown[0].period_end.toordinal(), shown[-1].period_end.toordinal(), 1, SPARK_WIDTH - 1)
    highest = max(point.value or 0 for point in shown)
    return path(_places(points, across, scale(0, highest, SPARK_HEIGHT - 2, 2)))


def scale(low: float, high: float, start: float, end: float) -> Scale:
    """What turns a figure between two into a place between two, to a tenth of a unit."""
    span = (high - low) or 1
    return lambda value: round(start + (value - low) / span * (end - start), 1)


def ticks(highest: float) -> list[float]:
    """0 and a few round figures above it, the last not below the highest."""
    wanted = max(highest, 1) / _MOST_TICKS
    power = 10.0 ** math.floor(math.log10(wanted))
    step = next(power * each for each in (1, 2, 5, 10) if power * each >= wanted)
    return [step * number for number in range(math.ceil(max(highest, 1) / step) + 1)]


def path(places: Iterable[Place]) -> str:
    """The line through places, broken where there is none."""
    commands = []
    pen = "M"
    for place in places:
        if place is None:
            pen = "M"
            continue
        commands.append(f"{pen}{place[0]:g} {place[1]:g}")
        pen = "L"
    return "".join(commands)


def _places(points: Iterable[Point], across: Scale, up: Scale) -> Iterator[Place]:
    for point in points:
        value = point.value
        yield None if value is None else (across(point.period_end.toordinal()), up(value))


def _mark(point: Point, across: Scale, up: Scale) -> Mark:
    return Mark(
        x=across(point.period_end.toordinal()),
        y=up(point.value or 0),
        text=f"{long_date(point.period_end)}: {readable(point.display)}",
        hollow=point.status == "partial",
    )


def _said(shown: Sequence[Point]) -> str:
    low, high = (each(shown, key=lambda point: point.value or 0) for each in (min, max))
    first, last, lowest, highest = (
        f"{readable(point.display)} on {long_date(point.period_end)}"
        for point in (shown[0], shown[-1], low, high)
    )
    return f"From {first} to {last}; lowest {lowest}, highest {highest}."
