"""Statistical neighbours: the ten authorities most like each, as a list with a date."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

from chatcalc.extracts.extract import ExtractError
from chatcalc.extracts.workbooks import is_workbook, sheet_cells
from chatcalc.published.statistics import PublishedError

_SHEET: Final = "LA SN Groups"
_CODE: Final = r"^(\d{3})(?:\.0+)?$"
_MONTHS: Final = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}


@dataclass(frozen=True)
class Neighbours:
    """One list of statistical neighbours.

    Attributes:
        name: Where it comes from, shown beside the average: the file's name, or what a CSV says.
        date: First day of the month it is of, None where neither the name nor the file says so.
        lists: The neighbours of an authority by its code, nearest first.
    """

    name: str
    date: dt.date | None
    lists: Mapping[str, tuple[str, ...]]

    def of(self, la_code: str | None) -> tuple[str, ...]:
        """An authority's neighbours; none where the list does not hold it."""
        return self.lists.get(la_code or "", ())


def neighbours_for(lists: Sequence[Neighbours], year: int, la_code: str | None = None) -> Neighbours | None:
    """The list to use for a year ending 31 March: the newest made in that year or before, else the oldest.

    Lists change with the model and with reorganisations, so a historic year is never set beside today's list
    where an older one was given. An authority that is on none of those in time is looked for on a later list.
    """
    holding = [made for made in lists if made.of(la_code)] or lists
    dated = sorted(holding, key=lambda made: made.date or dt.date.min)
    in_time = [made for made in dated if (made.date or dt.date.min).year <= year]
    return next(iter(in_time[-1:] or dated[:1]), None)


def read_neighbours(paths: Collection[Path]) -> tuple[Neighbours, ...]:
    """The lists of several files: DfE's workbooks (sheet `LA SN Groups`) or CSV `la_code,neighbour`.

    A CSV has a row for each neighbour, nearest first; columns `list` and `date` (2021-04-01) may say which.

    Raises:
        PublishedError: A file is missing, unreadable or holds no such list.
    """
    return tuple(_read(path) for path in paths)


def _read(path: Path) -> Neighbours:
    if not path.is_file():
        raise PublishedError(f"{path.name}: no such file of statistical neighbours")
    with path.open("rb") as file:
        workbook = is_workbook(file.read(4))
    return _from_workbook(path) if workbook else _from_csv(path)


def _from_workbook(path: Path) -> Neighbours:
    rows = _sheet(path)
    header = next((n for n, row in enumerate(rows) if row[0] == "LA num" and "SN1" in row), None)
    if header is None:
        raise PublishedError(f"{path.name}, sheet {_SHEET}: no row with the headers 'LA num' and 'SN1'")
    places = [n for n, name in enumerate(rows[header]) if re.fullmatch(r"SN\d+", name or "")]
    lists = {_code(row[0]): tuple(filter(None, (_code(row[n]) for n in places))) for row in rows}
    return Neighbours(path.stem, _date_of(path.stem), {la: near for la, near in lists.items() if la and near})


def _sheet(path: Path) -> list[tuple[str | None, ...]]:
    try:
        found = next((cells for name, cells in sheet_cells(path, path.name) if name == _SHEET), None)
    except ExtractError as error:
        raise PublishedError(str(error)) from error
    if found is None:
        raise PublishedError(f"{path.name}: no sheet '{_SHEET}', so this is no list of neighbours")
    return found.rows()


def _from_csv(path: Path) -> Neighbours:
    try:
        raw = pl.read_csv(path, infer_schema=False)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise PublishedError(f"{path.name}: cannot be read as a list of statistical neighbours") from error
    if not {"la_code", "neighbour"} <= set(raw.columns) or raw.is_empty():
        raise PublishedError(f"{path.name}: a list of neighbours has rows of la_code,neighbour")
    pairs = raw.with_row_index("line", offset=2).with_columns(
        pl.col("la_code", "neighbour").str.strip_chars().str.extract(_CODE)
    )
    bad = pairs.filter(pl.any_horizontal(pl.col("la_code", "neighbour").is_null()))
    if bad.height:
        raise PublishedError(f"{path.name}, line {bad['line'][0]}: codes of authorities have three digits")
    near = pairs.group_by("la_code", maintain_order=True).agg("neighbour")
    name = str(raw["list"][0]) if "list" in raw.columns else path.stem
    lists = {code: tuple(codes) for code, codes in near.rows()}
    return Neighbours(name, _date_in(raw, path) or _date_of(name), lists)


def _date_in(raw: pl.DataFrame, path: Path) -> dt.date | None:
    if "date" not in raw.columns or not raw["date"][0]:
        return None
    try:
        return dt.date.fromisoformat(raw["date"][0])
    except ValueError as error:
        raise PublishedError(f"{path.name}, line 2, column date: write it as 2021-04-01") from error


def _date_of(name: str) -> dt.date | None:
    """The month in a name such as `sn_april_2021`."""
    found = re.search(rf"({'|'.join(_MONTHS)})[ _-]?(20\d\d)", name.lower())
    return dt.date(int(found[2]), _MONTHS[found[1]], 1) if found else None


def _code(text: str | None) -> str | None:
    found = re.match(_CODE, (text or "").strip())
    return found[1] if found else None
