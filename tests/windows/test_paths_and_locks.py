"""What Windows does to files, as far as another system can act it out."""

from __future__ import annotations

import subprocess
from pathlib import Path, PureWindowsPath
from types import SimpleNamespace

import pytest

from chatcalc.cli.config import _whole, options
from chatcalc.extracts import files, parallel, windows
from chatcalc.extracts.extract import ExtractError
from chatcalc.extracts.files import regular_file, unreadable, walk
from chatcalc.extracts.windows import too_long
from chatcalc.published.reading import kind_of
from chatcalc.published.statistics import PublishedError
from chatcalc.reports.request import RequestError, SettingsError
from chatcalc.reports.writing import OutputError, write_files

ROOT = Path(__file__).parents[2]
SHARE = PureWindowsPath(r"\\server\share\OneDrive - A & B")


@pytest.mark.parametrize(
    ("folder", "written", "expected"),
    [
        (SHARE, "extracts", r"\\server\share\OneDrive - A & B\extracts"),
        (SHARE, "sub/cin.xml", r"\\server\share\OneDrive - A & B\sub\cin.xml"),
        (SHARE, r"..\published.csv", r"\\server\share\OneDrive - A & B\..\published.csv"),
        (PureWindowsPath("C:/x"), r"\\server\share\cin.xml", r"\\server\share\cin.xml"),
        (PureWindowsPath("C:/x"), "//server/share/cin.xml", r"\\server\share\cin.xml"),
        (SHARE, "D:/extracts", r"D:\extracts"),
        (PureWindowsPath("C:/x"), r"\data\cin.xml", r"C:\data\cin.xml"),
    ],
)
def test_paths_of_a_config_on_a_drive_or_a_share(
    folder: PureWindowsPath, written: str, expected: str
) -> None:
    assert str(_whole(PureWindowsPath(written), folder)) == expected
    assert list(map(str, _whole([PureWindowsPath(written)], folder))) == [expected]


@pytest.mark.parametrize("written", ['"C:\\temp\\cin.xml"', '["a.xml", "D:\\new"]'])
def test_a_path_whose_backslash_became_a_tab_is_refused_with_its_line(tmp_path: Path, written: str) -> None:
    (tmp_path / "chatcalc.toml").write_text(f'la = "878"\nextracts = {written.replace("cin", "n")}\n')
    with pytest.raises(SettingsError) as caught:
        options({}, tmp_path / "chatcalc.toml")
    (error,) = caught.value.errors
    assert str(error).startswith("chatcalc.toml, line 2: extracts: a backslash in this path became")
    assert "single quotes" in str(error)


@pytest.mark.parametrize("written", [r'"C:\Users\x"', r'"\\server\share"', r'"D:\data"'])
def test_a_path_that_is_no_toml_is_told_how_to_write_paths(tmp_path: Path, written: str) -> None:
    (tmp_path / "chatcalc.toml").write_text(f"extracts = {written}\n")
    with pytest.raises(RequestError, match=r"line 1, column \d+: .*; write a path with / or between single"):
        options({}, tmp_path / "chatcalc.toml")


def test_single_quotes_keep_backslashes(tmp_path: Path) -> None:
    (tmp_path / "chatcalc.toml").write_text("extracts = '\\\\server\\new\\table.xml'\n")
    chosen = options({}, tmp_path / "chatcalc.toml")
    assert str(chosen.extracts[0]).endswith(r"\\server\new\table.xml")


def test_an_extract_that_excel_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "Annex_A.xlsx"
    path.write_bytes(b"PK")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(windows, "_ON_WINDOWS", True)
    monkeypatch.setattr(Path, "open", refuse)
    expected = r"^Annex_A\.xlsx: cannot be .*permission denied.*; close it in Excel if it is open there"
    with pytest.raises(ExtractError, match=f"(?i){expected}"):
        regular_file(path)
    with pytest.raises(PublishedError, match=f"(?i){expected}"):
        kind_of(path)


def test_an_output_that_cannot_be_moved_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "The process cannot access the file")

    monkeypatch.setattr(windows, "_ON_WINDOWS", True)
    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(
        OutputError, match=r"report\.xlsx: cannot be written \(The process.*; close it in Excel"
    ):
        write_files({tmp_path / "report.xlsx": b"new"})
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("attribute", [0x1000, 0x4_0000, 0x40_0000])
def test_a_file_that_is_in_onedrive_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, attribute: int
) -> None:
    stat = SimpleNamespace(st_file_attributes=attribute | 0x20)
    monkeypatch.setattr(windows, "os", SimpleNamespace(stat=lambda _: stat))
    error = unreadable(tmp_path / "cin.xml", OSError(22, "Invalid argument"))
    assert str(error).startswith(
        "cin.xml: cannot be read: invalid argument; it is in OneDrive only: right-click"
    )


def test_a_file_on_this_machine_is_not_in_the_cloud(tmp_path: Path) -> None:
    (tmp_path / "cin.xml").touch()
    assert not windows.in_the_cloud(tmp_path / "cin.xml")
    assert not windows.in_the_cloud(tmp_path / "missing.xml")


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (PureWindowsPath("C:/" + "x" * 256), False),
        (PureWindowsPath("C:/" + "x" * 257), True),
        (PureWindowsPath(r"\\server\share" + "/x" * 130), True),
        (PureWindowsPath("\\\\?\\C:\\" + "x" * 300), False),
        (Path("/" + "x" * 300), False),
    ],
)
def test_windows_takes_259_characters(path: Path, expected: bool) -> None:
    assert too_long(path) is expected


def test_a_file_whose_path_is_too_long_is_not_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its folder names it, and looking at it says that there is no such file."""
    (tmp_path / "short.xml").touch()
    (tmp_path / "far.xml").symlink_to(tmp_path / "nowhere")
    assert [path.name for path in walk(tmp_path)] == ["short.xml"]
    for module in (files, windows):
        monkeypatch.setattr(module, "too_long", lambda path: path.name == "far.xml")
    with pytest.raises(
        ExtractError, match=r"^far\.xml: cannot be read: no such file; its path is longer than"
    ):
        list(walk(tmp_path))
    with pytest.raises(ExtractError, match=r"^far\.xml: no such file; its path is longer than the 259"):
        regular_file(tmp_path / "far.xml")


def test_a_server_of_many_cores_starts_no_more_processes_than_windows_waits_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (tmp_path / "cin.xml").open("wb") as file:
        file.truncate(50_000_000)
    monkeypatch.setattr("os.cpu_count", lambda: 128)
    assert parallel._workers([tmp_path / "cin.xml"] * 200) == 61


def test_every_file_of_the_project_can_be_checked_out_on_windows() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    names = listed.stdout.rstrip("\0").split("\0")
    devices = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}
    parts = {part for name in names for part in name.split("/")}
    assert not [part for part in parts if part.split(".")[0].lower() in devices]
    assert not [part for part in parts if part.endswith((".", " ")) or set(part) & set('<>:"\\|?*')]
    assert len({name.lower() for name in names}) == len(names), "names that differ in capitals alone"
    assert max(map(len, names)) < 120, "a checkout in a deep folder stays under 260"
