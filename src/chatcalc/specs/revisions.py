"""A folder of specifications as it is, or as it was at a revision of a git repository."""

from __future__ import annotations

import io
import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

DEFAULT_FOLDER: Final = "indicator_specs"


class RevisionError(Exception):
    """A folder or revision that is not there; the message says which, and what to write."""


@contextmanager
def folder_at(text: str) -> Iterator[Path]:
    """The folder that a path, `REVISION` or `REVISION:path` stands for, while it is needed.

    Raises:
        RevisionError: It stands for nothing.
    """
    if Path(text).exists():
        yield Path(text)
        return
    revision, _, path = text.partition(":")
    with TemporaryDirectory(prefix="chatcalc-") as place:
        archive = _archive(text, f"{revision}:{path or DEFAULT_FOLDER}")
        with tarfile.open(fileobj=io.BytesIO(archive)) as files:
            files.extractall(place, filter="data")
        yield Path(place)


def _archive(text: str, tree: str) -> bytes:
    """The files of a tree of the repository around the current folder."""
    git = shutil.which("git")
    hint = "write a folder, a revision or REVISION:path"
    if git is None or tree.startswith("-"):
        raise RevisionError(f"{text}: no such folder; {hint}")
    # No shell, and nothing but a name of a tree, which cannot be an option.
    done = subprocess.run([git, "archive", "--format=tar", tree], capture_output=True, check=False)  # noqa: S603
    if done.returncode:
        raise RevisionError(f"{text}: no such folder, and no such revision of this repository; {hint}")
    return done.stdout
