"""What a printed report says in each cell, as plain text, whatever the format.

A line gives a row, then a row for each part and each group of a breakdown, indented beneath it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal

from chatcalc.comparison.comparison import PublishedFigures
from chatcalc.comparison.direction import Direction
from chatcalc.indicators.results import Unit
from chatcalc.reports.footnotes import Footnotes
from chatcalc.reports.lines import (
    Group,
    Line,
    Number,
    Part,
    Point,
)

Rating = Literal["good", "bad", "unrated"]
RATING_MARKS: Final[dict[Rating, str]] = {"good": "+", "bad": "!", "unrated": ""}


@dataclass(frozen=True)
class PrintedRow:
    """The cells of one row; empty where there is nothing to say.

    Attributes:
        depth: 0 for an indicator, 1 for what stands beneath it.
        latest: The figure, after `~` where it is a proxy.
        made_of: Numerator and denominator, e.g. `188 / 1,158`.
        target, target_rating: What the authority aims at, and green, amber or red.
        earlier, change: The figure of the baseline, and the change since.
        periods: The figures of the further periods.
        changes: The changes since a quarter and a year earlier.
    """

    title: str
    latest: str
    made_of: str
    depth: int = 0
    direction: Direction | None = None
    direction_rating: Rating = "unrated"
    la: str = ""
    neighbours: str = ""
    group: str = ""
    england: str = ""
    position: str = ""
    position_rating: Rating = "unrated"
    year: str = ""
    target: str = ""
    target_rating: str = ""
    earlier: str = ""
    change: str = ""
    periods: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()


def printed_rows(line: Line, footnotes: Footnotes) -> Iterator[PrintedRow]:
    """The rows of an indicator: itself, its parts each with their groups, its own groups."""
    yield _line_row(line, footnotes)
    for part in line.parts:
        yield _part_row(part)
        yield from (_group_row(group, line) for group in line.breakdowns if group.part == part.id)
    yield from (_group_row(group, line) for group in line.breakdowns if group.part is None)


def _line_row(line: Line, footnotes: Footnotes) -> PrintedRow:
    stands_in = "~" if line.comparable in ("proxy", "no") and line.status != "suppressed" else ""
    row = PrintedRow(
        title=line.title + footnotes.mark(line),
        latest="" if _only_parts(line) else stands_in + readable(line.display),
        made_of=made_of(line, line.unit),
        direction=line.direction,
        direction_rating=_rating(line.direction_is_good),
        target=f"{line.target.target:g}" if line.target else "",
        target_rating=(line.target.rating or "") if line.target else "",
    )
    return _beside(_since(row, line), line.published)


def _only_parts(line: Line) -> bool:
    """Whether a mix has no figure of its own; one that is hidden it has."""
    hidden = line.status == "suppressed"
    return bool(line.parts) and line.value is None and line.numerator is None and not hidden


def _part_row(part: Part) -> PrintedRow:
    row = PrintedRow(
        part.title, readable(part.display), made_of(part, part.unit), depth=1, direction=part.direction
    )
    return _beside(_since(row, part), part.published)


def _since(row: PrintedRow, figure: Line | Part) -> PrintedRow:
    """The row with other times beside it."""
    then = figure.baseline
    return replace(
        row,
        earlier=readable(then.display) if then else "",
        change=then.change_display if then else "",
        periods=tuple(readable(each.display) for each in figure.periods),
        changes=tuple(each.change_display for each in figure.changes),
    )


def _group_row(group: Group, line: Line) -> PrintedRow:
    title = f"{group.by.replace('_', ' ')}: {group.group}"
    return PrintedRow(
        title, readable(group.display), made_of(group, line.unit), depth=1 if group.part is None else 2
    )


def _beside(row: PrintedRow, published: PublishedFigures | None) -> PrintedRow:
    if published is None:
        return row
    return replace(
        row,
        la=readable(published.la.display),
        neighbours=readable(published.statistical_neighbours.display),
        group=readable(published.group.display) if published.group_name else "",
        england=readable(published.england.display),
        position=published.position or "",
        position_rating=_rating(published.position_is_good),
        year=published.period or "",
    )


def _rating(is_good: bool | None) -> Rating:
    if is_good is None:
        return "unrated"
    return "good" if is_good else "bad"


def made_of(figure: Line | Part | Group | Point, unit: Unit) -> str:
    """`188 / 1,158`. A count says it all itself; a rate without a population shows what it counted."""
    if figure.numerator is None or (unit == "count" and figure.denominator is None):
        return ""
    whole = "-" if figure.denominator is None else _thousands(figure.denominator)
    return f"{_thousands(figure.numerator)} / {whole}"


def readable(display: str) -> str:
    """A figure with its thousands set apart, for people; the data formats keep it plain."""
    return re.sub(r"\d{4,}", lambda found: f"{int(found[0]):,}", display, count=1)


def _thousands(number: Number) -> str:
    return f"{number:,}" if isinstance(number, int) else f"{number:,.1f}"
