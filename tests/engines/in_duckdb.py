"""DuckDB over the tables of an extract."""

from __future__ import annotations

import duckdb

from chatcalc.extracts.extract import Extract
from chatcalc.tables.catalogue import TABLES
from engines.comparing import Figures, rows

ROW_ORDER = "row_order"


def open_database(extract: Extract) -> duckdb.DuckDBPyConnection:
    """A database with every canonical table, and in each `row_order`, the number of the row."""
    connection = duckdb.connect()
    for name in TABLES:
        connection.register("frame", extract.table(name).with_row_index(ROW_ORDER).to_arrow())
        connection.execute(f"CREATE TABLE {name} AS SELECT * FROM frame")
        connection.unregister("frame")
    return connection


def run(connection: duckdb.DuckDBPyConnection, query: str) -> Figures:
    """The figures that a query gives."""
    found = connection.execute(query)
    names = [column[0] for column in found.description or ()]
    return rows(names, found.fetchall())
