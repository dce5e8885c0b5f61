"""Explore Education Statistics (EES): the CSV files behind DfE's releases, one row a year, area and filter.

Two shapes: a column for each measure (the children in need tables), or columns whose texts say what a row
counts, with a number and a percentage (the looked after tables). Both become one row a figure, whose measure
is named `table | text | ... | heading`, in the words of the newest edition (`ees_tables.yaml`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final, NamedTuple

import polars as pl

from chatcalc.published import figures
from chatcalc.published.areas import region_number
from chatcalc.published.ees_tables import CATEGORY, PLACE_HEADINGS, EesTable, recognised
from chatcalc.published.statistics import EES, ENGLAND, LA, POPULATION, REGION, SCHEMA, PublishedError

CHILDREN_0_17: Final = "children_0_17"
"""The measure of the populations; their year is the year ending 31 March for which rates use them."""

_POPULATION: Final = "population_estimate"
_AGES_0_17: Final = "Children aged 0 to 17 years"
_YEARS: Final = r"_(19|20)\d\d(_to_(19|20)\d\d)?$"
_LEVELS: Final = {"Local authority": LA, "Regional": REGION, "National": ENGLAND}
_WHOLE_YEARS: Final = ("reporting year", "financial year", "calendar year", "academic year")


class EesFile(NamedTuple):
    """What was read of a file.

    Attributes:
        table: The name of the table, as specifications call it.
        frame: Its figures (`statistics.SCHEMA`).
        left_out: Why rows were not read, each with how many.
    """

    table: str
    frame: pl.DataFrame
    left_out: tuple[str, ...]


def measure_name(table: str, texts: Mapping[str, str], heading: str) -> str:
    """What a figure is called in the tidy frame, from the texts of the columns that say what a row counts."""
    return " | ".join([table, *(text for _, text in sorted(texts.items())), heading])


def read_ees(path: Path) -> EesFile:
    """The figures of a file, in the words of the newest edition.

    Mid-year estimates of the population are read too (`origin` population): those of mid-2023 are of the year
    2024, since rates of the year ending 31 March 2024 are per child of June 2023 (convention C13).

    Raises:
        PublishedError: The file is damaged, or lacks a column that every file of EES has.
    """
    raw = _read(path)
    if _POPULATION in raw.columns and "age_group" in raw.columns:
        return _populations(raw, path)
    table = recognised(raw) or EesTable(re.sub(_YEARS, "", path.stem))
    raw = raw.rename({old: new for old, new in table.headings.items() if old in raw.columns})
    kept, left_out = _kept(raw)
    return EesFile(table.name, _tidy(kept, table, path), left_out)


def _read(path: Path) -> pl.DataFrame:
    try:
        raw = pl.read_csv(path, infer_schema=False, encoding="utf8-lossy")
        raw = raw.rename({name: name.strip().lstrip("\ufeff") for name in raw.columns})
    except (pl.exceptions.PolarsError, OSError) as error:
        raise PublishedError(f"{path.name}: cannot be read as CSV; download it again") from error
    missing = [each for each in PLACE_HEADINGS[:3] if each not in raw.columns]
    if missing:
        raise PublishedError(f"{path.name}, line 1: no column '{missing[0]}'")
    absent = [pl.lit("").alias(each) for each in PLACE_HEADINGS if each not in raw.columns]
    return raw.with_columns(pl.all().str.strip_chars().fill_null("")).with_columns(absent)


def _kept(raw: pl.DataFrame) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """The rows of whole years and known areas, with `year`, `level`, `la_code`; and what the others are."""
    level = pl.col("geographic_level").replace_strict(_LEVELS, default=None, return_dtype=pl.String)
    authority = pl.col("old_la_code").str.extract(r"^(\d{3})(?:\.0+)?$")
    placed = raw.with_columns(
        year_ending(pl.col("time_period")).alias("year"),
        level.alias("level"),
        pl.when(level == LA).then(authority).when(level == REGION).then(_region(raw)).alias("la_code"),
    )
    whole = pl.col("time_identifier").str.to_lowercase().is_in(_WHOLE_YEARS) & pl.col("year").is_not_null()
    reasons = {
        "rows that are not of a whole year": ~whole,
        "rows of other levels than England, regions and authorities": level.is_null(),
        "rows of areas without a code": (level != ENGLAND) & pl.col("la_code").is_null(),
    }
    counts = {reason: placed.filter(rows).height for reason, rows in reasons.items()}
    kept = placed.filter(~pl.any_horizontal(*(rows.fill_null(value=True) for rows in reasons.values())))
    return kept, tuple(f"{count:,} {reason}" for reason, count in counts.items() if count)


def year_ending(period: pl.Expr) -> pl.Expr:
    """2024 for `2024` and for `202324`."""
    two_years = period.str.contains(r"^\d{6}$")
    written = pl.when(two_years).then(period.str.replace(r"^(\d{4})(\d{2})$", "$1-$2")).otherwise(period)
    return figures.year_ending(written)


def _region(raw: pl.DataFrame) -> pl.Expr:
    numbers = {name: region_number(name) for name in raw["region_name"].unique()}
    return pl.col("region_name").replace_strict(numbers, return_dtype=pl.String)


def _tidy(kept: pl.DataFrame, table: EesTable, path: Path) -> pl.DataFrame:
    keys = ["year", "level", "la_code"]
    rest = [name for name in kept.columns if name not in (*PLACE_HEADINGS, *keys, CATEGORY)]
    said_by = [name for name in rest if name in table.filters or not _is_measure(kept[name])]
    named = kept.with_columns(pl.col(said_by).replace(dict(table.texts))) if table.texts else kept
    printed = pl.col("printed")
    long = named.unpivot(
        on=[name for name in rest if name not in said_by],
        index=[*keys, *said_by],
        variable_name="heading",
        value_name="printed",
    )
    long = long.with_columns(printed.cast(pl.String)).filter(printed != "")  # no type where nothing is there
    measure = pl.concat_str(pl.lit(table.name), *sorted(said_by), pl.col("heading"), separator=" | ")
    return _finished(long.with_columns(measure.alias("measure")), EES, kept["year"].max(), path)


def _is_measure(column: pl.Series) -> bool:
    """Whether a column holds numbers and symbols only."""
    texts = column.unique().rename("text").to_frame()
    text = pl.col("text")
    return texts.filter(figures.value(text).is_null() & ~figures.is_symbol(text) & (text != "")).is_empty()


def _populations(raw: pl.DataFrame, path: Path) -> EesFile:
    kept, left_out = _kept(raw)
    children = kept.filter(pl.col("age_group") == _AGES_0_17).with_columns(pl.col("year") + 1)
    others = kept.height - children.height
    if others:
        left_out = (*left_out, f"{others:,} rows of other ages than 0 to 17")
    rows = children.with_columns(
        pl.lit(CHILDREN_0_17).alias("measure"), pl.col(_POPULATION).alias("printed")
    ).filter(pl.col("printed") != "")
    table = re.sub(_YEARS, "", path.stem)
    return EesFile(table, _finished(rows, POPULATION, children["year"].max(), path), left_out)


def _finished(rows: pl.DataFrame, origin: str, edition: object, path: Path) -> pl.DataFrame:
    printed, label = pl.col("printed"), pl.col("year").cast(pl.String)
    period = pl.format("mid-{}", pl.col("year") - 1) if origin == POPULATION else figures.period_text(label)
    return (
        rows.with_columns(
            pl.lit(origin).alias("origin"),
            period.alias("period"),
            figures.value(printed).alias("value"),
            figures.symbol(printed).alias("symbol"),
            pl.lit(edition).alias("edition"),
            pl.lit(path.name).alias("file"),
        )
        .with_columns(figures.decimals(pl.col("value")).max().over("measure", "year").alias("decimals"))
        .select(pl.col(name).cast(dtype) for name, dtype in SCHEMA.items())
    )


def is_ees(headings: Iterable[str]) -> bool:
    """Whether a first line is that of a file of EES."""
    return set(PLACE_HEADINGS[:3]) <= {heading.strip().lstrip("\ufeff") for heading in headings}
