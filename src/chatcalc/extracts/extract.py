"""What every reader gives: the tables of one source, where they came from, and what was wrong with them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

import polars as pl

from chatcalc.tables.catalogue import TABLES

Severity = Literal["info", "warning", "error"]

_ROW: Final = re.compile(r"\b(line|row) (\d+)\b")


@dataclass(frozen=True)
class Finding:
    """Something wrong (or worth knowing) in the data.

    It never holds a child's data: a file, a place in it, a count, and a message made of field names.

    Attributes:
        code: Stable short code, e.g. `date-not-understood`.
        severity: `error` where a figure may be wrong, `warning` where a row needs a look, `info` otherwise.
        file: Base name of the file.
        where: Line, row, sheet or column of the first case, e.g. `line 23, CINclosureDate`.
        message: One line: what, and what was done about it.
        count: How many cases.
        tables: The canonical tables it touches, from which the indicators it touches follow.
        columns: Their columns it touches; none where it touches the rows as a whole.
        rows: Lines or rows of the cases, in the sheet or file of `where`; the first 1,000 of many, and none
            where the finding is about no row.
    """

    code: str
    severity: Severity
    file: str
    where: str
    message: str
    count: int = 1
    tables: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[int, ...] = ()

    @property
    def places(self) -> tuple[str, ...]:
        """Where the cases are, each written as `where` is: `line 23, CINclosureDate`."""
        if not self.rows or row_of(self.where) is None:
            return (self.where,)
        return tuple(_ROW.sub(rf"\g<1> {row}", self.where, count=1) for row in self.rows)


def row_of(place: str) -> int | None:
    """The line or row that a place names."""
    found = _ROW.search(place)
    return int(found[2]) if found else None


@dataclass(frozen=True)
class InputFile:
    """A file that was read: its base name, what it was recognised as, its hash, and how many rows it gave."""

    file: str
    kind: str
    sha256: str
    rows: int


@dataclass(frozen=True)
class Extract:
    """The returns of one source, joined: canonical tables and what is known of them.

    Attributes:
        source: `cin_census`, `ssda903` or `annex_a`.
        tables: Frames by table name; a table the files do not hold is absent.
        known_from: Start of the data a table holds (clarification 5), by table name.
        last_day: Last day the data speak of: the reference date of the newest return.
        made_on: The day the newest file was made, where it says so.
        la_codes: Authorities in it; `local` where the source carries none.
        lookup: What an authority says of its children beside the extract: la_code, child_id (unique together)
            and columns of its own, such as team or locality; None where it gave nothing.
    """

    source: str
    tables: Mapping[str, pl.DataFrame]
    known_from: Mapping[str, dt.date]
    last_day: dt.date | None
    made_on: dt.date | None = None
    la_codes: tuple[str, ...] = ("local",)
    inputs: tuple[InputFile, ...] = ()
    findings: tuple[Finding, ...] = field(default=())
    lookup: pl.DataFrame | None = None

    def table(self, name: str) -> pl.DataFrame:
        """The frame of a table, empty where the extract does not hold it."""
        return self.tables[name] if name in self.tables else TABLES[name].empty()


class ExtractError(Exception):
    """An input that cannot be used: missing, unreadable, or of a kind chatcalc does not know. Exit code 3."""


class NoWorkbookError(ExtractError):
    """A file packed as workbooks are that is something else: a letter, an archive, a message."""
