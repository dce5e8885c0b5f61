from __future__ import annotations

import csv
import datetime as dt
import io
import json

import polars as pl

from chatcalc.reports.csv import COLUMNS, to_csv
from chatcalc.reports.parquet_report import MANIFEST_KEY, to_parquet
from reports.examples import REPORT, publishable

FILE = io.BytesIO(to_parquet(publishable()))
FRAME = pl.read_parquet(FILE)


def test_columns_and_rows_are_those_of_the_csv():
    expected = list(csv.DictReader(io.StringIO(to_csv(publishable()))))
    assert tuple(FRAME.columns) == COLUMNS
    assert FRAME.height == len(expected)
    for row, text in zip(FRAME.iter_rows(named=True), expected, strict=True):
        for name in COLUMNS:
            assert same(row[name], text[name]), name


def same(value: object, text: str) -> bool:
    match value:
        case None:
            return text == ""
        case bool():
            return text == str(value).lower()
        case float():
            return float(text) == value
    return str(value) == text


def test_dates_numbers_and_flags_have_types():
    assert FRAME.schema["period_end"] == pl.Date
    assert FRAME.schema["direction_is_good"] == pl.Boolean
    assert FRAME["period_end"].max() == dt.date(2018, 12, 31)
    assert FRAME["value"].dtype == FRAME["published_la"].dtype == pl.Float64


def test_the_metadata_holds_the_run():
    run = json.loads(pl.read_parquet_metadata(FILE)[MANIFEST_KEY])
    assert run["as_at"] == "2018-12-31"
    assert run["la"] == {"code": "878", "name": "Devon"}
    assert [each["sha256"] for each in run["inputs"]] == ["ab12"]


def test_the_same_report_gives_the_same_bytes():
    assert to_parquet(publishable()) == to_parquet(publishable(REPORT))
