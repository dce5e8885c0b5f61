"""The sheets behind the figures: commentary, findings, definitions, and the run."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from chatcalc.reports.commentary import remarks
from chatcalc.reports.definition_facts import definition_facts
from chatcalc.reports.lines import Line
from chatcalc.reports.report import PublishedSource, ReportFinding, Run
from chatcalc.reports.wording import SOURCE_NAMES, heading, long_date, long_period
from chatcalc.reports.xlsx_book import BOLD, RIGHT, TITLE, WRAPPED, Book, Sheet
from chatcalc.reports.xlsx_rows import lines_of

_FINDING_HEADS: Final = ("Severity", "File", "Where", "What was found", "Indicators", "Code", "Count")
_FINDING_WIDTHS: Final = (10.0, 26.0, 20.0, 60.0, 40.0, 24.0, 9.0)
_DEFINITION_HEADS: Final = ("Indicator", "Id", "About", "Definition")
_DEFINITION_WIDTHS: Final = (44.0, 34.0, 17.0, 80.0)
_COMMENTARY_HEADS: Final = ("Indicator", "Id", "Commentary", "Written by")
_COMMENTARY_WIDTHS: Final = (44.0, 34.0, 80.0, 24.0)
_INPUT_HEADS: Final = ("File", "Kind", "SHA-256", "Rows")
_RUN_WIDTHS: Final = (34.0, 24.0, 68.0, 10.0)


def write_findings(book: Book, findings: Sequence[ReportFinding]) -> None:
    """What was wrong in the data, the worst first, with a filter."""
    sheet = book.sheet("Findings", _FINDING_WIDTHS)
    sheet.paragraph(
        "Findings in the data" if findings else "No findings in the data", len(_FINDING_HEADS), TITLE
    )
    sheet.row += 1
    head_row = sheet.row
    sheet.heads(_FINDING_HEADS, left=len(_FINDING_HEADS) - 1)
    for each in findings:
        indicators = ", ".join(each.indicators)
        texts = (each.severity, each.file, each.where, each.message, indicators, each.code)
        for column, text in enumerate(texts):
            sheet.text(column, text, WRAPPED)
        sheet.lines(max(map(lines_of, texts, _FINDING_WIDTHS)))
        sheet.number(len(texts), each.count, {**RIGHT, "num_format": "#,##0"})
        sheet.row += 1
    sheet.worksheet.autofilter(head_row, 0, max(sheet.row - 1, head_row), len(_FINDING_HEADS) - 1)
    sheet.print_from(head_row, len(_FINDING_HEADS))


def write_definitions(book: Book, lines: Iterable[Line]) -> None:
    """What every indicator means, each once, a row for each thing that its definition says."""
    sheet = book.sheet("Definitions", _DEFINITION_WIDTHS)
    sheet.paragraph("Definitions", len(_DEFINITION_HEADS), TITLE)
    sheet.row += 1
    head_row = sheet.row
    sheet.heads(_DEFINITION_HEADS, left=len(_DEFINITION_HEADS))
    for line in {each.id: each for each in lines}.values():
        for fact in definition_facts(line):
            text = "\n".join(fact.lines)
            for column, cell in enumerate((line.title, line.id, fact.label)):
                sheet.text(column, cell, BOLD if column == 2 else WRAPPED)
            sheet.text(3, text, WRAPPED)
            height = sum(lines_of(each, _DEFINITION_WIDTHS[3]) for each in fact.lines)
            sheet.lines(max(height, lines_of(line.title, _DEFINITION_WIDTHS[0])))
            sheet.row += 1
    sheet.worksheet.autofilter(head_row, 0, max(sheet.row - 1, head_row), len(_DEFINITION_HEADS) - 1)
    sheet.print_from(head_row, len(_DEFINITION_HEADS))


def write_commentary(book: Book, lines: Iterable[Line]) -> None:
    """What is said of each figure, and by whom; no sheet where nothing is."""
    said = [(line, remark) for line in lines for remark in remarks(line)]
    if not said:
        return
    sheet = book.sheet("Commentary", _COMMENTARY_WIDTHS)
    sheet.paragraph("Commentary", len(_COMMENTARY_HEADS), TITLE)
    sheet.row += 1
    head_row = sheet.row
    sheet.heads(_COMMENTARY_HEADS, left=len(_COMMENTARY_HEADS))
    for line, remark in said:
        title = f"{line.title}: {remark.of}" if remark.of else line.title
        cells = (title, line.id, remark.text, remark.by)
        for column, cell in enumerate(cells):
            sheet.text(column, cell, WRAPPED)
        sheet.lines(max(map(lines_of, cells, _COMMENTARY_WIDTHS)))
        sheet.row += 1
    sheet.worksheet.autofilter(head_row, 0, max(sheet.row - 1, head_row), len(_COMMENTARY_HEADS) - 1)
    sheet.print_from(head_row, len(_COMMENTARY_HEADS))


def write_run(book: Book, run: Run) -> None:
    """What was asked, of which files, by which version."""
    sheet = book.sheet("Run", _RUN_WIDTHS)
    sheet.paragraph(heading(run), len(_INPUT_HEADS), TITLE)
    sheet.row += 1
    facts = (
        ("Snapshot", long_date(run.as_at)),
        ("Period", long_period(run.period)),
        ("Authority", run.la.code),
        ("Version of chatcalc", run.version),
        *(("Note", note) for note in run.notes),
    )
    for label, text in facts:
        sheet.text(0, label, BOLD)
        sheet.text(1, text)
        sheet.row += 1
    sheet.row += 1
    head_row = sheet.row
    sheet.heads(_INPUT_HEADS, left=len(_INPUT_HEADS) - 1)
    for each in run.inputs:
        for column, text in enumerate((each.file, SOURCE_NAMES.get(each.kind, each.kind), each.sha256)):
            sheet.text(column, text)
        sheet.number(3, each.rows, {**RIGHT, "num_format": "#,##0"})
        sheet.row += 1
    if run.published:
        _write_published(sheet, run.published)
    sheet.print_from(head_row, len(_INPUT_HEADS))


def _write_published(sheet: Sheet, published: Sequence[PublishedSource]) -> None:
    sheet.row += 1
    sheet.heads(("Published file", "Holds", "SHA-256", "Edition"), left=4)
    for each in published:
        for column, text in enumerate((each.file, each.table, each.sha256, each.edition)):
            sheet.text(column, text, WRAPPED)
        sheet.lines(lines_of(each.table, _RUN_WIDTHS[1]))
        sheet.row += 1
