"""The sample authority: its files are what its generator writes, and a report can be made of them."""

from __future__ import annotations

import subprocess
import sys
import zipfile
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
    subprocess.run(command, check=True, capture_output=True)
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert written
    for path in written:
        assert contents(path) == contents(SAMPLE / path.relative_to(tmp_path)), path.name


def contents(path: Path) -> dict[str, bytes]:
    """The parts of a workbook: how they are packed depends on the machine's zlib."""
    if path.suffix != ".xlsx":
        return {path.name: path.read_bytes()}
    with zipfile.ZipFile(path) as workbook:
        return {name: workbook.read(name) for name in workbook.namelist()}


def test_nothing_is_wrong_in_the_sample(report: Report) -> None:
    assert {each.code for each in report.findings} == {"sheet-ignored"}, "the front sheet is no list"


def test_every_published_figure_stands_beside_its_indicator(report: Report) -> None:
    assert sum(line.published is not None for line in report.indicators) == 23


def test_the_yearly_returns_answer_for_the_same_authority() -> None:
    report = make_report(options({}, SAMPLE / "returns.toml").request())
    assert report.findings == ()
    sources = {line.source for line in report.indicators if line.chat_row is not None}
    assert sources == {"cin_census", "ssda903"}
    printed = [line for line in report.indicators if line.chat_row is not None]
    assert all(line.denominator for line in printed), "no row of the table is empty"
