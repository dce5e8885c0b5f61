"""The other commands, whole: check, convert, specs, and a report by config."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner, Result

from chatcalc.cli.main import app
from chatcalc.specs.loading import builtin_folder

CENSUS = Path(__file__).parents[1] / "oracle" / "input" / "cin_2024.xml"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(each) for each in arguments])


def test_check_says_what_was_recognised_and_fails_on_demand():
    done = run("check", CENSUS)
    assert done.exit_code == 0
    assert "cin_2024.xml" in done.stdout
    assert "referrals" in done.stdout
    assert "Findings: " in done.stdout
    assert run("check", CENSUS, "--fail-on", "info").exit_code == 1


def test_report_fails_on_demand_after_printing():
    done = run("report", CENSUS, "-i", "cin_rate", "--fail-on", "info")
    assert done.exit_code == 1
    assert "Children in need" in done.stdout


def test_a_snapshot_after_the_data_is_said():
    done = run("report", CENSUS, "--as-at", "2025-03-31")
    assert done.exit_code == 0
    assert "the data speak until 2024-03-31" in done.stderr


def test_convert_writes_every_table(tmp_path: Path):
    assert run("convert", CENSUS, "-o", tmp_path / "tables").exit_code == 0
    folder = tmp_path / "tables" / "cin_census"
    assert {"children.parquet", "referrals.parquet", "cp_plans.parquet"} <= {
        each.name for each in folder.iterdir()
    }
    assert pl.read_parquet(folder / "referrals.parquet").columns[:2] == ["la_code", "child_id"]


def test_a_config_beside_its_files(tmp_path: Path):
    shutil.copy(CENSUS, tmp_path / "census.xml")
    config = tmp_path / "chatcalc.toml"
    config.write_text(
        'extracts = ["census.xml"]\noutput = "report.json"\nindicator = ["cin_rate"]\npopulation = 1000\n'
    )
    done = run("report", "--config", config, "--population", "2000", "-f", "csv")
    assert done.exit_code == 0, done.stderr
    (indicator,) = json.loads((tmp_path / "report.json").read_text())["indicators"]
    assert indicator["denominator"] == 2000
    assert done.stdout.splitlines()[1].startswith("cin_rate,")


def test_children_go_to_a_file_instead_of_the_screen(tmp_path: Path):
    done = run("children", "cin_rate", CENSUS, "-o", tmp_path / "children.csv")
    assert (done.exit_code, done.stdout) == (0, "")
    assert (tmp_path / "children.csv").read_text().startswith("la_code,child_id,status,reason,")
    assert run("children", "cin_rate", CENSUS, "-o", tmp_path / "children.json").exit_code == 2


def test_specs_list_show_schema():
    assert "rereferrals_12m_pct" in run("specs", "list").stdout
    assert "\nid: rereferrals_12m_pct\n" in run("specs", "show", "--yaml", "rereferrals_12m_pct").stdout
    assert json.loads(run("specs", "schema").stdout)["properties"]["polarity"]


def test_the_built_in_specifications_are_valid():
    done = run("specs", "validate")
    assert (done.exit_code, done.stdout.splitlines()[-1].split(", ")[1]) == (0, "0 problems")


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    shutil.copytree(builtin_folder() / "assessments", tmp_path / "specs")
    return tmp_path / "specs"


EDITS = [
    ("authorised_date)", "autorised_date)", "no column 'autorised_date'", "authorised_date"),
    ("working_days(", "workin_days(", "workin_days", "working_days"),
    ("polarity: high", "polarity: hgh", "polarity", "high"),
    ("days_taken <= 45", "days_taken <= 'x'", "days_taken", ""),
]


@pytest.mark.parametrize(
    ("before", "after", "words", "hint"), EDITS, ids=["column", "function", "polarity", "type"]
)
def test_a_mistake_is_pointed_at(copied: Path, before: str, after: str, words: str, hint: str):
    file = copied / "assessments_45wd_pct.yaml"
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after, 1), encoding="utf-8")
    done = run("specs", "validate", copied)
    assert done.exit_code == 4
    assert "assessments_45wd_pct.yaml:" in done.stdout
    assert words in done.stdout
    assert hint in done.stdout
    assert "^" in done.stdout
    assert run("specs", "test", copied).exit_code == 4


def test_a_failing_test_is_1(copied: Path):
    file = copied / "assessments_45wd_pct.yaml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("days_taken <= 45", "days_taken < 45", 1), encoding="utf-8"
    )
    done = run("specs", "test", file)
    assert done.exit_code == 1
    assert "FAILED: " in done.stdout
    assert run("specs", "validate", file).exit_code == 0


@pytest.fixture
def two_authorities(tmp_path: Path) -> Path:
    folder = tmp_path / "returns"
    folder.mkdir()
    census = CENSUS.read_text(encoding="utf-8")
    for code in ("201", "202"):
        (folder / f"{code}.xml").write_text(census.replace("<LEA>201<", f"<LEA>{code}<"), encoding="utf-8")
    return folder


def test_several_authorities_have_a_table_each_or_one_is_chosen(two_authorities: Path):
    both = run("report", two_authorities, "-i", "cin_rate").stdout
    assert "Authority 201" in both
    assert "Authority 202" in both
    one = run("report", two_authorities, "-i", "cin_rate", "--la", "202", "--population", "1000").stdout
    assert one.startswith("Camden (202) at 31 March 2024\n")
    assert "201" not in one


def test_one_population_or_another_authority_cannot_serve_several(two_authorities: Path):
    assert run("report", two_authorities, "--population", "1000").exit_code == 2
    done = run("report", two_authorities, "--la", "878")
    assert (done.exit_code, done.stderr) == (2, "chatcalc: --la: the extracts hold 201, 202, not 878\n")


def test_an_extract_of_another_authority_is_said():
    done = run("report", CENSUS, "-i", "cin_rate", "--la", "Devon")
    assert done.stdout.startswith("Devon (878) at 31 March 2024\n")
    assert "The extracts are of City of London (201)" in done.stdout
