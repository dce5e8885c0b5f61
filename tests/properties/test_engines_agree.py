"""Every built-in specification from every source: the query that `specs sql` prints gives what Polars gives.

DuckDB always runs, PostgreSQL and Spark where they are installed; Spark, a second or more for a query,
on as few definitions as hold all that queries are made of, on all with CHATCALC_FUZZ=1. T-SQL, Oracle and
Databricks are not run here: sqlglot reads their queries back (`tests/indicators/test_sql.py`), and what sets
T-SQL and Oracle apart (flags of 1 and 0, text for lists, GREATEST without missing values) runs in DuckDB.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import polars as pl
import pytest

from chatcalc.expressions import to_sql
from chatcalc.extracts.extract import Extract
from chatcalc.extracts.reading import read_extracts
from chatcalc.indicators.periods import months_ending
from chatcalc.indicators.sql.naming import Given
from chatcalc.indicators.sql.query import FILE_ORDER, sql_query
from chatcalc.specs.definition import Definition
from chatcalc.specs.loading import load_specs
from chatcalc.tables.catalogue import TABLES
from engines import in_duckdb, in_postgres, in_spark
from engines.comparing import POPULATION, differences, figures
from engines.random_tables import AS_AT, codes_of, random_extract
from reference.fuzzing import FUZZ, seeds

ORACLE = Path(__file__).parents[1] / "oracle" / "input"
UNUSUAL = Path(__file__).parents[1] / "engines" / "unusual.yaml"
INPUTS = {
    "cin_census": [ORACLE / "cin_2023.xml", ORACLE / "cin_2024.xml"],
    "ssda903": [ORACLE / "ssda903"],
    "annex_a": [ORACLE / "annex_a"],
}
PERIODS = [months_ending(AS_AT, 12), months_ending(dt.date(2023, 9, 30), 6)]
DEFINITIONS = [d for each in load_specs().indicators.values() for d in each.definitions.values()]
NAMES = [f"{definition.spec.id}-{definition.source}" for definition in DEFINITIONS]
_WORD = re.compile(rf"(?<!')\b(?:[A-Z_]{{2,}}|{'|'.join(TABLES)})\b")
"""A word of SQL, a function or a table in a query: what is in quotes, or named by a definition, is none."""
CODES = codes_of(DEFINITIONS)


def query(definition: Definition, extract: Extract, dialect: str, order: tuple[str, ...]) -> str:
    given = Given(PERIODS, POPULATION, extract.known_from)
    return sql_query(definition, given, dialect, row_order=order)


def an_extract(seed: int) -> Extract:
    return random_extract(Random(seed), CODES, "annex_a")


@pytest.fixture(scope="module")
def random_databases() -> Iterator[list[tuple[Extract, Any]]]:
    extracts = [an_extract(seed) for seed in seeds(2)]
    opened = [in_duckdb.open_database(extract) for extract in extracts]
    yield list(zip(extracts, opened, strict=True))
    for database in opened:
        database.close()


@pytest.mark.parametrize("definition", DEFINITIONS, ids=NAMES)
def test_duckdb_agrees_on_random_tables(
    definition: Definition, random_databases: list[tuple[Extract, Any]]
) -> None:
    for extract, database in random_databases:
        found = in_duckdb.run(database, query(definition, extract, "duckdb", (in_duckdb.ROW_ORDER,)))
        assert not differences(figures(definition, extract, PERIODS), found)


@pytest.mark.parametrize("source", INPUTS)
@pytest.mark.parametrize("order", [FILE_ORDER, (in_duckdb.ROW_ORDER,)], ids=["by place", "by row"])
def test_duckdb_agrees_on_real_formats(source: str, order: tuple[str, ...]) -> None:
    """The made-up authority of the oracle; here the place in the files alone settles every tie."""
    (extract,) = read_extracts(INPUTS[source])
    database = in_duckdb.open_database(extract)
    wrong = {}
    for definition in DEFINITIONS:
        if definition.source == source:
            found = in_duckdb.run(database, query(definition, extract, "duckdb", order))
            wrong[definition.spec.id] = differences(figures(definition, extract, PERIODS), found)
    database.close()
    assert {id_: lines for id_, lines in wrong.items() if lines} == {}


def test_queries_without_booleans_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    """What sets T-SQL and Oracle apart, dates aside, in DuckDB: flags are numbers, lists text."""
    oracle = to_sql.DIALECTS["oracle"]
    bare = replace(to_sql.DIALECTS["duckdb"], booleans=False, extreme=oracle.extreme, holds=oracle.holds)
    monkeypatch.setitem(to_sql.DIALECTS, "duckdb", bare)  # type: ignore[arg-type]
    extract = an_extract(7)
    database = in_duckdb.open_database(
        replace(extract, tables={n: plain(t) for n, t in extract.tables.items()})
    )
    wrong = {}
    for definition, name in zip(DEFINITIONS, NAMES, strict=True):
        found = in_duckdb.run(database, query(definition, extract, "duckdb", (in_duckdb.ROW_ORDER,)))
        wrong[name] = differences(figures(definition, extract, PERIODS), found)
    database.close()
    assert {id_: lines for id_, lines in wrong.items() if lines} == {}


@pytest.mark.parametrize("dialect", ["duckdb", "postgres"])
def test_what_no_built_in_specification_does(
    dialect: str, random_databases: list[tuple[Extract, Any]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A median, the first of several flags, values of related rows, a limit with decimals."""
    loaded = load_specs([UNUSUAL], builtin=False)
    assert not loaded.problems
    (definition,) = loaded.indicators["unusual_median"].definitions.values()
    if dialect == "postgres" and in_postgres.programs() is None:
        pytest.skip("PostgreSQL is not installed (apt: postgresql)")
    for extract, database in random_databases:
        text = query(definition, extract, dialect, (in_duckdb.ROW_ORDER,))
        if dialect == "duckdb":
            found = in_duckdb.run(database, text)
        else:
            with in_postgres.server(in_postgres.open_folder(tmp_path_factory)) as server:
                server.load(extract)
                found = server.run(text)
        expected = figures(definition, extract, PERIODS)
        assert any(figure[1] for figure in expected.values())
        assert not differences(expected, found)


