"""DuckDB over the tables of an extract."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from chatcalc.extracts.extract import Extract
from chatcalc.tables.catalogue import TABLES
from engines.comparing import Figures, rows

ROW_ORDER = "row_order"


@contextmanager
def database(extract: Extract) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database with every canonical table, and in each `row_order`, the number of the row."""
    with duckdb.connect() as connection:
        for name in TABLES:
            connection.register("frame", extract.table(name).with_row_index(ROW_ORDER).to_arrow())
            connection.execute(f"CREATE TABLE {name} AS SELECT * FROM frame")
            connection.unregister("frame")
        yield connection


def run(connection: duckdb.DuckDBPyConnection, query: str) -> Figures:
    """The figures that a query gives."""
    found = connection.execute(query)
    names = [column[0] for column in found.description or ()]
    return rows(names, found.fetchall())
