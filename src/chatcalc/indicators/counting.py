"""From cases to counts: a row an authority, period and group, and none left out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from chatcalc.indicators.breakdowns import NOT_RECORDED, groups_of
from chatcalc.specs.definition import Definition

KEYS: Final = ("la_code", "period_row")
NOTHING_EXCLUDED: Final = pl.LazyFrame(
    schema={"la_code": pl.String, "period_row": pl.UInt32, "reason": pl.String, "count": pl.UInt32}
)
COUNTED: Final = pl.col("status").is_in(["numerator", "denominator"])


def totals(cases: pl.LazyFrame, definition: Definition, by: Sequence[str] = ()) -> pl.LazyFrame:
    """Counts of the cases.

    Returns:
        One row for each la_code, period_row and group of `by` that has a case, with `denominator`,
        `numerator`, `unknown`, `measure` (sum), `median`, `largest`, `workers` (distinct values of `per`),
        and `numerator:ID`, `denominator:ID` for each part.
    """
    groups = [*KEYS, *(f"by:{name}" for name in by)]
    measure = pl.col("measure").filter(COUNTED)
    columns = [
        COUNTED.sum().alias("denominator"),
        (pl.col("status") == "numerator").sum().alias("numerator"),
        pl.col("unknown").sum().alias("unknown"),
        measure.sum().alias("measure"),
        measure.median().alias("median"),
        measure.max().alias("largest"),
    ]
    if definition.distinct_per:
        columns.append(
            pl.col(definition.distinct_per).filter(COUNTED).drop_nulls().n_unique().alias("workers")
        )
    for part in definition.parts:
        met = pl.col(f"part:{part.id}")
        columns += [met.sum().alias(f"numerator:{part.id}"), met.count().alias(f"denominator:{part.id}")]
    return cases.group_by(groups).agg(columns)


def exclusions(cases: pl.LazyFrame) -> pl.LazyFrame:
    """How many cases of each la_code and period_row were excluded, for each `reason`."""
    return cases.filter(pl.col("status") == "excluded").group_by(*KEYS, "reason").agg(pl.len().alias("count"))


def with_empty_groups(
    counts: pl.DataFrame, la_codes: Sequence[str], periods: int, by: Sequence[str] = ()
) -> pl.DataFrame:
    """The counts with a row for every authority, period and group: nobody is 0, not an absence.

    Groups that are not known in advance, such as teams, are those in which the authority has a case that
    counts: by name, `not recorded` last.
    """
    full = pl.DataFrame({"la_code": list(la_codes)}, schema={"la_code": pl.String}).join(
        pl.DataFrame({"period_row": range(periods)}, schema={"period_row": pl.UInt32}), how="cross"
    )
    order = full.columns
    occurring = [f"by:{name}" for name in by if groups_of(name) is None]
    if occurring:
        found = counts.filter(pl.col("denominator") > 0).select("la_code", *occurring).unique()
        last = [pl.col(name) == NOT_RECORDED for name in occurring]
        full = full.join(found.sort(*last, *occurring), on="la_code", maintain_order="left_right")
    for name in by:
        if groups := groups_of(name):
            known = pl.DataFrame({f"by:{name}": groups}, schema={f"by:{name}": pl.Enum(groups)})
            full = full.join(known, how="cross")
    full = full.select(*order, *(f"by:{name}" for name in by))
    joined = full.join(counts, on=full.columns, how="left", maintain_order="left")
    return joined.with_columns(pl.exclude([*full.columns, "median", "largest"]).fill_null(0))
