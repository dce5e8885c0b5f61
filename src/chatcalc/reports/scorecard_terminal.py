"""The scorecard on a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import Final

from rich.text import Text

from chatcalc.reports.footnotes import Footnotes
from chatcalc.reports.layout import sections
from chatcalc.reports.lines import Line
from chatcalc.reports.marks import ASCII, Symbols
from chatcalc.reports.scorecard import ScorecardRow, scorecard_rows
from chatcalc.reports.scorecard_columns import ScorecardColumn, scorecard_columns
from chatcalc.reports.terminal_written import written_lines

_STYLES: Final = {"green": "green", "amber": "yellow", "red": "red"}
_NARROWEST_TITLE: Final = 34
_GAP: Final = "  "


def scorecard_lines(
    lines: Sequence[Line], footnotes: Footnotes, symbols: Symbols, width: int
) -> Iterator[Text]:
    """The scorecard as lines of text; columns that do not fit are left out, from the right.

    The groups of a breakdown go together: one locality without the others would mislead.
    """
    rows = {line.id: list(scorecard_rows(line, footnotes)) for line in lines}
    every = [row for each in rows.values() for row in each]
    columns = scorecard_columns(every, lines, bars=symbols is not ASCII)
    while len(columns) > 1 and _used(columns, every) > width - _NARROWEST_TITLE:
        last = columns.pop()
        columns = [column for column in columns if not last.by or column.by != last.by]
    widths = _widths(columns, every)
    longest = max((len(row.title) + 2 * row.depth for row in every), default=0)
    title_width = max(9, min(longest, width - sum(widths) - len(_GAP) * len(widths)))
    heads = [_padded(column, column.head, room) for column, room in zip(columns, widths, strict=True)]
    yield from (Text(), Text(_GAP.join(["Indicator".ljust(title_width), *heads]).rstrip()))
    for section in sections(lines):
        yield from (Text(), Text(section.title, style="bold"))
        for line in section.lines:
            for row in rows[line.id]:
                yield from _row(row, columns, widths, title_width, symbols)
            yield from written_lines(line, symbols, width)


def _used(columns: Sequence[ScorecardColumn], rows: Sequence[ScorecardRow]) -> int:
    return sum(_widths(columns, rows)) + len(_GAP) * len(columns)


def _widths(columns: Sequence[ScorecardColumn], rows: Sequence[ScorecardRow]) -> list[int]:
    return [max(len(column.head), *(len(column.cell(row)) for row in rows)) for column in columns]


def _row(
    row: ScorecardRow,
    columns: Sequence[ScorecardColumn],
    widths: Sequence[int],
    title_width: int,
    symbols: Symbols,
) -> Iterator[Text]:
    indent = "  " * row.depth
    first, *rest = textwrap.wrap(
        row.title, title_width, initial_indent=indent, subsequent_indent=f"{indent}  ", break_on_hyphens=False
    )
    cells = [Text(first.ljust(title_width))]
    for column, room in zip(columns, widths, strict=True):
        text = symbols.display(_padded(column, column.cell(row), room))
        cells.append(Text(text, style=_STYLES.get(row.rating, "") if column.kind == "rating" else ""))
    joined = Text(_GAP).join(cells)
    joined.rstrip()
    yield joined
    yield from (Text(each) for each in rest)


def _padded(column: ScorecardColumn, text: str, width: int) -> str:
    return text.ljust(width) if column.words else text.rjust(width)
