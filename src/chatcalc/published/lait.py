"""DfE's LAIT long file: the Local Authority Interactive Tool, one row a measure, year and area."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Final

import polars as pl

from chatcalc.published import figures
from chatcalc.published.statistics import ENGLAND, LA, LAIT, REGION, SCHEMA, PublishedError
from chatcalc.specs.checks import lait_measures

COLUMNS: Final = ("Short Desc", "Years", "LA Number", "Values")
_ENGLAND_NUMBER: Final = 970  # regions have the numbers after it, authorities those before


def read_lait(path: Path, measures: Collection[str] | None = None) -> pl.DataFrame:
    """Published statistics (`statistics.SCHEMA`) from the LAIT long file, Parquet or CSV.

    Only the measures asked for are read: the file holds over 300. LAIT folds every suppressed, blank and
    inapplicable figure into `-`, which is kept as the symbol.

    Args:
        path: The file.
        measures: Short names such as `Continue_Assess_Comp`; None reads all.

    Raises:
        PublishedError: A column is missing or the file is damaged.
    """
    try:
        return _tidy(_scan(path), path, measures).collect()
    except (pl.exceptions.PolarsError, OSError) as error:
        raise PublishedError(f"{path.name}: cannot be read as a LAIT file; download it again") from error


def lait_left_out(path: Path, measures: Collection[str]) -> tuple[str, ...]:
    """What `read_lait` leaves out of a file, and why.

    Raises:
        PublishedError: The file is damaged.
    """
    ours = pl.col("Short Desc").is_in(list(measures))
    no_year = figures.year_ending(pl.col("Years").cast(pl.String)).is_null()
    others = pl.col("Short Desc").filter(~ours).n_unique()
    try:
        counts = _scan(path).select(others, (ours & no_year).sum().alias("no_year")).collect().row(0)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise PublishedError(f"{path.name}: cannot be read as a LAIT file; download it again") from error
    reasons = ("measures that are not about children's services", "rows without a year")
    return tuple(f"{count:,} {reason}" for count, reason in zip(counts, reasons, strict=True) if count)


def _scan(path: Path) -> pl.LazyFrame:
    with path.open("rb") as file:
        is_parquet = file.read(4) == b"PAR1"
    if is_parquet:
        return pl.scan_parquet(path)
    return pl.scan_csv(path, infer_schema=False, encoding="utf8-lossy")


def _tidy(raw: pl.LazyFrame, path: Path, measures: Collection[str] | None) -> pl.LazyFrame:
    missing = [column for column in COLUMNS if column not in raw.collect_schema().names()]
    if missing:
        raise PublishedError(f"{path.name}: the LAIT file has no column '{missing[0]}'")
    edition = _edition(raw)
    if measures is not None:
        raw = raw.filter(pl.col("Short Desc").is_in(list(measures)))
    number = pl.col("LA Number").cast(pl.Float64, strict=False).cast(pl.Int32)
    label, printed = pl.col("Years").cast(pl.String), pl.col("Values").cast(pl.String)
    return (
        raw.select(
            pl.lit(LAIT).alias("origin"),
            pl.col("Short Desc").alias("measure"),
            figures.year_ending(label).alias("year"),
            figures.period_text(label).alias("period"),
            _level(number).alias("level"),
            pl.when(number != _ENGLAND_NUMBER).then(number.cast(pl.String).str.zfill(3)).alias("la_code"),
            figures.value(printed).alias("value"),
            figures.symbol(printed).alias("symbol"),
            pl.lit(edition).alias("edition"),
            pl.lit(path.name).alias("file"),
        )
        .filter(pl.col("year").is_not_null() & pl.col("level").is_not_null())
        .with_columns(figures.decimals(pl.col("value")).max().over("measure", "year").alias("decimals"))
        .select(pl.col(name).cast(dtype) for name, dtype in SCHEMA.items())
    )


def _edition(raw: pl.LazyFrame) -> int | None:
    """The newest year of a measure of children's services, since LAIT is published as a whole."""
    ours = pl.col("Short Desc").is_in(list(lait_measures()))
    year = figures.year_ending(pl.col("Years").cast(pl.String))
    newest = (
        raw.group_by("Years", ours.alias("ours"))
        .len()
        .select(ours=year.filter("ours").max(), every=year.max())
    )
    ours_newest, every = newest.collect().row(0)
    return ours_newest or every  # type: ignore[no-any-return]


def _level(number: pl.Expr) -> pl.Expr:
    return (
        pl.when(number < _ENGLAND_NUMBER)
        .then(pl.lit(LA))
        .when(number == _ENGLAND_NUMBER)
        .then(pl.lit(ENGLAND))
        .when(number > _ENGLAND_NUMBER)
        .then(pl.lit(REGION))
    )
