"""The log of a run: JSON lines that a kill never breaks, and that tell why nothing was written."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from chatcalc.cli.main import app

INPUT = Path(__file__).parents[1] / "oracle" / "input"
CENSUS = INPUT / "cin_2024.xml"
LOOK = ["-i", "cin_rate", "-i", "referrals_rate"]


def report(*arguments: object) -> int:
    return CliRunner().invoke(app, ["report", *map(str, arguments)]).exit_code


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_a_run_says_what_it_did(tmp_path: Path):
    log = tmp_path / "chatcalc.log"
    assert (
        report(CENSUS, *LOOK, "--log", log, "-o", tmp_path / "a.csv", "--history", tmp_path / "h.parquet")
        == 0
    )
    logged = lines(log)
    events = [each["event"] for each in logged]
    assert events[0] == "started"
    assert events[-5:] == ["findings", "figures", "outputs", "history", "finished"]
    by_event = {each["event"]: each for each in logged}
    assert by_event["inputs"]["files"] == 1
    assert by_event["inputs"]["rows"] > 0
    assert sum(by_event["findings"]["severities"].values()) > 0
    assert by_event["figures"] | {"indicators": 2, "as_at": "2024-03-31"} == by_event["figures"]
    assert by_event["outputs"]["written"] == ["a.csv"]
    assert by_event["history"]["new"] is True
    assert by_event["finished"]["exit_code"] == 0
    assert all(each["time"].endswith("Z") and each["level"] == "info" for each in logged)
    seconds = [each["seconds"] for each in logged]
    assert seconds == sorted(seconds)
    if os.name == "posix":
        assert log.stat().st_mode & 0o777 == 0o600


def test_nothing_of_a_child_is_in_it(tmp_path: Path):
    """Every id and date of birth of the census is looked for, in a run with many findings."""
    log = tmp_path / "chatcalc.log"
    report(INPUT, "--la", "878", "--log", log)
    logged = log.read_text(encoding="utf-8")
    census = CENSUS.read_text(encoding="utf-8")
    for element in ("LAchildID", "UPN", "PersonBirthDate"):
        held = {part.split("<")[0] for part in census.split(f"<{element}>")[1:]}
        assert len(held) > 10 or element == "UPN"
        assert [each for each in held if f'"{each}"' in logged or f" {each}" in logged] == []


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["nowhere.xml"], 3, "nowhere.xml: no such file"),
        ([CENSUS, "--as-at", "soon"], 2, "--as-at: write the date as 2024-03-31"),
        ([CENSUS, "--months", "many"], 2, "--months"),
        ([CENSUS, "--config", "nowhere.toml"], 2, "no such config file"),
        ([CENSUS, "-o", "nowhere/a.csv"], 3, "there is no folder nowhere"),
        ([CENSUS, "-i", "cin_rat"], 2, "did you mean 'cin_rate'"),
    ],
)
def test_an_error_is_logged_in_its_line(tmp_path: Path, arguments: list[object], code: int, words: str):
    log = tmp_path / "chatcalc.log"
    assert report(*arguments, "--log", log) == code
    error, finished = lines(log)[-2:]
    assert (error["event"], error["level"]) == ("error", "error")
    assert words in error["message"]
    assert (finished["event"], finished["level"], finished["exit_code"]) == ("finished", "error", code)


def test_what_a_check_found_is_a_warning(tmp_path: Path):
    log = tmp_path / "chatcalc.log"
    assert report(CENSUS, *LOOK, "--fail-on", "info", "--log", log) == 1
    finished = lines(log)[-1]
    assert (finished["level"], finished["exit_code"]) == ("warning", 1)


def test_a_bug_and_an_interruption_are_logged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    log = tmp_path / "chatcalc.log"

    def broken(*_: object, **__: object) -> None:
        raise ValueError("a secret")

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    for stand_in, code in [(broken, 70), (interrupted, 130)]:
        monkeypatch.setattr("chatcalc.reports.making.calculate", stand_in)
        assert report(CENSUS, *LOOK, "--log", log) == code
        assert lines(log)[-1]["exit_code"] == code
    assert "a secret" not in log.read_text()
    assert "interrupted" in [each.get("message") for each in lines(log)]


@pytest.mark.parametrize(
    "wrong", ["months = 0", "[targets]\ncin_rat = 1", "population = ["], ids=["option", "id", "toml"]
)
def test_a_config_that_is_wrong_is_logged_where_it_says_so(tmp_path: Path, wrong: str):
    config = tmp_path / "chatcalc.toml"
    config.write_text(f'log = "night.log"\nextracts = ["{CENSUS.as_posix()}"]\n{wrong}\n')
    assert report("--config", config) == 2
    log = tmp_path / "night.log"
    if "[\n" in wrong + "\n":  # TOML that is none names no log
        assert not log.exists()
    else:
        assert lines(log)[-2]["message"].startswith("chatcalc.toml, line ")


def test_the_command_line_names_the_log_before_the_config(tmp_path: Path):
    config = tmp_path / "chatcalc.toml"
    config.write_text(f'log = "night.log"\nextracts = ["{CENSUS.as_posix()}"]\nindicator = "cin_rate"\n')
    assert report("--config", config, "--log", tmp_path / "day.log") == 0
    assert [path.name for path in tmp_path.glob("*.log")] == ["day.log"]


def test_other_commands_with_the_config_log_how_they_ended(tmp_path: Path):
    config = tmp_path / "chatcalc.toml"
    config.write_text(f'log = "night.log"\nextracts = ["{CENSUS.as_posix()}"]\n')
    CliRunner().invoke(app, ["check", "--config", str(config)])
    logged = lines(tmp_path / "night.log")
    assert [(each["command"], each["event"]) for each in (logged[0], logged[-1])] == [
        ("check", "started"),
        ("check", "finished"),
    ]


def test_a_log_grows_and_a_line_cut_short_stays_alone(tmp_path: Path):
    log = tmp_path / "chatcalc.log"
    report("nowhere.xml", "--log", log)
    first = log.read_bytes()
    log.write_bytes(first + b'{"time": "2026-')
    report("nowhere.xml", "--log", log)
    content = log.read_bytes()
    assert content.startswith(first)
    cut, *rest = content.removeprefix(first).decode().splitlines()
    assert cut == '{"time": "2026-'
    assert [json.loads(each)["event"] for each in rest] == ["started", "step", "error", "finished"]


@pytest.mark.parametrize("content", [b"<Message/>\n", b'{"run": 1}\n', b"x"])
def test_no_other_file_is_appended_to(tmp_path: Path, content: bytes):
    other = tmp_path / "other"
    other.write_bytes(content)
    result = CliRunner().invoke(app, ["report", str(CENSUS), "--log", str(other)])
    assert result.exit_code == 3
    assert "holds something else than a log" in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert other.read_bytes() == content


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the machine has no /dev/full")
def test_a_log_on_a_full_disk_is_one_line():
    result = CliRunner().invoke(app, ["report", str(CENSUS), "--log", "/dev/full"])
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr == "chatcalc: /dev/full: the log cannot be written (No space left on device)\n"


LOGGING = """
import sys
from pathlib import Path
from chatcalc.cli.log import RunLog
log = RunLog(Path(sys.argv[1]), "report")
while True:
    log.add("step", what="x" * 2000)
"""


def test_a_killed_run_leaves_whole_lines(tmp_path: Path):
    log = tmp_path / "chatcalc.log"
    for _ in range(3):
        with subprocess.Popen([sys.executable, "-c", LOGGING, log]) as running:
            while not log.exists() or log.stat().st_size < 50_000:
                assert running.poll() is None
            running.kill()
        *whole, last = log.read_bytes().splitlines()
        assert {json.loads(each)["event"] for each in whole} == {"started", "step"}
        assert last.startswith(b'{"time": ')  # the one that was being written may be cut
        log.unlink()
