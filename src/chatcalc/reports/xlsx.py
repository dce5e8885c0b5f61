"""A report as an Excel workbook: the table as ChAT lays it, then a sheet a family, and what is behind it.

Figures are numbers that look as printed. The same report gives the same bytes.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import Final

from chatcalc.reports.disclosure import Publishable
from chatcalc.reports.footnotes import Footnotes
from chatcalc.reports.further import further_columns
from chatcalc.reports.layout import not_computed, sections
from chatcalc.reports.marks import UNICODE
from chatcalc.reports.report import Report
from chatcalc.reports.wording import heading, lead, legend, tells_of_data
from chatcalc.reports.xlsx_book import SECTION, SMALL, TITLE, Book, Sheet
from chatcalc.reports.xlsx_families import write_families
from chatcalc.reports.xlsx_lists import write_commentary, write_definitions, write_findings, write_run
from chatcalc.reports.xlsx_past_years import write_past_years
from chatcalc.reports.xlsx_regional import write_regional
from chatcalc.reports.xlsx_rows import table_heads, table_widths, write_line
from chatcalc.reports.xlsx_scorecard import write_scorecard
from chatcalc.reports.xlsx_trend import write_trend

_FURTHER_WIDTH: Final = 13.0


def to_xlsx(publishable: Publishable) -> bytes:
    """The report as the bytes of an .xlsx file."""
    report = publishable.report
    footnotes = Footnotes(report.indicators)
    book = Book(heading(report.run), report.run.as_at)
    if report.run.layout == "region":
        write_regional(book, report)
    if report.run.layout == "scorecard":
        write_scorecard(book, report, footnotes)
    _write_summary(book, report, footnotes)
    if report.run.layout != "region":
        write_regional(book, report)
    write_families(book, report, footnotes)
    write_trend(book, report.indicators)
    write_past_years(book, report)
    write_commentary(book, report.indicators)
    if tells_of_data(report.run):
        write_findings(book, report.findings)
    write_definitions(book, report.indicators)
    write_run(book, report.run)
    return book.content()


def _write_summary(book: Book, report: Report, footnotes: Footnotes) -> None:
    """The rows that the terminal prints, without the groups of breakdowns: the other sheets have those."""
    further = further_columns(report)
    heads = (*table_heads(report.has_published), *(column.head for column in further))
    sheet = book.sheet("Summary", (*table_widths(report.has_published), *(_FURTHER_WIDTH for _ in further)))
    sheet.paragraph(heading(report.run), len(heads), TITLE)
    for sentence in (lead(report), *report.run.notes):
        sheet.paragraph(sentence, len(heads))
    sheet.row += 1
    head_row = sheet.row
    sheet.heads(heads)
    for code, run in groupby(report.indicators, key=lambda line: line.la_code):
        lines = tuple(run)
        if len(lines) < len(report.indicators):
            sheet.band(f"Authority {code}", len(heads), TITLE)
        for section in sections(lines):
            if section.first_of_more:
                sheet.band("More indicators", len(heads), TITLE)
            sheet.band(section.title, len(heads), SECTION)
            for line in section.lines:
                shown = replace(line, breakdowns=())
                write_line(sheet, shown, footnotes, published=report.has_published, further=further)
    _write_foot(sheet, report, footnotes, len(heads))
    sheet.print_from(head_row, len(heads))


def _write_foot(sheet: Sheet, report: Report, footnotes: Footnotes, columns: int) -> None:
    sheet.row += 1
    if report.has_published:
        sheet.paragraph(legend(UNICODE), columns, SMALL)
    for number, text in enumerate(footnotes.texts, start=1):
        sheet.paragraph(f"[{number}] {text}", columns, SMALL)
    reasons = not_computed(report.indicators)
    if reasons:
        sheet.row += 1
        sheet.band(f"Not computed ({sum(len(ids) for ids in reasons.values())})", columns, SECTION)
    for reason, ids in reasons.items():
        sheet.paragraph(f"{reason}: {', '.join(ids)}", columns, SMALL)
