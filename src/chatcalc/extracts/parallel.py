"""Large files read side by side: parsing XML holds the interpreter, so each file has its own process."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from pathlib import Path
from typing import Final, TypeVar

Found = TypeVar("Found")
Progress = Callable[[str], None]

MOST_PROCESSES: Final = 61  # that Windows waits for
_WORTH_A_PROCESS: Final = 40_000_000  # bytes: starting one and loading the libraries takes most of a second


def each_read(
    read: Callable[[Path, Progress | None], Found], paths: Sequence[Path], on_progress: Progress | None = None
) -> list[Found]:
    """What every file gives, in the order of the files; from several processes where that is quicker.

    Args:
        read: Reads one file, and is told where to report progress. A function of a module or a `partial` of
            one, for it may run in another process; so may what it raises.
        paths: The files.
        on_progress: Called now and then with a line about where reading is.
    """
    workers = _workers(paths)
    if workers > 1:
        try:
            return _side_by_side(read, paths, workers, on_progress)
        except (BrokenProcessPool, OSError):
            pass  # short of memory, or not allowed to start programs: one after the other takes less
    return [read(path, on_progress) for path in paths]


def _workers(paths: Sequence[Path]) -> int:
    """As many as there are cores, files, and bytes to be worth it."""
    size = sum(path.stat().st_size for path in paths)
    return min(os.cpu_count() or 1, MOST_PROCESSES, len(paths), size // _WORTH_A_PROCESS)


def _side_by_side(
    read: Callable[[Path, Progress | None], Found],
    paths: Sequence[Path],
    workers: int,
    on_progress: Progress | None,
) -> list[Found]:
    found = []
    # Not forked: a fork of a process that has used Polars can hang.
    with ProcessPoolExecutor(workers, get_context("spawn"), initializer=_end_quietly) as pool:
        for number, one in enumerate(pool.map(read, paths, [None] * len(paths)), start=1):
            found.append(one)
            if on_progress:
                on_progress(f"{number} of {len(paths)} files read")
    return found


def _end_quietly() -> None:
    """Ctrl-C reaches every process of a terminal: the readers just end, and who started them speaks."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
