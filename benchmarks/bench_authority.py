"""One large authority: from its census, its return and its workbook to the printed table.

    python -m benchmarks.bench_authority [CHILDREN]

The command as an analyst runs it, in a process of its own, imports and all; beside it, in the same run, the
bare libraries opening the same files and doing nothing with them.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from benchmarks.measuring import peak_megabytes
from benchmarks.replicate import write_authority

DATA = Path(__file__).parent / "data"
LOOKED_AFTER_OF_1000 = 200
TIMES = 5
OPTIONS = ["--la", "878", "--as-at", "2018-03-31", "--population", "144700", "-q"]
BARE = """
import sys
from pathlib import Path
import fastexcel, polars
from lxml import etree
folder = Path(sys.argv[1])
for _, child in etree.iterparse(folder / "cin.xml", events=("end",), tag="Child"):
    child.clear()
for path in folder.rglob("*.csv"):
    polars.read_csv(path, infer_schema=False)
book = fastexcel.read_excel(str(folder / "Annex_A.xlsx"))
for name in book.sheet_names:
    book.load_sheet(name, header_row=None, dtypes="string").to_polars()
"""
COMMAND = """
import contextlib, io, sys
from chatcalc.cli.main import run
sys.argv = {}
with contextlib.redirect_stdout(io.TextIOWrapper(io.BytesIO())), contextlib.suppress(SystemExit):
    run()
"""


def main(children: int) -> None:
    looked_after = children * LOOKED_AFTER_OF_1000 // 1000
    folder = write_authority(DATA / f"authority_{children}", children, looked_after, workbook=True)
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    print(f"one authority, {children:,} children in need, {looked_after:,} looked after, {size / 1e6:.0f} MB")
    report = ["-m", "chatcalc", "report", str(folder), *OPTIONS]
    works = {
        "from files to the table": report,
        "the same with 18 months": [*report, "--trend", "18"],
        "opening the same files with the bare libraries": ["-c", BARE, str(folder)],
    }
    for name, arguments in works.items():
        print(f"  {name}: {best(arguments):.2f} s")
    print(f"  most memory held: {peak_megabytes(COMMAND.format(['chatcalc', *report[2:]])):.0f} MB")


def best(arguments: list[str]) -> float:
    """The best of several runs of Python with the arguments, each in a process of its own."""
    taken = []
    for _ in range(TIMES):
        start = time.perf_counter()
        subprocess.run([sys.executable, *arguments], check=True, capture_output=True)  # noqa: S603
        taken.append(time.perf_counter() - start)
    return min(taken)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
