"""Devon's published positions of 2017-18, through the command line, from the file as DfE publishes it."""

from __future__ import annotations

import csv
import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from chatcalc.cli.main import app

TESTS = Path(__file__).parents[1]
CENSUSES = [TESTS / "oracle" / "input" / name for name in ("cin_2023.xml", "cin_2024.xml")]
with (TESTS / "comparison" / "devon_quartiles_2018.csv").open(encoding="utf-8", newline="") as file:
    ROWS = [row for row in csv.DictReader(file) if row["year_ending_march"] == "2018"]
HELD = [row for row in ROWS if row["indicator_id"] != "assessments_completed_rate"]  # LAIT does not hold it


@cache
def published(lait: Path, *options: str) -> dict[str, Any]:
    arguments = ["report", *map(str, CENSUSES), "--as-at", "2024-03-31", "--la", "878", "-f", "json"]
    arguments += ["--published", str(lait / "bds_long_0.parquet"), "--published-until", "2018", *options]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0, result.stderr
    return {each["id"]: each["published"] for each in json.loads(result.stdout)["indicators"]}


def test_ten_rows_are_held() -> None:
    assert len(HELD) == 10


@pytest.mark.parametrize("row", HELD, ids=lambda row: row["indicator_id"])
def test_position_and_quartiles(lait_folder: Path, row: dict[str, str]) -> None:
    found = published(lait_folder)[row["indicator_id"]]
    assert found["period"] == "2017-18"
    assert found["la"] == pytest.approx(float(row["published_la"]))
    assert found["lower_quartile"] == pytest.approx(float(row["lower_quartile"]))
    assert found["upper_quartile"] == pytest.approx(float(row["upper_quartile"]))
    assert found["position"] == row["position"]


@pytest.mark.parametrize("row", HELD, ids=lambda row: row["indicator_id"])
def test_position_as_chat_printed_it(lait_folder: Path, row: dict[str, str]) -> None:
    found = published(lait_folder, "--chat-compat")[row["indicator_id"]]
    assert found["lower_quartile"] == pytest.approx(float(row["lower_quartile_missing_as_zero"]))
    assert found["upper_quartile"] == pytest.approx(float(row["upper_quartile_missing_as_zero"]))
    assert found["position"] == row["position_missing_as_zero"] == row["printed_position"]
