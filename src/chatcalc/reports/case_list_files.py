"""The cases behind a number as files: CSV, an Excel workbook, Parquet."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Mapping
from typing import Final

import polars as pl
from polars import selectors

from chatcalc.reports.case_list import CaseList, cell
from chatcalc.reports.csv_cells import safe_cells
from chatcalc.reports.writing import OutputError
from chatcalc.reports.xlsx_book import PLAIN, RIGHT, TITLE, Book, Sheet, Style

_DATE: Final[Style] = {**RIGHT, "num_format": "dd/mm/yyyy"}
_WIDEST: Final = 60
_MOST_ROWS: Final = 1_048_500
_ROWS_MEASURED: Final = 200


def case_csv(listed: CaseList) -> bytes:
    """The cases as CSV; lists of codes are joined by spaces, and no text is a formula."""
    nested = [name for name, dtype in listed.cases.schema.items() if dtype.base_type() == pl.List]
    cases = listed.cases.with_columns(pl.col(name).list.join(" ") for name in nested)
    return safe_cells(cases).write_csv().encode()


def case_parquet(listed: CaseList) -> bytes:
    """The cases as Parquet: dates as dates, lists as lists, a status as text."""
    file = io.BytesIO()
    listed.cases.with_columns(selectors.enum().cast(pl.String)).write_parquet(file)
    return file.getvalue()


def case_xlsx(listed: CaseList) -> bytes:
    """The cases as a workbook of one sheet with filters; text stays text, whatever it begins with.

    Raises:
        OutputError: They are more than a sheet holds.
    """
    cases = listed.cases
    if cases.height > _MOST_ROWS:
        raise OutputError(f"{cases.height:,} cases are more than a sheet holds; write .csv or .parquet")
    book = Book(listed.title, listed.as_at)
    sheet = book.sheet("Children", [_width(cases[name]) for name in cases.columns])
    sheet.text(0, f"{listed.title}, {listed.as_at:%d/%m/%Y}", TITLE)
    sheet.row += 2
    head_row = sheet.row
    sheet.heads(cases.columns, len(cases.columns))
    for row in cases.iter_rows():
        for column, value in enumerate(row):
            _write(sheet, column, value)
        sheet.row += 1
    sheet.worksheet.autofilter(head_row, 0, max(sheet.row - 1, head_row), len(cases.columns) - 1)
    sheet.print_from(head_row, len(cases.columns))
    return book.content()


def _write(sheet: Sheet, column: int, value: object) -> None:
    if isinstance(value, dt.date):
        sheet.date(sheet.row, column, value, _DATE)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        sheet.number(column, value)
    elif value is not None:
        sheet.text(column, cell(value), PLAIN)


def _width(column: pl.Series) -> float:
    shown = [len(cell(value)) for value in column.head(_ROWS_MEASURED)]
    return min(max([len(column.name), *shown]) + 2, _WIDEST)


FILES: Final[Mapping[str, Callable[[CaseList], bytes]]] = {
    ".csv": case_csv,
    ".xlsx": case_xlsx,
    ".parquet": case_parquet,
}
