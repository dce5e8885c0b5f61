"""The comparison table in cells: the same rows and words as every other format, with figures as numbers."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import Final

from chatcalc.reports.footnotes import Footnotes
from chatcalc.reports.further import FurtherColumn
from chatcalc.reports.lines import (
    Group,
    Line,
    Number,
    Part,
)
from chatcalc.reports.marks import UNICODE
from chatcalc.reports.rows import RATING_MARKS, PrintedRow, Rating, printed_rows
from chatcalc.reports.xlsx_book import RATED, RIGHT, TONES, WRAPPED, Sheet, Style

_OWN_HEADS: Final = ("Indicator", "Latest: LA", "Numerator", "Denominator")
_PUBLISHED_HEADS: Final = (
    *("Direction of travel", "Published: LA", "Statistical neighbours", "England"),
    *("Position", "Published year"),
)
_WIDTHS: Final = (58.0, 10.0, 11.0, 12.0, 15.0, 10.0, 12.0, 10.0, 12.0, 11.0)
LIMIT: Final[Style] = {**RIGHT, "num_format": "#,##0.0"}
UNROUNDED: Final[Style] = {**RIGHT, "font_color": "#505A5F"}


def table_heads(published: bool) -> tuple[str, ...]:
    """The heads of the table's columns."""
    return (*_OWN_HEADS, *(_PUBLISHED_HEADS if published else ()))


def table_widths(published: bool) -> tuple[float, ...]:
    """The widths of the table's columns."""
    return _WIDTHS[: len(table_heads(published))]


def write_line(
    sheet: Sheet,
    line: Line,
    footnotes: Footnotes,
    *,
    published: bool = False,
    further: Sequence[FurtherColumn] = (),
    unrounded: bool = False,
) -> None:
    """The rows of an indicator, its parts and its groups: as printed, or with what is not printed."""
    for row, figure in zip(printed_rows(line, footnotes), figures(line), strict=True):
        sheet.text(0, row.title, {**WRAPPED, "align": "left", "indent": 2 * row.depth})
        sheet.lines(lines_of(row.title, 1.1 * _WIDTHS[0] - 4 * row.depth))
        sheet.printed(1, row.latest, RIGHT if row.depth else {**RIGHT, "bold": True})
        sheet.number(2, figure.numerator, counted(figure.numerator))
        sheet.number(3, figure.denominator, counted(figure.denominator))
        if published:
            _write_published(sheet, row)
        if not isinstance(figure, Group):
            _write_further(sheet, figure, further, start=len(table_heads(published)))
        if unrounded:
            for column, number in enumerate((figure.value, *(figure.interval or ())), start=4):
                sheet.number(column, number, UNROUNDED if column == 4 else LIMIT)
        sheet.row += 1


def lines_of(text: str, width: float) -> int:
    """In how many lines a text stands in a column of a width in characters; words are not split."""
    return len(textwrap.wrap(text, max(10, int(width)))) or 1


def figures(line: Line) -> Iterator[Line | Part | Group]:
    """What the rows of an indicator are of, in the order in which they are printed."""
    yield line
    for part in line.parts:
        yield part
        yield from (group for group in line.breakdowns if group.part == part.id)
    yield from (group for group in line.breakdowns if group.part is None)


def _write_published(sheet: Sheet, row: PrintedRow) -> None:
    direction = f"{UNICODE.arrow(row.direction)} {row.direction}" if row.direction else ""
    sheet.text(4, *_rated(direction, row.direction_rating))
    for column, figure in enumerate((row.la, row.neighbours, row.england), start=5):
        sheet.printed(column, figure)
    sheet.text(8, *_rated(row.position, row.position_rating))
    sheet.text(9, row.year, RIGHT)


def _write_further(sheet: Sheet, figure: Line | Part, further: Sequence[FurtherColumn], start: int) -> None:
    for column, each in enumerate(further, start=start):
        cell = each.cell(figure)
        sheet.printed(column, cell.text, {**RIGHT, **TONES[cell.tone]})


def _rated(text: str, rating: Rating) -> tuple[str, Style]:
    return f"{text} {RATING_MARKS[rating]}".rstrip(), {**RIGHT, **RATED[rating]}


def counted(number: Number | None) -> Style:
    """Cases are whole; the sum behind a mean need not be."""
    return {**RIGHT, "num_format": "#,##0" if number is None or number == int(number) else "#,##0.0"}
