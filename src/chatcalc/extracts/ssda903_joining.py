"""Yearly returns joined: the newest wins, what only older ones hold is history (clarifications 2 and 3)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from chatcalc.extracts.extract import Finding
from chatcalc.extracts.ssda903_checks import note
from chatcalc.extracts.ssda903_history import episodes_put_right
from chatcalc.extracts.ssda903_returns import Return
from chatcalc.extracts.ssda903_tables import EPISODES, Layout
from chatcalc.tables.care_history import CHILD
from chatcalc.tables.joining import PLACES, assume_ends, mark_return, newest_wins

_OPEN_UNTIL_SEEN_AGAIN: Final = ("missing_episodes", "social_worker_episodes", "deprivations_of_liberty")


def joined(layout: Layout, returns: Sequence[Return]) -> tuple[pl.DataFrame | None, list[Finding]]:
    """The rows of one table over all returns, and what was put right; None where no return holds the table.

    Beside the layout's columns rows have `year_end`, and where they came from in the columns of
    `tables.joining`.
    """
    findings: list[Finding] = []
    frames: list[pl.DataFrame] = []
    for rank, one in enumerate(returns):
        if layout.name in one.tables:
            rows, found = _without_duplicates(one.tables[layout.name].frame, layout)
            marked = mark_return(rows, rank=rank, last_day=one.year_end, in_newest=False)
            frames.append(marked.with_columns(year_end=pl.lit(one.year_end)))
            findings += found
    if not frames:
        return None, []
    rows = newest_wins(pl.concat(frames), [*CHILD, *layout.key]).with_columns(in_newest=_in_newest(returns))
    corrections: list[Finding] = []
    if layout is EPISODES:
        rows, corrections = episodes_put_right(rows)
    elif layout.table in _OPEN_UNTIL_SEEN_AGAIN:
        rows = assume_ends(rows, "end_date", known=True)
        message = f"open in an older return and not in the newest ({layout.name}); ended with its return"
        corrections = note(rows, pl.col("end_assumed"), "open-in-older-return", message, layout.table)
    return rows, findings + corrections


def _in_newest(returns: Sequence[Return]) -> pl.Expr:
    """Whether a row is from the newest return of its authority (merged files may lack one in some year)."""
    newest: dict[str, int] = {}
    for rank, one in enumerate(returns):
        for table in one.tables.values():
            newest |= dict.fromkeys(table.frame["la_code"].unique().to_list(), rank)
    return pl.col("return_rank") == pl.col("la_code").replace_strict(newest, return_dtype=pl.Int64)


def _without_duplicates(rows: pl.DataFrame, layout: Layout) -> tuple[pl.DataFrame, list[Finding]]:
    """A return's rows without those equal to another in all they say; the first stays.

    A table that has one row a child keeps the first of several that differ, too.
    """
    said = [column for column in rows.columns if column not in PLACES]
    message = "the row is there already, word for word; left out"
    rows, findings = _first_of(rows, said, "duplicate-row", message, layout)
    if layout.start is None:
        message = f"the child has another row in {layout.name} that differs; the first was kept"
        rows, more = _first_of(rows, list(CHILD), "duplicate-child", message, layout)
        findings += more
    return rows, findings


def _first_of(
    rows: pl.DataFrame, columns: list[str], code: str, message: str, layout: Layout
) -> tuple[pl.DataFrame, list[Finding]]:
    once = rows.unique(columns, keep="first", maintain_order=True)
    if once.height == rows.height:
        return rows, []
    again = ~pl.struct(columns).is_first_distinct()
    return once, note(rows, again, code, message, layout.table)
