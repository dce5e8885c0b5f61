"""Tries damaged inputs on every reader and prints what became of them: `python tests/fuzzing/report.py 20`.

Each reader runs in a process of its own, so that its memory is its own. A failing input is kept and named,
and the exit code is 1.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parents[1]))

from fuzzing.mutations import mutated
from fuzzing.readers import CLEAN, FINDINGS, REFUSED, readers, tried

_HEADS = ("reader", "tried", "refused", "findings", "clean", "failed", "slowest", "peak memory")


def main(seconds: float) -> int:
    """Prints a row a reader; 1 where an input failed."""
    failed = 0
    print("{:22}{:>8}{:>9}{:>10}{:>8}{:>8}{:>10}{:>13}".format(*_HEADS))
    with tempfile.TemporaryDirectory() as folder:
        names = list(readers(Path(folder)))
    for name in names:
        done = subprocess.run(
            [sys.executable, __file__, str(seconds), name], capture_output=True, text=True, check=False
        )
        lines = done.stdout.splitlines()
        if done.returncode or not lines:
            failed += 1
            print(f"{name:22}ended with exit code {done.returncode}: {done.stderr.strip()[-300:]}")
            continue
        found = json.loads(lines[-1])
        failed += found["failed"]
        print(
            f"{name:22}{found['tried']:>8,}{found[REFUSED]:>9,}{found[FINDINGS]:>10,}{found[CLEAN]:>8,}"
            f"{found['failed']:>8,}{found['slowest']:>8.2f} s{found['peak']:>10,} MB",
            flush=True,
        )
        for line in found["failures"]:
            print(f"    {line}")
    return 1 if failed else 0


def one(name: str, seconds: float) -> None:
    """Tries one reader for some seconds; the last line of what it prints is JSON."""
    with tempfile.TemporaryDirectory() as samples, tempfile.TemporaryDirectory() as place:
        reader = readers(Path(samples))[name]
        kinds: Counter[str] = Counter()
        failures: list[str] = []
        slowest, seed, until = 0.0, 0, time.monotonic() + seconds
        while time.monotonic() < until:
            seed += 1
            random = Random(seed)
            content = mutated(random.choice(reader.samples), random, random.randint(1, 4))
            try:
                outcome = tried(reader, content, Path(place))
            except BaseException as error:  # noqa: BLE001 - a panic is no Exception
                failures.append(_kept(name, seed, content, error))
                continue
            kinds[outcome.kind] += 1
            slowest = max(slowest, outcome.seconds)
    counts = {kind: kinds[kind] for kind in (REFUSED, FINDINGS, CLEAN)}
    about = {
        "tried": seed,
        "failed": len(failures),
        "slowest": slowest,
        "peak": _peak(),
        "failures": failures[:5],
    }
    print(json.dumps(counts | about))


def _peak() -> int:
    """Megabytes that this process held at most. Where Linux does not say, what the parent held counts too."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return next(
        int(line.split()[1]) // 1024 for line in status.read_text().splitlines() if line.startswith("VmHWM")
    )


def _kept(name: str, seed: int, content: bytes, error: BaseException) -> str:
    path = Path(tempfile.gettempdir()) / f"chatcalc-fuzz-{name.replace(' ', '-')}-{seed}"
    path.write_bytes(content)
    return f"{path}: {type(error).__name__}: {str(error)[:200]}"


if __name__ == "__main__":
    if len(sys.argv) > 2:
        one(sys.argv[2], float(sys.argv[1]))
    else:
        sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else 20.0))
