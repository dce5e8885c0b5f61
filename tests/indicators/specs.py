"""Small specifications and extracts for tests of the calculation."""

from __future__ import annotations

import datetime as dt
import tempfile
import textwrap
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from chatcalc.extracts.extract import Extract
from chatcalc.indicators.results import Period
from chatcalc.specs.definition import Indicator
from chatcalc.specs.loading import load_specs
from chatcalc.tables.catalogue import TABLES

HEAD = """\
id: sample
title: Sample
family: assessments
unit: percent
polarity: none
summary: Sample.
source: [{name: None, publisher: None}]
"""
YEAR = Period(dt.date(2023, 4, 1), dt.date(2024, 3, 31))


def indicator(text: str) -> Indicator:
    """The indicator of a specification whose head may be replaced key by key."""
    body = textwrap.dedent(text)
    given = {line.partition(":")[0] for line in body.splitlines()}
    head = "".join(line for line in HEAD.splitlines(keepends=True) if line.partition(":")[0] not in given)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sample.yaml"
        path.write_text(head + body, encoding="utf-8")
        specs = load_specs([path], builtin=False)
    (found,) = specs.indicators.values()
    return found


def extract(
    source: str = "cin_census", las: Sequence[str] = ("201",), **tables: Sequence[Mapping[str, Any]]
) -> Extract:
    """An extract; dates may be written as text, and the authority is the first where none is given."""
    frames = {}
    for name, rows in tables.items():
        dtypes = TABLES[name].dtypes
        full = [
            {
                column: _value(({"la_code": las[0]} | dict(row)).get(column), dtypes[column])
                for column in dtypes
            }
            for row in rows
        ]
        frames[name] = pl.DataFrame(full, schema=dtypes)
    return Extract(source, frames, {}, None, la_codes=tuple(las))


def _value(value: Any, dtype: pl.DataType) -> Any:
    return dt.date.fromisoformat(value) if dtype == pl.Date and isinstance(value, str) else value
