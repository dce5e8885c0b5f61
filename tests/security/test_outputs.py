"""What is written is for its owner alone, and neither a spreadsheet, a browser nor a terminal acts on it."""

from __future__ import annotations

import csv
import os
import re
import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from bad_input.case import write
from bad_input.honest import BORN, CENSUS, CHILD, SMALL_CSV
from bad_input.texts import HOSTILE
from chatcalc.cli.main import app
from chatcalc.extracts.harmless import harmless
from chatcalc.reports.csv_cells import safe_cell, safe_cells
from extracts.census import census

FORMULAS = ["=1+1", "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "=HYPERLINK(1)\nx"]


@pytest.fixture
def open_umask() -> Iterator[None]:
    """Whatever is created is for everybody, unless chatcalc says otherwise."""
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.mark.usefixtures("open_umask")
@pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions")
def test_files_and_folders_are_for_their_owner_alone(tmp_path: Path) -> None:
    census_file = write(tmp_path / "census.xml", CENSUS)
    made = tmp_path / "made"
    made.mkdir(mode=0o700)
    named = [
        each
        for suffix in ("html", "xlsx", "md", "csv", "json", "parquet")
        for each in ("-o", made / f"r.{suffix}")
    ]
    _run("report", census_file, *named)
    _run("children", "referrals_rate", census_file, "-o", made / "children.csv")
    _run("convert", census_file, "-o", made / "tables")
    _run(
        "published",
        "import",
        write(tmp_path / "p.csv", SMALL_CSV),
        "--store",
        made / "data" / "store.parquet",
    )
    found = list(made.rglob("*"))
    assert len(found) > 10
    wrong = [
        path.name
        for path in found
        if stat.S_IMODE(path.stat().st_mode) != (0o700 if path.is_dir() else 0o600)
    ]
    assert wrong == []


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_gets_an_apostrophe_in_csv(text: str) -> None:
    assert safe_cell(text) == f"'{text}"
    assert safe_cells(pl.DataFrame({"a": [text], "b": [1]}))["a"].to_list() == [f"'{text}"]


@pytest.mark.parametrize("text", ["-", "+", "-3", "+4.5", "-1e-3", "2024-03-31", "a=b", "", "North", "'=1"])
def test_numbers_dates_and_words_stay_in_csv(text: str) -> None:
    assert safe_cell(text) == text
    assert safe_cells(pl.DataFrame({"a": [text, None]}))["a"].to_list() == [text, None]


def test_teams_of_any_name_command_nothing(tmp_path: Path) -> None:
    teams = [text[:200] for text in HOSTILE.values()]
    children = [CHILD.replace("CANARY1", f"c{number}") for number in range(len(teams))]
    census_file = write(tmp_path / "census.xml", census(*children))
    with (tmp_path / "teams.csv").open("w", encoding="utf-8", newline="") as opened:
        csv.writer(opened).writerows(
            [("child_id", "team"), *((f"c{n}", team) for n, team in enumerate(teams))]
        )
    config = write(tmp_path / "c.toml", '[lookups]\nchildren = "teams.csv"\n')
    outputs = [tmp_path / f"r.{suffix}" for suffix in ("html", "xlsx", "csv", "md")]
    named = [each for path in outputs for each in ("-o", path)]
    printed = _run(
        "report",
        census_file,
        "--config",
        config,
        "--by",
        "team",
        "-i",
        "referrals_rate",
        "--population",
        "1000",
        *named,
    )
    assert harmless(printed) == printed
    page = outputs[0].read_text(encoding="utf-8")
    assert "<script>alert" not in page
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert policy
    assert "default-src 'none'" in policy[1]
    assert "script-src" not in policy[1]
    with zipfile.ZipFile(outputs[1]) as book:
        sheets = [book.read(each) for each in book.namelist() if each.startswith("xl/worksheets/")]
    assert not any(b"<f>" in sheet or b"<hyperlink" in sheet for sheet in sheets)
    with outputs[2].open(encoding="utf-8", newline="") as opened:
        cells = [cell for row in csv.reader(opened) for cell in row]
    assert [cell for cell in cells if cell != safe_cell(cell)] == []


def test_names_of_files_and_sheets_command_no_terminal(tmp_path: Path) -> None:
    printed = _run("check", write(tmp_path / "\x1b[2J\u202egpj.xml", CENSUS))
    assert "?[2J?gpj.xml" in printed
    assert harmless(printed) == printed


def test_a_bug_shows_no_value_even_with_v(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        secret = " ".join(["CANARY", "born", BORN])
        raise ValueError(secret) from KeyError(secret)

    monkeypatch.setattr("chatcalc.reports.making.calculate", broken)
    result = CliRunner().invoke(app, ["report", str(write(tmp_path / "census.xml", CENSUS)), "-v"])
    assert result.exit_code == 70
    assert "CANARY born" not in result.stderr
    assert BORN not in result.stderr


def _run(*arguments: object) -> str:
    result = CliRunner().invoke(app, [str(each) for each in arguments])
    assert result.exit_code == 0, result.stderr
    return result.stdout
