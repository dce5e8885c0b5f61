"""Allocations: which worker held which child, from the social workers' spells of the return."""

from __future__ import annotations

import polars as pl

from chatcalc.tables.care_history import CHILD
from chatcalc.tables.catalogue import TABLES


def allocations(social_worker_episodes: pl.DataFrame) -> pl.DataFrame:
    """The `allocations` of `social_worker_episodes`: overlapping or touching spells of a pair are one.

    So a worker never holds a child twice on one day. A worker who comes back after a gap has a second row.
    """
    pair = (*CHILD, "worker")
    spells = social_worker_episodes.drop_nulls(["worker", "start_date"]).sort(
        *pair, "start_date", "end_date", nulls_last=True
    )
    until = pl.col("end_date").fill_null(pl.date(9999, 12, 31)).cum_max().over(pair)
    held = spells.with_columns(until=until).with_columns(before=pl.col("until").shift(1).over(pair))
    gap = pl.col("before").is_null() | (pl.col("start_date") > pl.col("before"))
    merged = (
        held.with_columns(spell=gap.cum_sum())
        .group_by("spell", maintain_order=True)
        .agg(
            *(pl.col(c).first() for c in (*pair, "source_file", "source_row", "start_date")),
            pl.col("end_date").max(),
            pl.col("end_date").is_null().any().alias("open"),
        )
        .with_columns(end_date=pl.when(~pl.col("open")).then("end_date"))
    )
    return TABLES["allocations"].conform(merged)
