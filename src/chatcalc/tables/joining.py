"""Several returns of one source as one set of tables (clarifications 1 to 3).

Rows carry the return they came from in three columns until `forget_returns` takes them away:

| column | meaning |
|---|---|
| `return_rank` | whole number, larger for a newer return |
| `return_last_day` | last day the return speaks of, null where unknown |
| `in_newest` | the return is the newest of its authority |
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

import polars as pl

RETURN_COLUMNS: Final = ("return_rank", "return_last_day", "in_newest")
PLACES: Final = ("source_file", "source_row")


def mark_return(rows: pl.DataFrame, *, rank: int, last_day: dt.date | None, in_newest: bool) -> pl.DataFrame:
    """The rows of one return with the return columns."""
    return rows.with_columns(
        pl.lit(rank, dtype=pl.Int64).alias("return_rank"),
        pl.lit(last_day, dtype=pl.Date).alias("return_last_day"),
        pl.lit(in_newest, dtype=pl.Boolean).alias("in_newest"),
    )


def newest_wins(rows: pl.DataFrame, key: Sequence[str]) -> pl.DataFrame:
    """For each key all rows of the newest return that holds it; older history stays; exact duplicates go.

    Args:
        rows: Rows of all returns with `return_rank`. Their order is kept.
        key: Columns that tell one thing from another, the authority and the child among them. A missing
            part of a key equals a missing part.
    """
    if rows["return_rank"].n_unique() > 1:
        rows = rows.filter(pl.col("return_rank") == pl.col("return_rank").max().over(list(key)))
    return without_duplicates(rows)


def without_duplicates(rows: pl.DataFrame, ignoring: Sequence[str] = PLACES) -> pl.DataFrame:
    """Rows that differ in more than where they were read; the first of equal ones stays (C10)."""
    content = [name for name in rows.columns if name not in ignoring]
    return rows.unique(content, keep="first", maintain_order=True)


def assume_ends(rows: pl.DataFrame, end: str, *, known: bool) -> pl.DataFrame:
    """Marks with `end_assumed` the open rows that only an older return holds (clarification 3).

    The newest return holds all that was open in its year, so what it leaves out was open no longer.

    Args:
        rows: Rows with the return columns, after `newest_wins`.
        end: The column that is null while a row is open.
        known: The row ends on its return's last day (episodes and plans). Otherwise the end stays missing,
            and `end_assumed` alone tells that the row is not open (assessments).
    """
    gone = pl.col(end).is_null() & ~pl.col("in_newest")
    ended = pl.when(gone).then(pl.col("return_last_day")).otherwise(pl.col(end)).alias(end)
    return rows.with_columns(*([ended] if known else []), end_assumed=gone)


def forget_returns(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows without the return columns."""
    return rows.drop(RETURN_COLUMNS, strict=False)
