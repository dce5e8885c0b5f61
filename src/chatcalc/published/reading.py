"""Published files, recognised by what is in them."""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import Final, Literal

import polars as pl

from chatcalc.extracts.windows import advice
from chatcalc.extracts.workbooks import is_workbook
from chatcalc.published import ees, lait, small_csv
from chatcalc.published.equivalents import EesFigure, with_calculated
from chatcalc.published.statistics import Published, PublishedError

Kind = Literal["lait", "ees", "small_csv", "workbook", "neighbours", "dictionary"]

_EXPECTED: Final = (
    "known are the LAIT long file (Parquet or CSV), the CSV files of Explore Education Statistics, and a CSV "
    "with indicator_id,period,la,..."
)


def read_published(
    paths: Collection[Path],
    measures: Collection[str] | None = None,
    figures: Iterable[EesFigure] = (),
    until: int | None = None,
) -> Published:
    """The published statistics of several files; of one edition, what a later file says of a figure wins.

    Args:
        paths: LAIT long files (Parquet or CSV), files of Explore Education Statistics, populations, and small
            CSVs, in any order.
        measures: The LAIT short names that are wanted, so that the rest need not be read; None reads all.
        figures: What is wanted of Explore Education Statistics where it is to be calculated.
        until: The edition that was current in this year is taken; None takes the newest.

    Raises:
        PublishedError: A file is missing, unreadable or of another kind.
    """
    frames = [_read(path, measures) for path in paths]
    return Published.joined([with_calculated(pl.concat(frames), figures)] if frames else [], until)


def _read(path: Path, measures: Collection[str] | None) -> pl.DataFrame:
    match kind := kind_of(path):
        case "lait":
            return lait.read_lait(path, measures)
        case "ees":
            return ees.read_ees(path).frame
        case "small_csv":
            return small_csv.read_small_csv(path)
        case "workbook" | "neighbours":
            what = "a workbook" if kind == "workbook" else "no statistics"
            raise PublishedError(f"{path.name}: {what}; a list of neighbours goes to --neighbours")
        case _:
            raise PublishedError(f"{path.name}: not a file of published statistics; {_EXPECTED}")


def kind_of(path: Path) -> Kind | None:
    """What a file is by its content; None where it is nothing that is known.

    Raises:
        PublishedError: There is no such file, or it cannot be opened, or is empty.
    """
    try:
        if not path.is_file():
            what = "is a folder, name the file in it" if path.is_dir() else "no such published file"
            raise PublishedError(f"{path.name}: {what}")
        with path.open("rb") as file:
            start = file.read(4096)
    except OSError as error:
        what = f"cannot be opened ({error.strerror}){advice(path, error)}"
        raise PublishedError(f"{path.name}: {what}") from error
    if not start.strip():
        raise PublishedError(f"{path.name}: the file is empty; {_EXPECTED}")
    if start.startswith(b"PAR1"):
        return "lait"
    return "workbook" if is_workbook(start) else _kind_of_text(start)


def _kind_of_text(start: bytes) -> Kind | None:
    header = _header(start.decode("utf-8-sig", errors="replace").splitlines()[:1])
    if {"Short Desc", "Values"} <= header:
        return "lait"
    if ees.is_ees(header):
        return "ees"
    if "indicator_id" in header:
        return "small_csv"
    if {"la_code", "neighbour"} <= header:
        return "neighbours"
    return "dictionary" if {"Measure_short", "Polarity"} <= header else None


def _header(lines: Sequence[str]) -> set[str]:
    return {name.strip() for name in next(csv.reader(lines), [])}
