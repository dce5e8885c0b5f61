"""The last published years beneath the terminal table: a row of whom, and a column a year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from rich.text import Text

from chatcalc.reports.lines import Line
from chatcalc.reports.marks import Symbols
from chatcalc.reports.past_years import past_years, periods

_TITLE_WIDTH: Final = 34


def past_years_lines(lines: Sequence[Line], symbols: Symbols, width: int) -> Iterator[Text]:
    """The figures of the years, as many of the latest as the width holds."""
    series = past_years(lines)
    if not series:
        return
    years = periods(series)
    figures = (text for each in series for _, cells in each.rows() for text in cells.values())
    longest = max(len(text) for text in (*(period for _, period in years), *figures))
    fitting = max(1, (width - _TITLE_WIDTH) // (longest + 1))
    shown = years[-fitting:]
    yield from (Text(), Text("Published years", style="bold underline"))
    yield _line("", [period for _, period in shown], longest)
    for each in series:
        yield Text(each.line.id if each.part is None else f"{each.line.id}|{each.part}")
        for whose, cells in each.rows():
            yield _line(f"  {whose}", [symbols.display(cells.get(year, "")) for year in shown], longest)
    if len(shown) < len(years):
        left_out = len(years) - len(shown)
        yield Text(f"Earlier years for want of width left out: {left_out}", style="dim")


def _line(title: str, cells: Sequence[str], width: int) -> Text:
    return Text(f"{title[:_TITLE_WIDTH]:{_TITLE_WIDTH}} {' '.join(c.rjust(width) for c in cells)}".rstrip())
