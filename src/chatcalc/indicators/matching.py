"""Which rows of two extracts are the same record: by child and date first, then by what is left.

Extracts have no numbers for their records, so a record is known by whose it is and when it began.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

import polars as pl

from chatcalc.extracts.extract import Extract
from chatcalc.tables.catalogue import PROVENANCE, TABLES, Table
from chatcalc.tables.columns import ANNEX_A

NEAR_DAYS: Final = 31
"""How far apart two dates of one record may be where nothing else says that it is one."""

ONE_ROW_A_CHILD: Final = ("cin_episodes", "periods_of_care", "care_leavers", "adoptions")
"""Lists of Annex A that hold the child's latest record alone."""

_KEY: Final = "_child"


def matched_rows(
    name: str, a: Extract, b: Extract, renamed: pl.DataFrame, until: tuple[dt.date, dt.date]
) -> pl.DataFrame:
    """The rows of a table in two extracts of one authority, beside each other.

    Args:
        name: The table.
        a: One extract; its `known_from` says how far back it reaches.
        b: The other.
        renamed: Children whom they call differently (`chatcalc.indicators.same_child.same_children`).
        until: The last day of which each of them speaks.

    Returns:
        `a_row`, `b_row` (row numbers in the tables, null where the other has no such record) and `matched`:
        `record` (child and date are the same), `end` (the end is), `near` (all that is left of the child,
        within `NEAR_DAYS` or alike in all but the date), or null. Every row stands once.
    """
    table = TABLES[name]
    left = _rows(a, table, "a", renamed)
    right = _rows(b, table, "b", None)
    found: list[pl.DataFrame] = []
    for how, keys in _passes(table, left.columns):
        pairs = _numbered_pairs(left, right, keys)
        found.append(pairs.with_columns(pl.lit(how).alias("matched")))
        left = left.join(pairs, on="a_row", how="anti")
        right = right.join(pairs, on="b_row", how="anti")
    near = _near(left, right, table, _reaches(name, a, b, until), one_row=_one_row(name, a, b))
    found.append(near.with_columns(pl.lit("near").alias("matched")))
    alone = [
        frame.join(near, on=row, how="anti").select(row) for frame, row in ((left, "a_row"), (right, "b_row"))
    ]
    return pl.concat([*found, *alone], how="diagonal").select(
        pl.col("a_row", "b_row").cast(pl.UInt32), "matched"
    )


def rows_by_child(
    a: tuple[Extract, str, pl.Series], b: tuple[Extract, str, pl.Series], renamed: pl.DataFrame
) -> pl.DataFrame:
    """Rows of different tables beside each other, child by child: those that are cases first.

    Args:
        a: One extract, its table, and the rows that are cases.
        b: The other.
        renamed: As for `matched_rows`.

    Returns:
        As `matched_rows`; `matched` is `child`.
    """
    numbered = []
    for side, (extract, name, counted) in (("a", a), ("b", b)):
        row = f"{side}_row"
        rows = _rows(extract, TABLES[name], side, renamed if side == "a" else None).select(_KEY, row)
        rows = rows.sort(~pl.col(row).is_in(counted.implode()), row)
        numbered.append(rows.with_columns(pl.int_range(pl.len()).over(_KEY).alias("_number")))
    both = numbered[0].join(numbered[1], on=[_KEY, "_number"], how="full")
    how = pl.when(pl.col("a_row").is_not_null() & pl.col("b_row").is_not_null()).then(pl.lit("child"))
    return both.select(pl.col("a_row", "b_row").cast(pl.UInt32), how.alias("matched"))


def _rows(extract: Extract, table: Table, side: str, renamed: pl.DataFrame | None) -> pl.DataFrame:
    """The rows with their number, and the child's id as the other extract has it."""
    frame = extract.table(table.name).with_row_index(f"{side}_row")
    key = pl.col("child_id")
    if renamed is not None and not renamed.is_empty():
        key = key.replace(renamed["a_id"], renamed["b_id"])
    # Records of a child whose id stayed are matched before those that came to it from another.
    own_first = frame.with_columns(key.alias(_KEY)).sort(
        pl.col(_KEY) != pl.col("child_id"), maintain_order=True
    )
    return own_first.drop(PROVENANCE)


def _passes(table: Table, columns: Sequence[str]) -> list[tuple[str, list[str]]]:
    """What two rows must have in common, the most first, so that repeated records find their own."""
    own = [column for column in table.columns if column in columns]
    dates = [column for column in own if table.dtypes[column] == pl.Date]
    plain = [column for column in own if table.dtypes[column].base_type() != pl.List]
    passes = [("record", plain), ("record", dates)]
    if table.date:
        passes.append(("record", [table.date]))
    if table.end:
        passes.append(("end", [table.end]))
    return passes


def _numbered_pairs(left: pl.DataFrame, right: pl.DataFrame, keys: Sequence[str]) -> pl.DataFrame:
    """Rows equal in the keys: the first of each side, then the second; a single key must be known."""
    by = [_KEY, *keys]
    sides = []
    for frame in (left, right):
        known = frame.drop_nulls(keys) if len(keys) == 1 else frame
        sides.append(known.with_columns(pl.int_range(pl.len()).over(by).alias("_number")))
    pairs = sides[0].join(sides[1], on=[*by, "_number"], nulls_equal=True, suffix="_b")
    return pairs.select("a_row", "b_row")


def _near(
    left: pl.DataFrame,
    right: pl.DataFrame,
    table: Table,
    reaches: tuple[pl.Expr, pl.Expr],
    *,
    one_row: bool,
) -> pl.DataFrame:
    """The only row left of a child on either side, where they are near or alike.

    A row of a day of which the other extract does not speak has no counterpart to be looked for.
    """
    if table.date is None or one_row:
        reaches = (pl.lit(value=True), pl.lit(value=True))
    alone = pl.len().over(_KEY) == 1
    pairs = (
        left.filter(reaches[0])
        .filter(alone)
        .join(right.filter(reaches[1]).filter(alone), on=_KEY, suffix="_b")
    )
    if table.date is None or one_row:
        return pairs.select("a_row", "b_row")
    own, other = pl.col(table.date), pl.col(f"{table.date}_b")
    near = ((own - other).dt.total_days().abs() <= NEAR_DAYS).fill_null(value=True)
    rest = [
        pl.col(column).eq_missing(pl.col(f"{column}_b"))
        for column in table.columns
        if column in left.columns and column != table.date and table.dtypes[column].base_type() != pl.List
    ]
    return pairs.filter(near | pl.all_horizontal(pl.lit(value=True), *rest)).select("a_row", "b_row")


def _reaches(name: str, a: Extract, b: Extract, until: tuple[dt.date, dt.date]) -> tuple[pl.Expr, pl.Expr]:
    """For the rows of each extract, whether the other speaks of their days."""

    def spoken_of(by: Extract, last: dt.date) -> pl.Expr:
        table = TABLES[name]
        start = pl.col(table.date or _KEY)
        end = pl.col(table.end) if table.end else start
        since = by.known_from.get(name, dt.date.min)
        begun = start.is_null() | (start <= pl.lit(last))
        return begun & (end.is_null() | (end >= pl.lit(since)))

    return spoken_of(b, until[1]), spoken_of(a, until[0])


def _one_row(name: str, a: Extract, b: Extract) -> bool:
    return name in ONE_ROW_A_CHILD and a.source == b.source == ANNEX_A
