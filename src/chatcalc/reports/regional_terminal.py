"""The table of all authorities on a terminal, in bands where its columns do not fit side by side."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import Final

from rich.text import Text

from chatcalc.reports.marks import Symbols
from chatcalc.reports.regional_table import (
    ABSENT,
    TOGETHER,
    RegionalRow,
    RegionalSection,
    regional_codes,
    regional_legend,
    regional_sections,
)
from chatcalc.reports.report import Report

_TITLE: Final = 38
_GAP: Final = "  "


def regional_lines(report: Report, symbols: Symbols, width: int) -> Iterator[Text]:
    """The table as lines of text; none where the report has no such table."""
    codes = regional_codes(report)
    if not codes:
        return
    yield from (Text(), Text(f"All {len(codes)} authorities", style="bold"))
    for line in textwrap.wrap(symbols.display(regional_legend(report)), width, break_on_hyphens=False):
        yield Text(line)
    heads = (*TOGETHER, *codes)
    parts = list(regional_sections(report))
    widths = [_width(head, place, parts, symbols) for place, head in enumerate(heads)]
    for band in _bands(widths, max(width - _TITLE, 1)):
        yield from (Text(), _line("Indicator", [heads[n].rjust(widths[n]) for n in band]))
        for section in parts:
            yield from _section(section, band, widths, symbols)


def _width(head: str, place: int, parts: Sequence[RegionalSection], symbols: Symbols) -> int:
    cells = (symbols.display(row.cells[place]) for section in parts for row in section.rows)
    return max(len(head), *(len(cell) for cell in cells))


def _bands(widths: Sequence[int], room: int) -> Iterator[list[int]]:
    """The places of the columns that fit side by side; one at least."""
    band: list[int] = []
    taken = 0
    for place, width in enumerate(widths):
        if band and taken + len(_GAP) + width > room:
            yield band
            band, taken = [], 0
        band.append(place)
        taken += len(_GAP) + width
    yield band


def _section(
    section: RegionalSection, band: Sequence[int], widths: Sequence[int], symbols: Symbols
) -> Iterator[Text]:
    if section.first_of_more:
        yield from (Text(), Text("More indicators", style="bold underline"))
    yield from (Text(), Text(section.title, style="bold"))
    for row in section.rows:
        if not row.of_neighbours or any(row.cells[n] not in ("", ABSENT) for n in band):
            yield from _row(row, [symbols.display(row.cells[n]).rjust(widths[n]) for n in band])


def _row(row: RegionalRow, cells: Sequence[str]) -> Iterator[Text]:
    indent = "  " * row.depth
    first, *rest = textwrap.wrap(
        row.title, _TITLE, initial_indent=indent, subsequent_indent=f"{indent}  ", break_on_hyphens=False
    )
    yield _line(first, cells)
    yield from (Text(each) for each in rest)


def _line(title: str, cells: Sequence[str]) -> Text:
    return Text(_GAP.join([title.ljust(_TITLE), *cells]).rstrip())
