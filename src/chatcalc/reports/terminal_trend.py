"""The trend beneath the terminal table: a row an indicator or part, a column a period."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Final

from rich.text import Text

from chatcalc.reports.lines import Line
from chatcalc.reports.marks import Symbols

_TITLE_WIDTH: Final = 34
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def trend_lines(lines: Sequence[Line], symbols: Symbols, width: int) -> Iterator[Text]:
    """The figures of the periods by their last days, as many of the latest as the width holds."""
    shown = [line for line in lines if line.trend and line.status != "not_computed"]
    ends = sorted({point.period_end for line in shown for point in line.trend})
    if not ends:
        return
    rows = [row for line in shown for row in _rows(line, symbols)]
    longest = max([3, *(len(text) for _, figures in rows for text in figures.values())])
    fitting = max(1, (width - _TITLE_WIDTH) // (longest + 1))
    left_out = max(0, len(ends) - fitting)
    yield from (Text(), Text("Trend", style="bold underline"), *_heads(ends[left_out:], longest))
    for title, figures in rows:
        cells = (figures.get(end, "").rjust(longest) for end in ends[left_out:])
        yield Text(f"{title[:_TITLE_WIDTH]:{_TITLE_WIDTH}} {' '.join(cells)}".rstrip())
    if left_out:
        yield Text(f"Left out for want of width: {left_out} earlier; -f csv gives them all.", style="dim")


def _heads(ends: Sequence[dt.date], width: int) -> Iterator[Text]:
    for names in ([_MONTHS[end.month - 1] for end in ends], [str(end.year)[2:] for end in ends]):
        yield Text(f"{'':{_TITLE_WIDTH}} {' '.join(name.rjust(width) for name in names)}")


def _rows(line: Line, symbols: Symbols) -> Iterator[tuple[str, dict[dt.date, str]]]:
    """By id, not title: the table above has the titles, and ids stay apart at any width."""
    yield line.id, _figures(line, None, symbols)
    for part in line.parts:
        yield f"  {part.id}", _figures(line, part.id, symbols)


def _figures(line: Line, part: str | None, symbols: Symbols) -> dict[dt.date, str]:
    return {point.period_end: symbols.display(point.display) for point in line.trend if point.part == part}
