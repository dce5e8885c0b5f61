"""Reviews of children looked after, numbered inside the period of care in which they were held."""

from __future__ import annotations

import polars as pl

from chatcalc.tables.care_history import CHILD
from chatcalc.tables.catalogue import TABLES


def care_reviews(reviews: pl.DataFrame, periods_of_care: pl.DataFrame) -> pl.DataFrame:
    """Rows of `care_reviews` with `period_of_care_start`, `review_number` and `previous_review_date`.

    A review belongs to the latest period of care that began on or before its date, unless that one had
    ended before it; a review outside care (or in short breaks) has no period and no number. Two rows
    of one day are one review: they share its number and the date before it.
    """
    derived = ("period_of_care_start", "period_of_care_end", "review_number", "previous_review_date")
    placed = _with_period(reviews.drop(derived, strict=False), periods_of_care)
    period = (*CHILD, "period_of_care_start")
    days = (
        placed.drop_nulls(["period_of_care_start", "review_date"])
        .select(*period, "review_date")
        .unique()
        .sort(*period, "review_date")
        .with_columns(
            review_number=pl.int_range(1, pl.len() + 1).over(period),
            previous_review_date=pl.col("review_date").shift(1).over(period),
        )
    )
    numbered = placed.join(days, on=[*period, "review_date"], how="left", maintain_order="left")
    return TABLES["care_reviews"].conform(numbered)


def _with_period(reviews: pl.DataFrame, periods_of_care: pl.DataFrame) -> pl.DataFrame:
    """Each review with the start of the period of care in which it was held, in the order of the rows."""
    periods = periods_of_care.select(
        *CHILD,
        pl.col("start_date").alias("period_of_care_start"),
        pl.col("end_date").alias("period_of_care_end"),
    ).sort("period_of_care_start")
    found = (
        reviews.with_row_index("_order")
        .sort("review_date")
        .join_asof(
            periods,
            left_on="review_date",
            right_on="period_of_care_start",
            by=list(CHILD),
            strategy="backward",
            check_sortedness=False,
        )
        .sort("_order")
    )
    inside = pl.col("period_of_care_end").is_null() | (pl.col("review_date") <= pl.col("period_of_care_end"))
    start = pl.when(inside).then("period_of_care_start")
    return found.with_columns(period_of_care_start=start).drop("_order")
