"""Which files a folder holds and what messages call them."""

import hashlib
from pathlib import Path

import pytest

from chatcalc.extracts.extract import ExtractError
from chatcalc.extracts.files import labels, regular_file, sha256, walk


def test_a_folder_is_walked_in_a_stable_order_without_hidden_and_lock_files(tmp_path: Path) -> None:
    names = [
        "b/2.xml",
        "b/1.xml",
        "a.csv",
        ".hidden",
        ".git/x",
        "~$a.xlsx",
        "Thumbs.db",
        "c/.d/x",
        "c/e/f.csv",
        "z.csv",
    ]
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "gone.csv").symlink_to(tmp_path / "nowhere")
    (tmp_path / "loop").symlink_to(tmp_path)
    found = [path.relative_to(tmp_path).as_posix() for path in walk(tmp_path)]
    assert found == ["a.csv", "z.csv", "b/1.xml", "b/2.xml", "c/e/f.csv"]


def test_labels_are_base_names_with_as_many_folders_as_tell_them_apart() -> None:
    paths = [
        Path(name) for name in ("x/cin.xml", "2023/e.csv", "2024/e.csv", "a/y/h.csv", "b/y/h.csv", "h.csv")
    ]
    assert list(labels(paths).values()) == [
        "cin.xml",
        "2023/e.csv",
        "2024/e.csv",
        "a/y/h.csv",
        "b/y/h.csv",
        "h.csv",
    ]


def test_hashes(tmp_path: Path) -> None:
    path = tmp_path / "f"
    path.write_bytes(b"abc" * 100_000)
    assert sha256(path) == hashlib.sha256(b"abc" * 100_000).hexdigest()


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("missing.xml", "missing.xml: no such file"),
        ("folder", "folder: no such file"),
        ("empty.xml", "empty.xml: the file is empty; export it again"),
    ],
)
def test_files_that_cannot_be_read(tmp_path: Path, name: str, message: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "empty.xml").touch()
    with pytest.raises(ExtractError) as caught:
        regular_file(tmp_path / name)
    assert str(caught.value) == message


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "locked.xml"
    path.write_text("x")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(ExtractError, match=r"^locked.xml: cannot be read: permission denied$"):
        regular_file(path)
