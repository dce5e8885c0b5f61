"""Extracts that `chatcalc convert` wrote: tables as Parquet, and beside them what is known of them.

A folder holds the tables of one source. Its `extract.json` says the rest: authorities, days, inputs, findings
and each table's rows and hash, so that a folder that was touched since is refused instead of reported.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import polars as pl
from pydantic import TypeAdapter, ValidationError

from chatcalc.extracts.extract import Extract, ExtractError, Finding, InputFile
from chatcalc.extracts.files import sha256, unreadable
from chatcalc.tables.catalogue import TABLES
from chatcalc.tables.columns import SOURCES

CONVERTED: Final = "converted"
DESCRIPTION: Final = "extract.json"
_MARK: Final = b'"chatcalc_extract"'
_MOST_BYTES: Final = 50_000_000  # the inputs and findings of all authorities stay far below
_AGAIN: Final = "run `chatcalc convert` again"


@dataclass(frozen=True)
class _TableFile:
    rows: int
    sha256: str


@dataclass(frozen=True)
class _Description:
    """What `extract.json` holds; no child's data are in it."""

    chatcalc_extract: Literal[1]
    source: Literal["cin_census", "ssda903", "annex_a"]
    la_codes: tuple[str, ...]
    known_from: dict[str, dt.date]
    last_day: dt.date | None
    made_on: dt.date | None
    inputs: tuple[InputFile, ...]
    findings: tuple[Finding, ...]
    tables: dict[str, _TableFile]


def description(extract: Extract, hashes: Mapping[str, str]) -> bytes:
    """The content of `extract.json`.

    Args:
        extract: What was converted.
        hashes: SHA-256 of the file of each of its tables, by the table's name.
    """
    about = _Description(
        chatcalc_extract=1,
        source=extract.source,  # type: ignore[arg-type]  # readers know these three
        la_codes=extract.la_codes,
        known_from=dict(extract.known_from),
        last_day=extract.last_day,
        made_on=extract.made_on,
        inputs=extract.inputs,
        findings=extract.findings,
        tables={name: _TableFile(extract.tables[name].height, hashes[name]) for name in sorted(hashes)},
    )
    return TypeAdapter(_Description).dump_json(about, indent=1) + b"\n"


def is_description(start: bytes) -> bool:
    """Whether a file that begins so is the `extract.json` of a converted extract."""
    return start.lstrip().startswith(b"{") and _MARK in start[:100]


def read_converted(descriptions: Sequence[Path]) -> list[Extract]:
    """The extracts of converted folders, one for each source: authorities of several folders together.

    Args:
        descriptions: The `extract.json` of each folder.

    Raises:
        ExtractError: A folder is not whole, was touched since it was converted, or was written by another
            version; or two folders hold the same authority.
    """
    read = [_read_one(path) for path in descriptions]
    by_source = ([one for one in read if one.source == source] for source in SOURCES)
    return [_together(extracts) for extracts in by_source if extracts]


def _read_one(path: Path) -> Extract:
    about = _read_description(path)
    return Extract(
        source=about.source,
        tables={name: _read_table(path, name, known) for name, known in about.tables.items()},
        known_from=about.known_from,
        last_day=about.last_day,
        made_on=about.made_on,
        la_codes=about.la_codes,
        inputs=about.inputs,
        findings=about.findings,
    )


def _read_description(path: Path) -> _Description:
    label = f"{path.parent.name}/{path.name}"
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise ExtractError(f"{label}: too large for what it should be; {_AGAIN}")
        about = TypeAdapter(_Description).validate_json(path.read_bytes())
    except OSError as error:
        raise unreadable(path, error) from error
    except ValidationError:
        raise ExtractError(f"{label}: changed by hand or of another version of chatcalc; {_AGAIN}") from None
    if unknown := sorted(set(about.tables) - set(TABLES)):
        raise ExtractError(f"{label}: names {len(unknown)} tables that chatcalc does not have; {_AGAIN}")
    return about


def _read_table(path: Path, name: str, known: _TableFile) -> pl.DataFrame:
    file = path.with_name(f"{name}.parquet")
    label = f"{path.parent.name}/{file.name}"
    if not file.is_file() or sha256(file) != known.sha256:
        raise ExtractError(f"{label}: missing, or changed since it was converted; {_AGAIN}")
    try:
        return TABLES[name].conform(pl.read_parquet(file))
    except (OSError, pl.exceptions.PolarsError):
        raise ExtractError(f"{label}: not a table that this version of chatcalc reads; {_AGAIN}") from None


def _together(extracts: Sequence[Extract]) -> Extract:
    """Extracts of one source and several authorities as one."""
    if len(extracts) == 1:
        return extracts[0]
    codes = [code for one in extracts for code in one.la_codes]
    if again := sorted({code for code in codes if codes.count(code) > 1}):
        raise ExtractError(
            f"two converted folders hold the {extracts[0].source} of {', '.join(again)}; "
            "name one of them, or convert the files of both years together"
        )
    names = [name for name in TABLES if any(name in one.tables for one in extracts)]
    starts = [(name, day) for one in extracts for name, day in one.known_from.items()]
    days = [one.last_day for one in extracts if one.last_day]
    made = [one.made_on for one in extracts if one.made_on]
    return Extract(
        source=extracts[0].source,
        tables={
            name: pl.concat([one.tables[name] for one in extracts if name in one.tables]) for name in names
        },
        known_from={name: min(day for of, day in starts if of == name) for name, _ in starts},
        last_day=max(days, default=None),
        made_on=max(made, default=None),
        la_codes=tuple(sorted(codes)),
        inputs=tuple(file for one in extracts for file in one.inputs),
        findings=tuple(found for one in extracts for found in one.findings),
    )
