"""What chatcalc understands of a published file, and why it does not understand the others."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

from chatcalc.extracts.extract import ExtractError
from chatcalc.extracts.workbooks import sheet_names
from chatcalc.published.ees import CHILDREN_0_17, read_ees
from chatcalc.published.lait import lait_left_out, read_lait
from chatcalc.published.neighbours import Neighbours, read_neighbours
from chatcalc.published.reading import kind_of
from chatcalc.published.small_csv import read_small_csv
from chatcalc.published.statistics import LA, LAIT, POPULATION, SCHEMA, SMALL_CSV, PublishedError

_NO_SHEET: Final = "LA SN Groups"


@dataclass(frozen=True)
class Understood:
    """What was understood of a file.

    Attributes:
        file: Its name.
        kind: `lait`, `ees`, `population`, `neighbours` or `small_csv`.
        table: What it holds.
        edition: The newest year it holds, or the day of a list of neighbours; empty where it says none.
        sha256: Of the file.
        frame: Its figures (`statistics.SCHEMA`).
        left_out: What was not read of it, and why.
    """

    file: str
    kind: str
    table: str
    edition: str
    sha256: str
    frame: pl.DataFrame
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True)
class NotUnderstood:
    """A file that holds nothing for the store, and why."""

    file: str
    reason: str


def files_in(paths: Iterable[Path]) -> Iterator[Path]:
    """The files, and those in the folders, in order of name; hidden ones are left out."""
    for path in paths:
        inside = sorted(each for each in path.rglob("*") if each.is_file()) if path.is_dir() else [path]
        yield from (each for each in inside if path == each or not each.name.startswith("."))


def understand(path: Path, measures: Iterable[str]) -> Understood | NotUnderstood:
    """What a file holds for the store.

    Args:
        path: Any published file: LAIT, Explore Education Statistics, populations, neighbours, a small CSV.
        measures: The measures of LAIT that are kept; it holds many about education too.

    Raises:
        PublishedError: There is no such file, or it is damaged.
    """
    match kind_of(path):
        case "lait":
            return _lait(path, frozenset(measures))
        case "ees":
            return _ees(path)
        case "small_csv":
            return _understood(path, SMALL_CSV, path.stem, read_small_csv(path))
        case "neighbours":
            return _neighbours(path)
        case "workbook":
            return _neighbours(path) if _NO_SHEET in _sheets(path) else _no_list(path)
        case "dictionary":
            return NotUnderstood(
                path.name, "the data dictionary of LAIT: it describes measures and holds no figures"
            )
    return NotUnderstood(path.name, "not a file of published statistics: no headings that chatcalc knows")


def _lait(path: Path, wanted: frozenset[str]) -> Understood:
    name = "Local Authority Interactive Tool"
    return _understood(path, LAIT, name, read_lait(path, wanted), lait_left_out(path, wanted))


def _ees(path: Path) -> Understood:
    read = read_ees(path)
    kind = POPULATION if CHILDREN_0_17 in read.frame["measure"] else "ees"
    return _understood(path, kind, read.table, read.frame, read.left_out)


def _understood(
    path: Path, kind: str, table: str, frame: pl.DataFrame, left_out: tuple[str, ...] = ()
) -> Understood:
    newest = frame["edition"].max()
    return Understood(
        file=path.name,
        kind=kind,
        table=table,
        edition="" if newest is None else str(newest),
        sha256=_sha256(path),
        frame=frame,
        left_out=left_out,
    )


def _neighbours(path: Path) -> Understood:
    made = read_neighbours([path])[0]
    return Understood(
        file=path.name,
        kind="neighbours",
        table=made.name,
        edition=made.date.isoformat() if made.date else "",
        sha256=_sha256(path),
        frame=_rows(made, path),
    )


def _rows(made: Neighbours, path: Path) -> pl.DataFrame:
    """A row a neighbour: `la_code` the authority, `symbol` its neighbour, `value` how near, 1 the nearest."""
    pairs = [(la, near, place) for la, nearest in made.lists.items() for place, near in enumerate(nearest, 1)]
    return pl.DataFrame(pairs, schema=["la_code", "symbol", "value"], orient="row").select(
        pl.lit("neighbours").alias("origin"),
        pl.lit(made.name).alias("measure"),
        pl.lit(made.date.year if made.date else None, dtype=pl.Int32).alias("year"),
        pl.lit("").alias("period"),
        pl.lit(LA).alias("level"),
        "la_code",
        pl.col("value").cast(pl.Float64),
        "symbol",
        pl.lit(0, dtype=pl.Int32).alias("decimals"),
        pl.lit(None, dtype=pl.Int32).alias("edition"),
        pl.lit(path.name).alias("file"),
    ).select(*SCHEMA)  # fmt: skip


def _sheets(path: Path) -> list[str]:
    try:
        return sheet_names(path, path.name)
    except ExtractError as error:
        raise PublishedError(str(error)) from error


def _no_list(path: Path) -> NotUnderstood:
    return NotUnderstood(
        path.name, f"a workbook without a sheet '{_NO_SHEET}': no list of neighbours, and no statistics"
    )


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
