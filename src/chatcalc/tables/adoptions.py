"""Adoptions: the children of the return who are on the adoption path, one row each (clarification 18)."""

from __future__ import annotations

from typing import Final

import polars as pl

from chatcalc.tables.care_history import ADOPTION, ADOPTION_SAME_CARER, CHILD, in_periods
from chatcalc.tables.catalogue import TABLES

_ADOPTED: Final = ("E11", "E12")
_PLACEMENT_ORDER: Final = "E1"


def adoptions(path: pl.DataFrame, care_episodes: pl.DataFrame, placements: pl.DataFrame) -> pl.DataFrame:
    """The `adoptions`: who has an adoption record, or a period of care that ended with an adoption order.

    Dates of care are those of the period that ended with the order (REC E11 or E12), or of the latest
    one where there is no order: `entered_care_date` is its start, `placed_date` its first episode placed
    for adoption (A3 to A6; no decision date ever stands in for it), `order_date` its end.
    `placement_order_date` is the child's first episode under E1.

    Args:
        path: A row a child with what the return says of the adoption: `decision_date`, `match_date`,
            `foster_carer_adoption`, `adopters`, `decision_reversed_date`, `reversal_reason`, provenance.
        care_episodes: All episodes of care.
        placements: The stays derived from them.
    """
    episodes = in_periods(care_episodes)
    care = _with_family(_adoption_period(episodes), placements)
    orders = episodes.filter(pl.col("legal_status") == _PLACEMENT_ORDER)
    orders = orders.group_by(CHILD).agg(pl.col("start_date").min().alias("placement_order_date"))
    adopted = care.filter(pl.col("order_date").is_not_null()).select(*CHILD)
    children = pl.concat([path.select(*CHILD), adopted]).unique(maintain_order=True)
    rows = children
    for part in (path, care, orders):
        rows = rows.join(part, on=CHILD, how="left", maintain_order="left")
    either = pl.any_horizontal("foster_carer_adoption", "placed_with_own_carer")
    own_carer = pl.coalesce(either, "foster_carer_adoption", "placed_with_own_carer")
    return TABLES["adoptions"].conform(
        rows.with_columns(
            foster_carer_adoption=own_carer,
            entered_foster_family_date=pl.when(own_carer).then("family_since"),
            source_file=pl.coalesce("source_file", "care_file"),
            source_row=pl.coalesce("source_row", "care_row"),
        ).sort(CHILD)
    )


def _adoption_period(episodes: pl.DataFrame) -> pl.DataFrame:
    """One row a child: the period of care that ended with an adoption order, else the latest one."""
    placed = pl.col("placement_type").is_in(ADOPTION).fill_null(value=False)
    adopted = pl.col("reason_ceased").is_in(_ADOPTED) & pl.col("end_date").is_not_null()
    return (
        episodes.group_by("period", maintain_order=True)
        .agg(
            *(pl.col(c).first() for c in CHILD),
            pl.col("start_date").first().alias("entered_care_date"),
            pl.col("start_date").filter(placed).first().alias("placed_date"),
            pl.col("placement_type").filter(placed).first().alias("placed_type"),
            pl.col("end_date").filter(adopted).last().alias("order_date"),
            pl.col("source_file").last().alias("care_file"),
            pl.col("source_row").last().alias("care_row"),
        )
        .sort(*CHILD, "order_date", "entered_care_date", nulls_last=False)
        .group_by(CHILD, maintain_order=True)
        .last()
    )


def _with_family(care: pl.DataFrame, placements: pl.DataFrame) -> pl.DataFrame:
    """Adds `placed_with_own_carer` (A3, A5) and `family_since`: when the stay that became adoptive began."""
    stays = placements.select(*CHILD, pl.col("start_date").alias("family_since")).sort("family_since")
    return (
        care.sort("placed_date", nulls_last=True)
        .join_asof(
            stays,
            left_on="placed_date",
            right_on="family_since",
            by=list(CHILD),
            strategy="backward",
            check_sortedness=False,
        )
        .with_columns(placed_with_own_carer=pl.col("placed_type").is_in(ADOPTION_SAME_CARER))
    )
