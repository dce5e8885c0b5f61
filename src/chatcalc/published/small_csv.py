"""A small published file: a row an indicator and period, for figures that no large file holds.

    indicator_id,period,la,statistical_neighbours,england,lower_quartile,upper_quartile
    icpc_rate,2017-18,52,58,67,53.875,89.45
    cla_ceased_sgo_pct,2016-17,x,13,12,,

`indicator_id` may name a part, as `id|part`. Further columns that may stand in it: `la_code` (rows of several
authorities in one file), `neighbours_used`, and `position`, used where the quartiles are not known.
"""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import Final

import polars as pl

from chatcalc.published import figures
from chatcalc.published.authorities import UnknownAuthorityError, find_authority
from chatcalc.published.statistics import (
    ENGLAND,
    LA,
    LOWER_QUARTILE,
    NEIGHBOURS_USED,
    POSITION,
    SCHEMA,
    SMALL_CSV,
    STATISTICAL_NEIGHBOURS,
    UPPER_QUARTILE,
    PublishedError,
)

REQUIRED: Final = ("indicator_id", "period")
_NUMBERS: Final = (LA, STATISTICAL_NEIGHBOURS, ENGLAND, LOWER_QUARTILE, UPPER_QUARTILE, NEIGHBOURS_USED)
_POSITIONS: Final = ("Lower", "In range", "Higher")
_QUOTED: Final = 40  # characters of a cell that a message repeats
_COLUMNS: Final = (*REQUIRED, *_NUMBERS, POSITION, "la_code")


def read_small_csv(path: Path) -> pl.DataFrame:
    """Published statistics (`statistics.SCHEMA`) from a small CSV; `measure` is the indicator id.

    Raises:
        PublishedError: An unknown column, a period without a year, a value that is neither a number nor a
            symbol, an unknown authority, or the same figure twice; with the line.
    """
    raw = _read(path)
    checked = raw.with_columns(figures.year_ending(pl.col("period")).alias("year"))
    _refuse(checked, pl.col("year").is_null(), path, "period", "write a year such as 2017-18 or 2014-17")
    for column in _NUMBERS:
        text = pl.col(column)
        wrong = figures.symbol(text).is_not_null() & ~figures.is_symbol(text)
        _refuse(checked, wrong, path, column, "write a number, or a symbol such as x, c or -")
    wrong_position = (pl.col(POSITION) != "") & ~pl.col(POSITION).is_in(_POSITIONS)
    _refuse(checked, wrong_position, path, POSITION, f"write {', '.join(_POSITIONS)} or nothing")
    twice = ~pl.struct("indicator_id", "year", "la_code").is_first_distinct()
    _refuse(checked, twice, path, "indicator_id", "the indicator and period are there twice; delete one row")
    return _tidy(checked, path)


def _read(path: Path) -> pl.DataFrame:
    try:
        raw = pl.read_csv(path, infer_schema=False)
        raw = raw.rename({name: name.strip() for name in raw.columns})
    except (pl.exceptions.PolarsError, OSError) as error:
        raise PublishedError(f"{path.name}: cannot be read as CSV; save it as 'CSV UTF-8'") from error
    _check_columns(raw.columns, path)
    absent = [pl.lit("").alias(column) for column in _COLUMNS if column not in raw.columns]
    rows = (
        raw.with_columns(pl.all().str.strip_chars().fill_null(""))
        .with_columns(absent)
        .with_row_index("line", offset=2)
    )
    rows = rows.filter(pl.any_horizontal(pl.col(*_COLUMNS) != ""))
    codes = {code: _la_code(code, path) for code in rows["la_code"].unique()}
    return rows.with_columns(pl.col("la_code").replace_strict(codes, return_dtype=pl.String))


def _check_columns(columns: list[str], path: Path) -> None:
    for column in REQUIRED:
        if column not in columns:
            raise PublishedError(f"{path.name}, line 1: no column '{column}'")
    for column in columns:
        if column not in _COLUMNS:
            near = difflib.get_close_matches(column, _COLUMNS, n=1)
            hint = f"did you mean '{near[0]}'?" if near else f"known are {', '.join(_COLUMNS)}"
            shown = " ".join(column.split())[:_QUOTED]
            raise PublishedError(f"{path.name}, line 1: unknown column '{shown}'; {hint}")


def _la_code(text: str, path: Path) -> str | None:
    try:
        return find_authority(text).code if text else None
    except UnknownAuthorityError as error:
        raise PublishedError(f"{path.name}, column la_code: {error}") from error


def _refuse(rows: pl.DataFrame, wrong: pl.Expr, path: Path, column: str, what_to_do: str) -> None:
    found = rows.filter(wrong).head(1)
    if found.height:
        text = " ".join(found[column][0].split())[:_QUOTED]
        raise PublishedError(f"{path.name}, line {found['line'][0]}, column {column}: '{text}': {what_to_do}")


def _tidy(rows: pl.DataFrame, path: Path) -> pl.DataFrame:
    printed = pl.col("printed")
    areas = pl.col("level").is_in((LA, ENGLAND))
    digits = pl.when(areas).then(figures.decimals(pl.col("value"))).max()
    return (
        rows.unpivot(
            on=[*_NUMBERS, POSITION],
            index=["indicator_id", "year", "period", "la_code"],
            variable_name="level",
            value_name="printed",
        )
        .filter(printed != "")
        .rename({"indicator_id": "measure"})
        .with_columns(
            pl.lit(SMALL_CSV).alias("origin"),
            figures.period_text(pl.col("period")).alias("period"),
            figures.value(printed).alias("value"),
            figures.symbol(printed).alias("symbol"),
            pl.lit(None).alias("edition"),
            pl.lit(path.name).alias("file"),
        )
        .with_columns(digits.over("measure", "year").fill_null(0).alias("decimals"))
        .select(pl.col(name).cast(dtype) for name, dtype in SCHEMA.items())
    )
