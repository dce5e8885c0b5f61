"""Tables as yearly returns: which belong together, of which year, and which is newer (clarification 1)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

import polars as pl

from chatcalc.extracts.extract import ExtractError, Finding
from chatcalc.extracts.findings import finding
from chatcalc.extracts.ssda903_files import RawTable
from chatcalc.extracts.ssda903_rows import TypedTable

_YEAR_TELLS: Final = {"Episodes": "start_date", "Reviews": "review_date", "Missing": "start_date"}
_YEAR_HINTS: Final = {
    "SWEpisodes": "start_date",
    "PlacedAdoption": "decision_date",
    "AD1": "match_date",
    "DoLo": "start_date",
}
_YEAR: Final = dt.timedelta(days=366)


@dataclass(frozen=True)
class Return:
    """A year's return: its last day (31 March), the folder it came from, and its tables by name."""

    year_end: dt.date
    folder: str
    tables: Mapping[str, TypedTable]

    @property
    def first_day(self) -> dt.date:
        """1 April, from which its events are known (clarification 5)."""
        return dt.date(self.year_end.year - 1, 4, 1)


def by_folder(raws: Sequence[RawTable]) -> Mapping[Path, Mapping[str, RawTable]]:
    """The tables of each folder: the files of one folder are one return.

    Raises:
        ExtractError: A folder holds a table twice.
    """
    folders: dict[Path, dict[str, RawTable]] = defaultdict(dict)
    for raw in raws:
        tables = folders[raw.path.parent]
        if raw.layout.name in tables:
            first, second = sorted((tables[raw.layout.name].source, raw.source))
            raise ExtractError(
                f"{first} and {second}: both hold the table {raw.layout.name}, and the files of one folder "
                "are one return; keep each year's return in a folder of its own"
            )
        tables[raw.layout.name] = raw
    return folders


def in_order(folders: Mapping[Path, Mapping[str, TypedTable]]) -> tuple[list[Return], list[Finding]]:
    """The returns, oldest first; of two of one year the one with more tables is the newer.

    Raises:
        ExtractError: Nothing in a folder tells its year.
    """
    returns = [
        Return(_year_end(folder, tables), folder.name, tables) for folder, tables in folders.items() if tables
    ]
    returns.sort(key=lambda one: (one.year_end, len(one.tables), one.folder))
    findings = [found for one in returns if (found := _doubtful_year(one)) is not None]
    pairs = pairwise(returns)
    findings += [_same_year(older, newer) for older, newer in pairs if older.year_end == newer.year_end]
    return returns, findings


def _year_end(folder: Path, tables: Mapping[str, TypedTable]) -> dt.date:
    """The 31 March on or after the latest episode, review or missing start; never told by an end."""
    for telling in (_YEAR_TELLS, _YEAR_HINTS):
        latest = [day for name, column in telling.items() if (day := _latest(tables.get(name), column))]
        if latest:
            return _march_after(max(latest))
    names = ", ".join(sorted({table.raw.label for table in tables.values()}))
    raise ExtractError(
        f"{names}: no episode, review or missing start tells the year of the return in folder "
        f"{folder.name or '.'}; add the episodes of the same return"
    )


def _march_after(day: dt.date) -> dt.date:
    march = dt.date(day.year, 3, 31)
    return march if day <= march else dt.date(day.year + 1, 3, 31)


def _latest(table: TypedTable | None, column: str) -> dt.date | None:
    latest = None if table is None else table.frame.select(pl.col(column).max()).item()
    return latest if isinstance(latest, dt.date) else None


def _doubtful_year(one: Return) -> Finding | None:
    """A finding where a review or absence, not an episode, put the return more than a year later."""
    episodes = _latest(one.tables.get("Episodes"), "start_date")
    if episodes is None or one.year_end - _march_after(episodes) <= _YEAR:
        return None
    label = one.tables["Episodes"].raw.label
    message = (
        f"the return counts as that of the year to 31 March {one.year_end.year} because of its reviews or "
        "absences; its latest DECOM lies more than a year before: check their dates"
    )
    return finding("return-year-doubtful", label, "column DECOM", message, 1, "care_episodes")


def _same_year(older: Return, newer: Return) -> Finding:
    message = (
        f"two returns of the year to 31 March {newer.year_end.year}: of the folders {older.folder} and "
        f"{newer.folder} the latter was taken for the newer (more tables, or later by name)"
    )
    first = next(iter(newer.tables.values()))
    return finding("returns-of-one-year", first.raw.label, f"folder {newer.folder}", message)
