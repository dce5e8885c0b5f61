import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from chatcalc.reports.writing import Companion, OutputError, write_files

BESIDE = Companion(
    place=lambda path: path.with_name(f"{path.name}.about"),
    content=lambda path, content: f"{path.name}: {len(content)}".encode(),
)
HOLDER = """
import sys, time
from pathlib import Path
from chatcalc.reports import writing
with writing._staging() as stage:
    stage(Path(sys.argv[1]), b"half a file")
    print("staged", flush=True)
    time.sleep(60)
"""


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


def test_a_disk_that_is_really_full_leaves_the_old_files(tmp_path: Path):
    (tmp_path / "a.csv").write_text("old")
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    try:
        with pytest.raises(OutputError, match=r"b\.csv: cannot be written \(File too large\)"):
            write_files({tmp_path / "a.csv": b"new", tmp_path / "b.csv": b"x" * 2000})
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]
    assert (tmp_path / "a.csv").read_text() == "old"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written(tmp_path: Path):
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(OutputError, match=r"a\.csv: cannot be written \(Permission denied\)"):
            write_files({tmp_path / "a.csv": b"new"})
    finally:
        tmp_path.chmod(0o700)


def test_a_companion_stands_beside_every_file(tmp_path: Path):
    write_files({tmp_path / "a.csv": b"12", tmp_path / "b.csv": b"123"}, BESIDE)
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {
        "a.csv": "12",
        "a.csv.about": "a.csv: 2",
        "b.csv": "123",
        "b.csv.about": "b.csv: 3",
    }


def test_a_companion_goes_where_its_file_went(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    place, moved = tmp_path / "a.csv", Path.replace
    write_files({place: b"old"}, BESIDE)

    def replace(self: Path, target: Path) -> Path:
        if target == place:
            raise PermissionError(13, "held open")
        return moved(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    write_files({place: b"newer"}, BESIDE)
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {
        "a.csv": "old",
        "a.csv.about": "a.csv: 3",
        "a (2).csv": "newer",
        "a (2).csv.about": "a (2).csv: 5",
    }


def test_what_a_killed_run_left_goes_and_what_a_living_one_writes_stays(tmp_path: Path):
    place = tmp_path / "a.csv"
    other = tmp_path / ".a.csv.notes.part"  # nothing that chatcalc makes
    other.touch()
    with subprocess.Popen([sys.executable, "-c", HOLDER, place], stdout=subprocess.PIPE) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == b"staged\n"
        write_files({place: b"of another run"})
        assert [len(path.name) for path in tmp_path.glob(".a.csv.????????.part")] == [20]
        holder.kill()
        holder.wait()
    assert len(list(tmp_path.iterdir())) == 3
    write_files({place: b"of the next run"})
    assert {path.name for path in tmp_path.iterdir()} == {"a.csv", other.name}
    assert place.read_text() == "of the next run"
