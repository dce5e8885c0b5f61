"""Every published file of the reference data, imported: nothing is left unread without a reason."""

from __future__ import annotations

import datetime as dt
import time
from pathlib import Path

import polars as pl
import pytest

from chatcalc.published.importing import NotUnderstood, Understood, files_in, understand
from chatcalc.published.store import Store
from chatcalc.specs.checks import lait_measures

_NO_STATISTICS = {"la_code_list.xlsx", "lait_data_dictionary.csv"}


@pytest.fixture(scope="module")
def folder(reference_data: Path) -> Path:
    folder = reference_data / "published"
    if not folder.is_dir():
        pytest.skip(f"no published in {reference_data.name}")
    return folder


@pytest.fixture(scope="module")
def understood(folder: Path) -> list[Understood | NotUnderstood]:
    return [understand(path, lait_measures()) for path in files_in([folder])]


def test_importing_takes_seconds_and_again_changes_nothing(folder: Path, tmp_path: Path) -> None:
    start = time.process_time()
    store = Store(tmp_path / "store.parquet")
    for path in files_in([folder]):
        found = understand(path, lait_measures())
        if isinstance(found, Understood):
            store.add(found, dt.date(2025, 11, 20))
    store.save()
    assert time.process_time() - start < 30, "seconds on a slow machine, with room"
    assert store.path.stat().st_size < 5_000_000
    assert len(Store(store.path).imports) == len(list(files_in([folder]))) - len(_NO_STATISTICS)


def test_what_is_not_kept_has_a_reason(understood: list[Understood | NotUnderstood]) -> None:
    without = [each for each in understood if isinstance(each, NotUnderstood)]
    assert {each.file for each in without} == _NO_STATISTICS
    assert all(each.reason for each in without)


def test_every_row_is_kept_or_counted(understood: list[Understood | NotUnderstood]) -> None:
    left_out = {
        each.file: each.left_out for each in understood if isinstance(each, Understood) and each.left_out
    }
    assert left_out == {
        "bds_long_0.parquet": (
            "259 measures that are not about children's services",
            "170 rows without a year",
        )
    }


@pytest.mark.parametrize("name", ["ees", "ees_2025"])
def test_every_cell_of_the_csv_files_is_there(
    folder: Path, understood: list[Understood | NotUnderstood], name: str
) -> None:
    """By plain counting: the cells after the headings of places that are neither empty nor texts."""
    kept = {each.sha256: each for each in understood if isinstance(each, Understood)}
    for path in sorted((folder / name).glob("*.csv")):
        found = understand(path, [])
        assert isinstance(found, Understood)
        raw = pl.read_csv(path, infer_schema=False)
        texts = {"category", "cla_group", "CLA_group", "characteristic", "age", "activity", "in_touch"}
        texts |= {"accommodation_suitability", "placement_stability", "population_type", "population_count"}
        texts |= {"age_group", *raw.columns[:10]}
        cells = [cell for heading in raw.columns if heading not in texts for cell in raw[heading]]
        assert found.frame.height == sum(cell not in (None, "") for cell in cells), path.name
        assert kept[found.sha256].frame.height == found.frame.height
        numbers = sum(bool(cell) and cell.replace(".", "").replace("-", "").isdigit() for cell in cells)
        assert found.frame["value"].count() == numbers, path.name


def test_every_table_has_england_its_regions_and_all_authorities(
    understood: list[Understood | NotUnderstood],
) -> None:
    for each in understood:
        if isinstance(each, Understood) and each.kind in ("ees", "population"):
            year = each.frame.filter(pl.col("year") == pl.col("year").max())
            areas = year.select("level", "la_code").unique()["level"].value_counts()
            counts = dict(areas.rows())
            assert (counts["england"], counts["region"]) == (1, 11), each.file
            assert counts["la"] in (153, 155), each.file  # some keep rows of two that are gone
