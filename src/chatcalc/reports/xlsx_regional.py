"""The table of all authorities as a sheet: a row an indicator, a column an authority."""

from __future__ import annotations

import math
from typing import Final

from chatcalc.reports.regional_table import (
    TOGETHER,
    RegionalRow,
    regional_codes,
    regional_legend,
    regional_sections,
)
from chatcalc.reports.report import Report
from chatcalc.reports.xlsx_book import RIGHT, SECTION, TITLE, WRAPPED, Book, Sheet
from chatcalc.reports.xlsx_rows import lines_of

_TITLE_WIDTH: Final = 58.0
_FIGURE_WIDTH: Final = 11.0
_ACROSS: Final = 10
"""Columns that the paragraphs above the table stand over, however many authorities there are."""
_A_PAGE: Final = 14
"""Figures side by side that can still be read on A4 across."""


def write_regional(book: Book, report: Report) -> None:
    """The sheet of all authorities, where the report has such a table."""
    codes = regional_codes(report)
    if not codes:
        return
    heads = ("Indicator", *TOGETHER, *codes)
    sheet = book.sheet("All authorities", (_TITLE_WIDTH, *(_FIGURE_WIDTH for _ in heads[1:])))
    sheet.paragraph(f"All {len(codes)} authorities", _ACROSS, TITLE)
    sheet.paragraph(regional_legend(report), _ACROSS)
    sheet.row += 1
    head_row = sheet.row
    sheet.heads(heads)
    for section in regional_sections(report):
        if section.first_of_more:
            sheet.band("More indicators", len(heads), TITLE)
        sheet.band(section.title, len(heads), SECTION)
        for row in section.rows:
            _write_row(sheet, row)
    sheet.print_from(head_row, max(len(heads), _ACROSS))
    sheet.worksheet.repeat_columns(0)
    sheet.worksheet.fit_to_pages(math.ceil(len(heads) / _A_PAGE), 0)


def _write_row(sheet: Sheet, row: RegionalRow) -> None:
    sheet.text(0, row.title, {**WRAPPED, "align": "left", "indent": 2 * row.depth})
    sheet.lines(lines_of(row.title, 1.1 * _TITLE_WIDTH - 4 * row.depth))
    for column, cell in enumerate(row.cells, start=1):
        sheet.printed(column, cell, RIGHT)
    sheet.row += 1
