"""Cells of CSV files that spreadsheets show and do not calculate.

A spreadsheet takes a cell of a CSV for a formula where it begins with one of `= + - @`, and an extract may
hold such a text where the name of a team or a worker belongs. Those cells get an apostrophe in front, which
says "text". Numbers stay as they are, so that programs can read them.
"""

from __future__ import annotations

import re
from typing import Final

import polars as pl

_FORMULA: Final = r"^[=+\-@\t\r].+"
_NUMBER: Final = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$"


def safe_cells(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with an apostrophe before every text that would be a formula.

    >>> safe_cells(pl.DataFrame({"team": ["=1+1", "-3", "North", "-"]}))["team"].to_list()
    ["'=1+1", '-3', 'North', '-']
    """
    text = pl.col(pl.String)
    risky = text.str.contains(f"(?s){_FORMULA}") & ~text.str.contains(_NUMBER)
    return frame.with_columns(pl.when(risky).then(text.str.replace("^", "'")).otherwise(text))


def safe_cell(value: object) -> object:
    """The same for one value.

    >>> safe_cell("@SUM(A1)"), safe_cell(-3.5)
    ("'@SUM(A1)", -3.5)
    """
    if not isinstance(value, str) or re.match(_FORMULA, value, re.DOTALL) is None:
        return value
    return value if re.match(_NUMBER, value) else f"'{value}"
