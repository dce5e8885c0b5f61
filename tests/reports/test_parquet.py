import stat
from pathlib import Path

import polars as pl
import pytest

from chatcalc.extracts.extract import Extract
from chatcalc.reports.parquet import write_tables
from chatcalc.reports.writing import OutputError


def extract(rows: int, *names: str) -> Extract:
    frame = pl.DataFrame({"child_id": ["a"] * rows})
    return Extract("cin_census", dict.fromkeys(names, frame), {}, None)


def test_a_folder_for_each_source_readable_by_its_owner_alone(tmp_path: Path):
    assert write_tables([extract(2, "children", "referrals")], tmp_path / "out") == 2
    file = tmp_path / "out" / "cin_census" / "children.parquet"
    assert pl.read_parquet(file).height == 2
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_a_later_run_replaces_all_tables_of_the_source(tmp_path: Path):
    write_tables([extract(2, "children", "referrals")], tmp_path)
    write_tables([extract(3, "children")], tmp_path)
    assert {path.name for path in (tmp_path / "cin_census").iterdir()} == {"children.parquet", "extract.json"}
    assert [path.name for path in tmp_path.iterdir()] == ["cin_census"]


def test_other_files_are_never_taken_away(tmp_path: Path):
    (tmp_path / "cin_census").mkdir()
    (tmp_path / "cin_census" / "letter.docx").touch()
    with pytest.raises(OutputError, match="holds other files"):
        write_tables([extract(1, "children")], tmp_path)


def test_a_failure_leaves_the_old_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    write_tables([extract(2, "children")], tmp_path)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pl.DataFrame, "write_parquet", full)
    with pytest.raises(OutputError, match="No space"):
        write_tables([extract(3, "children")], tmp_path)
    monkeypatch.undo()
    assert pl.read_parquet(tmp_path / "cin_census" / "children.parquet").height == 2
    assert [path.name for path in tmp_path.iterdir()] == ["cin_census"]
