"""Episodes of care in their order, and what every derivation from them shares."""

from __future__ import annotations

import datetime as dt
from typing import Final

import polars as pl

CHILD: Final = ("la_code", "child_id")
SHORT_BREAKS: Final = ("V3", "V4")
TEMPORARY: Final = ("T0", "T1", "T2", "T3", "T4")
FOSTER: Final = ("U1", "U2", "U3", "U4", "U5", "U6")
FOSTERING_FOR_ADOPTION: Final = ("U2", "U5")
ADOPTION_SAME_CARER: Final = ("A3", "A5")
ADOPTION_OTHER_CARER: Final = ("A4", "A6")
ADOPTION: Final = ("A3", "A4", "A5", "A6")
CONTINUES: Final = "X1"

_NEVER: Final = dt.date(9999, 12, 31)
_DAYS_A_CHILD: Final = 10_000_000


_DATES: Final = (*CHILD, "start_date", "end_date")
_TIES: Final = (
    *("reason_new_episode", "legal_status", "placement_type"),
    *("reason_ceased", "urn", "placement_postcode"),
)


def in_order(care_episodes: pl.DataFrame) -> pl.DataFrame:
    """Rows of `care_episodes` by child and start; under-24-hour episodes come before what followed them.

    What decides between rows of one start and end is in the rows themselves, so that neither the
    order of rows nor of files matters. Rows without a start belong to no history and are left out.
    """
    rows = care_episodes.filter(pl.col("start_date").is_not_null()).sort(_DATES, nulls_last=True)
    tied = rows.select(same_as_before(*_DATES).any()).item()  # next to never, and the longer sort costs
    return rows.sort(*_DATES, *_TIES, nulls_last=True) if tied else rows


def in_periods(care_episodes: pl.DataFrame) -> pl.DataFrame:
    """Rows of `care_episodes` without short breaks (C11), in order, each with its period of care (C15).

    Adds `period` (a number), `period_of_care_start`, `period_of_care_end` and `after_short_break`:
    the episode continues a V3 or V4 episode without a gap. Rows that have them are given back as they are,
    so that what derives several tables from the same episodes puts them in order once.
    """
    if "period" in care_episodes.columns:
        return care_episodes
    short_break = pl.col("legal_status").is_in(SHORT_BREAKS)
    return (
        in_order(care_episodes)
        .with_columns(after_short_break=_continues() & short_break.shift(1).fill_null(value=False))
        .filter(short_break.not_().fill_null(value=True))
        .with_columns(period=_continues().not_().cum_sum())
        .with_columns(
            period_of_care_start=pl.col("start_date").first().over("period"),
            period_of_care_end=pl.col("end_date").last().over("period"),
        )
    )


def overlaps_earlier() -> pl.Expr:
    """In rows in order: whether an episode starts before, or ends with, an earlier one of the same child."""
    until = pl.col("end_date").fill_null(_NEVER)
    reached = _on_one_line(until).cum_max().shift(1)
    overlaps = (_on_one_line(pl.col("start_date")) < reached) | (_on_one_line(until) == reached)
    return overlaps.fill_null(value=False)


def same_as_before(*columns: str) -> pl.Expr:
    """Whether the row above has the same values; two blanks are the same. Never for the first row."""
    equal = [pl.col(c).eq_missing(pl.col(c).shift(1)) for c in columns]
    return pl.all_horizontal(*equal) & (pl.int_range(pl.len()) > 0)


def _continues() -> pl.Expr:
    """C15: the episode above is the same child's, ended with X1, on the day this one starts."""
    handed_over = (pl.col("reason_ceased").shift(1) == CONTINUES) & (
        pl.col("end_date").shift(1) == pl.col("start_date")
    )
    return same_as_before(*CHILD) & handed_over.fill_null(value=False)


def _on_one_line(day: pl.Expr) -> pl.Expr:
    """Days of child after child as one rising number, so that what is latest so far needs no groups."""
    child = same_as_before(*CHILD).not_().cum_sum().cast(pl.Int64)
    return child * _DAYS_A_CHILD + day.cast(pl.Int32)
