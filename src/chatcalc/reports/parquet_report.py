"""A report as tidy Parquet, for Power BI and the like: the rows of the CSV with types, and the run beside."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from typing import Final

import polars as pl

from chatcalc.reports.csv import COLUMNS, tidy_rows
from chatcalc.reports.disclosure import Publishable
from chatcalc.reports.json import run_content

MANIFEST_KEY: Final = "chatcalc.run"

_TYPES: Final[Mapping[str, type[pl.DataType]]] = {
    "period_start": pl.Date,
    "period_end": pl.Date,
    "numerator": pl.Float64,
    "denominator": pl.Float64,
    "value": pl.Float64,
    "unknown": pl.Int64,
    "excluded": pl.Int64,
    "direction_is_good": pl.Boolean,
    "published_la": pl.Float64,
    "published_statistical_neighbours": pl.Float64,
    "published_neighbours_used": pl.Int64,
    "published_england": pl.Float64,
    "published_lower_quartile": pl.Float64,
    "published_upper_quartile": pl.Float64,
    "published_rank": pl.Int64,
    "published_of": pl.Int64,
    "published_region": pl.Float64,
    "published_group": pl.Float64,
    "published_group_used": pl.Int64,
    "published_edition": pl.Int64,
    "interval_low": pl.Float64,
    "interval_high": pl.Float64,
    "direction_within_chance": pl.Boolean,
    "target": pl.Float64,
    "target_tolerance": pl.Float64,
    "baseline_as_at": pl.Date,
    "baseline_numerator": pl.Float64,
    "baseline_denominator": pl.Float64,
    "baseline_value": pl.Float64,
    "change": pl.Float64,
    "quarter_earlier_value": pl.Float64,
    "quarter_change": pl.Float64,
    "year_earlier_value": pl.Float64,
    "year_change": pl.Float64,
    "commentary_date": pl.Date,
    "commentary_generated": pl.Boolean,
}
_FLAGS: Final = ("direction_is_good", "direction_within_chance", "commentary_generated")
SCHEMA: Final[Mapping[str, type[pl.DataType]]] = {name: _TYPES.get(name, pl.String) for name in COLUMNS}


def to_parquet(publishable: Publishable) -> bytes:
    """The columns and rows of `to_csv`, dates as dates and numbers as numbers, absent figures null.

    The file's metadata holds the run under `chatcalc.run`, as the JSON report gives it: snapshot, period,
    authority, version, and each input with its kind and SHA-256.
    """
    file = io.BytesIO()
    manifest = json.dumps(run_content(publishable.report.run), ensure_ascii=False, default=str)
    tidy_frame(publishable).write_parquet(file, metadata={MANIFEST_KEY: manifest})
    return file.getvalue()


def tidy_frame(publishable: Publishable) -> pl.DataFrame:
    """A row for each indicator or part, authority, period and breakdown value (`SCHEMA`)."""
    report = publishable.report
    rows = [row for line in report.indicators for row in tidy_rows(line, report.run)]
    read_as: dict[str, type[pl.DataType]] = {**SCHEMA, **dict.fromkeys(_FLAGS, pl.String)}
    return pl.DataFrame(rows, schema=read_as).with_columns(pl.col(_FLAGS) == "true")
