"""The trends of a report as series, one an indicator or part, for the formats that draw them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from chatcalc.reports.lines import Line, Point


@dataclass(frozen=True)
class TrendSeries:
    """The periods of one indicator of an authority, or of a part of it."""

    line: Line
    part: str | None
    title: str

    @property
    def key(self) -> tuple[str, str, str | None]:
        """Authority, indicator, part."""
        return (self.line.la_code, self.line.id, self.part)

    @cached_property
    def points(self) -> dict[dt.date, Point]:
        """Its figures by the last day of their period, in order; a yearly window stands once."""
        found = (point for point in self.line.trend if point.part == self.part)
        return {point.period_end: point for point in sorted(found, key=lambda point: point.period_end)}


def trend_series(lines: Iterable[Line]) -> list[TrendSeries]:
    """The series of all computed lines, in their order; a mix has them for its parts alone."""
    found = (each for line in lines if line.status != "not_computed" for each in series_of(line))
    return [each for each in found if each.points]


def series_of(line: Line) -> list[TrendSeries]:
    """The series of an indicator, then those of its parts."""
    parts = [TrendSeries(line, part.id, f"{line.title}: {part.title}") for part in line.parts]
    return [TrendSeries(line, None, line.title), *parts]


def trend_ends(lines: Iterable[Line]) -> list[dt.date]:
    """The last days of all periods of the trends, in order."""
    return sorted({end for each in trend_series(lines) for end in each.points})
