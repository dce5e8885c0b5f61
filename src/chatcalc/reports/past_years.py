"""The last published years of a report's figures as plain text, for the formats that people read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from chatcalc.comparison.comparison import PastYear, Shown
from chatcalc.reports.lines import Line
from chatcalc.reports.rows import readable

WHOSE: Final = ("LA", "SNs", "Eng")
"""Whose figures stand beside each other, as the comparison table heads them."""
ABSENT: Final = "-"

Year = tuple[int, str]
"""The year ending 31 March, by which years are ordered, and the period as it is printed."""


@dataclass(frozen=True)
class PastYears:
    """The last published years of an indicator of an authority, or of a part of it."""

    line: Line
    part: str | None
    title: str
    years: tuple[PastYear, ...]

    def rows(self) -> Iterator[tuple[str, Mapping[Year, str]]]:
        """Of whom, and the figure of each year; whoever has no figure in any of them is left out."""
        for whose in WHOSE:
            cells = {(year.year, year.period): readable(of(year, whose).display) for year in self.years}
            if set(cells.values()) - {ABSENT}:
                yield whose, cells


def past_years(lines: Iterable[Line]) -> list[PastYears]:
    """Those of the computed lines and of their parts of which anything is published, in their order."""
    shown = (line for line in lines if line.status != "not_computed")
    return [each for line in shown for each in _of_line(line) if any(each.rows())]


def periods(series: Iterable[PastYears]) -> list[Year]:
    """Every year that any of them has, in order."""
    return sorted({(year.year, year.period) for each in series for year in each.years})


def of(year: PastYear, whose: str) -> Shown:
    """A figure of one of `WHOSE`."""
    return (year.la, year.statistical_neighbours, year.england)[WHOSE.index(whose)]


def _of_line(line: Line) -> Iterator[PastYears]:
    yield PastYears(line, None, line.title, line.published_trend)
    for part in line.parts:
        yield PastYears(line, part.id, f"{line.title}: {part.title}", part.published_trend)
