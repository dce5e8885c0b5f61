"""The oracle's files as plain rows, for figures that a loop works out anew.

Nothing here is chatcalc's: the standard library reads the files, and `reference.arithmetic` counts the days.
"""

from __future__ import annotations

import csv
import datetime as dt
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

INPUT = Path(__file__).parents[1] / "oracle" / "input"
FIRST_DAY, SNAPSHOT = dt.date(2023, 4, 1), dt.date(2024, 3, 31)
HALF_YEAR_FROM = dt.date(2023, 10, 1)  # first day of the lists of Annex A

Figure = tuple[float | None, float | None, float | None]
"""Numerator, denominator and value, as a report has them."""
Figures = dict[str | None, Figure]
"""By part; `None` is the indicator's own figure."""
Loops = dict[tuple[str, str], Callable[[], Figures]]
"""By source and indicator."""


def share(met: int, of: int) -> Figure:
    """A percentage; of nobody there is none."""
    return met, of, 100 * met / of if of else None


def number(met: int) -> Figure:
    return met, None, met


def median(values: list[int]) -> Figure:
    """The value in the middle, or the mean of the two that are."""
    in_order, half = sorted(values), len(values) // 2
    middle = in_order[half] if len(values) % 2 else (in_order[half - 1] + in_order[half]) / 2
    return None, len(values), middle


def day(text: str | None) -> dt.date | None:
    """A date as the extracts write it: 31/03/2024 or 2024-03-31."""
    if not text:
        return None
    return dt.datetime.strptime(text, "%d/%m/%Y").date() if "/" in text else dt.date.fromisoformat(text)


def age(born: dt.date | None, on: dt.date = SNAPSHOT) -> int | None:
    if born is None:
        return None
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def is_open(start: dt.date | None, end: dt.date | None, on: dt.date = SNAPSHOT) -> bool:
    return start is not None and start <= on and (end is None or end > on)


@cache
def annex_a(number: int) -> list[dict[str, str]]:
    """The rows of a list, by heading."""
    return _csv(INPUT / "annex_a_csv" / f"List {number}.csv")


@cache
def returned(table: str, year: int = 2024) -> list[dict[str, str]]:
    """The rows of a table of one 903 return."""
    return _csv(INPUT / "ssda903" / str(year) / f"{table}.csv")


@cache
def episodes() -> dict[str, list[dict[str, str]]]:
    """The 903 episodes of all twelve returns by child: of two returns with a child and start, the newer's."""
    found: dict[tuple[str, str], list[dict[str, str]]] = {}
    for year in range(2013, 2025):
        rows: dict[tuple[str, str], list[dict[str, str]]] = {}
        for row in returned("episodes", year):
            rows.setdefault((row["CHILD"], row["DECOM"]), []).append(row)
        found |= rows
    by_child: dict[str, list[dict[str, str]]] = {}
    for (child, _), rows_ in found.items():
        by_child.setdefault(child, []).extend(rows_)
    return by_child


def census(group: str, *fields: str) -> Iterator[tuple[str, int, dict[str, str]]]:
    """Child, year of the census and the fields of every element of a kind below the children's episodes.

    Fields of the episode itself are given too where they are asked for.
    """
    for year in (2023, 2024):
        for child in ET.parse(INPUT / f"cin_{year}.xml").iter("Child"):  # noqa: S314  # the project's own file
            id_ = child.findtext("ChildIdentifiers/LAchildID") or ""
            for episode in child.iter("CINdetails"):
                for element in [episode] if group == "CINdetails" else episode.iter(group):
                    texts = {f: element.findtext(f) or episode.findtext(f) or "" for f in fields}
                    yield id_, year, texts


def _csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
