"""The columns of the terminal table: which of them fit, how wide they are, and their lines of text."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from rich.text import Text

from chatcalc.reports.footnotes import Footnotes
from chatcalc.reports.further import some_changes, some_periods
from chatcalc.reports.lines import Line
from chatcalc.reports.marks import Symbols
from chatcalc.reports.report import NamedPeriod
from chatcalc.reports.rows import RATING_MARKS, PrintedRow, Rating, printed_rows
from chatcalc.reports.wording import period_head, short_month

_STYLES: Final[dict[Rating, str]] = {"good": "green", "bad": "red", "unrated": ""}
_NARROWEST_TITLE: Final = 34
_GAP: Final = " "


@dataclass(frozen=True)
class Column:
    """A column of figures or words, under the head of its group.

    Attributes:
        cell: What it shows of a row.
        rating: What colours it, where anything does.
        words: Whether it is read from the left; figures are read from the right.
    """

    group: str
    name: str
    cell: Callable[[PrintedRow], str]
    rating: Callable[[PrintedRow], Rating] | None = None
    words: bool = False
    width: int = 0

    def fitted(self, rows: Sequence[PrintedRow]) -> Column:
        """The column as wide as its longest text."""
        width = max([len(self.name), *(len(self.cell(row)) for row in rows)])
        return Column(self.group, self.name, self.cell, self.rating, self.words, width)

    def text(self, row: PrintedRow) -> Text:
        """A row's cell, padded and coloured."""
        return Text(self.pad(self.cell(row)), style=_STYLES[self.rating(row)] if self.rating else "")

    def pad(self, text: str) -> str:
        """Text at the column's width."""
        return text.ljust(self.width) if self.words else text.rjust(self.width)


@dataclass(frozen=True)
class Grid:
    """Columns beside a column of titles, the same in every section of a report."""

    title_width: int
    columns: tuple[Column, ...]
    rule: str

    def heads(self) -> Iterator[Text]:
        """Two lines: the groups over rules, then the names of the columns."""
        groups = [" " * self.title_width]
        for group, run in groupby(self.columns, key=lambda column: column.group):
            columns = list(run)
            span = sum(column.width for column in columns) + len(_GAP) * (len(columns) - 1)
            groups.append(f"{group} ".ljust(span, self.rule)[:span] if span > len(group) else group[:span])
        names = ["Indicator".ljust(self.title_width), *(column.pad(column.name) for column in self.columns)]
        yield Text(_GAP.join(groups).rstrip())
        yield Text(_GAP.join(names).rstrip())

    def row(self, row: PrintedRow) -> Iterator[Text]:
        """The lines of a row: cells stand on the first, a long title runs on beneath, indented."""
        indent = "  " * row.depth
        first, *rest = textwrap.wrap(
            row.title,
            self.title_width,
            initial_indent=indent,
            subsequent_indent=f"{indent}  ",
            break_on_hyphens=False,
        ) or [indent]
        cells = [Text(first.ljust(self.title_width)), *(column.text(row) for column in self.columns)]
        joined = Text(_GAP).join(cells)
        joined.rstrip()
        yield joined
        yield from (Text(line) for line in rest)


def grid_for(
    lines: Sequence[Line], footnotes: Footnotes, symbols: Symbols, *, published: bool, width: int
) -> Grid:
    """The columns that leave room for titles: what ChAT's table cannot do without, then what else fits."""
    rows = [row for line in lines if line.status != "not_computed" for row in printed_rows(line, footnotes)]
    columns: list[Column] = []
    for choice in _choices(symbols, published, rows, lines):
        candidates = [column.fitted(rows) for column in choice]
        if not columns or width - _used(candidates) >= _NARROWEST_TITLE:
            columns = candidates
    longest = max((len("  " * row.depth + row.title) for row in rows), default=0)
    title_width = min(longest, max(width - _used(columns), len("Indicator")))
    return Grid(max(title_width, len("Indicator")), tuple(columns), symbols.rule)


def _used(columns: Sequence[Column]) -> int:
    return sum(len(_GAP) + column.width for column in columns)


def _choices(
    symbols: Symbols, published: bool, rows: Sequence[PrintedRow], lines: Sequence[Line]
) -> Iterator[list[Column]]:
    """Sets of columns, from the narrowest to the fullest."""
    grouped, local = any(row.group for row in rows), list(_local(rows, lines, symbols))
    latest = Column("Latest", "LA", lambda row: symbols.display(row.latest))
    made_of = Column("Latest", "Num / den", lambda row: row.made_of)
    if not published:
        yield from ([latest, *local], [latest, made_of, *local])
        return
    arrow = _direction("Dir", lambda row: symbols.arrow(row.direction))
    words = _direction("Direction", lambda row: f"{symbols.arrow(row.direction)} {row.direction or ''}")
    figures = [
        Column("Published", "LA", lambda row: row.la),
        Column("Published", "SNs", lambda row: row.neighbours),
        *([Column("Published", "Group", lambda row: row.group)] if grouped else []),
        Column("Published", "Eng", lambda row: row.england),
        Column("Published", "Position", _position, lambda row: row.position_rating, words=True),
    ]
    year = Column("Published", "Year", lambda row: row.year, words=True)
    yield [latest, arrow, *local, *figures]
    yield [latest, arrow, *local, *figures, year]
    yield [latest, made_of, arrow, *local, *figures, year]
    yield [latest, made_of, words, *local, *figures, year]


def _local(rows: Sequence[PrintedRow], lines: Sequence[Line], symbols: Symbols) -> Iterator[Column]:
    """What an authority asked for itself: its targets, further periods, an earlier point, changes."""
    if any(row.target for row in rows):
        yield Column("Own", "Target", lambda row: row.target)
        yield Column("Own", "Rating", lambda row: row.target_rating, words=True)
    yield from _periods(lines, symbols)
    if any(row.earlier for row in rows):
        yield Column("Earlier", _earlier(lines), lambda row: row.earlier)
        yield Column("Earlier", "Change", lambda row: row.change)
    yield from _changes(lines)


def _periods(lines: Sequence[Line], symbols: Symbols) -> Iterator[Column]:
    for place, each in enumerate(some_periods(lines)):
        head = period_head(NamedPeriod(each.name, each.period))
        yield Column("Periods", head, _nth(place, symbols))


def _nth(place: int, symbols: Symbols) -> Callable[[PrintedRow], str]:
    return lambda row: symbols.display(row.periods[place]) if row.periods else ""


def _changes(lines: Sequence[Line]) -> Iterator[Column]:
    for place, each in enumerate(some_changes(lines)):
        yield Column("Change", f"on {each.ago}", _nth_change(place))


def _nth_change(place: int) -> Callable[[PrintedRow], str]:
    return lambda row: row.changes[place] if row.changes else ""


def _earlier(lines: Sequence[Line]) -> str:
    """The month of the baseline."""
    return next((short_month(line.baseline.as_at) for line in lines if line.baseline), "")


def _direction(name: str, shown: Callable[[PrintedRow], str]) -> Column:
    def cell(row: PrintedRow) -> str:
        return f"{shown(row)} {RATING_MARKS[row.direction_rating]}".strip()

    return Column("Latest", name, cell, lambda row: row.direction_rating, words=True)


def _position(row: PrintedRow) -> str:
    return f"{row.position} {RATING_MARKS[row.position_rating]}".strip()
