"""What `chatcalc convert` wrote is an extract again, and one that was touched is refused."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from chatcalc.extracts.extract import Extract, ExtractError
from chatcalc.extracts.reading import read_extracts
from chatcalc.reports.authority import labelled
from chatcalc.reports.parquet import write_tables

ORACLE = Path(__file__).parent.parent / "oracle" / "input"
SOURCES = ("cin_census", "ssda903", "annex_a")


@pytest.fixture(scope="module")
def originals() -> tuple[Extract, ...]:
    return read_extracts(
        [ORACLE / "cin_2023.xml", ORACLE / "cin_2024.xml", ORACLE / "ssda903", ORACLE / "annex_a"]
    )


@pytest.fixture
def folder(originals: tuple[Extract, ...], tmp_path: Path) -> Path:
    write_tables(originals, tmp_path / "tables")
    return tmp_path / "tables"


def test_every_source_comes_back_as_it_was(originals: tuple[Extract, ...], folder: Path):
    again = read_extracts([folder])
    assert [one.source for one in again] == list(SOURCES)
    for before, after in zip(originals, again, strict=True):
        assert replace(before, tables={}) == replace(after, tables={})
        assert set(before.tables) == set(after.tables)
        for name, table in before.tables.items():
            assert_frame_equal(table, after.tables[name])


def test_a_folder_of_tables_has_nothing_to_remark_on(folder: Path):
    assert not any(found.code == "file-ignored" for one in read_extracts([folder]) for found in one.findings)


def test_one_source_may_be_converted_and_another_as_it_came(folder: Path):
    shutil.rmtree(folder / "ssda903")
    shutil.rmtree(folder / "annex_a")
    assert [one.source for one in read_extracts([ORACLE / "ssda903", folder])] == ["cin_census", "ssda903"]


def test_authorities_that_were_converted_apart_are_one_extract(
    originals: tuple[Extract, ...], tmp_path: Path
):
    care = originals[1]
    for code in ("201", "202"):
        write_tables([labelled(care, code)], tmp_path / code)
    (both,) = read_extracts([tmp_path / "201", tmp_path / "202"])
    assert both.la_codes == ("201", "202")
    episodes = both.tables["care_episodes"]
    assert episodes.height == 2 * care.tables["care_episodes"].height
    assert set(episodes["la_code"]) == {"201", "202"}
    assert both.known_from == care.known_from


def test_the_same_authority_twice_is_refused(originals: tuple[Extract, ...], tmp_path: Path):
    for name in ("a", "b"):
        write_tables(originals[1:2], tmp_path / name)
    with pytest.raises(ExtractError, match="two converted folders hold the ssda903 of local"):
        read_extracts([tmp_path / "a", tmp_path / "b"])


def test_files_and_tables_of_one_source_are_refused(folder: Path):
    with pytest.raises(ExtractError, match="cin_census: both converted tables and files"):
        read_extracts([folder, ORACLE / "cin_2024.xml"])


def _edit(path: Path, **changes: object) -> None:
    path.write_text(json.dumps({**json.loads(path.read_text()), **changes}))


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda f: (f / "referrals.parquet").unlink(), "referrals.parquet: missing, or changed"),
        (lambda f: pl.DataFrame({"a": [1]}).write_parquet(f / "referrals.parquet"), "missing, or changed"),
        (lambda f: _edit(f / "extract.json", chatcalc_extract=2), "of another version"),
        (lambda f: _edit(f / "extract.json", tables={"../x": {"rows": 1, "sha256": ""}}), "names 1 tables"),
        (lambda f: _edit(f / "extract.json", last_day="yesterday"), "changed by hand"),
        (lambda f: (f / "extract.json").write_text('{"chatcalc_extract": 1, '), "changed by hand"),
    ],
)
def test_a_folder_that_was_touched_is_refused(folder: Path, spoil, message: str):
    spoil(folder / "cin_census")
    with pytest.raises(ExtractError, match=message):
        read_extracts([folder])


def test_tables_without_their_description_are_no_extract(folder: Path):
    (folder / "cin_census" / "extract.json").unlink()
    with pytest.raises(ExtractError, match="no CIN census"):
        read_extracts([folder / "cin_census"])


def test_the_description_names_no_child(originals: tuple[Extract, ...], folder: Path):
    text = (folder / "ssda903" / "extract.json").read_text()
    ids = originals[1].tables["children"]["child_id"].to_list()
    assert ids
    assert not any(f'"{each}"' in text for each in ids)
