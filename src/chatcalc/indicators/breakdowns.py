"""Dimensions by which cases are broken down: sex and age band (clarification 24)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final

import polars as pl

from chatcalc.extracts.extract import Extract
from chatcalc.indicators.related import with_child_columns
from chatcalc.specs.definition import Definition
from chatcalc.tables.dates import age_on

AGE_BANDS: Final = ("unborn", "under 1", "1-4", "5-9", "10-15", "16-17", "18+", "unknown")
SEXES: Final = ("male", "female", "other or unknown")


def with_dimensions(
    frame: pl.LazyFrame, definition: Definition, extract: Extract, by: Iterable[str]
) -> pl.LazyFrame:
    """The cases with a column `by:NAME` for each dimension asked for."""
    wanted = list(dict.fromkeys(by))
    if not wanted:
        return frame
    read = sorted({column for name in wanted for column in DIMENSIONS[name][0]})
    absent = [column for column in read if f"child.{column}" not in frame.collect_schema().names()]
    frame = with_child_columns(frame, extract, absent) if absent else frame
    return frame.with_columns(DIMENSIONS[name][1](definition).alias(f"by:{name}") for name in wanted)


def _sex(_definition: Definition) -> pl.Expr:
    groups = {"M": "male", "F": "female"}
    return (
        pl.col("child.sex")
        .replace_strict(groups, default="other or unknown", return_dtype=pl.String)
        .cast(pl.Enum(SEXES))
    )


def _age_band(definition: Definition) -> pl.Expr:
    """The band at the snapshot for stocks, at the event for events."""
    event = definition.period.start if definition.period.kind == "during" else None
    day = pl.col(event or "period_end")
    age = age_on(pl.col("child.date_of_birth"), day)
    band = (
        pl.when(pl.col("child.unborn").fill_null(value=False) | (age < 0))
        .then(pl.lit("unborn"))
        .when(age.is_null())
        .then(pl.lit("unknown"))
        .when(age < 1)
        .then(pl.lit("under 1"))
        .when(age <= 4)
        .then(pl.lit("1-4"))
        .when(age <= 9)
        .then(pl.lit("5-9"))
        .when(age <= 15)
        .then(pl.lit("10-15"))
        .when(age <= 17)
        .then(pl.lit("16-17"))
        .otherwise(pl.lit("18+"))
    )
    return band.cast(pl.Enum(AGE_BANDS))


DIMENSIONS: Final[Mapping[str, tuple[tuple[str, ...], Callable[[Definition], pl.Expr]]]] = {
    "sex": (("sex",), _sex),
    "age_band": (("date_of_birth", "unborn"), _age_band),
}
GROUPS: Final[Mapping[str, tuple[str, ...]]] = {"sex": SEXES, "age_band": AGE_BANDS}
