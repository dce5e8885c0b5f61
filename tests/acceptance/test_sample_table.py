"""The sample authority prints the ChAT table of Devon of 31 December 2018, row by row.

`devon_chat_2018.csv` holds the 23 rows as printed in Appendix 2 of Devon County Council's self-evaluation of
2018.
"""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from chatcalc.cli.main import app

ROOT = Path(__file__).parents[2]
CONFIG = str(ROOT / "sample_data" / "chatcalc.toml")
WITHOUT_QUARTILES = {
    "remained_cla_to_18_pct",
    "a1_entry_to_adoptive_family_days",
    "a2_order_to_match_days",
}


def printed_rows() -> list[dict[str, str]]:
    with (Path(__file__).parent / "devon_chat_2018.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


PRINTED = printed_rows()


def run(*options: str, columns: int = 200) -> str:
    result = CliRunner().invoke(
        app, ["report", "--config", CONFIG, "--quiet", *options], env={"COLUMNS": str(columns)}
    )
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.fixture(scope="module")
def indicators() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(run("-f", "json"))["indicators"]
    return found


@pytest.fixture(scope="module")
def table() -> str:
    return run()


def test_the_rows_stand_first_and_in_the_printed_order(indicators: list[dict[str, Any]]) -> None:
    assert [each["id"] for each in indicators[:23]] == [row["indicator_id"] for row in PRINTED]


@pytest.mark.parametrize("row", PRINTED, ids=[row["indicator_id"] for row in PRINTED])
def test_row_is_as_printed(row: dict[str, str], indicators: list[dict[str, Any]]) -> None:
    found = next(each for each in indicators if each["id"] == row["indicator_id"])
    published = found["published"]
    assert found["source"] == "annex_a"
    assert found["title"] == row["title"]
    assert found["display"].lstrip("~") == row["latest_chat_la"]
    assert (found["direction"] or "") == row["direction_of_travel"].replace("-", "")
    assert published["la_display"] == row["published_la"]
    assert published["statistical_neighbours"] == float(row["published_sn"])
    assert published["england"] == float(row["published_england"])
    assert published["period"] == row["published_period"]
    position = "" if row["indicator_id"] in WITHOUT_QUARTILES else row["la_compared_to_mid_50_percent"]
    assert (published["position"] or "") == position


def test_the_terminal_prints_the_table_line_by_line(table: str) -> None:
    place = 0
    for row in PRINTED:
        line = re.compile(_line(row)).search(table, place)
        assert line, row["title"]
        place = line.end()


def _line(row: dict[str, str]) -> str:
    """A row in the terminal, with the marks, footnotes and counts that ChAT did not print."""
    position = "" if row["indicator_id"] in WITHOUT_QUARTILES else row["la_compared_to_mid_50_percent"]
    direction = row["direction_of_travel"].replace("-", "")
    cells = [
        re.escape(row["title"]) + r"(?: \[[\d,]+\])?",
        "~?" + row["latest_chat_la"],
        r"[\d,]+ / [\d,]+",
        rf"(?:[↑↓→] )?{direction}(?: [+!])?" if direction else "-?",
        *(row[f"published_{area}"] for area in ("la", "sn", "england")),
        rf"{position}(?: [+!])?" if position else "",
        row["published_period"],
    ]
    return r"\s+".join(cell for cell in cells if cell)


def test_every_figure_is_counted_from_children(indicators: list[dict[str, Any]]) -> None:
    """Referrals are a rate of real rows, and nobody was adopted in the three years to 31 March 2018."""
    counts = {each["id"]: (each["numerator"], each["denominator"]) for each in indicators}
    assert counts["referrals_rate"] == (2323, 144_700)
    assert counts["assessments_45wd_pct"] == (2047, 3010)
    assert counts["cla_missing_pct"] == (98, 892)
    assert counts["a1_entry_to_adoptive_family_days"][1] == 0
