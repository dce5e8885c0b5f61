"""Tables of the return that feed one canonical table together: children, and the way to adoption."""

from __future__ import annotations

import polars as pl

from chatcalc.tables.care_history import CHILD
from chatcalc.tables.catalogue import TABLES


def children(header: pl.DataFrame, uasc: pl.DataFrame | None) -> pl.DataFrame:
    """The `children`: the header, with who is or was unaccompanied and since when no longer (DUC).

    Being in the UASC table of any return is the flag; without any such table it is not known.
    """
    if uasc is None:
        return TABLES["children"].conform(header)
    unaccompanied = uasc.select(*CHILD, "uasc_ceased_date", pl.lit(value=True).alias("uasc"))
    rows = header.join(unaccompanied, on=CHILD, how="left", maintain_order="left")
    return TABLES["children"].conform(rows.with_columns(pl.col("uasc").fill_null(value=False)))


def adoption_path(ad1: pl.DataFrame | None, placed: pl.DataFrame | None) -> pl.DataFrame:
    """A row a child who is in AD1 or in the table of decisions that a child should be placed for adoption.

    Of several decisions the latest counts; without one, the decision of AD1 (DATE_INT).
    """
    ad1 = _empty(("intent_date", "match_date")) if ad1 is None else ad1
    placed = _empty(("decision_date", "decision_reversed_date")) if placed is None else placed
    decisions = placed.sort(*CHILD, "decision_date").unique(CHILD, keep="last", maintain_order=True)
    rows = ad1.join(decisions, on=CHILD, how="full", coalesce=True, suffix="_decision")
    columns = {"foster_carer_adoption": pl.Boolean, "adopters": pl.String, "reversal_reason": pl.String}
    absent = [
        pl.lit(None, dtype=dtype).alias(name) for name, dtype in columns.items() if name not in rows.columns
    ]
    return rows.with_columns(absent).select(
        *CHILD,
        *("match_date", "foster_carer_adoption", "adopters", "decision_reversed_date", "reversal_reason"),
        decision_date=pl.coalesce("decision_date", "intent_date"),
        source_file=pl.coalesce("source_file", "source_file_decision"),
        source_row=pl.coalesce("source_row", "source_row_decision"),
    )


def _empty(dates: tuple[str, ...]) -> pl.DataFrame:
    texts = (*CHILD, "source_file")
    return pl.DataFrame(
        schema=dict.fromkeys(texts, pl.String) | {"source_row": pl.Int64} | dict.fromkeys(dates, pl.Date)
    )
