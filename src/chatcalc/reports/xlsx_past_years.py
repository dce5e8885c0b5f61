"""The last published years as a tidy sheet: a row an indicator or part and year, to filter and to pivot."""

from __future__ import annotations

from typing import Final

from chatcalc.comparison.comparison import PastYear
from chatcalc.reports.lines import Line
from chatcalc.reports.past_years import WHOSE, PastYears, of, past_years
from chatcalc.reports.report import SEVERAL, Report
from chatcalc.reports.rows import readable
from chatcalc.reports.xlsx_book import PLAIN, TITLE, WRAPPED, Book, Sheet
from chatcalc.reports.xlsx_rows import lines_of

_SHEET: Final = "Published years"
_HEADS: Final = ("Indicator", "Authority", "Year", "Published: LA", "Statistical neighbours", "England")
_WIDTHS: Final = (80.0, 10.0, 10.0, 10.0, 12.0, 10.0)
_TEXTS: Final = 3
_NOTE: Final = (
    "As published, rounded as the figures of the table are. A letter stands for what is suppressed."
)


def write_past_years(book: Book, report: Report) -> None:
    """The sheet of the last published years, where anything is published."""
    series = past_years(report.indicators)
    if not series:
        return
    sheet = book.sheet(_SHEET, _WIDTHS)
    for text, style in ((_SHEET, TITLE), (_NOTE, WRAPPED)):
        sheet.paragraph(text, len(_HEADS), style)
    sheet.row += 1
    head_row = sheet.row
    sheet.heads(_HEADS, left=_TEXTS)
    for each in series:
        for year in each.years:
            _write_year(sheet, each, year, _whose(report, each.line))
    sheet.worksheet.autofilter(head_row, 0, sheet.row - 1, len(_HEADS) - 1)
    sheet.print_from(head_row, len(_HEADS))


def _whose(report: Report, line: Line) -> str:
    """The authority whose figures these are: the one asked for, else the one that is counted."""
    return line.la_code if report.run.la.code == SEVERAL else report.run.la.code


def _write_year(sheet: Sheet, series: PastYears, year: PastYear, la_code: str) -> None:
    sheet.text(0, series.title, WRAPPED)
    sheet.lines(lines_of(series.title, 1.1 * _WIDTHS[0]))
    sheet.text(1, la_code, PLAIN)
    sheet.text(2, year.period, PLAIN)
    for column, whose in enumerate(WHOSE, start=_TEXTS):
        sheet.printed(column, readable(of(year, whose).display))
    sheet.row += 1
