"""The scorecard as the first sheet of a workbook: a line for each trend, ratings as words on their colour."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Final

from chatcalc.reports.footnotes import Footnotes
from chatcalc.reports.layout import sections
from chatcalc.reports.lines import Line
from chatcalc.reports.report import Report
from chatcalc.reports.scorecard import ScorecardRow, scorecard_rows
from chatcalc.reports.scorecard_columns import ScorecardColumn, scorecard_columns
from chatcalc.reports.wording import heading, lead
from chatcalc.reports.xlsx_book import HEAD, RIGHT, SECTION, SMALL, TITLE, TONES, WRAPPED, Book, Sheet
from chatcalc.reports.xlsx_rows import lines_of
from chatcalc.reports.xlsx_trend import TREND_SHEET, TrendCells

_TITLE_WIDTH: Final = 58.0
_INDENTED: Final = {**WRAPPED, "align": "left", "indent": 1}
_WIDTHS: Final = {"figure": 12.0, "rating": 9.0, "trend": 18.0, "gap": 34.0}


def write_scorecard(book: Book, report: Report, footnotes: Footnotes) -> None:
    """The sheet: the rows and columns that paper has, an authority below the other."""
    lines = report.indicators
    rows = {(line.la_code, line.id): list(scorecard_rows(line, footnotes)) for line in lines}
    columns = scorecard_columns([row for each in rows.values() for row in each], lines)
    heads = ("Indicator", *(column.head for column in columns))
    sheet = book.sheet("Scorecard", (_TITLE_WIDTH, *map(_width, columns)))
    sheet.paragraph(heading(report.run), len(heads), TITLE)
    for sentence in (lead(report), *report.run.notes):
        sheet.paragraph(sentence, len(heads))
    sheet.row += 1
    head_row = sheet.row
    sheet.heads(heads)
    for place, column in enumerate(columns, start=1):
        if column.words:
            sheet.text_at(head_row, place, column.head, {**HEAD, "indent": 1})
    cells = TrendCells(lines)
    for code, run in groupby(lines, key=lambda line: line.la_code):
        own = tuple(run)
        if len(own) < len(lines):
            sheet.band(f"Authority {code}", len(heads), TITLE)
        for section in sections(own):
            sheet.band(section.title, len(heads), SECTION)
            for line in section.lines:
                for row in rows[code, line.id]:
                    _write_row(sheet, line, row, columns, cells)
    sheet.row += 1
    for number, text in enumerate(footnotes.texts, start=1):
        sheet.paragraph(f"[{number}] {text}", len(heads), SMALL)
    sheet.print_from(head_row, len(heads))


def _width(column: ScorecardColumn) -> float:
    return _WIDTHS[column.kind]


def _write_row(
    sheet: Sheet, line: Line, row: ScorecardRow, columns: Sequence[ScorecardColumn], cells: TrendCells
) -> None:
    sheet.text(0, row.title, {**WRAPPED, "align": "left", "indent": 2 * row.depth})
    lines = lines_of(row.title, 1.1 * _TITLE_WIDTH - 4 * row.depth)
    for place, column in enumerate(columns, start=1):
        text = column.cell(row)
        if column.kind == "trend":
            drawn = cells.row_of(line, row.part)
            if drawn:
                sheet.sparkline(place, drawn, TREND_SHEET)
        elif column.kind == "rating":
            sheet.text(place, text, {**_INDENTED, **TONES.get(text, {})})
        elif column.kind == "gap":
            sheet.text(place, text, _INDENTED)
            lines = max(lines, lines_of(text, _WIDTHS["gap"] - 2))
        else:
            sheet.printed(place, text, {**RIGHT, "bold": place == 1})
    sheet.lines(lines)
    sheet.row += 1
