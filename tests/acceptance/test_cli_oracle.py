"""Whole commands on two census years give the figures that independent loops computed (tests/oracle)."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from chatcalc.cli.main import app

ORACLE = Path(__file__).parents[1] / "oracle"
HEADLINE = ORACLE / "headline"
CENSUS = [str(ORACLE / "input" / "cin_2023.xml"), str(ORACLE / "input" / "cin_2024.xml")]
POPULATION = 100_000


def rows_of(name: str) -> list[dict[str, str]]:
    with (HEADLINE / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def run(*arguments: str) -> str:
    result = CliRunner().invoke(app, [*arguments, "--as-at", "2024-03-31", "-q"])
    assert result.exit_code == 0, result.stderr
    return result.stdout


@pytest.fixture(scope="module")
def report() -> dict[str, Any]:
    text = run("report", *CENSUS, "--population", str(POPULATION), "--trend", "12", "-f", "json")
    return {each["id"]: each for each in json.loads(text)["indicators"]}


HEADLINE_ROWS = [row for row in rows_of("headline.csv") if row["source"] == "cin_census"]


@pytest.mark.parametrize("expected", HEADLINE_ROWS, ids=lambda row: row["indicator_id"])
def test_headline(report: dict[str, Any], expected: dict[str, str]):
    id_, _, part = expected["indicator_id"].partition("|")
    found = report[id_]
    if part:
        (found,) = (each for each in found["parts"] if each["id"] == part)
    assert found["numerator"] == float(expected["numerator"])
    if expected["denominator"]:
        assert found["denominator"] == float(expected["denominator"])
    if expected["value"]:
        assert found["value"] == pytest.approx(float(expected["value"]), rel=1e-12)


def test_all_headline_figures_of_the_census_are_there():
    assert len(HEADLINE_ROWS) == 54


TREND_ROWS = [row for row in rows_of("trend.csv") if row["source"] == "cin_census"]


@pytest.mark.parametrize("id_", sorted({row["indicator_id"] for row in TREND_ROWS}))
def test_trend(report: dict[str, Any], id_: str):
    expected = [row for row in TREND_ROWS if row["indicator_id"] == id_]
    found = report[id_]["trend"]
    assert len(expected) == len(found) == 12
    for wanted, point in zip(expected, found, strict=True):
        assert (point["period_start"], point["period_end"]) == (wanted["period_start"], wanted["period_end"])
        assert point["numerator"] == int(wanted["numerator"])
        if wanted["denominator"]:
            assert point["denominator"] == int(wanted["denominator"])
        partial = wanted["note"].startswith("partial")
        assert (point["status"] == "partial") == partial


CHILDREN = {
    "rereferrals_12m_pct": ("referral_date", "referral_date"),
    "assessments_45wd_pct": ("start_date", "start_date"),
    "icpc_15wd_pct": ("icpc_date", "icpc_date"),
    "cpp_repeat_ever_pct": ("plan_start", "start_date"),
    "cpp_ceased_2y_pct": ("plan_start", "start_date"),
}


@pytest.mark.parametrize("id_", sorted(CHILDREN))
def test_children_case_by_case(id_: str):
    date, column = CHILDREN[id_]
    expected = sorted(
        (row["child_id"], row[date], row["in_numerator"] == "1")
        for row in rows_of(f"children_{id_}_cin_census.csv")
    )
    listed = csv.DictReader(io.StringIO(run("children", id_, *CENSUS, "-f", "csv", "--only", "denominator")))
    found = sorted((row["child_id"], row[column], row["status"] == "numerator") for row in listed)
    assert found == expected


def test_children_by_status():
    counts = {
        only: len(run("children", "rereferrals_12m_pct", *CENSUS, "-f", "csv", "--only", only).splitlines())
        - 1
        for only in ("numerator", "denominator", "excluded")
    }
    assert counts == {"numerator": 168, "denominator": 1158, "excluded": 0}


def test_breakdowns_sum_to_the_total():
    text = run(
        "report", *CENSUS, "-i", "assessments_45wd_pct", "--by", "sex", "--by", "age_band", "-f", "json"
    )
    (indicator,) = json.loads(text)["indicators"]
    expected = {
        (row["dimension"], row["category"]): (int(row["numerator"]), int(row["denominator"]))
        for row in rows_of("breakdown.csv")
        if (row["source"], row["indicator_id"]) == ("cin_census", "assessments_45wd_pct")
    }
    found = {
        (each["by"], each["group"]): (each["numerator"], each["denominator"])
        for each in indicator["breakdowns"]
        if each["denominator"]
    }
    assert found == {key: counts for key, counts in expected.items() if counts[1]}
