"""Files of an SSDA903 return as tables of text: CSV, a workbook with a sheet a table, or XML."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

from chatcalc.extracts.csv_text import check_quotes, check_shape
from chatcalc.extracts.files import unreadable
from chatcalc.extracts.ssda903_recognition import normal_header, recognise
from chatcalc.extracts.ssda903_tables import Layout
from chatcalc.extracts.ssda903_xml import xml_tables
from chatcalc.extracts.workbooks import is_workbook, sheet_cells

_HEADER_WITHIN: Final = 10  # titles and blank lines above the column names
_DELIMITERS: Final = (",", ";", "\t", "|")
_SHEET: Final = ", sheet "


@dataclass(frozen=True)
class RawTable:
    """A table of a return as text.

    Attributes:
        layout: Which table it is.
        path: The file it was read from.
        label: What messages call the file.
        sheet: The sheet, where the file is a workbook.
        frame: A text column a field (named as in the specification), and `source_row`.
        folder: The number of the folder it lies in: the files of one folder are one return.
    """

    layout: Layout
    path: Path
    label: str
    sheet: str | None
    frame: pl.DataFrame
    folder: int = 0

    @property
    def source(self) -> str:
        """The file, and the sheet where it is a workbook: what `source_file` holds."""
        return self.label if self.sheet is None else f"{self.label}{_SHEET}{self.sheet}"


def place(source: str, row: int | None, column: str | None = None) -> tuple[str, str]:
    """The file of a `source_file`, and where in it: sheet, line or row, column."""
    label, _, sheet = source.partition(_SHEET)
    line = None if row is None else f"row {row}" if sheet else f"line {row}"
    return label, ", ".join(part for part in (sheet and f"sheet {sheet}", line, column) if part)


def read_tables(path: Path, label: str) -> list[RawTable]:
    """The tables of the return that a file holds; none where its columns fit no table.

    Raises:
        ExtractError: The file cannot be read, or is broken.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise unreadable(path, error) from error
    if is_workbook(content):
        return _workbook_tables(path, label)
    if decoded(content[:4096]).lstrip("\ufeff \t\r\n").startswith("<"):
        found = xml_tables(content, label)
        return [RawTable(layout, path, label, None, frame) for layout, frame in found]
    table = _csv_table(content, path, label)
    return [] if table is None else [table]


def decoded(content: bytes) -> str:
    """Text from UTF-8 (with or without its mark), UTF-16 by its mark, or else Windows' code page 1252."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data":  # a piece of a file, cut inside a character
            return content[: error.start].decode("utf-8-sig")
        return content.decode("cp1252", errors="replace")


def header_of(rows: Sequence[Sequence[object]]) -> int | None:
    """Which of the first rows holds the column names of a table of the return."""
    return next((i for i, row in enumerate(rows[:_HEADER_WITHIN]) if recognise(row) is not None), None)


def first_rows(text: str) -> tuple[list[list[str]], str]:
    """The first rows of a CSV, and the delimiter that divides them."""
    lines = text.splitlines()[: _HEADER_WITHIN * 2]
    delimiter = max(_DELIMITERS, key=lambda mark: max((line.count(mark) for line in lines), default=0))
    return [next(csv.reader([line], delimiter=delimiter), []) for line in lines], delimiter


def _csv_table(content: bytes, path: Path, label: str) -> RawTable | None:
    text = decoded(content).replace("\x00", "")
    if "\n" not in text:
        text = text.replace("\r", "\n")  # as old Macs end lines
    rows, delimiter = first_rows(text[:65_536])
    header = header_of(rows)
    if header is None:
        return None
    body = "".join(text.splitlines(keepends=True)[header:]) if header else text
    check_shape(text, delimiter, label)
    check_quotes(text, delimiter, label)
    return _table(_csv_cells(body, delimiter), header, path, label, None)


def _csv_cells(text: str, delimiter: str) -> pl.DataFrame:
    """All cells as text, the column names in the first row; short rows are filled, long ones cut."""
    try:
        return pl.read_csv(
            io.BytesIO(text.encode()),
            has_header=False,
            separator=delimiter,
            infer_schema=False,
            truncate_ragged_lines=True,
        )
    except pl.exceptions.ComputeError:  # a quotation mark in the middle of a cell; slower, but reads it
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
        width = len(rows[0])
        columns = [[row[i] if i < len(row) else None for row in rows] for i in range(width)]
        return pl.DataFrame(columns, schema={f"column_{i}": pl.String for i in range(width)})


def _workbook_tables(path: Path, label: str) -> list[RawTable]:
    tables = []
    for name, cells in sheet_cells(path, label):
        header = header_of(cells.head(_HEADER_WITHIN).rows())
        if header is not None:
            tables.append(_table(cells.slice(header), header, path, label, name))
    return tables


def _table(cells: pl.DataFrame, header: int, path: Path, label: str, sheet: str | None) -> RawTable:
    """The table below the column names in the first row of `cells`, which stood in row `header` (from 0)."""
    names = [normal_header(name) for name in cells.row(0)]
    layout = recognise(names)
    if layout is None:
        raise AssertionError("the caller found the column names")
    wanted = ("CHILD", "LA", "DOB", *(field.name for field in layout.fields))
    first = {name: cells.columns[names.index(name)] for name in wanted if name in names}
    frame = cells.slice(1).with_columns(source_row=pl.int_range(pl.len(), dtype=pl.Int64) + (header + 2))
    filled = pl.any_horizontal(pl.col(column).is_not_null() for column in first.values())
    return RawTable(
        layout,
        path,
        label,
        sheet,
        frame.filter(filled).select("source_row", **{name: pl.col(c) for name, c in first.items()}),
    )
