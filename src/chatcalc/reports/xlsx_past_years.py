"""The last published years as a tidy sheet: a row an indicator or part and year, to filter and to pivot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from chatcalc.comparison.comparison import PastYear
from chatcalc.reports.past_years import WHOSE, PastYears, of, past_years
from chatcalc.reports.report import Line
from chatcalc.reports.rows import readable
from chatcalc.reports.xlsx_book import PLAIN, RIGHT, TITLE, WRAPPED, Book, Sheet
from chatcalc.reports.xlsx_rows import lines_of

_SHEET: Final = "Published years"
_HEADS: Final = ("Indicator", "Authority", "Published: LA", "Statistical neighbours", "England", "Year")
_WIDTHS: Final = (76.0, 10.0, 10.0, 12.0, 10.0, 10.0)
_NOTE: Final = (
    "As published, rounded as the figures of the table are. A letter stands for what is suppressed."
)


def write_past_years(book: Book, lines: Sequence[Line]) -> None:
    """The sheet of the last published years, where anything is published."""
    series = past_years(lines)
    if not series:
        return
    sheet = book.sheet(_SHEET, _WIDTHS)
    for text, style in ((_SHEET, TITLE), (_NOTE, WRAPPED)):
        sheet.paragraph(text, len(_HEADS), style)
    sheet.row += 1
    head_row = sheet.row
    sheet.heads(_HEADS, left=2)
    for each in series:
        for year in each.years:
            _write_year(sheet, each, year)
    sheet.worksheet.autofilter(head_row, 0, sheet.row - 1, len(_HEADS) - 1)
    sheet.print_from(head_row, len(_HEADS))


def _write_year(sheet: Sheet, series: PastYears, year: PastYear) -> None:
    sheet.text(0, series.title, WRAPPED)
    sheet.lines(lines_of(series.title, _WIDTHS[0]))
    sheet.text(1, series.line.la_code, PLAIN)
    for column, whose in enumerate(WHOSE, start=2):
        sheet.printed(column, readable(of(year, whose).display))
    sheet.text(len(_HEADS) - 1, year.period, RIGHT)
    sheet.row += 1
