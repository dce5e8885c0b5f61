"""A sheet for every family: its indicators with their groups, and beside them what its charts show."""

from __future__ import annotations

from itertools import groupby
from typing import Final

from chatcalc.reports.footnotes import Footnotes
from chatcalc.reports.layout import Section, families
from chatcalc.reports.report import Report
from chatcalc.reports.wording import heading
from chatcalc.reports.xlsx_book import HEAD, HEAD_RIGHT, TITLE, Book, Sheet
from chatcalc.reports.xlsx_charts import CHART_HEADS, CHART_WIDTHS, draw_charts
from chatcalc.reports.xlsx_rows import table_heads, table_widths, write_line
from chatcalc.reports.xlsx_trend import TrendCells

_HEADS: Final = (*table_heads(published=False), "Unrounded", "95% from", "95% to")
_WIDTHS: Final = (*table_widths(published=False), 12.0, 9.0, 9.0)
_GAP: Final = 3.0
_CHARTS: Final = len(_HEADS) + 1


def write_families(book: Book, report: Report, footnotes: Footnotes) -> None:
    """A sheet for each family. Charts are of one authority, so a report on several has none."""
    cells = TrendCells(report.indicators)
    several = len({line.la_code for line in report.indicators}) > 1
    for family in families(report.indicators):
        widths = _WIDTHS if several else (*_WIDTHS, _GAP, *CHART_WIDTHS)
        sheet = book.sheet(family.title, widths, own=False)
        head_row = _write_table(sheet, family, heading(report.run), footnotes, several=several)
        if several:
            sheet.print_from(head_row, len(_HEADS))
            continue
        for column, head in enumerate(CHART_HEADS, start=_CHARTS):
            sheet.text_at(head_row, column, head, HEAD if column == _CHARTS else HEAD_RIGHT)
        last_row = draw_charts(sheet, head_row + 1, _CHARTS, family.lines, cells)
        sheet.print_from(head_row, _CHARTS + len(CHART_HEADS), last_row)


def _write_table(sheet: Sheet, family: Section, subtitle: str, footnotes: Footnotes, *, several: bool) -> int:
    """Write the table; the row of its heads."""
    sheet.paragraph(family.title, len(_HEADS), TITLE)
    sheet.paragraph(subtitle, len(_HEADS))
    sheet.row += 1
    head_row = sheet.row
    sheet.heads(_HEADS)
    for code, lines in groupby(family.lines, key=lambda line: line.la_code):
        if several:
            sheet.band(f"Authority {code}", len(_HEADS))
        for line in lines:
            write_line(sheet, line, footnotes, unrounded=True)
    return head_row
