"""Reading ten years of SSDA903 returns into periods of care and placements, beside plain loops over rows.

    python -m benchmarks.bench_care [ROWS]

Both read the same files in this one run and must find the same spells. Seconds of the processor are compared
too: chatcalc may use several cores, and a busy machine lengthens the rest.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from benchmarks.care_in_loops import Spell, derived
from benchmarks.generate_care import write_returns
from benchmarks.measuring import peak_megabytes, seconds
from chatcalc.extracts import ssda903
from chatcalc.extracts.extract import Extract

DATA = Path(__file__).parent / "data"
IMPORT = "import pathlib; from chatcalc.extracts import ssda903"
READ = IMPORT + "; ssda903.read(sorted(pathlib.Path({!r}).rglob('*.csv')))"
AIM = "aim under 0.33"


def main(rows: int) -> None:
    folder = write_returns(DATA / f"care_{rows}", rows)
    files = sorted(folder.rglob("*.csv"))
    check(ssda903.read(files), folder)

    def in_chatcalc() -> object:
        return ssda903.read(files)

    def in_loops() -> object:
        return derived(folder)

    reading, looping = seconds(in_chatcalc, in_loops, times=3)
    compare("reading and deriving", reading, looping)
    compare("the same in seconds of the processor", processor(in_chatcalc), processor(in_loops))
    start, peak = peak_megabytes(IMPORT), peak_megabytes(READ.format(str(folder)))
    print(f"memory of reading, above the {start:.0f} MB of the imports: {peak - start:.0f} MB")


def check(extract: Extract, folder: Path) -> None:
    """Both find the same spells, one for one."""
    periods, placements, faults = derived(folder)
    episodes = extract.tables["care_episodes"].height
    print(f"SSDA903 returns: {rows_in(folder):,} rows of episodes, {episodes:,} once joined")
    print(f"  {len(periods):,} periods of care, {len(placements):,} placements, the same in both")
    print(f"  {sum(faults.values()):,} episodes put right")
    for table, found in (("periods_of_care", periods), ("placements", placements)):
        assert spells(extract, table) == Counter(found), f"{table} differ"


def rows_in(folder: Path) -> int:
    return sum(path.read_bytes().count(b"\n") - 1 for path in folder.rglob("episodes.csv"))


def spells(extract: Extract, table: str) -> Counter[Spell]:
    return Counter(extract.tables[table].select("child_id", "start_date", "end_date").rows())


def processor(work: Callable[[], object], times: int = 3) -> float:
    """The fewest seconds that the processor worked, on all cores together."""
    best = float("inf")
    for _ in range(times):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def compare(what: str, taken: float, plain: float) -> None:
    print(f"{what}: {taken / plain:.2f} times plain loops ({taken:.2f} s to {plain:.2f} s; {AIM})")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 263_000)
