"""Tables as yearly returns: which belong together, of which year, and which is newer (clarification 1)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Final

import polars as pl

from chatcalc.extracts.extract import ExtractError, Finding
from chatcalc.extracts.findings import finding
from chatcalc.extracts.ssda903_files import RawTable
from chatcalc.extracts.ssda903_tables import EPISODES

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
    """A year's return.

    Attributes:
        year_end: Its last day, 31 March.
        number: The number of the folder it came from.
        folder: The name of that folder.
        tables: The tables it holds, by their name in the specification.
        label: Its file of episodes, or another where it has none, for messages.
    """

    year_end: dt.date
    number: int
    folder: str
    tables: frozenset[str]
    label: str

    @property
    def first_day(self) -> dt.date:
        """1 April, from which its events are known (clarification 5)."""
        return dt.date(self.year_end.year - 1, 4, 1)


def by_folder(raws: Sequence[RawTable]) -> list[RawTable]:
    """The tables with the number of their folder: the files of one folder are one return.

    Raises:
        ExtractError: A folder holds a table twice.
    """
    numbers: dict[Path, int] = {}
    seen: dict[tuple[int, str], RawTable] = {}
    for raw in raws:
        number = numbers.setdefault(raw.path.resolve().parent, len(numbers))
        other = seen.setdefault((number, raw.layout.name), replace(raw, folder=number))
        if other.source != raw.source or other.path != raw.path:
            raise ExtractError(
                f"{other.source} and {raw.source}: both hold the table {raw.layout.name}, and the files of "
                "one folder are one return; keep each year's return in a folder of its own"
            )
    return list(seen.values())


def in_order(
    raws: Sequence[RawTable], frames: Mapping[str, pl.DataFrame]
) -> tuple[list[Return], list[Finding]]:
    """The returns, oldest first; of two of one year the one with more tables is the newer.

    Args:
        raws: All tables, numbered by folder.
        frames: Their rows with canonical columns, by the table's name, with `folder`.

    Raises:
        ExtractError: Nothing in a folder tells its year.
    """
    tells, hints = _latest(frames, _YEAR_TELLS), _latest(frames, _YEAR_HINTS)
    episodes = _latest(frames, {"Episodes": "start_date"})
    returns: list[Return] = []
    for number in sorted({raw.folder for raw in raws}):
        own = [raw for raw in raws if raw.folder == number]
        latest = tells.get(number) or hints.get(number)
        if latest is None:
            sources = dict.fromkeys(raw.source for raw in own)  # the tables of an XML return have one file
            raise ExtractError(
                f"{', '.join(sources)}: no episode, review or missing start tells the year "
                "of the return; add the episodes of the same return, in the same folder"
            )
        names = frozenset(raw.layout.name for raw in own)
        folder = own[0].path.resolve().parent.name
        label = next((raw.label for raw in own if raw.layout is EPISODES), own[0].label)
        returns.append(Return(_march_after(latest), number, folder, names, label))
    returns.sort(key=lambda one: (one.year_end, len(one.tables), one.folder))
    findings = [_doubtful(one) for one in returns if _is_doubtful(one, episodes.get(one.number))]
    pairs = pairwise(returns)
    findings += [_same_year(older, newer) for older, newer in pairs if older.year_end == newer.year_end]
    return returns, findings


def _latest(frames: Mapping[str, pl.DataFrame], columns: Mapping[str, str]) -> dict[int, dt.date]:
    """The latest date in those columns, by the number of the folder; never an end."""
    latest: dict[int, dt.date] = {}
    for name, column in columns.items():
        if name in frames:
            by_folder = frames[name].group_by("folder").agg(pl.col(column).max())
            for number, day in by_folder.drop_nulls().iter_rows():
                latest[number] = max(day, latest.get(number, day))
    return latest


def _march_after(day: dt.date) -> dt.date:
    march = dt.date(day.year, 3, 31)
    return march if day <= march or day.year == dt.MAXYEAR else dt.date(day.year + 1, 3, 31)


def _is_doubtful(one: Return, latest_start: dt.date | None) -> bool:
    """Whether a review or absence, not an episode, put the return more than a year later."""
    return latest_start is not None and one.year_end - _march_after(latest_start) > _YEAR


def _doubtful(one: Return) -> Finding:
    message = (
        f"the return counts as that of the year to 31 March {one.year_end.year} because of its reviews or "
        "absences; its latest DECOM lies more than a year before: check their dates"
    )
    return finding("return-year-doubtful", one.label, "column DECOM", message, 1, "care_episodes")


def _same_year(older: Return, newer: Return) -> Finding:
    message = (
        f"two returns of the year to 31 March {newer.year_end.year}: of the folders {older.folder} and "
        f"{newer.folder} the latter was taken for the newer (more tables, or later by name)"
    )
    return finding("returns-of-one-year", newer.label, f"folder {newer.folder}", message)
