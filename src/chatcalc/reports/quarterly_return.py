"""A return in long form, as regions ask for it: a row an indicator or part, period and authority.

Its columns, their order and their names are the region's; `chatcalc.toml` says which of our fields stands in
each. What is hidden is `c` in every cell that hides it, and what is not computed has its row and says so.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date

from chatcalc.published.authorities import authorities
from chatcalc.reports.csv_cells import safe_cell
from chatcalc.reports.disclosure import Publishable
from chatcalc.reports.lines import Line, Part, PeriodFigure
from chatcalc.reports.report import (
    Report,
    ReturnColumn,
    ReturnTemplate,
    Run,
)
from chatcalc.reports.return_template import DEFAULT_COLUMNS
from chatcalc.reports.suppression_symbols import HIDDEN
from chatcalc.reports.wording import heading
from chatcalc.reports.xlsx_book import Book

Cell = str | float | date | None
Row = dict[str, Cell]


def to_return_csv(publishable: Publishable) -> str:
    """The return as CSV, as spreadsheets read it: in UTF-8 with its mark, lines ending as RFC 4180 says."""
    template = publishable.report.run.template
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(safe_cell(column.head) for column in columns_of(template))
    for row in _table(publishable.report):
        writer.writerow(safe_cell(_text(cell, template)) for cell in row)
    return "\ufeff" + text.getvalue()


def to_return_xlsx(publishable: Publishable) -> bytes:
    """The return as a workbook of one sheet, numbers as numbers."""
    report = publishable.report
    columns = columns_of(report.run.template)
    book = Book(heading(report.run), report.run.as_at)
    sheet = book.sheet("Return", [max(12.0, len(column.head) + 2.0) for column in columns])
    sheet.heads([column.head for column in columns], left=len(columns))
    for row in _table(report):
        for place, cell in enumerate(row):
            if isinstance(cell, int | float):
                sheet.number(place, cell)
            else:
                sheet.text(place, str(_text(cell, report.run.template)))
        sheet.row += 1
    sheet.worksheet.autofilter(0, 0, max(sheet.row - 1, 0), len(columns) - 1)
    sheet.print_from(0, len(columns))
    return book.content()


def columns_of(template: ReturnTemplate) -> tuple[ReturnColumn, ...]:
    """Its columns; those of chatcalc where the config names none."""
    return template.columns or DEFAULT_COLUMNS


def _table(report: Report) -> Iterator[list[Cell]]:
    columns = columns_of(report.run.template)
    for row in return_rows(report):
        yield [row[column.field] if column.field else column.constant for column in columns]


def return_rows(report: Report) -> Iterator[Row]:
    """Every field of every row, by authority, indicator, part and period."""
    template = report.run.template
    for line in report.indicators:
        everything = not template.indicators and not template.families
        if everything or line.id in template.indicators or line.family in template.families:
            for figure in line.figures:
                yield from (_row(line, figure, each, report.run) for each in figure.returned)


def _row(line: Line, figure: Line | Part, of: PeriodFigure, run: Run) -> Row:
    id_ = line.name_of(figure)
    known = authorities().get(line.la_code)
    return {
        "indicator_id": id_,
        "ref": run.template.refs.get(id_, ""),
        "title": line.title_of(figure),
        "family": line.family,
        "unit": figure.unit,
        "polarity": line.polarity,
        "la_code": line.la_code,
        "la_name": known.name if known else "",
        "period": of.name,
        "period_start": of.period.start,
        "period_end": of.period.end,
        "as_at": run.as_at,
        **_figure(figure, of),
        "status": of.status,
        "source": line.source or "",
        "comparable": line.comparable,
        "notes": "; ".join(line.notes),
        "classification": run.classification,
    }


def _figure(figure: Line | Part, of: PeriodFigure) -> Row:
    """The numbers; of a hidden figure the mark for each that would otherwise be there."""
    if of.status != "suppressed":
        numbers: Row = {"numerator": of.numerator, "denominator": of.denominator, "value": of.value}
        return {**numbers, "display": of.display}
    denominator = of.denominator if of.denominator is not None or figure.unit == "count" else HIDDEN
    return {
        "numerator": HIDDEN if of.numerator is None else of.numerator,
        "denominator": denominator,
        "value": HIDDEN,
        "display": of.display,
    }


def _text(cell: Cell, template: ReturnTemplate) -> str | float:
    """A cell as text or number; a date as the template writes dates."""
    if isinstance(cell, date):
        return cell.strftime(template.date_format)
    return "" if cell is None else cell
