"""CSV files, looked through before they become frames: rows of very different length, quotes left open."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Final

from chatcalc.extracts.extract import ExtractError
from chatcalc.extracts.files import spread_out

_COLUMNS: Final = 16_384  # as many as a sheet has
_END: Final = "end-of-the-file"


def check_shape(text: str, delimiter: str, label: str) -> None:
    """Refuse a CSV whose frame would be far larger than the file: every row gets as many cells as the widest.

    Raises:
        ExtractError: It has more columns than sheets have, or mostly rows far shorter than the widest.
    """
    widths = [line.count(delimiter) + 1 for line in io.StringIO(text)]
    widest = max(widths, default=0)
    if widest > _COLUMNS:
        line = widths.index(widest) + 1
        raise ExtractError(f"{label}, line {line}: {widest:,} columns, more than any table; export it again")
    if spread_out(len(widths) * widest, sum(widths)):
        line = widths.index(widest) + 1
        raise ExtractError(f"{label}, line {line}: {widest:,} columns, far more than in others; correct it")


def rows(text: str, delimiter: str, label: str) -> Iterator[list[str]]:
    """The rows of a CSV.

    Raises:
        ExtractError: A quotation mark never closes, so that all rows after it would be read as one cell; or a
            cell is longer than any text in it can be.
    """
    break_ = "" if text.endswith(("\n", "\r")) else "\n"
    reader = csv.reader(io.StringIO(f"{text}{break_}{_END}", newline=""), delimiter=delimiter)
    begins, ended = 1, False
    try:
        for row in reader:
            ended = row == [_END]
            if not ended:
                yield row
            line, begins = begins, reader.line_num + 1
    except csv.Error:
        raise _never_closes(label, begins) from None
    if not ended:
        raise _never_closes(label, line)


def check_quotes(text: str, delimiter: str, label: str) -> None:
    """Refuse a CSV as `rows` does.

    Raises:
        ExtractError: A quotation mark never closes.
    """
    if '"' in text:
        for _ in rows(text, delimiter, label):
            pass


def _never_closes(label: str, line: int) -> ExtractError:
    return ExtractError(
        f"{label}, line {line}: a quotation mark that never closes, or a cell of over "
        f"{csv.field_size_limit():,} characters; correct it or export the file again"
    )
