"""Times and memory, measured so that two things can be compared in one run."""

from __future__ import annotations

import gc
import subprocess
import sys
import time
from collections.abc import Callable

# `ru_maxrss` starts on Linux with what the parent held; /proc knows the process alone.
_PEAK = """
try:
    from pathlib import Path
    status = Path("/proc/self/status").read_text()
    print(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")))
except OSError:
    import resource, sys
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(peak // 1024 if sys.platform == "darwin" else peak)
"""


def seconds(*work: Callable[[], object], times: int = 5) -> list[float]:
    """The best time of each work. They take turns, so that a busy moment of the machine strikes all alike."""
    best = [float("inf")] * len(work)
    for _ in range(times):
        for number, each in enumerate(work):
            gc.collect()
            start = time.perf_counter()
            each()
            best[number] = min(best[number], time.perf_counter() - start)
    return best


def python(*arguments: str) -> Callable[[], object]:
    """A Python command in a process of its own, run once beforehand so that files are in the cache."""
    command = [sys.executable, *arguments]

    def run() -> None:
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603

    run()
    return run


def peak_megabytes(code: str) -> float:
    """The most memory that a process of its own, running the code, held at once."""
    command = [sys.executable, "-c", f"{code}\n{_PEAK}"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603
    return int(done.stdout.split()[-1]) / 1024
