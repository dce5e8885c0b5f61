"""Published files, recognised by what is in them."""

from __future__ import annotations

import csv
from collections.abc import Collection
from pathlib import Path
from typing import Final

import polars as pl

from chatcalc.published import lait, small_csv
from chatcalc.published.statistics import Published, PublishedError

_EXPECTED: Final = "known are the LAIT long file (Parquet or CSV) and a CSV with indicator_id,period,la,..."


def read_published(paths: Collection[Path], measures: Collection[str] | None = None) -> Published:
    """The published statistics of several files; what a later file says of the same figure wins.

    Args:
        paths: LAIT long files (Parquet or CSV) and small CSVs, in any order.
        measures: The LAIT short names that are wanted, so that the rest need not be read; None reads all.

    Raises:
        PublishedError: A file is missing, unreadable or of another kind.
    """
    return Published.joined([_read(path, measures) for path in paths])


def _read(path: Path, measures: Collection[str] | None) -> pl.DataFrame:
    match _kind(path):
        case "lait":
            return lait.read_lait(path, measures)
        case "small_csv":
            return small_csv.read_small_csv(path)
        case "workbook":
            raise PublishedError(f"{path.name}: a workbook; a list of neighbours goes to --neighbours")
        case _:
            raise PublishedError(f"{path.name}: not a file of published statistics; {_EXPECTED}")


def _kind(path: Path) -> str | None:
    if not path.is_file():
        what = "is a folder, name the file in it" if path.is_dir() else "no such published file"
        raise PublishedError(f"{path.name}: {what}")
    try:
        with path.open("rb") as file:
            start = file.read(4096)
    except OSError as error:
        raise PublishedError(f"{path.name}: cannot be opened ({error.strerror})") from error
    if not start.strip():
        raise PublishedError(f"{path.name}: the file is empty; {_EXPECTED}")
    if start.startswith(b"PAR1"):
        return "lait"
    return "workbook" if start.startswith(b"PK") else _kind_of_text(start)


def _kind_of_text(start: bytes) -> str | None:
    lines = start.decode("utf-8-sig", errors="replace").splitlines()
    header = {name.strip() for name in next(csv.reader(lines[:1]), [])}
    if {"Short Desc", "Values"} <= header:
        return "lait"
    return "small_csv" if "indicator_id" in header else None
