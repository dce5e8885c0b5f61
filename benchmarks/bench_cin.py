"""Reading and calculating a CIN census, beside the plainest ways of doing the same.

    python -m benchmarks.bench_cin [CHILDREN]

Everything is a ratio of two things measured in this one run, because seconds speak of the machine.
"""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import pandas as pd
from lxml import etree

from benchmarks.five_in_pandas import Count, five_in_pandas
from benchmarks.generate_cin import LAST_DAY, write_census
from benchmarks.measuring import peak_megabytes, python, seconds
from chatcalc.extracts.extract import Extract
from chatcalc.extracts.reading import read_extracts
from chatcalc.indicators.calculation import calculate
from chatcalc.indicators.jobs import Request
from chatcalc.indicators.results import Result
from chatcalc.specs.definition import Indicator
from chatcalc.specs.loading import load_specs

DATA = Path(__file__).parent / "data"
FIVE = ("rereferrals_12m_pct", "assessments_45wd_pct", "icpc_15wd_pct", "cin_rate", "cpp_repeat_ever_pct")
TABLES = ("referrals", "assessments", "conferences", "cin_episodes", "cp_plans")
POPULATION = 1_000_000
IMPORT = "import pathlib, chatcalc.extracts.cin_census; from chatcalc.extracts.reading import read_extracts"
READ = IMPORT + "; read_extracts([pathlib.Path({!r})])"


def main(children: int) -> None:
    path = write_census(DATA / f"cin_{children}.xml", children)
    print(f"CIN census of {children:,} children, {path.stat().st_size / 1e6:.0f} MB")
    extract = measure_reading(path)
    measure_calculation(extract)
    measure_memory(path, children)
    measure_start()


def measure_reading(path: Path) -> Extract:
    reading, bare = seconds(lambda: read_extracts([path]), lambda: bare_pass(path))
    compare("reading", reading, "bare iterparse pass", bare, aim="under 6")
    return read_extracts([path])[0]


def bare_pass(path: Path) -> None:
    """What any streaming reader has to do: parse, and forget each child."""
    for _, child in etree.iterparse(path, events=("end",), tag="Child"):
        child.clear()


def measure_calculation(extract: Extract) -> None:
    """Five indicators from tables that are in memory, for chatcalc in Polars, for the other in pandas."""
    specs = load_specs().indicators
    indicators = [specs[name] for name in FIVE]
    tables = {name: extract.table(name).to_pandas(date_as_object=False) for name in TABLES}
    start, end = pd.Timestamp(LAST_DAY - dt.timedelta(days=365)), pd.Timestamp(LAST_DAY)

    def in_chatcalc() -> dict[str, Count]:
        return five_in_chatcalc(indicators, extract)

    def in_pandas() -> dict[str, Count]:
        return five_in_pandas(tables, start, end, POPULATION)

    assert in_chatcalc() == in_pandas(), f"{in_chatcalc()} is not {in_pandas()}"
    calculated, by_hand = seconds(in_chatcalc, in_pandas, times=15)
    compare("calculating five", calculated, "pandas, same figures", by_hand, aim="under 1")


def five_in_chatcalc(indicators: list[Indicator], extract: Extract) -> dict[str, Count]:
    results = calculate(indicators, [extract], Request(as_at=LAST_DAY, population=POPULATION))
    return {result.id: _count(result) for result in results}


def _count(result: Result) -> Count:
    numerator, denominator = result.figure.numerator, result.figure.denominator
    assert numerator is not None
    assert denominator is not None
    return int(numerator), int(denominator)


def measure_memory(path: Path, children: int) -> None:
    """The canonical tables grow with the children; the XML tree would grow by far more."""
    small = write_census(DATA / f"cin_{children // 5}.xml", children // 5)
    start = peak_megabytes(IMPORT)
    few, many = (peak_megabytes(READ.format(str(file))) - start for file in (small, path))
    tree = peak_megabytes(f"from lxml import etree; kept = etree.parse({str(path)!r})")
    growth = (many - few) / ((path.stat().st_size - small.stat().st_size) / 1e6)
    print(f"memory of reading, above the {start:.0f} MB of the imports:")
    print(f"  {children // 5:,} children: {few:.0f} MB; {children:,}: {many:.0f} MB ({many / few:.1f} times)")
    print(f"  {growth:.1f} MB for each further MB of file; parsed as a whole it would take {tree:.0f} MB")


def measure_start() -> None:
    shown, imports = seconds(python("-m", "chatcalc", "--help"), python("-c", "import typer, rich"), times=9)
    compare("chatcalc --help", shown, "import typer, rich", imports, aim="under 2")


def compare(what: str, taken: float, other: str, plain: float, aim: str) -> None:
    print(f"{what}: {taken / plain:.2f} times the {other} ({taken:.3f} s to {plain:.3f} s; aim {aim})")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 50_000)
