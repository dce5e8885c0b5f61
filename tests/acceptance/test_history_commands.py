"""`chatcalc history` as people run it, and what a history may not be."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from chatcalc.cli.main import app

INPUT = Path(__file__).parents[1] / "oracle" / "input"
CENSUS = INPUT / "cin_2024.xml"
LOOK = ["-i", "cin_rate", "-i", "referrals_rate", "-i", "rereferrals_12m_pct", "-q"]

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run() -> Run:
    def invoke(*arguments: object) -> tuple[int, str, str]:
        result = CliRunner().invoke(app, [str(each) for each in arguments], env={"COLUMNS": "200"})
        return result.exit_code, result.stdout, result.stderr

    return invoke


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose chatcalc.toml names a history of four runs."""
    folder = tmp_path_factory.mktemp("history")
    config = folder / "chatcalc.toml"
    config.write_text(f'history = "runs.parquet"\nextracts = ["{CENSUS.as_posix()}"]\npopulation = 100000\n')
    for more in (
        ["--as-at", "2023-12-31"],
        ["--as-at", "2024-01-31"],
        ["--as-at", "2024-01-31", "--population", "90000"],
        ["--as-at", "2024-01-31", str(INPUT / "cin_2023.xml"), str(CENSUS)],
        ["--as-at", "2023-12-31"],  # the first again
    ):
        result = CliRunner().invoke(app, ["report", "--config", str(config), *LOOK, *more])
        assert result.exit_code == 0, result.stderr
    return config


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_list(run: Run, kept: Path):
    code, out, err = run("history", "list", "--config", kept)
    assert (code, err) == (0, "")
    assert len(out.splitlines()) == 5
    listed = rows(run("history", "list", "--config", kept, "-f", "csv")[1])
    assert [each["as_at"] for each in listed] == ["2023-12-31", *["2024-01-31"] * 3]
    assert len({each["run"] for each in listed}) == 4
    assert json.loads(run("history", "list", "--config", kept, "-f", "json")[1])[0]["figures"] == 3


def test_a_rerun_says_which_run_it_equals(run: Run, kept: Path):
    first = rows(run("history", "list", "--config", kept, "-f", "csv")[1])[0]["run"]
    code, _, err = run("report", "--config", kept, *LOOK[:-1], "--as-at", "2023-12-31")
    assert code == 0
    assert f"the same as run {first} of " in err


def test_show(run: Run, kept: Path):
    code, out, _ = run("history", "show", "cin_rate", "--config", kept)
    assert code == 0
    lines = out.splitlines()
    assert lines[0].endswith("(cin_rate), 201")
    assert len(lines) == 7
    assert set(lines[-1]) <= set("▁▂▃▄▅▆▇█")
    shown = rows(run("history", "show", "cin_rate", "--config", kept, "-f", "csv")[1])
    reported = json.loads(run("report", "--config", kept, *LOOK, "--as-at", "2024-01-31", "-f", "json")[1])
    line = next(each for each in reported["indicators"] if each["id"] == "cin_rate")
    assert shown[1]["numerator"] == str(line["numerator"])
    assert shown[1]["denominator"] == "100000"
    assert float(shown[1]["value"]) == line["value"]


def test_compare_says_what_differs(run: Run, kept: Path):
    ids = [each["run"] for each in rows(run("history", "list", "--config", kept, "-f", "csv")[1])]

    def because(old: str, new: str) -> dict[str, str]:
        found = rows(run("history", "compare", old, new, "--config", kept, "-f", "csv")[1])
        return {each["indicator_id"]: each["because"] for each in found}

    assert set(because(ids[0], ids[1]).values()) == {"another period"}
    assert because(ids[1], ids[2][:6]) == dict.fromkeys(
        ("cin_rate", "referrals_rate"), "other options (population)"
    )
    other = because("previous", "last")
    assert other["rereferrals_12m_pct"].startswith("other inputs (")
    assert "cin_2023.xml" in other["rereferrals_12m_pct"]
    code, out, _ = run("history", "compare", "previous", "last", "--config", kept)
    assert code == 0
    assert out.splitlines()[0].startswith(f"From run {ids[2]} of ")
    assert "of 3 figures moved; 0 are in one run only." in out


