"""The sample authority: its files are what its generator writes, and a report can be made of them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from chatcalc.cli.config import options
from chatcalc.reports.making import make_report
from chatcalc.reports.report import Report

SAMPLE = Path(__file__).parents[2] / "sample_data"


@pytest.fixture(scope="module")
def report() -> Report:
    return make_report(options({}, SAMPLE / "chatcalc.toml").request())


def test_generator_writes_the_files_that_are_there(tmp_path: Path) -> None:
    command = [sys.executable, SAMPLE / "generate.py", tmp_path]
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603
    written = list(tmp_path.iterdir())
    assert written
    for path in written:
        assert path.read_bytes() == (SAMPLE / path.name).read_bytes(), path.name


def test_nothing_is_wrong_in_the_sample(report: Report) -> None:
    assert [each.code for each in report.findings if each.severity == "error"] == []


def test_every_published_figure_stands_beside_its_indicator(report: Report) -> None:
    compared = {line.id for line in report.indicators if line.published is not None}
    assert {"referrals_rate", "assessments_45wd_pct", "cpp_repeat_ever_pct"} <= compared
