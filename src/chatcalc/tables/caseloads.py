"""Caseloads: how many children a worker held, and from when until when it was that many."""

from __future__ import annotations

from typing import Final

import polars as pl

from chatcalc.tables.catalogue import TABLES

_WORKER: Final = ("la_code", "worker")


def caseloads(allocations: pl.DataFrame) -> pl.DataFrame:
    """The `caseloads` of `allocations`, one row a worker and time in which the number stayed the same.

    A child counts from the start of the allocation until the day before its end (convention C3), so that
    on any day a worker who holds children has one row. `team` is the team of most of the worker's
    allocations, the first by name where several are. `child_id` holds the worker; there is no provenance, for
    a number comes out of many rows.
    """
    held = allocations.filter(
        pl.col("worker").is_not_null(), (pl.col("end_date") > pl.col("start_date")).fill_null(value=True)
    ).drop_nulls("start_date")
    changes = pl.concat(
        [_changes(held, "start_date", 1), _changes(held.drop_nulls("end_date"), "end_date", -1)]
    )
    spans = (
        changes.group_by(*_WORKER, "start_date")
        .agg(pl.col("change").sum())
        .filter(pl.col("change") != 0)
        .sort(*_WORKER, "start_date")
        .with_columns(
            children=pl.col("change").cum_sum().over(_WORKER),
            end_date=pl.col("start_date").shift(-1).over(_WORKER),
        )
        .filter(pl.col("children") > 0)
    )
    rows = spans.join(_teams(held), on=_WORKER, how="left", maintain_order="left")
    return TABLES["caseloads"].conform(rows.with_columns(child_id="worker"))


def _changes(held: pl.DataFrame, day: str, change: int) -> pl.DataFrame:
    return held.select(*_WORKER, pl.col(day).alias("start_date"), pl.lit(change).alias("change"))


def _teams(held: pl.DataFrame) -> pl.DataFrame:
    """The team of most allocations of each worker."""
    counted = held.drop_nulls("team").group_by(*_WORKER, "team").agg(pl.len().alias("allocations"))
    most_first = counted.sort("allocations", "team", descending=[True, False])
    return most_first.unique(_WORKER, keep="first", maintain_order=True).drop("allocations")
