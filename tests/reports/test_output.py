import stat
from pathlib import Path

import pytest

from chatcalc.extracts.extract import InputFile
from chatcalc.reports.output import OutputError, check_not_read, check_places, write_files, write_reports
from chatcalc.reports.request import RequestError
from reports.examples import publishable


def test_the_suffix_is_the_format(tmp_path: Path):
    paths = [tmp_path / name for name in ("report.csv", "report.json", "REPORT.MD")]
    assert write_reports(publishable(), paths) == {path: path for path in paths}
    starts = [path.read_text(encoding="utf-8").splitlines()[0][:12] for path in paths]
    assert starts == ["indicator_id", "{", "# Devon (878"]


def test_files_are_their_owners_alone(tmp_path: Path):
    write_files({tmp_path / "a.csv": b"1"})
    assert stat.S_IMODE((tmp_path / "a.csv").stat().st_mode) == 0o600


def test_a_failure_leaves_everything_as_it_was(tmp_path: Path):
    (tmp_path / "a.csv").write_text("old")
    with pytest.raises(OutputError, match="no folder"):
        write_files({tmp_path / "a.csv": b"new", tmp_path / "nowhere" / "b.csv": b"new"})
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]
    assert (tmp_path / "a.csv").read_text() == "old"


def test_an_interruption_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_files({tmp_path / "a.csv": b"new"})
    assert list(tmp_path.iterdir()) == []


def test_a_file_held_open_gets_a_neighbour(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    place, moved = tmp_path / "report.csv", Path.replace
    place.write_text("open in a spreadsheet")
    (tmp_path / "report (2).csv").write_text("earlier")

    def replace(self: Path, target: Path) -> Path:
        if target == place:
            raise PermissionError(13, "held open")
        return moved(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    assert write_files({place: b"new"}) == {place: tmp_path / "report (3).csv"}
    assert place.read_text() == "open in a spreadsheet"
    assert (tmp_path / "report (2).csv").read_text() == "earlier"


def test_a_full_disk_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OutputError, match="No space left on device"):
        write_files({tmp_path / "a.csv": b"new"})
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (["report.docx"], "the suffix is the format"),
        (["report"], "the suffix is the format"),
        (["a.csv", "a.csv"], "named twice"),
        (["input.csv"], "is an input"),
    ],
)
def test_places_are_checked_before_any_work(tmp_path: Path, names: list[str], message: str):
    (tmp_path / "input.csv").write_text("data")
    with pytest.raises(RequestError, match=message):
        check_places([tmp_path / name for name in names], [tmp_path / "input.csv"])


def test_what_was_read_in_a_folder_is_not_written_over(tmp_path: Path):
    (tmp_path / "episodes.csv").write_text("data")
    read = [InputFile("episodes.csv", "ssda903", "", 1)]
    with pytest.raises(RequestError, match="is an input"):
        check_not_read([tmp_path / "episodes.csv"], [tmp_path], read)
    check_not_read([tmp_path / "report.csv"], [tmp_path], read)
