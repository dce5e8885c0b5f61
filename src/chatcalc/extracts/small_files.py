"""Small CSV files that an authority keeps beside its extracts: lookups of children, old ids and new ones."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from chatcalc.extracts.extract import ExtractError, InputFile
from chatcalc.extracts.files import regular_file, sha256, unreadable
from chatcalc.extracts.ssda903_files import decoded, first_rows

LINE = "line"
_COLUMNS = 1_000


def read_small_file(path: Path, kind: str) -> tuple[pl.DataFrame, InputFile]:
    """A CSV as text, with the `line` on which each row stands, and the file it is.

    Column names are lower case with underscores (`Child ID` is `child_id`); empty rows are left out.

    Raises:
        ExtractError: It is missing, is no CSV, or names a column twice or not at all.
    """
    regular_file(path)
    try:
        text = decoded(path.read_bytes())
    except OSError as error:
        raise unreadable(path, error) from error
    _, delimiter = first_rows(text[:65_536])
    try:
        rows = pl.read_csv(io.BytesIO(text.encode()), separator=delimiter, infer_schema=False)
        headings = next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), [])
    except (pl.exceptions.PolarsError, csv.Error):
        raise ExtractError(f"{path.name}: cannot be read as CSV; save it as 'CSV UTF-8'") from None
    names = [_plain(name) for name in headings]
    if wrong := _wrong(names, rows.width):
        raise ExtractError(f"{path.name}, line 1: {wrong}")
    rows = rows.rename(dict(zip(rows.columns, names, strict=True))).with_row_index(LINE, offset=2)
    rows = rows.filter(pl.any_horizontal(pl.exclude(LINE).is_not_null()))
    return rows, InputFile(path.name, kind, sha256(path), rows.height)


def _wrong(names: Sequence[str], width: int) -> str | None:
    """What is wrong with the names of the columns; it quotes none, for they may be data."""
    if len(names) > _COLUMNS:
        return f"{len(names):,} columns; keep those that say something"
    for number, name in enumerate(names, start=1):
        if not name:
            return f"no name in column {number}; every column has a name of its own"
        if (first := names.index(name) + 1) != number:
            return f"column {number} has the name of column {first}; every column has a name of its own"
    if LINE in names:
        return f"a column is called '{LINE}', which chatcalc counts itself; rename it"
    return None if len(names) == width else "the names of the columns cannot be read; save it as 'CSV UTF-8'"


def refuse(rows: pl.DataFrame, wrong: pl.Expr, file: str, words: str) -> None:
    """Refuse a file one of whose rows is wrong, with its line and never its content.

    Raises:
        ExtractError: There is such a row.
    """
    lines = rows.filter(wrong)[LINE]
    if not lines.is_empty():
        raise ExtractError(f"{file}, line {lines.item(0)}: {words}")


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", name.strip().lower()).strip("_")
