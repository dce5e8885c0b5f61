"""What can be wrong with where a file is: links, folders, devices, names."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from bad_input.case import Arguments, Build, Case, report, write
from bad_input.honest import CENSUS, SMALL_CSV

_OPTIONS = {
    "--published": "refused: file.csv: ",
    "--neighbours": "refused: file.csv: no such file of statistical neighbours",
    "--config": "wrong: the config file cannot be read",
    "--baseline": "wrong: is no report in JSON",
    "--store": "refused: no such store",
}


def _made(make: Callable[[Path], object], name: str = "census.xml") -> Build:
    """A report on something that is called like a file."""

    def build(folder: Path) -> Arguments:
        make(folder / name)
        return report(folder / name)

    return build


def _option(option: str, make: Callable[[Path], object], name: str) -> Build:
    """A sound census, and something that is called like the file of an option."""

    def build(folder: Path) -> Arguments:
        make(folder / name)
        more = ["--published", write(folder / "sound.csv", SMALL_CSV)] if option == "--neighbours" else []
        return [*report(write(folder / "census.xml", CENSUS)), *more, option, folder / name]

    return build


def _loop(path: Path) -> None:
    path.symlink_to(path)


def _to_nowhere(path: Path) -> None:
    path.symlink_to(path.parent / "nowhere")


def _to_folder(path: Path) -> None:
    (path.parent / "real").mkdir()
    path.symlink_to(path.parent / "real")


def _to_device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def _in_folder(make: Callable[[Path], object], name: str = "odd.xml") -> Build:
    """A folder with a sound census and something odd beside it."""

    def build(folder: Path) -> Arguments:
        write(folder / "in" / "census.xml", CENSUS)
        make(folder / "in" / name)
        return report(folder / "in")

    return build


def _loop_of_folders(path: Path) -> None:
    path.symlink_to(path.parent)


def _deep(path: Path) -> None:
    for _ in range(60):
        path = path / ("d" * 20)
    path.mkdir(parents=True)
    write(path / "census.xml", CENSUS.replace("CANARY", "CANARYB"))


def _outside(folder: Path) -> Arguments:
    write(folder / "in" / "census.xml", CENSUS)
    write(folder / "out" / "other.xml", CENSUS)
    (folder / "in" / "link").symlink_to(folder / "out")
    return report(folder / "in")


def _named(name: str, content: str = CENSUS) -> Build:
    return lambda folder: report(write(folder / name, content))


def _output(make: Callable[[Path], object], name: str) -> Build:
    def build(folder: Path) -> Arguments:
        make(folder / name)
        return [*report(write(folder / "census.xml", CENSUS)), "-o", folder / name]

    return build


def _specs(make: Callable[[Path], object]) -> Build:
    def build(folder: Path) -> Arguments:
        make(folder / "own.yaml")
        return ["specs", "validate", folder / "own.yaml"]

    return build


_NO_FILES = {
    "pipe": os.mkfifo,
    "device": _to_device,
    "folder": Path.mkdir,
    "link-to-itself": _loop,
}

CASES: tuple[Case, ...] = (
    Case("place-nowhere", lambda folder: report(folder / "nowhere.xml"), "refused: no such file"),
    Case("place-link-to-itself", _made(_loop), "refused: no such file"),
    Case("place-link-to-nowhere", _made(_to_nowhere), "refused: no such file"),
    Case("place-link-to-a-folder", _made(_to_folder), "refused: no CIN census"),
    Case("place-link-to-a-device", _made(_to_device), "refused: not a file that can be read"),
    Case("place-pipe", _made(os.mkfifo), "refused: not a file that can be read"),
    Case("place-folder-named-like-a-file", _made(Path.mkdir), "refused: no CIN census"),
    Case("place-folder-with-a-pipe", _in_folder(os.mkfifo), "read"),
    Case("place-folder-with-a-device", _in_folder(_to_device), "read"),
    Case("place-folder-with-a-link-to-nowhere", _in_folder(_to_nowhere), "read"),
    Case("place-folder-with-a-loop", _in_folder(_loop_of_folders, "loop"), "read"),
    Case("place-folder-60-deep", _in_folder(_deep, "deep"), "read"),
    Case("place-folder-that-links-outside", _outside, "read"),
    *(
        Case(
            f"place-{name}-for-{option[2:]}",
            _option(option, make, f"file.{'toml' if option == '--config' else 'csv'}"),
            expected,
        )
        for option, expected in _OPTIONS.items()
        for name, make in _NO_FILES.items()
    ),
    Case("place-pipe-for-specs", _specs(os.mkfifo), "invalid: "),
    Case("place-link-to-itself-for-specs", _specs(_loop), "wrong: no such"),
    Case("name-of-escape-codes", _named("\x1b[2J\x1b]0;owned\x07.xml", "CANARY"), "refused: no CIN census"),
    Case("name-right-to-left", _named("\u202egpj.xml", "CANARY"), "refused: no CIN census"),
    Case("name-of-two-lines", _named("a\nchatcalc: b.xml", "CANARY"), "refused: no CIN census"),
    Case(
        "name-that-is-no-text",
        _named(os.fsdecode(b"\xff\xfe.xml"), "CANARY"),
        "refused: the name of the file is no text",
    ),
    Case("name-of-a-sound-file-of-escape-codes", _named("\x1b[2J.xml"), "read"),
    Case(
        "name-that-is-no-text-of-a-sound-file",
        _named(os.fsdecode(b"\xff.xml")),
        "refused: the name of the file is no text",
    ),
    Case("name-like-an-option", _named("-o.xml"), "read"),
    Case("name-like-markup", _named("[bold]x[$HOME].xml"), "read"),
    Case("name-of-200-characters", _named("x" * 200 + ".xml"), "read"),
    Case("output-is-a-folder", _output(Path.mkdir, "out.csv"), "refused: it is a folder"),
    Case(
        "output-in-a-file",
        lambda folder: [
            *report(write(folder / "census.xml", CENSUS)),
            "-o",
            folder / "census.xml" / "out.csv",
        ],
        "refused: out.csv",
    ),
    Case(
        "output-of-300-characters",
        lambda folder: [*report(write(folder / "census.xml", CENSUS)), "-o", folder / ("x" * 300 + ".csv")],
        "refused: ",
    ),
)
