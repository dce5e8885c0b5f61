"""What people wrote of an indicator, beneath its rows on a terminal; generated sentences stand in files."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Final

from rich.text import Text

from chatcalc.reports.commentary import remarks
from chatcalc.reports.lines import Line
from chatcalc.reports.marks import Symbols

_INDENT: Final = "    "


def written_lines(line: Line, symbols: Symbols, width: int) -> Iterator[Text]:
    """The lines of people, the indicator's first, then those of its parts."""
    for remark in remarks(line):
        if not remark.generated:
            text = symbols.display(remark.sentence)
            for each in textwrap.wrap(
                text, width, initial_indent=_INDENT, subsequent_indent=_INDENT, break_on_hyphens=False
            ):
                yield Text(each, style="italic")
