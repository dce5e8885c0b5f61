"""Real processes: what goes to which stream, with which exit code, and what a pipe gets."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

CENSUS = Path(__file__).parents[1] / "oracle" / "input" / "cin_2024.xml"


def chatcalc(*arguments: object, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "chatcalc", *(str(each) for each in arguments)],
        capture_output=True,
        env={**os.environ, **environment},
        check=False,
        timeout=120,
    )


def test_results_alone_on_standard_output():
    done = chatcalc("report", CENSUS, "-f", "json")
    assert done.returncode == 0
    assert json.loads(done.stdout)["run"]["as_at"] == "2024-03-31"
    assert done.stderr.decode().startswith("chatcalc: findings in the data: ")


def test_a_pipe_gets_plain_text_of_80_columns():
    done = chatcalc("report", CENSUS, "-q", PYTHONIOENCODING="utf-8", COLUMNS="80", FORCE_COLOR="")
    text = done.stdout.decode()
    assert "\x1b" not in text
    assert max(len(each) for each in text.splitlines()) <= 80
    assert done.stderr == b""


def test_a_windows_pipe_gets_ascii_marks():
    done = chatcalc("report", CENSUS, "-q", PYTHONIOENCODING="cp1252")
    assert done.returncode == 0
    assert ">=" in done.stdout.decode("cp1252")


def test_json_is_utf8_whatever_the_stream():
    done = chatcalc("report", CENSUS, "-q", "-f", "json", PYTHONIOENCODING="cp1252")
    assert any(each["display"].startswith("≥") for each in json.loads(done.stdout.decode())["indicators"])


def test_a_reader_that_leaves_is_no_error():
    process = subprocess.Popen(
        [sys.executable, "-m", "chatcalc", "children", "referrals_count", str(CENSUS), "-f", "csv"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.readline()
    process.stdout.close()
    with process.stderr:
        assert process.stderr.read() == b""
    assert process.wait(60) == 0


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_leaves_nothing(tmp_path: Path, number: signal.Signals):
    command = [sys.executable, "-m", "chatcalc", "report", CENSUS, "-v", "-o", tmp_path / "a.csv"]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as process:
        assert process.stderr is not None
        while b"loading specifications" not in (line := process.stderr.readline()):
            assert line, "the run ended before it could be interrupted"
        process.send_signal(number)
        said = process.stderr.read().decode()
    assert process.returncode == 130
    assert said.endswith("chatcalc: interrupted; no output was written\n")
    assert "Traceback" not in said
    assert not list(tmp_path.iterdir())


def test_the_same_run_gives_the_same_bytes(tmp_path: Path):
    for name in ("one", "two"):
        outputs = [part for suffix in ("json", "csv", "md") for part in ("-o", tmp_path / f"{name}.{suffix}")]
        assert chatcalc("report", CENSUS, "-q", *outputs).returncode == 0
    for suffix in ("json", "csv", "md"):
        assert (tmp_path / f"one.{suffix}").read_bytes() == (tmp_path / f"two.{suffix}").read_bytes()


def test_version_and_help():
    assert chatcalc("--version").stdout.startswith(b"chatcalc ")
    help_ = chatcalc("report", "--help").stdout.decode()
    assert "[x]" in help_
    assert "--published-until YEAR" in help_


def test_help_imports_nothing_heavy():
    code = (
        "import sys; from chatcalc.cli.main import app; from typer.testing import CliRunner; "
        "CliRunner().invoke(app, ['report', '--help']); "
        "heavy = {'polars', 'lxml', 'sqlglot', 'dataframely', 'rich', 'fastexcel', 'yaml'}; "
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout.strip() == "[]"