def plain(table: pl.DataFrame) -> pl.DataFrame:
    """A table as a warehouse without Booleans and lists has it."""
    return table.with_columns(pl.col(pl.Boolean).cast(pl.Int64), pl.col(pl.List(pl.String)).list.join(","))


def test_the_tables_meet_the_conditions(random_databases: list[tuple[Extract, Any]]) -> None:
    """Figures of 0 of 0 would agree whatever the query says."""
    missed = set(NAMES)
    for extract in [extract for extract, _ in random_databases] + [
        extract for paths in INPUTS.values() for extract in read_extracts(paths)
    ]:
        for definition, name in zip(DEFINITIONS, NAMES, strict=True):
            if name in missed and any(map(_says_something, figures(definition, extract, PERIODS).values())):
                missed.remove(name)
    assert missed == set()


def _says_something(sides: tuple[float | None, ...]) -> bool:
    """A numerator; a median and a largest have none, and say something where they are of a case."""
    numerator, denominator, *_ = sides
    return bool(denominator if numerator is None else numerator)


@pytest.mark.skipif(in_postgres.programs() is None, reason="PostgreSQL is not installed (apt: postgresql)")
def test_postgres_agrees(tmp_path_factory: pytest.TempPathFactory) -> None:
    with in_postgres.server(in_postgres.open_folder(tmp_path_factory)) as server:
        extract = an_extract(11)
        server.load(extract)
        wrong = {}
        for definition, name in zip(DEFINITIONS, NAMES, strict=True):
            found = server.run(query(definition, extract, "postgres", ("row_order",)))
            wrong[name] = differences(figures(definition, extract, PERIODS), found)
    assert {name: lines for name, lines in wrong.items() if lines} == {}


@pytest.mark.filterwarnings("ignore")
@pytest.mark.skipif(bool(in_spark.missing()), reason=in_spark.missing())
def test_spark_agrees(tmp_path: Path) -> None:
    extract = an_extract(11)
    queries = {
        name: query(definition, extract, "spark", ("row_order",))
        for definition, name in zip(DEFINITIONS, NAMES, strict=True)
    }
    wanted = NAMES if FUZZ else fewest_that_say_all(queries)
    wrong = {}
    with in_spark.session(tmp_path / "warehouse") as spark:
        in_spark.load(spark, extract, tmp_path)
        for definition, name in zip(DEFINITIONS, NAMES, strict=True):
            if name in wanted:
                found = in_spark.run(spark, queries[name])
                wrong[name] = differences(figures(definition, extract, PERIODS), found)
    assert {name: lines for name, lines in wrong.items() if lines} == {}


def fewest_that_say_all(queries: Mapping[str, str]) -> list[str]:
    """Some of the queries that together hold every word of SQL, function and table that any of them does.

    Each in turn is the one with the most words still to come, and of these the shortest.
    """
    words = {name: set(_WORD.findall(text)) for name, text in queries.items()}
    missing, taken = set().union(*words.values()), list[str]()
    while missing:
        taken.append(min(words, key=lambda name: (-len(words[name] & missing), len(queries[name]))))
        missing -= words[taken[-1]]
    return taken


def test_few_queries_say_all() -> None:
    taken = fewest_that_say_all({"a": "SELECT x FROM referrals", "b": "SELECT MAX(y)", "c": "MAX(SELECT)"})
    assert taken == ["a", "c"]
    assert fewest_that_say_all({}) == []
