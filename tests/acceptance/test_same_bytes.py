"""The same inputs and options give the same bytes, wherever and whenever the command runs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

INPUT = Path(__file__).parents[1] / "oracle" / "input"
SUFFIXES = ("xlsx", "html", "md", "csv", "json", "parquet")
OPTIONS = [
    *("--as-at", "2024-03-31", "--la", "878", "--population", "100000"),
    *("--trend", "3", "--by", "sex", "--by", "age_band", "-q"),
]
MACHINES = [
    {"PYTHONHASHSEED": "1", "POLARS_MAX_THREADS": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C"},
    {"PYTHONHASHSEED": "2", "POLARS_MAX_THREADS": "2", "TZ": "America/Los_Angeles", "LC_ALL": "C.UTF-8"},
]
"""Settings of two machines that are a day apart."""


def report(folder: Path, machine: dict[str, str], *options: str) -> dict[str, bytes]:
    """What stands in the folder after a report in every format; the extracts are given from there."""
    folder.mkdir()
    inputs = Path(os.path.relpath(INPUT, folder)) if machine is MACHINES[0] else INPUT
    extracts = [inputs / name for name in ("cin_2023.xml", "cin_2024.xml", "ssda903")]
    outputs = [word for suffix in SUFFIXES for word in ("-o", f"report.{suffix}")]
    subprocess.run(
        [sys.executable, "-m", "chatcalc", "report", *extracts, *OPTIONS, *options, *outputs],
        cwd=folder,
        env={**os.environ, **machine},
        stdout=subprocess.DEVNULL,
        check=True,
    )
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("options", [(), ("--audience", "public")], ids=["internal", "public"])
def test_two_machines_write_the_same(tmp_path: Path, options: tuple[str, ...]):
    first = report(tmp_path / "here", MACHINES[0], *options)
    second = report(tmp_path / "elsewhere and later", MACHINES[1], *options)
    wanted = {f"report.{suffix}" for suffix in SUFFIXES}
    assert set(first) == wanted | {f"{name}.manifest.json" for name in wanted}
    assert [name for name in first if first[name] != second[name]] == []


def test_the_place_of_the_inputs_does_not_matter(tmp_path: Path):
    shutil.copytree(INPUT / "ssda903", tmp_path / "moved" / "ssda903")
    options = ["--as-at", "2024-03-31", "-i", "cla_rate", "-q", "-o", "report.json"]
    found = []
    for number, extracts in enumerate([INPUT / "ssda903", tmp_path / "moved" / "ssda903"]):
        folder = tmp_path / str(number)
        folder.mkdir()
        subprocess.run(
            [sys.executable, "-m", "chatcalc", "report", extracts, *options],
            cwd=folder,
            stdout=subprocess.DEVNULL,
            check=True,
        )
        found.append({path.name: path.read_bytes() for path in folder.iterdir()})
    assert found[0] == found[1]
