"""The tasks of `bench_england` that have a process of their own: folders come in on standard input.

python -m benchmarks.england_tasks calculate|five|years < folders
"""

from __future__ import annotations

import datetime as dt
import json
import resource
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import polars.selectors as cs

from benchmarks.bench_cin import FIVE
from benchmarks.bench_cin import TABLES as FIVE_TABLES
from benchmarks.five_in_pandas import Count, five_in_pandas
from benchmarks.measuring import seconds
from chatcalc.extracts.extract import Extract
from chatcalc.extracts.reading import read_extracts
from chatcalc.indicators.calculation import calculate
from chatcalc.indicators.jobs import Request
from chatcalc.indicators.periods import months_ending
from chatcalc.indicators.results import Result
from chatcalc.indicators.sql.naming import Given
from chatcalc.indicators.sql.query import sql_query
from chatcalc.specs.definition import Indicator
from chatcalc.specs.loading import load_specs
from chatcalc.tables.catalogue import TABLES as CATALOGUE
from chatcalc.tables.columns import CIN_CENSUS

LAST_DAY = dt.date(2018, 3, 31)
MONTHS = 18
POPULATION = 80_000
YEARS = 10
REQUEST = Request(as_at=LAST_DAY, population=POPULATION, trend=MONTHS)


def calculated(folders: Sequence[Path]) -> dict[str, float]:
    indicators = list(load_specs().indicators.values())
    start = time.perf_counter()
    extracts = read_extracts(folders)
    read = time.perf_counter()
    results = calculate(indicators, extracts, REQUEST)
    return {
        "read": read - start,
        "calculated": time.perf_counter() - read,
        "indicators": len({result.id for result in results if result.figure.denominator is not None}),
    }


def five(folders: Sequence[Path]) -> dict[str, float]:
    """The five indicators of all authorities as if they were one, in three ways that must agree."""
    census = as_one(next(each for each in read_extracts(folders) if each.source == CIN_CENSUS))
    specs = load_specs().indicators
    indicators = [specs[name] for name in FIVE]
    tables = {name: census.table(name).to_pandas(date_as_object=False) for name in FIVE_TABLES}
    first, last = pd.Timestamp(LAST_DAY - dt.timedelta(days=364)), pd.Timestamp(LAST_DAY)
    database = in_duckdb(census)
    queries = {each.id: query(each) for each in indicators}
    work: dict[str, Callable[[], dict[str, Count]]] = {
        "chatcalc": lambda: counts(calculate(indicators, [census], replace(REQUEST, trend=0))),
        "pandas": lambda: five_in_pandas(tables, first, last, POPULATION),
        "duckdb": lambda: {name: counted(database, text) for name, text in queries.items()},
    }
    figures = [each() for each in work.values()]
    assert figures.count(figures[0]) == len(figures), figures
    return dict(zip(work, seconds(*work.values(), times=3), strict=True))


def as_one(extract: Extract) -> Extract:
    """One authority, in which a child's id begins with the authority it was of."""
    one = pl.concat_str("la_code", "child_id").alias("child_id")
    tables = {
        name: frame.with_columns(one, pl.lit("100").alias("la_code"))
        for name, frame in extract.tables.items()
    }
    return replace(extract, tables=tables, la_codes=("100",))


def counts(results: Sequence[Result]) -> dict[str, Count]:
    return {each.id: (int(each.figure.numerator or 0), int(each.figure.denominator or 0)) for each in results}


def in_duckdb(extract: Extract) -> duckdb.DuckDBPyConnection:
    database = duckdb.connect()
    for name in CATALOGUE:
        database.register("frame", extract.table(name).with_row_index("row_order").to_arrow())
        database.execute(f"CREATE TABLE {name} AS SELECT * FROM frame")  # noqa: S608
        database.unregister("frame")
    return database


def query(indicator: Indicator) -> str:
    given = Given([months_ending(LAST_DAY, 12)], POPULATION)
    return sql_query(indicator.definitions[CIN_CENSUS], given, "duckdb", row_order=("row_order",))


def counted(database: duckdb.DuckDBPyConnection, text: str) -> Count:
    found = database.execute(text)
    names = [column[0] for column in found.description or ()]
    row = dict(zip(names, found.fetchall()[0], strict=True))
    return int(row["numerator"]), int(row["denominator"])


def years(folders: Sequence[Path]) -> dict[str, float]:
    """Ten years of other children with the same histories, each a year earlier."""
    extracts = [over_years(each) for each in read_extracts(folders)]
    indicators = list(load_specs().indicators.values())
    start = time.perf_counter()
    calculate(indicators, extracts, REQUEST)
    return {
        "calculated": time.perf_counter() - start,
        "rows": sum(frame.height for each in extracts for frame in each.tables.values()),
    }


def over_years(extract: Extract) -> Extract:
    def earlier(frame: pl.DataFrame, by: int) -> pl.DataFrame:
        return frame.with_columns(
            pl.col("child_id") + f"-{by}", cs.date().dt.offset_by(f"-{12 * by}mo") if by else cs.date()
        )

    tables = {
        name: pl.concat([earlier(frame, by) for by in range(YEARS)]) for name, frame in extract.tables.items()
    }
    return replace(extract, tables=tables)


def peak() -> float:
    """The most memory this process held, in MB."""
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return held / 1e6 if sys.platform == "darwin" else held / 1024


if __name__ == "__main__":
    task = {"calculate": calculated, "five": five, "years": years}[sys.argv[1]]
    told = task([Path(line) for line in sys.stdin.read().split("\n")])
    print(json.dumps({**told, "megabytes": peak()}))
