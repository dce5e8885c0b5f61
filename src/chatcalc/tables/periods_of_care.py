"""Periods of care: episodes chained into continuous times looked after (conventions C11 and C15)."""

from __future__ import annotations

import polars as pl

from chatcalc.tables.care_history import CHILD, in_periods
from chatcalc.tables.catalogue import TABLES


def periods_of_care(care_episodes: pl.DataFrame) -> pl.DataFrame:
    """The `periods_of_care` of `care_episodes`, one row each, by child and start.

    An episode joins the one before where that one ended with X1 on the day it starts; V3 and V4
    episodes are left out first. The reason ceased is that of the last episode, and blank while the
    period is open, whatever the return says of an open episode. A period that ends with X1 is one
    whose continuation no return holds. Provenance is that of the first episode.
    """
    by_period = in_periods(care_episodes).group_by("period", maintain_order=True)
    periods = by_period.agg(
        *(pl.col(c).first() for c in (*CHILD, "source_file", "source_row", "start_date")),
        pl.col("end_date").last(),
        pl.col("reason_ceased").last(),
        pl.col("after_short_break").first().alias("began_as_short_breaks"),
        *(pl.col(c).last() for c in ("legal_status", "need", "placement_type")),
    ).with_columns(pl.when(pl.col("end_date").is_not_null()).then("reason_ceased").alias("reason_ceased"))
    return TABLES["periods_of_care"].conform(periods)
