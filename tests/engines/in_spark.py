"""Spark in local mode over the tables of an extract."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from chatcalc.extracts.extract import Extract
from chatcalc.tables.catalogue import TABLES
from engines.comparing import Figures, rows


@contextmanager
def session(folder: Path) -> Iterator[Any]:
    """A Spark of this machine alone, without its web page."""
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[2]").appName("agreement")
    settings = {
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.sql.warehouse.dir": str(folder),
    }
    for name, value in settings.items():
        builder = builder.config(name, value)
    started = builder.getOrCreate()
    started.sparkContext.setLogLevel("ERROR")
    try:
        yield started
    finally:
        started.stop()


def load(spark: Any, extract: Extract, folder: Path) -> None:
    """Every canonical table as a view, with `row_order`, the number of the row."""
    for name in TABLES:
        file = folder / f"{name}.parquet"
        extract.table(name).with_row_index("row_order").write_parquet(file)
        spark.read.parquet(str(file)).createOrReplaceTempView(name)


def run(spark: Any, query: str) -> Figures:
    """The figures that a query gives."""
    found = spark.sql(query)
    return rows(found.columns, [tuple(row) for row in found.collect()])
