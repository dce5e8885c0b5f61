"""The workflow of the code host runs what exists here, and on Windows what make runs elsewhere."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / ".github/workflows/ci.yml").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
JOBS: dict[str, Any] = yaml.safe_load(TEXT)["jobs"]
ON_LINUX = [name for name, job in JOBS.items() if job["runs-on"] == "ubuntu-latest"]


def commands(job: str) -> list[str]:
    return [step["run"].strip() for step in JOBS[job]["steps"] if "run" in step]


def recipe(target: str) -> Iterator[str]:
    """The commands of a target, as they are where programs are on the path."""
    found = re.search(rf"^{target}:.*\n((?:\t.*\n)+)", MAKEFILE, re.MULTILINE)
    assert found is not None
    for line in found[1].splitlines():
        yield line.strip().removeprefix("$(BIN)/")


@pytest.mark.parametrize("job", ON_LINUX)
def test_linux_runs_targets_of_make(job: str) -> None:
    targets = set(re.findall(r"^(\w+):", MAKEFILE, re.MULTILINE))
    assert commands(job)
    for command in commands(job):
        assert re.fullmatch(r"make \w+", command), command
        assert command.removeprefix("make ") in targets


def test_windows_runs_what_these_targets_run() -> None:
    assert {"make check", "make demo", "make test"} == set(commands("linux"))
    for target in ("check", "demo", "test"):
        for command in recipe(target):
            assert command in commands("windows"), command


def test_actions_are_pinned_and_there_are_no_secrets() -> None:
    uses = [step["uses"] for job in JOBS.values() for step in job["steps"] if "uses" in step]
    assert all(re.fullmatch(r"actions/[\w-]+@v\d+", each) for each in uses)
    assert "secrets" not in TEXT
    assert yaml.safe_load(TEXT)["permissions"] == {"contents": "read"}


def test_only_pythons_that_are_declared_are_used() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {each.rpartition(" ")[2] for each in project["classifiers"] if "Python :: 3." in each}
    used = {
        each for job in JOBS.values() for each in job.get("strategy", {}).get("matrix", {}).get("python", [])
    }
    assert used
    assert used <= declared


def test_the_laptop_runs_the_scripts_of_the_bundle() -> None:
    whole = "\n".join(commands("laptop"))
    assert {"install.cmd", "run-month.cmd"} == set(re.findall(r"[\w-]+\.cmd\b", whole))
    assert whole.count("/nopause") == whole.count(".cmd"), "nobody is there to press a key"
