"""A public report as it is written: nothing of children, data or small counts in any of its files."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from chatcalc.cli.main import app

SAMPLE = Path(__file__).parents[2] / "sample_data"
INTERNAL_WORDS = ("Annex_A.xlsx", "Findings", "Not for publication")


def run(*arguments: str) -> str:
    result = CliRunner().invoke(app, ["report", "--config", str(SAMPLE / "chatcalc.toml"), "-q", *arguments])
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("public")
    files = [f"-o{folder / name}" for name in ("r.json", "r.csv", "r.md", "r.parquet")]
    run("--audience", "public", "--by", "sex", "--by", "age_band", "--trend", "3", *files)
    return folder


def test_json_has_no_small_count_no_second_period_and_no_second_breakdown(public: Path):
    report = json.loads((public / "r.json").read_text(encoding="utf-8"))
    assert (report["run"]["classification"], report["run"]["suppressed_below"]) == ("public", 6)
    assert (report["run"]["inputs"], report["findings"]) == ([], [])
    for line in report["indicators"]:
        assert (line["trend"], line["baseline"], line["unknown"], line["excluded"]) == ([], None, None, [])
        assert {group["by"] for group in line["breakdowns"]} <= {"sex"}
        for figure in (line, *line["parts"], *line["breakdowns"]):
            numerator, denominator = figure["numerator"], figure["denominator"]
            assert figure["interval"] is None
            assert numerator is None or not 0 < numerator < 6
            assert denominator is None or not 0 < denominator < 6
            percent = figure.get("unit", line["unit"]) == "percent"
            if percent and numerator is not None and denominator is not None:
                assert not 0 < denominator - numerator < 6
            if figure["status"] == "suppressed":
                assert (figure["value"], figure["display"]) == (None, "c")


def test_something_is_hidden(public: Path):
    frame = pl.read_csv(public / "r.csv", infer_schema_length=None)
    assert (frame["display"] == "c").sum() > 10
    assert frame["classification"].unique().to_list() == ["public"]


@pytest.mark.parametrize("name", ["r.json", "r.csv", "r.md"])
def test_no_file_speaks_of_the_data(public: Path, name: str):
    text = (public / name).read_text(encoding="utf-8")
    assert not [
        word for word in INTERNAL_WORDS if word in text and not (name == "r.json" and word == "sha256")
    ]


def test_parquet_holds_the_same_rows_and_no_inputs(public: Path):
    frame = pl.read_parquet(public / "r.parquet")
    assert frame.height == pl.read_csv(public / "r.csv", infer_schema_length=None).height
    manifest = pl.read_parquet_metadata(public / "r.parquet")["chatcalc.run"]
    assert json.loads(manifest)["inputs"] == []


@pytest.mark.parametrize("format_", ["table", "csv", "json", "markdown"])
def test_an_internal_report_says_on_its_face_that_it_is_not_for_publication(format_: str):
    assert "not for publication" in run("-f", format_, "--family", "cpp").lower()


def test_too_low_a_limit_is_refused_before_anything_is_read():
    result = CliRunner().invoke(app, ["report", "nowhere", "--audience", "public", "--suppress", "5"])
    assert result.exit_code == 2
    assert "is below 6" in result.stderr
