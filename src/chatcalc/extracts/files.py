"""Files on disk: which ones a folder holds, what messages call them, and their hashes."""

from __future__ import annotations

import errno
import hashlib
import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from chatcalc.extracts.extract import ExtractError
from chatcalc.extracts.harmless import harmless
from chatcalc.extracts.windows import advice, too_long

_ANY_AREA: Final = 4_000_000
_TIMES_FILLED: Final = 20
_LEFT_BY_SYSTEMS: Final = frozenset({"thumbs.db", "desktop.ini"})
_SMALL: Final = 64 << 20


def spread_out(area: int, filled: int) -> bool:
    """Whether a table spans far more cells than it fills, each of which would take memory.

    A note far below a long list is honest, cells in two corners are not.

    Args:
        area: Cells between the first and the last.
        filled: Those that hold something.
    """
    return area > _ANY_AREA and area > _TIMES_FILLED * filled


def regular_file(path: Path) -> Path:
    """The path, when it is a file that can be opened and holds something.

    Raises:
        ExtractError: It does not exist, is not a file, may not be read, or is empty.
    """
    try:
        path.name.encode()
        if path.is_dir() or not path.exists():
            what = advice(path, FileNotFoundError())
            raise ExtractError(f"{path.name}: no such file{what}")
        if not path.is_file():
            raise ExtractError(f"{path.name}: not a file that can be read")
        with path.open("rb") as opened:
            if not opened.read(1):
                raise ExtractError(f"{path.name}: the file is empty; export it again")
    except UnicodeEncodeError:
        raise ExtractError(f"{path.name}: the name of the file is no text; rename it") from None
    except OSError as error:
        raise unreadable(path, error) from error
    return path


def unreadable(path: Path, error: OSError) -> ExtractError:
    """The one line for a file that the system does not let us read."""
    reason = (error.strerror or "unknown reason").lower()
    return ExtractError(f"{path.name}: cannot be read: {reason}{advice(path, error)}")


def small_text(path: Path) -> str:
    """The text of a file that a person writes: a config, a specification, an earlier report.

    Raises:
        OSError: It cannot be read; it is a pipe or a device, which might never end; it is over 64 MB.
        UnicodeDecodeError: It is not UTF-8.
    """
    if path.exists() and not path.is_file():
        raise OSError(errno.EINVAL, "not a file")
    if path.stat().st_size > _SMALL:
        raise OSError(errno.EFBIG, "too large")
    return path.read_text(encoding="utf-8-sig")


def walk(folder: Path) -> Iterator[Path]:
    """The files below a folder in a stable order, without hidden and lock files; no links to folders.

    Raises:
        ExtractError: A folder may not be listed, or holds a file whose path is too long for Windows: passed
            over, its children would be missing from every figure.
    """

    def refuse(error: OSError) -> None:
        raise unreadable(Path(error.filename or folder), error)

    for place, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        files = (Path(place, name) for name in sorted(names) if not _left_behind(name))
        for path in files:
            if path.is_file():
                yield path
            elif too_long(path):
                raise unreadable(path, FileNotFoundError(errno.ENOENT, "no such file"))


def _left_behind(name: str) -> bool:
    """By a system or by a program that has the file open."""
    return name.startswith((".", "~$")) or name.lower() in _LEFT_BY_SYSTEMS


def labels(paths: Sequence[Path]) -> Mapping[Path, str]:
    """What to call each file: its base name, with as many folders before it as tell it from the others."""
    depth = dict.fromkeys(paths, 1)
    while True:
        shown = {path: "/".join(path.parts[-parts:]) for path, parts in depth.items()}
        times = Counter(shown.values())
        again = [path for path in depth if times[shown[path]] > 1 and depth[path] < len(path.parts)]
        if not again:
            return {path: harmless(name) for path, name in shown.items()}
        depth.update({path: depth[path] + 1 for path in again})


def sha256(path: Path) -> str:
    """The file's SHA-256, read in pieces.

    Raises:
        ExtractError: It cannot be read.
    """
    try:
        with path.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError as error:
        raise unreadable(path, error) from error
