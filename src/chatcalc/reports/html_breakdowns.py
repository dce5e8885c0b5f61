"""Breakdowns as tables for the HTML report: groups downwards, or the parts of a mix by group."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from chatcalc.reports.lines import Group, Line
from chatcalc.reports.rows import made_of, readable


@dataclass(frozen=True)
class GroupRow:
    """A group: its name, its figure as printed, what it is made of, and how long its bar is (up to 100)."""

    name: str
    display: str
    made_of: str
    bar: float | None


@dataclass(frozen=True)
class MixRow:
    """A part of a mix, with its figure in each group."""

    title: str
    cells: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class BreakdownTable:
    """An indicator by one dimension: `groups` of its own figure, `heads` and `parts` of its parts."""

    by: str
    groups: tuple[GroupRow, ...] = ()
    heads: tuple[str, ...] = ()
    parts: tuple[MixRow, ...] = ()


def breakdown_tables(line: Line) -> Iterator[BreakdownTable]:
    """One for each dimension, in the order asked for; the dimension in words."""
    for by in dict.fromkeys(group.by for group in line.breakdowns):
        of_this = [group for group in line.breakdowns if group.by == by]
        own = [group for group in of_this if group.part is None]
        yield BreakdownTable(
            by=by.replace("_", " "),
            groups=tuple(_rows(own, line)),
            heads=tuple(dict.fromkeys(group.group for group in of_this if group.part is not None)),
            parts=tuple(_parts(of_this, line)),
        )


def _rows(groups: list[Group], line: Line) -> Iterator[GroupRow]:
    values = [group.value for group in groups if group.value is not None]
    longest = 100.0 if line.unit == "percent" else max(values, default=0.0)
    for group in groups:
        share = round(100 * group.value / longest, 1) if group.value and longest > 0 else None
        yield GroupRow(group.group, readable(group.display), made_of(group, line.unit), share)


def _parts(groups: list[Group], line: Line) -> Iterator[MixRow]:
    for part in line.parts:
        cells = [group for group in groups if group.part == part.id]
        if cells:
            shown = tuple((readable(each.display), made_of(each, part.unit)) for each in cells)
            yield MixRow(part.title, shown)
