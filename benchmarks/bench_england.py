"""All authorities of England at once: files to tables to every indicator in 18 months.

    python -m benchmarks.bench_england [AUTHORITIES]

One year of about 150 authorities: 700,000 children in need and 100,000 looked after; then ten such years.
Each piece of work is measured at growing numbers of authorities, with the straight line through the
measurements: cost that grows in proportion stays on it.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from statistics import linear_regression

from lxml import etree

from benchmarks.replicate import write_authority
from chatcalc.extracts.reading import read_extracts
from chatcalc.published.authorities import authorities
from chatcalc.reports.authority import labelled
from chatcalc.reports.parquet import write_tables

DATA = Path(__file__).parent / "data" / "england"
CHILDREN, LOOKED_AFTER = 4_576, 654  # of an authority: 700,000 and 100,000 over 153
YEAR = 2018


@dataclass(frozen=True)
class Measured:
    """A piece of work at a number of authorities."""

    authorities: int
    seconds: float
    megabytes: float | None = None


def main(wanted: int) -> None:
    codes = existing()[:wanted]
    for code in codes:
        write_authority(files_of(code), CHILDREN, LOOKED_AFTER, la=code, years=(YEAR,))
    size = sum(
        path.stat().st_size for code in codes for path in files_of(code).rglob("*.*") if path.is_file()
    )
    print(
        f"{len(codes)} authorities, {len(codes) * CHILDREN:,} children in need, "
        f"{len(codes) * LOOKED_AFTER:,} looked after, {size / 1e6:,.0f} MB of files, {os.cpu_count()} cores"
    )
    measure_reading(codes)
    measure_converting(codes)
    measure_calculating(codes)
    measure_five(codes)
    measure_years(codes[: max(1, len(codes) // 8)])


def existing() -> list[str]:
    """The authorities of the year."""
    day = dt.date(YEAR, 3, 31)
    known = authorities().values()
    return sorted(
        each.code
        for each in known
        if (each.exists_from is None or each.exists_from <= day)
        and (each.exists_to is None or each.exists_to >= day)
    )


def files_of(code: str) -> Path:
    return DATA / "files" / code


def tables_of(code: str) -> Path:
    return DATA / "tables" / code


def steps(codes: Sequence[str]) -> list[int]:
    """An eighth of the authorities, a quarter, half of them, all."""
    return sorted({max(1, len(codes) // part) for part in (8, 4, 2, 1)})


def measure_reading(codes: Sequence[str]) -> None:
    """The censuses, which are nearly all of the bytes, beside a parser that does nothing with them."""
    print("\nreading all censuses, files side by side")
    read, bare = [], []
    for number in steps(codes):
        paths = [files_of(code) / "cin.xml" for code in codes[:number]]
        read.append(Measured(number, timed(lambda paths=paths: read_extracts(paths))))
        bare.append(Measured(number, timed(lambda paths=paths: bare_parse(paths))))
        print(
            f"  {number:4} authorities: {read[-1].seconds:6.1f} s; a bare parser {bare[-1].seconds:6.1f} s; "
            f"{read[-1].seconds / bare[-1].seconds:.1f} times"
        )
    print_line(read)


def bare_parse(paths: Sequence[Path]) -> None:
    for path in paths:
        for _, child in etree.iterparse(path, events=("end",), tag="Child"):
            child.clear()


def measure_converting(codes: Sequence[str]) -> None:
    """What a region does once: each authority's files as Parquet, in as many processes as cores."""
    with ProcessPoolExecutor(os.cpu_count(), get_context("spawn")) as pool:
        taken = timed(lambda: list(pool.map(convert, codes)))
    size = sum(path.stat().st_size for code in codes for path in tables_of(code).rglob("*.parquet"))
    print(f"\nconverting everything: {taken:.1f} s; {size / 1e6:,.0f} MB of Parquet")


def convert(code: str) -> None:
    write_tables([labelled(each, code) for each in read_extracts([files_of(code)])], tables_of(code))


def measure_calculating(codes: Sequence[str]) -> None:
    """Every indicator in 18 months, from Parquet, in a process of its own."""
    print("\nfrom Parquet to every indicator in 18 months")
    found = []
    for number in steps(codes):
        told = in_a_process("calculate", *(str(tables_of(code)) for code in codes[:number]))
        found.append(Measured(number, told["read"] + told["calculated"], told["megabytes"]))
        print(
            f"  {number:4} authorities: {found[-1].seconds:6.1f} s ({told['read']:.1f} s of them reading), "
            f"{told['indicators']:.0f} indicators, {found[-1].megabytes:,.0f} MB at most"
        )
    print_line(found)


def measure_five(codes: Sequence[str]) -> None:
    """Five indicators of one period from tables in memory: chatcalc, pandas and DuckDB with equal figures."""
    told = in_a_process("five", *(str(tables_of(code)) for code in codes))
    print(
        "\nfive indicators, tables in memory, equal figures: "
        + ", ".join(f"{name} {told[name]:.2f} s" for name in ("chatcalc", "pandas", "duckdb"))
    )


def measure_years(codes: Sequence[str]) -> None:
    """The same ten times for ten years, of an eighth of the authorities: all would not fit in 24 GB."""
    told = in_a_process("years", *(str(tables_of(code)) for code in codes))
    print(
        f"\n{len(codes)} authorities over ten years ({told['rows']:,.0f} rows): every indicator, 18 months: "
        f"{told['calculated']:.1f} s, {told['megabytes']:,.0f} MB at most"
    )


def in_a_process(task: str, *arguments: str) -> dict[str, float]:
    """What `benchmarks.england_tasks` measured of a task in a process that did nothing before."""
    command = [sys.executable, "-m", "benchmarks.england_tasks", task]
    done = subprocess.run(command, input="\n".join(arguments), check=True, capture_output=True, text=True)  # noqa: S603
    return dict(json.loads(done.stdout.splitlines()[-1]))


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def print_line(found: Sequence[Measured]) -> None:
    """The straight line nearest to the measurements, and how far the worst is from it."""
    if len(found) < 3:
        return
    numbers, seconds = [float(each.authorities) for each in found], [each.seconds for each in found]
    slope, start = linear_regression(numbers, seconds)
    worst = max(abs(start + slope * each.authorities - each.seconds) / each.seconds for each in found)
    print(
        f"  a line: {start:.1f} s and {slope * 1000:.0f} ms an authority; no measurement is further "
        f"than {worst:.0%} from it"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 153)
