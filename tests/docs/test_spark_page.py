"""The scripts of the page on Spark are run as they stand there, and give the figures of a report."""

from __future__ import annotations

import csv
import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from engines import in_spark

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/how-to/run-on-spark.md").read_text(encoding="utf-8")
SCRIPTS = dict(re.findall(r"^```python file=(\S+)\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE))

Figures = dict[tuple[str, str], tuple[float | None, float | None]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder after the first two steps: tables and queries."""
    folder = tmp_path_factory.mktemp("spark")
    (folder / "sample_data").symlink_to(ROOT / "sample_data")
    (command,) = re.findall(r"^```sh\nchatcalc (.*)\n```$", PAGE, re.MULTILINE)
    for name, text in SCRIPTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    run(folder, "-m", "chatcalc", *shlex.split(command))
    run(folder, "write_queries.py")
    return folder


def run(folder: Path, *arguments: str, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_tables_and_queries_are_written(folder: Path) -> None:
    assert set(SCRIPTS) == {"write_queries.py", "on_spark.py"}
    assert (folder / "tables/annex_a/assessments.parquet").is_file()
    written = {path.stem for path in (folder / "queries").glob("*.sql")}
    assert written == set(re.findall(r'"(\w+_\w+)"', SCRIPTS["write_queries.py"].partition("OPTIONS")[0]))


@pytest.mark.skipif(bool(in_spark.missing()), reason=in_spark.missing())
def test_spark_gives_the_figures_of_a_report(folder: Path) -> None:
    settings = "\n".join(f"{name} {value}" for name, value in in_spark.SETTINGS.items())
    (folder / "spark-defaults.conf").write_text(settings, encoding="utf-8")
    run(folder, "on_spark.py", SPARK_CONF_DIR=str(folder), PYSPARK_PYTHON=sys.executable)
    (file,) = (folder / "figures").glob("part-*.csv")
    found = from_spark(file)
    wanted = [word for id_ in {id_ for id_, _ in found} for word in ("-i", id_)]
    config = ["--config", str(ROOT / "sample_data" / "chatcalc.toml")]
    report = run(folder, "-m", "chatcalc", "report", *config, "-q", "-f", "json", *wanted)
    assert found == of_report(json.loads(report))
    assert len(found) > len(wanted) / 2, "one of them has parts"


def from_spark(file: Path) -> Figures:
    with file.open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    assert {row["la_code"] for row in rows} == {"878"}
    return {
        (row["indicator"], row["part"]): (number(row["numerator"]), number(row["denominator"]))
        for row in rows
    }


def of_report(report: dict[str, list[dict[str, Any]]]) -> Figures:
    """An indicator that is all parts has no figure of its own."""
    found: Figures = {}
    for one in report["indicators"]:
        own = [] if one["numerator"] is None else [("", one)]
        for part, each in [*own, *((each["id"], each) for each in one["parts"])]:
            found[one["id"], part] = (number(each["numerator"]), number(each["denominator"]))
    return found


def number(value: object) -> float | None:
    return None if value in (None, "") else float(str(value))