def test_compare_of_a_run_with_itself(run: Run, kept: Path):
    code, out, _ = run("history", "compare", "last", "last", "--config", kept)
    assert code == 0
    assert out.splitlines()[2:] == ["0 of 3 figures moved; 0 are in one run only."]
    assert json.loads(run("history", "compare", "last", "last", "--config", kept, "-f", "json")[1]) == []
    assert run("history", "compare", "last", "last", "--config", kept, "-f", "csv")[1].startswith(
        "indicator_id,"
    )


def test_no_child_is_in_a_history(kept: Path):
    history = pl.read_parquet(kept.parent / "runs.parquet")
    assert not [name for name in history.columns if "child" in name]
    text = history.write_csv()
    census = CENSUS.read_text(encoding="utf-8")
    ids = {part.split("<")[0] for part in census.split("<LAchildID>")[1:]}
    assert len(ids) > 100
    assert [each for each in ids if f",{each}," in text or f'"{each}"' in text] == []


@pytest.mark.parametrize(
    ("arguments", "words", "code"),
    [
        (["show", "cin_rat"], "did you mean 'cin_rate'", 2),
        (["show", "cin_rate", "--la", "Kent"], "no run has a figure of it for Kent", 2),
        (["show", "cin_rate", "--la", "Knt"], "--la: ", 2),
        (["compare", "last", "2020-01-01"], "2020-01-01: there is no such run", 2),
        (["compare", "zzz", "last"], "zzz: there is no such run", 2),
        (["compare", "last"], "RUN_B", 2),
        (["list", "-f", "xml"], "--format", 2),
    ],
)
def test_wrong_arguments(run: Run, kept: Path, arguments: list[str], words: str, code: int):
    found, out, err = run("history", *arguments, "--config", kept)
    assert (found, out, len(err.splitlines())) == (code, "", 1)
    assert words in err


def test_a_history_must_be_named(run: Run):
    code, out, err = run("history", "list")
    assert (code, out) == (2, "")
    assert "--history" in err


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("missing", "no such history"),
        ("text", "is no history of chatcalc"),
        ("empty", "is no history of chatcalc"),
        ("folder", "is no history of chatcalc"),
        ("parquet", "is no history of chatcalc"),
        ("newer", "written by a newer chatcalc"),
        ("damaged", "damaged"),
    ],
)
def test_what_is_no_history(run: Run, tmp_path: Path, kind: str, words: str):
    path = tmp_path / "runs.parquet"
    match kind:
        case "text":
            path.write_text("a note")
        case "empty":
            path.touch()
        case "folder":
            path.mkdir()
        case "parquet" | "newer" | "damaged":
            about = {"parquet": {}, "newer": {"chatcalc_history": "99"}, "damaged": {"chatcalc_history": "1"}}
            pl.DataFrame({"a": [1]}).write_parquet(path, metadata=about[kind])
    found, out, err = run("history", "list", "--history", path)
    assert (found, out, len(err.splitlines())) == (3, "", 1)
    assert words in err
    if kind != "missing":
        before = path.read_bytes() if path.is_file() else None
        found, out, err = run("report", CENSUS, *LOOK, "--history", path, "-o", tmp_path / "a.csv")
        assert (found, len(err.splitlines())) == (3, 1)
        assert words in err
        assert before is None or path.read_bytes() == before


def test_a_folder_that_is_not_there(run: Run, tmp_path: Path):
    code, _, err = run("report", CENSUS, *LOOK, "--history", tmp_path / "nowhere" / "runs.parquet")
    assert (code, len(err.splitlines())) == (3, 1)
    assert "runs.parquet: cannot be written (No such file or directory)" in err


def test_a_history_is_no_output(run: Run, kept: Path):
    history = kept.parent / "runs.parquet"
    before = history.read_bytes()
    code, _, err = run("report", "--config", kept, *LOOK, "-o", history)
    assert code == 2
    assert "is an input" in err
    assert history.read_bytes() == before
