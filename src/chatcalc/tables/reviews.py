"""Review child protection conferences in their order within a plan."""

from __future__ import annotations

from typing import Final

import polars as pl

_PLAN: Final = ("la_code", "child_id", "plan_start_date")


def numbered_reviews(cp_reviews: pl.DataFrame) -> pl.DataFrame:
    """The `cp_reviews` with `review_number` and `previous_review_date`, per plan and by date.

    The same conference in two returns, or twice on one day, is one review.
    """
    ordered = cp_reviews.unique((*_PLAN, "review_date"), keep="first", maintain_order=True).sort(
        *_PLAN, "review_date", maintain_order=True
    )
    return ordered.with_columns(
        pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over(_PLAN).alias("review_number"),
        pl.col("review_date").shift(1).over(_PLAN).alias("previous_review_date"),
    )
