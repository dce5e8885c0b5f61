"""Spark in local mode over the tables of an extract."""

from __future__ import annotations

import importlib.util
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from chatcalc.extracts.extract import Extract
from chatcalc.tables.catalogue import TABLES
from engines.comparing import Figures, rows

SETTINGS: Final = {
    "spark.master": "local[1]",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    # Of tables of a few rows, dividing them and compiling a program a query takes longer than the answer.
    "spark.sql.shuffle.partitions": "1",
    "spark.default.parallelism": "1",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
}
"""A Spark of this machine alone, without its web page, quick to start."""


def missing() -> str:
    """What is not installed that Spark needs; empty where it can run."""
    if importlib.util.find_spec("pyspark") is None:
        return "Spark is not installed (pip: pyspark)"
    java = shutil.which("java", path=os.environ.get("JAVA_HOME", "") + "/bin") or shutil.which("java")
    return "" if java else "Java, which Spark needs, is not installed (apt: default-jre-headless)"


@contextmanager
def session(folder: Path) -> Iterator[Any]:
    """A Spark whose files lie in a folder."""
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.appName("agreement")
    for name, value in {**SETTINGS, "spark.sql.warehouse.dir": str(folder)}.items():
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
