"""Files that appear whole or not at all, whatever ends the run that writes them."""

from __future__ import annotations

import glob
import itertools
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from chatcalc.extracts.windows import advice
from chatcalc.reports.locking import held_by_nobody, try_lock


class OutputError(Exception):
    """An output that cannot be written. Exit code 3."""


@dataclass(frozen=True)
class Companion:
    """A file that stands beside every other and speaks of it, such as its manifest.

    Attributes:
        place: Where it stands, by the place of the other.
        content: Its bytes, by the place and the bytes of the other.
    """

    place: Callable[[Path], Path]
    content: Callable[[Path, bytes], bytes]


@dataclass(frozen=True)
class _Staged:
    """A temporary file in the folder of its place, open and locked for as long as this run lives."""

    place: Path
    path: Path
    file: BinaryIO


def write_files(
    contents: Mapping[Path, bytes], companion: Companion | None = None, *, may_move: bool = True
) -> dict[Path, Path]:
    """Write all contents beside their places, then put them in place; only the user may read them.

    A companion goes into place right after its file. What a killed run left beside these places is removed;
    what a run that is still alive has there is left alone.

    Args:
        contents: The bytes by the place where they shall stand.
        companion: What stands beside each.
        may_move: Whether a neighbour will do where another program holds a place open.

    Returns:
        Where each file went: its place, or a neighbour where another program held that open.

    Raises:
        OutputError: A file cannot be written; those that stood there are as they were, unless it is the
            moving itself that failed half-way.
    """
    with _staging() as stage:
        wanted = {place: stage(place, content) for place, content in contents.items()}
        beside = {
            place: stage(companion.place(place), companion.content(place, content))
            for place, content in contents.items()
            if companion
        }
        went = {}
        for place, staged in wanted.items():
            went[place] = _put_in_place(staged, may_move=may_move)
            if companion and went[place] == place:
                _put_in_place(beside[place])
            elif companion:
                moved = companion.content(went[place], contents[place])
                _put_in_place(stage(companion.place(went[place]), moved))
        return went


@contextmanager
def _staging() -> Iterator[Callable[[Path, bytes], _Staged]]:
    """Gives a function that writes a temporary file beside a place; whatever is left of them is removed."""
    made: list[_Staged] = []

    def stage(place: Path, content: bytes) -> _Staged:
        with _blaming(place):
            if not place.parent.is_dir():
                raise OutputError(f"{place}: cannot be written, there is no folder {place.parent}")
            if place.is_dir():
                raise OutputError(f"{place}: cannot be written, it is a folder")
            _remove_abandoned(place)
            made.append(staged := _open_beside(place))
            staged.file.write(content)
            staged.file.flush()
            os.fsync(staged.file.fileno())
        return staged

    try:
        yield stage
    finally:
        for each in made:
            with suppress(OSError):
                each.file.close()
            with suppress(OSError):
                each.path.unlink(missing_ok=True)


@contextmanager
def _blaming(place: Path) -> Iterator[None]:
    """An error in the words of the file that a person knows, not of the temporary one."""
    try:
        yield
    except OSError as error:
        raise cannot_be_written(place, error) from error


def cannot_be_written(place: Path, error: OSError) -> OutputError:
    """The one line for a file or folder that the system does not let us write."""
    reason = f"({error.strerror or 'unknown reason'}){advice(place, error)}"
    return OutputError(f"{place}: cannot be written {reason}")


def _open_beside(place: Path) -> _Staged:
    handle, name = tempfile.mkstemp(prefix=f".{place.name}.", suffix=".part", dir=place.parent)
    file = os.fdopen(handle, "wb")
    try_lock(file)
    return _Staged(place, Path(name), file)


def _remove_abandoned(place: Path) -> None:
    """Remove the temporary files of runs that were killed: nobody holds them any more."""
    for name in place.parent.glob(f".{glob.escape(place.name)}.????????.part"):
        with suppress(OSError):
            if held_by_nobody(name):
                name.unlink()


def _put_in_place(staged: _Staged, *, may_move: bool = True) -> Path:
    """Move the file to its place, or to a neighbour where another program holds that place open."""
    if os.name == "nt":  # an open file cannot be moved there
        staged.file.close()
    with _blaming(staged.place):
        try:
            staged.path.replace(staged.place)
        except PermissionError:
            if not may_move:
                raise
            neighbour = _free_neighbour(staged.place)
            staged.path.replace(neighbour)
            return neighbour
    return staged.place


def _free_neighbour(path: Path) -> Path:
    candidates = (path.with_name(f"{path.stem} ({number}){path.suffix}") for number in itertools.count(2))
    return next(candidate for candidate in candidates if not candidate.exists())
