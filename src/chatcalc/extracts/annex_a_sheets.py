"""Sheets and CSV files as frames of text, and the lists found in them.

A workbook goes through calamine with every cell as text: date cells come as `yyyy-mm-dd hh:mm:ss`, whole
numbers without a decimal point, formulas as their stored results, error values as blanks. Rows keep their
numbers, so a finding can say where Excel shows the cell.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Final

import polars as pl

from chatcalc.extracts import values
from chatcalc.extracts.annex_a_columns import AnnexAList
from chatcalc.extracts.annex_a_headers import ROWS_SEARCHED, Headings, one_line, recognise
from chatcalc.extracts.csv_text import check_shape, rows
from chatcalc.extracts.files import regular_file, unreadable
from chatcalc.extracts.workbooks import is_workbook, sheet_cells

ROW: Final = "source_row"


@dataclass(frozen=True)
class Sheet:
    """A sheet, or a CSV, as text: columns `column_0`, `column_1`, ..., and every row of it.

    Attributes:
        file: Base name of the file.
        name: The sheet's name; None for a CSV.
        cells: All rows.
    """

    file: str
    name: str | None
    cells: pl.DataFrame

    @property
    def source(self) -> str:
        """What `source_file` says: `Annex_A.xlsx [List 3]`."""
        return self.file if self.name is None else f"{self.file} [{self.name}]"

    def place(self, row: int | None = None, heading: str | None = None) -> str:
        """Where a finding points to: sheet, row, column; what is not known is left out."""
        parts = (self.name, f"row {row}" if row else None, heading)
        return ", ".join(part for part in parts if part) or "the whole file"


@dataclass(frozen=True)
class RawList:
    """A list as it was found: a text column for each field that has a heading, and `source_row`.

    Attributes:
        annex_a_list: Which list.
        sheet: Where.
        headings: Where its headings stand.
        rows: `source_row`, the fields, and as `other_0`, ... the columns the list does not know; blank rows
            and repeated headings are left out.
    """

    annex_a_list: AnnexAList
    sheet: Sheet
    headings: Headings
    rows: pl.DataFrame

    def heading(self, field: str) -> str:
        """The template's heading of a field, for messages."""
        return next(column.heading for column in self.annex_a_list.columns if column.field == field)


def sheets(path: Path, label: str | None = None) -> Iterator[Sheet]:
    """The sheets of a workbook, or the one sheet that a CSV is. Findings call the file by its label.

    Raises:
        ExtractError: The file is missing, empty, damaged, protected by a password, or not a workbook.
    """
    regular_file(path)
    label = label or path.name
    if not _is_workbook(path):
        yield Sheet(label, None, _csv_cells(path, label))
        return
    for name, cells in sheet_cells(path, label):
        yield Sheet(label, name, cells)


def found_list(sheet: Sheet) -> RawList | None:
    """The list that a sheet holds, or None."""
    headings = recognise(sheet.cells.iter_rows())
    if headings is None:
        return None
    return RawList(headings.annex_a_list, sheet, headings, _rows(sheet.cells, headings))


def _is_workbook(path: Path) -> bool:
    """Whether a file begins as workbooks do, whatever it is called."""
    try:
        with path.open("rb") as opened:
            return is_workbook(opened.read(4))
    except OSError as error:
        raise unreadable(path, error) from error


def _rows(cells: pl.DataFrame, headings: Headings) -> pl.DataFrame:
    """The rows below the headings that say something, with the fields as columns.

    A row that repeats the headings (a printed page break) is left out, and so is one in which only the age is
    filled: templates carry its formula far below the last child. Columns the list does not know are kept as
    `other_0`, ... because two contacts may differ there alone.
    """
    fields = {field: pl.col(f"column_{index}") for field, index in headings.positions.items()}
    others = {f"other_{index}": pl.col(f"column_{index}") for index in headings.unknown}
    heading = one_line(cells[f"column_{headings.positions['child_id']}"][headings.row])
    below = cells.with_row_index(ROW, offset=1).slice(headings.row + 1)
    selected = below.select(pl.col(ROW).cast(pl.Int64), **fields, **others)
    known = [values.is_blank(pl.col(field)) for field in fields if field != "age"]
    repeats = pl.col("child_id").str.strip_chars().eq_missing(heading)
    return selected.filter(~pl.all_horizontal(known), ~repeats)


def _csv_cells(path: Path, label: str) -> pl.DataFrame:
    """A CSV as text; short rows are padded, a byte order mark goes, Windows' encoding is accepted."""
    try:
        text = _decoded(path.read_bytes()).replace("\x00", "")
    except OSError as error:
        raise unreadable(path, error) from error
    delimiter = _delimiter(text)
    check_shape(text, delimiter, label)
    return _frame(list(rows(text, delimiter, label)))


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _delimiter(text: str) -> str:
    """The one of comma, semicolon, tab and bar that the first lines have most of."""
    beginning = "".join(text.splitlines(keepends=True)[:ROWS_SEARCHED])
    return max(",;\t|", key=beginning.count)


def _frame(rows: Sequence[Sequence[str]]) -> pl.DataFrame:
    columns = {f"column_{index}": cells for index, cells in enumerate(zip_longest(*rows))}
    return pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))
