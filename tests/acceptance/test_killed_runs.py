"""A report that is killed leaves every output wholly old or wholly new, and the next run tidies up."""

from __future__ import annotations

import hashlib
import json
import random
import subprocess
import sys
import time
from pathlib import Path

import fastexcel
import polars as pl
import pytest
from lxml import html

INPUT = Path(__file__).parents[1] / "oracle" / "input"
SUFFIXES = ("xlsx", "html", "md", "csv", "json", "parquet")
COPIES = 4
"""Of each format: writing them takes a good part of the run."""
OUTPUTS = [f"report{number}.{suffix}" for suffix in SUFFIXES for number in range(COPIES)]
CENSUS = INPUT / "cin_2024.xml"
SHORT = ["--family", "cpp", "--family", "referrals", "-q", "--history", "runs.parquet"]
RUN = "from chatcalc.cli.main import run; run()"

Contents = dict[str, bytes]


def start(folder: Path, population: int) -> subprocess.Popen[bytes]:
    """A report in the folder whose bytes depend on the population."""
    outputs = [word for name in OUTPUTS for word in ("-o", name)]
    return subprocess.Popen(
        [sys.executable, "-m", "chatcalc", "report", CENSUS, *SHORT, *outputs, f"--population={population}"],
        cwd=folder,
        stdout=subprocess.DEVNULL,
    )


def contents(folder: Path) -> Contents:
    """The outputs and their manifests as they stand there."""
    return {path.name: path.read_bytes() for path in folder.glob("report*")}


def leftovers(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob(".*.part"))


@pytest.fixture(scope="module")
def versions(tmp_path_factory: pytest.TempPathFactory) -> tuple[Contents, Contents, float]:
    """What the old and the new run write, and how long a run takes."""
    found, seconds = [], 0.0
    for population in (100_000, 90_000):
        folder = tmp_path_factory.mktemp("whole")
        began = time.monotonic()
        assert start(folder, population).wait() == 0
        seconds = time.monotonic() - began
        found.append(contents(folder))
    assert all(found[0][name] != found[1][name] for name in OUTPUTS)
    return found[0], found[1], seconds


def check_whole(folder: Path, old: Contents, new: Contents) -> int:
    """Every output is one of the two and readable, and its manifest speaks of it; how many are new."""
    there = contents(folder)
    assert set(there) == set(old)
    for name, content in there.items():
        assert content in (old[name], new[name]), name
    for name in OUTPUTS:
        read(folder / name)
    apart = [name for name in OUTPUTS if not told_of(there, name)]
    assert len(apart) <= 1  # killed between an output and its manifest, which then says so by its hash
    return sum(there[name] == new[name] for name in OUTPUTS)


def told_of(there: Contents, name: str) -> bool:
    manifest = json.loads(there[f"{name}.manifest.json"])
    return bool(manifest["output"]["sha256"] == hashlib.sha256(there[name]).hexdigest())


def read(path: Path) -> None:
    match path.suffix:
        case ".xlsx":
            assert "Summary" in fastexcel.read_excel(path).sheet_names
        case ".html":
            assert html.fromstring(path.read_bytes()).findtext(".//title")
        case ".json":
            assert json.loads(path.read_bytes())["indicators"]
        case ".parquet":
            assert pl.read_parquet(path).height
        case _:
            assert path.read_text(encoding="utf-8").endswith("\n")


def test_a_run_that_is_killed_at_ten_moments(tmp_path: Path, versions: tuple[Contents, Contents, float]):
    """Five at any moment of the run, five from the moment that its first temporary file appears."""
    old, new, seconds = versions
    draw = random.Random(20181231)
    running_for = [draw.uniform(0, seconds) for _ in range(5)]
    writing_for = [draw.uniform(0, 0.2) for _ in range(5)]
    killed_while_writing = 0
    for number, delay in enumerate([*running_for, *writing_for]):
        for name, content in old.items():
            (tmp_path / name).write_bytes(content)
        with start(tmp_path, 90_000) as running:
            if number >= 5:
                while not leftovers(tmp_path) and running.poll() is None:
                    time.sleep(0.001)
            time.sleep(delay)
            running.kill()
        killed_while_writing += bool(leftovers(tmp_path))
        check_whole(tmp_path, old, new)
    assert killed_while_writing >= 1  # else nothing was shown
    with start(tmp_path, 90_000) as last:
        assert last.wait() == 0
    assert check_whole(tmp_path, old, new) == len(OUTPUTS)
    assert leftovers(tmp_path) == []
    assert pl.read_parquet(tmp_path / "runs.parquet")["run_id"].n_unique() == 1


def test_a_full_disk_leaves_the_old_files(tmp_path: Path, versions: tuple[Contents, Contents, float]):
    pytest.importorskip("resource")  # limits the size of files, where the system can
    old, new, _ = versions
    for name, content in old.items():
        (tmp_path / name).write_bytes(content)
    smallest = min(len(content) for content in new.values())
    limited = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({smallest - 1},) * 2)"
    outputs = [word for name in OUTPUTS for word in ("-o", name)]
    result = subprocess.run(
        [sys.executable, "-c", f"{limited}; {RUN}", "report", CENSUS, *SHORT, *outputs, "--population=90000"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (result.returncode, result.stdout) == (3, "")
    assert result.stderr == "chatcalc: report0.xlsx: cannot be written (File too large)\n"
    assert contents(tmp_path) == old
    assert leftovers(tmp_path) == []
