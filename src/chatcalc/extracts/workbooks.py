"""Workbooks are opened here and nowhere else, and only once their size is known to be bounded.

The library that reads them makes room for every cell up to the last one, and unpacks whatever a file holds:
two cells in opposite corners, or a few kilobytes of packed blanks, would fill any machine. So each file is
looked through first (`archives`, `compound`). The sheets arrive as text with the rows where Excel shows them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Final

import fastexcel
import polars as pl

from chatcalc.extracts.archives import check_archive
from chatcalc.extracts.compound import check_compound
from chatcalc.extracts.extract import ExtractError
from chatcalc.extracts.files import unreadable
from chatcalc.extracts.harmless import harmless

XLSX: Final = b"PK\x03\x04"  # a zip file
XLS: Final = b"\xd0\xcf\x11\xe0"  # a compound file; so is an .xlsx under a password


def is_workbook(start: bytes) -> bool:
    """Whether a file that begins so is a workbook, or pretends to be one."""
    return start.startswith((XLSX, XLS))


def sheet_names(path: Path, label: str) -> list[str]:
    """The names of the sheets.

    Raises:
        ExtractError: The file is damaged, under a password, larger inside than it may be, or no workbook.
    """
    return list(_opened(path, label).sheet_names)


def sheet_cells(path: Path, label: str, rows: int | None = None) -> Iterator[tuple[str, pl.DataFrame]]:
    """The sheets in turn, with every cell as text: columns `column_0`, `column_1`, ..., no row left out.

    Args:
        path: The workbook.
        label: What messages call it.
        rows: How many of the first rows are wanted; None gives all.

    Raises:
        ExtractError: As `sheet_names`, or a sheet is damaged.
    """
    book = _opened(path, label)
    for name in book.sheet_names:
        yield harmless(name), _cells(book, name, label, rows)


def _opened(path: Path, label: str) -> fastexcel.ExcelReader:
    """The workbook from its bytes, for its name may say that it is of another kind than it is."""
    try:
        about = path.stat()
        _look_through(path, label, (about.st_ino, about.st_size, about.st_mtime_ns))
        content = path.read_bytes()
    except OSError as error:
        raise unreadable(path, error) from error
    with _blaming_the_file(label):
        return fastexcel.read_excel(content)


@lru_cache(maxsize=256)
def _look_through(path: Path, label: str, _state: tuple[int, ...]) -> None:
    """Once a file: it is opened to be recognised, and again to be read."""
    with path.open("rb") as opened:
        start = opened.read(4)
        opened.seek(0)
        if start == XLSX:
            check_archive(opened, label)
        elif start == XLS:
            check_compound(opened.read(), label)
        else:
            raise not_readable(label)


def _cells(book: fastexcel.ExcelReader, name: str, label: str, rows: int | None) -> pl.DataFrame:
    with _blaming_the_file(label):
        sheet = book.load_sheet(name, header_row=None, skip_rows=0, n_rows=rows, dtypes="string")
        cells: pl.DataFrame = sheet.to_polars()
    cells.columns = [f"column_{index}" for index in range(cells.width)]
    return cells


@contextmanager
def _blaming_the_file(label: str) -> Iterator[None]:
    """What breaks the library is the file; it may panic, which is no `Exception`."""
    try:
        yield
    except BaseException as error:
        if isinstance(error, fastexcel.FastExcelError) or type(error).__name__ == "PanicException":
            raise not_readable(label) from None
        raise


def not_readable(label: str) -> ExtractError:
    """The one line for a workbook that cannot be read."""
    return ExtractError(
        f"{label}: not a workbook that can be read (damaged, or protected by a password); "
        "remove any password and save it as .xlsx"
    )
