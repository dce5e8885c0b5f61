"""Interim care orders: episodes under status C1 chained into the time that proceedings kept a child so."""

from __future__ import annotations

from typing import Final

import polars as pl

from chatcalc.tables.care_history import CHILD, in_periods, same_as_before
from chatcalc.tables.catalogue import TABLES

_INTERIM: Final = pl.col("legal_status").eq_missing(pl.lit("C1"))


def interim_care_orders(care_episodes: pl.DataFrame) -> pl.DataFrame:
    """The `interim_care_orders` of `care_episodes`, one row an unbroken time under C1, by child and start.

    Episodes of one period of care (C15) that follow one another under C1 are one time: a move changes the
    episode, not the order. What ended it is the legal status of the next episode of the period, or else the
    reason why care ceased, which is blank while the child is still under the order. Provenance is that of
    the first episode.
    """
    same_period = same_as_before("period")
    continues = same_period & _INTERIM & _INTERIM.shift(1)
    followed = same_period.shift(-1).fill_null(value=False)
    under_order = (
        in_periods(care_episodes)
        .with_columns(
            order=continues.not_().cum_sum(),
            next_legal_status=pl.when(followed).then(pl.col("legal_status").shift(-1)),
            reason_ceased=pl.when(followed.not_() & pl.col("end_date").is_not_null()).then("reason_ceased"),
        )
        .filter(_INTERIM)
    )
    orders = under_order.group_by("order", maintain_order=True).agg(
        *(pl.col(c).first() for c in (*CHILD, "source_file", "source_row", "start_date")),
        *(pl.col(c).last() for c in ("end_date", "next_legal_status", "reason_ceased")),
        pl.col("period_of_care_start").first(),
    )
    return TABLES["interim_care_orders"].conform(orders)
