"""The table of all authorities: a row an indicator, a column an authority, as plain text for any format."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from chatcalc.published.authorities import authorities
from chatcalc.reports.footnotes import Footnotes
from chatcalc.reports.layout import in_chat_order, sections
from chatcalc.reports.lines import Line
from chatcalc.reports.report import Regional, Report
from chatcalc.reports.rows import printed_rows, readable

TOGETHER: Final = ("All", "Mean")
ABSENT: Final = "-"
_MARKS: Final = {
    "≥": "≥: more data could only raise it.",
    "~": "~: is not what is published under that name; the table of each authority says why.",
}


@dataclass(frozen=True)
class RegionalRow:
    """The cells of one row: all together, their mean, then each authority; or what neighbours have."""

    title: str
    cells: tuple[str, ...]
    depth: int = 0
    of_neighbours: bool = False


@dataclass(frozen=True)
class RegionalSection:
    """Rows under one heading."""

    title: str
    rows: tuple[RegionalRow, ...]
    first_of_more: bool = False


def regional_codes(report: Report) -> tuple[str, ...]:
    """The authorities that have a column, by code; none where the report has no table of all."""
    if not report.regional:
        return ()
    return tuple(sorted({line.la_code for line in report.indicators if line.status != "not_computed"}))


def regional_sections(report: Report) -> Iterator[RegionalSection]:
    """The rows in the order of the layout: ChAT's first, then the others by family."""
    codes = regional_codes(report)
    cells = {
        (line.la_code, line.id, part): text for line in report.indicators for part, text in _latest(line)
    }
    rows: dict[str, list[RegionalRow]] = {}
    for row in report.regional:
        latest = [cells.get((code, row.id, row.part), ABSENT) for code in codes]
        rows.setdefault(row.id, []).extend(_printed(row, latest, codes))
    for section in sections(_one_of_each(report)):
        held = tuple(row for line in section.lines for row in rows.get(line.id, ()))
        yield RegionalSection(section.title, held, section.first_of_more)


def regional_legend(report: Report) -> str:
    """What the columns are, and who is meant by the codes."""
    names = (_named(code) for code in regional_codes(report))
    columns = f"All: the authorities as if they were one. Mean: each counts once. {', '.join(names)}."
    cells = "".join(
        cell for section in regional_sections(report) for row in section.rows for cell in row.cells
    )
    return " ".join((columns, *(said for mark, said in _MARKS.items() if mark in cells)))


def _named(code: str) -> str:
    known = authorities().get(code)
    return f"{code} {known.name}" if known else code


def _latest(line: Line) -> Iterator[tuple[str | None, str]]:
    rows = printed_rows(replace(line, breakdowns=()), Footnotes(()))
    names = (None, *(part.id for part in line.parts))
    for row, name, _ in zip(rows, names, line.figures, strict=True):
        yield name, ABSENT if line.status == "not_computed" else row.latest


def _printed(row: Regional, latest: list[str], codes: tuple[str, ...]) -> Iterator[RegionalRow]:
    """The row of a figure, and beneath it what authorities' neighbours have."""
    depth = 0 if row.part is None else 1
    heading_only = not any(latest)
    stands_in = "~" if any(cell.startswith("~") for cell in latest) else ""
    both = (stands_in + readable(row.display), stands_in + readable(row.mean_display))
    together = ("", "") if heading_only else both
    yield RegionalRow(row.title, (*together, *latest), depth)
    if row.own_neighbours:
        near = {each.la_code: f"{readable(each.display)} ({each.used})" for each in row.own_neighbours}
        cells = ("", "", *(near.get(code, ABSENT) for code in codes))
        yield RegionalRow("Their neighbours here (how many)", cells, depth + 1, of_neighbours=True)


def _one_of_each(report: Report) -> tuple[Line, ...]:
    """A computed line for each indicator, whoever's it is, for the order of the rows."""
    shown = {line.id: line for line in report.indicators if line.status != "not_computed"}
    places = {row.id: place for place, row in enumerate(report.regional)}
    lines = sorted((line for line in shown.values() if line.id in places), key=lambda each: places[each.id])
    return in_chat_order(replace(line, la_code="") for line in lines)
