"""Locks on files that end with the process that holds them, however it ends.

They are the operating system's own, so a killed run leaves none. Where a file system knows no locks (some
network shares), nothing can be told of who holds a file: nothing is removed there, and nothing waited for.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final, Literal

Holder = Literal["this run", "another", "unknown"]
_PATIENCE: Final = 60.0  # seconds to wait for another run
_PAUSE: Final = 0.05


class BusyError(Exception):
    """Another run holds a file for longer than is reasonable."""


if sys.platform == "win32":
    import msvcrt

    def try_lock(file: IO[bytes]) -> Holder:
        """Lock the open file, on Windows its first byte, where nobody else has; whose it is then."""
        try:
            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return "another"
        except OSError:
            return "unknown"
        return "this run"

    def held_by_nobody(path: Path) -> bool:
        """True: Windows itself refuses to remove a file that is open."""
        return True

else:
    import fcntl

    def try_lock(file: IO[bytes]) -> Holder:
        """Lock the open file where nobody else has; whose it is then."""
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return "another"
        except OSError:
            return "unknown"
        return "this run"

    def held_by_nobody(path: Path) -> bool:
        """Whether no living run holds the file; False where that cannot be told."""
        with path.open("rb") as file:
            return try_lock(file) == "this run"


@contextmanager
def alone_with(path: Path) -> Iterator[None]:
    """Waits until no other run is inside this with the same path.

    What is held is a hidden file beside it, which stays: were it removed, a run that waits for it and one
    that makes it anew could both go on.

    Raises:
        BusyError: Another run stays inside for a minute.
        OSError: The folder cannot be written to.
    """
    handle = os.open(path.with_name(f".{path.name}.lock"), os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(handle, "r+b") as file:
        until = time.monotonic() + _PATIENCE
        while try_lock(file) == "another":
            if time.monotonic() > until:
                raise BusyError
            time.sleep(_PAUSE)
        yield
