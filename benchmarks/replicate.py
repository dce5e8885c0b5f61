"""Writes authorities of any size by repeating the children of the sample authority under ids of their own.

A repeated child has the history of the first, so the figures of a large authority are those of the small one,
and the files are those that case systems export: a CIN census, SSDA903 returns, an Annex A workbook.
"""

from __future__ import annotations

import csv
import itertools
import re
import shutil
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import fastexcel
import polars as pl
import xlsxwriter

SAMPLE = Path(__file__).parents[1] / "sample_data"
RETURN_YEARS = (2016, 2017, 2018)
CENSUS = SAMPLE / "cin_2018.xml"
_LA = "878"


def write_authority(
    folder: Path,
    children: int,
    looked_after: int,
    *,
    la: str = _LA,
    years: Sequence[int] = RETURN_YEARS,
    workbook: bool = False,
) -> Path:
    """Writes the extracts of one authority unless they are there.

    Args:
        folder: Where `cin.xml`, `ssda903/YEAR/*.csv` and `Annex_A.xlsx` go.
        children: In the census.
        looked_after: In the newest SSDA903 return; older ones hold of the same children those that they know.
        la: The code of the authority.
        years: Of the SSDA903 returns.
        workbook: Whether to write the workbook too, with as many times the sample's rows as the census has.
    """
    if folder.exists():
        return folder
    unfinished = folder.with_suffix(".part")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    _write_census(unfinished / "cin.xml", children, la)
    for year in years:
        _write_return(unfinished / "ssda903" / str(year), year, looked_after)
    if workbook:
        _write_workbook(unfinished / "Annex_A.xlsx", children / len(_census()[1]))
    return unfinished.replace(folder)


def copies(wanted: int, there: int) -> Iterator[tuple[int, int]]:
    """Which of those there stands in each of the wanted places, and the how manieth time it does."""
    return ((number % there, number // there) for number in range(wanted))


def renamed(child: str, time: int) -> str:
    """The id of a child, other for each time it is repeated."""
    return f"{child}{time:02}" if time else child


@cache
def _census() -> tuple[str, list[str], str]:
    """What stands before, in and after the children of the sample's census."""
    text = CENSUS.read_text(encoding="utf-8")
    start, end = text.index("<Child>"), text.index("</Children>")
    return text[:start], text[start:end].split("\n")[:-1], text[end:]


def _write_census(path: Path, children: int, la: str) -> None:
    before, each, after = _census()
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(before.replace(f"<LEA>{_LA}<", f"<LEA>{la}<"))
        for number, time in copies(children, len(each)):
            again = f"{time:02}" if time else ""
            file.write(re.sub("</LAchildID>", f"{again}</LAchildID>", each[number], count=1) + "\n")
        file.write(after)


@cache
def _rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


@cache
def _looked_after() -> tuple[str, ...]:
    """The children of the newest return."""
    newest = SAMPLE / "ssda903" / str(RETURN_YEARS[-1]) / "header.csv"
    return tuple(row[0] for row in _rows(newest)[1:])


def _write_return(folder: Path, year: int, looked_after: int) -> None:
    folder.mkdir(parents=True)
    times: dict[str, list[int]] = {}
    for number, time in copies(looked_after, len(_looked_after())):
        times.setdefault(_looked_after()[number], []).append(time)
    for path in sorted((SAMPLE / "ssda903" / str(year)).glob("*.csv")):
        heads, *rows = _rows(path)
        with (folder / path.name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(heads)
            for child, *rest in rows:
                writer.writerows([renamed(child, time), *rest] for time in times.get(child, ()))


def _write_workbook(path: Path, times: float) -> None:
    """Each list with the rows of the sample as often, the last time the first of them only."""
    book = fastexcel.read_excel(str(SAMPLE / "Annex_A.xlsx"))
    options = {"default_date_format": "dd/mm/yyyy", "constant_memory": True}
    with xlsxwriter.Workbook(path, options) as workbook:
        for name in book.sheet_names:
            sheet = workbook.add_worksheet(name)
            frame = book.load_sheet(name, header_row=1 if name.startswith("List") else 0).to_polars()
            sheet.write_row(1, 0, frame.columns)
            for place, row in enumerate(_repeated(frame, times), start=2):
                for column, cell in enumerate(row):
                    if cell is not None:
                        sheet.write(place, column, cell)


def _repeated(frame: pl.DataFrame, times: float) -> Iterator[tuple[object, ...]]:
    for time in itertools.count():
        part = frame.head(round(frame.height * min(1.0, times - time)))
        yield from ((renamed(str(first), time), *rest) for first, *rest in part.iter_rows())
        if times - time <= 1:
            return
