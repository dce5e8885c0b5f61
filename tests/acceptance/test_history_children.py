"""`chatcalc history compare` with the extracts of both runs: the children who moved each figure."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from chatcalc.cli.main import app
from extracts.census import census, child, write

ASKED = ("-i", "referrals_count", "-i", "assessments_45wd_pct", "-q")


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(each) for each in arguments], env={"COLUMNS": "200"})


def _child(number: int, authorised: str | None) -> str:
    done = f"<AssessmentAuthorisationDate>{authorised}</AssessmentAuthorisationDate>" if authorised else ""
    return child(
        "<CINreferralDate>2023-06-01</CINreferralDate><ReferralSource>1A</ReferralSource>"
        "<PrimaryNeedCode>N1</PrimaryNeedCode><ReferralNFA>0</ReferralNFA><Assessments>"
        f"<AssessmentActualStartDate>2023-06-02</AssessmentActualStartDate>{done}</Assessments>",
        identifier=f"C{number}",
        characteristics=f"<PersonBirthDate>2015-01-0{number}</PersonBirthDate>",
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two runs of one day: a child is gone in the second, one is new, and one was late by then."""
    folder = tmp_path_factory.mktemp("runs")
    sides = {
        "before": [_child(1, "2023-06-30"), _child(2, "2023-06-30"), _child(3, "2023-06-30")],
        "after": [_child(2, "2023-06-30"), _child(3, "2023-12-29"), _child(4, "2023-06-30")],
    }
    for name, children in sides.items():
        write(folder / name, census(*children), "cin.xml")
        done = run("report", folder / name, *ASKED, "--history", folder / "runs.parquet", "-f", "json")
        assert done.exit_code == 0, done.stderr
    return folder


def compared(folder: Path, *more: object) -> Result:
    sides = ("--before", folder / "before", "--after", folder / "after")
    return run("history", "compare", "previous", "last", "--history", folder / "runs.parquet", *sides, *more)


def test_the_children_who_moved_a_figure_are_listed(folder: Path) -> None:
    done = compared(folder, "-f", "json")
    assert done.exit_code == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["notes"] == []
    rows = {row["child_id"]: row for row in found["children"]}
    assert {row["indicator_id"] for row in rows.values()} == {"assessments_45wd_pct"}, (
        "the count did not move"
    )
    told = {id_: (row["what"], row["cause"], row["fields"]) for id_, row in rows.items()}
    assert told == {
        "C1": ("gone", "deleted record", ""),
        "C3": ("changed", "changed field", "authorised_date"),
        "C4": ("new", "late recording", ""),
    }
    printed = compared(folder, "-f", "csv").stdout
    assert {row["child_id"] for row in csv.DictReader(io.StringIO(printed))} == set(rows)


def test_the_table_names_them_below_the_figures(folder: Path) -> None:
    lines = compared(folder).stdout.splitlines()
    heads = next(line for line in lines if line.startswith("child_id"))
    assert {"what", "cause", "fields"} <= set(heads.split())
    assert sum(line.startswith("C") for line in lines) == 3


def test_extracts_that_are_not_the_runs_are_said_to_be_others(folder: Path) -> None:
    done = run(
        *("history", "compare", "previous", "last", "--history", folder / "runs.parquet", "-f", "json"),
        *("--before", folder / "after", "--after", folder / "after"),
    )
    (note,) = json.loads(done.stdout)["notes"]
    assert note == "assessments_45wd_pct: the run showed 100, the extracts given with --before come to 67"


def test_one_side_is_not_enough(folder: Path) -> None:
    history = ("--history", folder / "runs.parquet", "--before", folder / "before")
    done = run("history", "compare", "previous", "last", *history)
    assert done.exit_code == 2
    assert "--before and --after" in done.stderr
