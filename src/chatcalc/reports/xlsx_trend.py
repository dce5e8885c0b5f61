"""The trend: a row an indicator or part, a column a period; the figures first, then what they are made of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from chatcalc.reports.lines import Line, Point
from chatcalc.reports.trend_series import TrendSeries, trend_ends, trend_series
from chatcalc.reports.xlsx_book import HEAD_RIGHT, PLAIN, TITLE, WRAPPED, Book, Range, Sheet
from chatcalc.reports.xlsx_rows import counted, lines_of

TREND_SHEET: Final = "Trend"
_HEADS: Final = ("Indicator", "Authority", "Sparkline")
_FIRST: Final = len(_HEADS)
_HEAD_ROW: Final = 3
_TITLE_WIDTH: Final = 58.0
_NOTE: Final = "A column is a period by its last day. ≥ stands before a figure that more data can only raise."


def write_trend(book: Book, lines: Sequence[Line]) -> None:
    """The sheet of the trend, where there is one: figures as printed, numerators, denominators."""
    series, ends = trend_series(lines), trend_ends(lines)
    if not series:
        return
    sheet = book.sheet(TREND_SHEET, (_TITLE_WIDTH, 10, 18, *(9 for _ in ends)))
    for text, style in (("Trend", TITLE), (_NOTE, WRAPPED)):
        sheet.paragraph(text, _FIRST + len(ends), style)
    sheet.row = _HEAD_ROW
    sheet.heads(_HEADS, left=_FIRST)
    for column, end in enumerate(ends, start=_FIRST):
        sheet.date(_HEAD_ROW, column, end, {**HEAD_RIGHT, "num_format": "d mmm yy"})
    for block in ("Figures", "Numerators", "Denominators"):
        sheet.band(block, _FIRST + len(ends))
        for each in series:
            _write_series(sheet, each, ends, block)
    sheet.print_from(_HEAD_ROW, _FIRST + len(ends))


class TrendCells:
    """Where on the sheet of the trend what stands, for charts."""

    def __init__(self, lines: Sequence[Line]) -> None:
        """Of the same lines as the sheet."""
        top = _HEAD_ROW + 2
        self._rows = {each.key: top + place for place, each in enumerate(trend_series(lines))}
        self._columns = {end: _FIRST + place for place, end in enumerate(trend_ends(lines))}

    def row_of(self, line: Line, part: str | None) -> Range | None:
        """The figures of an indicator or part, as far as the sheet reaches; None where it has none."""
        row = self._rows.get((line.la_code, line.id, part))
        return None if row is None else (row, _FIRST, row, _FIRST + len(self._columns) - 1)

    def of(self, lines: Sequence[Line]) -> tuple[Range, list[Range]]:
        """The last days from the first to the last of which any line has a figure; the figures of each."""
        series = [TrendSeries(line, None, line.title) for line in lines]
        ends = [end for each in series for end, point in each.points.items() if point.value is not None]
        first, last = self._columns[min(ends)], self._columns[max(ends)]
        rows = [self._rows[each.key] for each in series]
        return (_HEAD_ROW, first, _HEAD_ROW, last), [(row, first, row, last) for row in rows]


def _write_series(sheet: Sheet, series: TrendSeries, ends: Sequence[dt.date], block: str) -> None:
    sheet.text(0, series.title, WRAPPED)
    sheet.lines(lines_of(series.title, _TITLE_WIDTH))
    sheet.text(1, series.line.la_code, PLAIN)
    points = series.points
    for column, end in enumerate(ends, start=_FIRST):
        if end in points:
            _write_point(sheet, column, points[end], block)
    if block == "Figures":
        sheet.sparkline(2, (sheet.row, _FIRST, sheet.row, _FIRST + len(ends) - 1))
    sheet.row += 1


def _write_point(sheet: Sheet, column: int, point: Point, block: str) -> None:
    if block == "Figures":
        sheet.printed(column, "" if point.display == "-" else point.display)  # text would be drawn as 0
        return
    number = point.numerator if block == "Numerators" else point.denominator
    sheet.number(column, number, counted(number))
