"""Small Annex A lists for tests: a heading row as the template has it, and rows by field."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from chatcalc.extracts.annex_a_lists import LISTS


def headings(number: int) -> list[str]:
    """The template's heading row."""
    return [column.heading for column in LISTS[number].columns]


def rows(number: int, *given: dict[str, Any]) -> list[list[Any]]:
    """Rows in the template's order; what is not given is None."""
    fields = [column.field for column in LISTS[number].columns]
    assert not [name for row in given for name in row if name not in fields]
    return [[row.get(field) for field in fields] for row in given]


def write_csv(folder: Path, number: int, *given: dict[str, Any], name: str | None = None) -> Path:
    """A list as CSV."""
    path = folder / (name or f"List {number}.csv")
    with path.open("w", newline="", encoding="utf-8") as opened:
        csv.writer(opened).writerows([headings(number), *rows(number, *given)])
    return path


def write_workbook(path: Path, sheets: dict[str, Sequence[Sequence[Any]]]) -> Path:
    """A workbook; dates become date cells, `=...` becomes a formula without a stored result."""
    with xlsxwriter.Workbook(path, {"default_date_format": "dd/mm/yyyy"}) as workbook:
        for name, cells in sheets.items():
            sheet = workbook.add_worksheet(name)
            for row, line in enumerate(cells):
                for column, cell in enumerate(line):
                    if isinstance(cell, dt.date):
                        sheet.write_datetime(row, column, cell)
                    elif cell is not None:
                        sheet.write(row, column, cell)
    return path
