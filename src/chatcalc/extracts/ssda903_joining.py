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
from chatcalc.tables.joining import PLACES, assume_ends

_OPEN_UNTIL_SEEN_AGAIN: Final = ("missing_episodes", "social_worker_episodes", "deprivations_of_liberty")


def joined(
    layout: Layout, rows: pl.DataFrame, returns: Sequence[Return]
) -> tuple[pl.DataFrame, list[Finding]]:
    """The rows of one table over all returns, and what was put right.

    Beside the layout's columns rows have `year_end`, and where they came from in the columns of
    `tables.joining`.

    Args:
        layout: Which table.
        rows: Its rows in all returns, with `folder` and `newest_rank`.
        returns: The returns, oldest first.
    """
    rows, findings = _without_duplicates(rows, layout)
    rows = _newest(_with_return(rows, returns), [*CHILD, *layout.key])
    if layout is EPISODES:
        rows, corrections = episodes_put_right(rows)
        findings += corrections
    elif layout.table in _OPEN_UNTIL_SEEN_AGAIN:
        rows = assume_ends(rows, "end_date", known=True)
        message = f"open in an older return and not in the newest ({layout.name}); ended with its return"
        findings += note(rows, pl.col("end_assumed"), "open-in-older-return", message, layout.table)
    return rows, findings


def newest_ranks(frames: Sequence[pl.DataFrame], returns: Sequence[Return]) -> pl.DataFrame:
    """For each `la_code` the `newest_rank`: the newest return that holds it (0 is the oldest of all)."""
    ranks = {one.number: rank for rank, one in enumerate(returns)}
    held = pl.concat([frame.select("la_code", "folder").unique() for frame in frames])
    newest = held.group_by("la_code").agg(pl.col("folder").replace_strict(ranks, return_dtype=pl.Int64).max())
    return newest.rename({"folder": "newest_rank"})


def _with_return(rows: pl.DataFrame, returns: Sequence[Return]) -> pl.DataFrame:
    known = pl.DataFrame(
        {
            "folder": [one.number for one in returns],
            "return_rank": range(len(returns)),
            "return_last_day": [one.year_end for one in returns],
        },
        schema={"folder": pl.Int64, "return_rank": pl.Int64, "return_last_day": pl.Date},
    )
    return rows.join(known, on="folder", how="left", maintain_order="left").with_columns(
        year_end="return_last_day", in_newest=pl.col("return_rank") == pl.col("newest_rank")
    )


def _newest(rows: pl.DataFrame, key: list[str]) -> pl.DataFrame:
    """For each key the rows of the newest return that holds it; a return's rows are unique already."""
    if rows["return_rank"].n_unique() <= 1:
        return rows
    return rows.filter(pl.col("return_rank") == pl.col("return_rank").max().over(key))


def _without_duplicates(rows: pl.DataFrame, layout: Layout) -> tuple[pl.DataFrame, list[Finding]]:
    """Each return's rows without those equal to another in all they say; the first stays.

    A table that has one row a child keeps the first of several that differ, too. Only rows that share a
    key can be equal, so all columns are compared for few rows.
    """
    key = ["folder", *CHILD, *(column for column in layout.key if column != "year_end")]
    if rows.select(key).unique().height == rows.height:
        return rows, []
    numbered = rows.with_row_index("row")
    alike = numbered.filter(pl.struct(key).is_duplicated())
    said = [column for column in rows.columns if column not in PLACES]
    again = alike.filter(~pl.struct(said).is_first_distinct())
    everything = pl.lit(value=True)
    message = "the row is there already, word for word; left out"
    findings = note(again, everything, "duplicate-row", message, layout.table)
    left_out = again
    if layout.start is None:
        rest = alike.join(again, on="row", how="anti", maintain_order="left")
        second = rest.filter(~pl.struct(key).is_first_distinct())
        message = f"the child has another row in {layout.name} that differs; the first was kept"
        findings += note(second, everything, "duplicate-child", message, layout.table)
        left_out = pl.concat([again, second])
    return numbered.join(left_out, on="row", how="anti", maintain_order="left").drop("row"), findings
