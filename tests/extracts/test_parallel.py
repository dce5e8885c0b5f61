"""Files read in processes of their own give what they give one after the other."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from polars.testing import assert_frame_equal

from chatcalc.extracts import parallel
from chatcalc.extracts.extract import ExtractError
from chatcalc.extracts.reading import read_extracts

ORACLE = Path(__file__).parent.parent / "oracle" / "input"
CENSUSES = [ORACLE / "cin_2023.xml", ORACLE / "cin_2024.xml"]


@pytest.fixture
def every_file_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "_WORTH_A_PROCESS", 1)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)


def test_the_extract_is_the_same(request: pytest.FixtureRequest):
    (alone,) = read_extracts(CENSUSES)
    request.getfixturevalue("every_file_is_large")
    heard: list[str] = []
    (together,) = read_extracts(CENSUSES, on_progress=heard.append)
    assert heard == ["1 of 2 files read", "2 of 2 files read"]
    assert (together.inputs, together.findings, together.known_from) == (
        alone.inputs,
        alone.findings,
        alone.known_from,
    )
    for name, table in alone.tables.items():
        assert_frame_equal(table, together.tables[name])


@pytest.mark.usefixtures("every_file_is_large")
def test_a_file_that_cannot_be_used_is_said_as_ever(tmp_path: Path):
    broken = tmp_path / "broken.xml"
    broken.write_bytes(CENSUSES[0].read_bytes()[:100_000])
    with pytest.raises(ExtractError, match=r"broken\.xml: not well-formed XML at line"):
        read_extracts([CENSUSES[1], broken])


def _sick(path: Path, _: parallel.Progress | None) -> int:
    """Ends the process it runs in, unless that is the one that asked."""
    if os.getpid() != int(os.environ["CHATCALC_TEST_PID"]):
        os._exit(1)
    return path.stat().st_size


@pytest.mark.usefixtures("every_file_is_large")
def test_where_no_process_survives_files_are_read_one_after_the_other(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CHATCALC_TEST_PID", str(os.getpid()))
    assert parallel.each_read(_sick, CENSUSES) == [path.stat().st_size for path in CENSUSES]


def test_small_files_start_no_process(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(parallel, "ProcessPoolExecutor", None)
    assert parallel.each_read(lambda path, _: path.name, CENSUSES) == ["cin_2023.xml", "cin_2024.xml"]
