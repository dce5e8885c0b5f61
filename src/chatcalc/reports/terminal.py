"""The report as a terminal table, laid out as ChAT lays it.

Every line is a `Text`: Rich would read published symbols such as `[c]` in plain strings as markup and print
nothing. Colour only repeats what a mark says already (`+` better, `!` worse), where there is a polarity.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

from chatcalc.reports.disclosure import Publishable
from chatcalc.reports.footnotes import Footnotes
from chatcalc.reports.layout import not_computed, sections
from chatcalc.reports.lines import Line
from chatcalc.reports.marks import Symbols, symbols_for
from chatcalc.reports.regional_terminal import regional_lines
from chatcalc.reports.report import Report
from chatcalc.reports.rows import printed_rows
from chatcalc.reports.scorecard_terminal import scorecard_lines
from chatcalc.reports.terminal_columns import Grid, grid_for
from chatcalc.reports.terminal_past_years import past_years_lines
from chatcalc.reports.terminal_trend import trend_lines
from chatcalc.reports.terminal_written import written_lines
from chatcalc.reports.wording import heading, lead, legend


@dataclass(frozen=True)
class TerminalReport:
    """A report that Rich prints at the width and in the encoding of its console."""

    publishable: Publishable

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The lines of the report."""
        symbols, width = symbols_for(options.encoding), options.max_width
        report = self.publishable.report
        for line in _lines(report, symbols, width):
            line.no_wrap, line.overflow = True, "ignore"
            yield line


def _lines(report: Report, symbols: Symbols, width: int) -> Iterator[Text]:
    footnotes = Footnotes(() if report.run.layout == "region" else report.indicators)
    yield from _head(report, width)
    if report.run.layout != "region":
        yield from _each_authority(report, footnotes, symbols, width)
    yield from regional_lines(report, symbols, width)
    yield from _foot(report, footnotes, symbols, width)


def _each_authority(report: Report, footnotes: Footnotes, symbols: Symbols, width: int) -> Iterator[Text]:
    for code, run in groupby(report.indicators, key=lambda line: line.la_code):
        lines = tuple(run)
        if len(lines) < len(report.indicators) and any(line.status != "not_computed" for line in lines):
            yield from (Text(), Text(f"Authority {code}", style="bold"))
        if report.run.layout == "scorecard":
            yield from scorecard_lines(lines, footnotes, symbols, width)
            continue
        grid = grid_for(lines, footnotes, symbols, published=report.has_published, width=width)
        yield from _table(lines, footnotes, grid, symbols, width)
        yield from trend_lines(lines, symbols, width)
        if report.run.prints_published_years:
            yield from past_years_lines(lines, symbols, width)


def _head(report: Report, width: int) -> Iterator[Text]:
    yield Text(heading(report.run), style="bold")
    for sentence in (lead(report), *report.run.notes):
        yield from _paragraph(sentence, width)


def _table(
    lines: Sequence[Line], footnotes: Footnotes, grid: Grid, symbols: Symbols, width: int
) -> Iterator[Text]:
    if any(line.status != "not_computed" for line in lines):
        yield Text()
        yield from grid.heads()
    for section in sections(lines):
        if section.first_of_more:
            yield from (Text(), Text("More indicators", style="bold underline"))
        yield from (Text(), Text(section.title, style="bold"))
        for line in section.lines:
            for row in printed_rows(line, footnotes):
                yield from grid.row(row)
            yield from written_lines(line, symbols, width)


def _foot(report: Report, footnotes: Footnotes, symbols: Symbols, width: int) -> Iterator[Text]:
    if report.has_published and report.run.layout == "chat":
        yield Text()
        yield from _paragraph(legend(symbols), width)
    if footnotes.texts:
        yield Text()
    for number, text in enumerate(footnotes.texts, start=1):
        yield from _paragraph(f"[{number}] {symbols.display(text)}", width, hanging=4)
    yield from _not_computed(report, symbols, width)


def _not_computed(report: Report, symbols: Symbols, width: int) -> Iterator[Text]:
    reasons = not_computed(report.indicators)
    if reasons:
        count = sum(len(ids) for ids in reasons.values())
        yield from (Text(), Text(f"Not computed ({count})", style="bold"))
    for reason, ids in reasons.items():
        yield from _paragraph(f"{symbols.display(reason)}: {', '.join(ids)}", width, hanging=2)


def _paragraph(text: str, width: int, hanging: int = 0) -> Iterator[Text]:
    for line in textwrap.wrap(text, width, subsequent_indent=" " * hanging, break_on_hyphens=False):
        yield Text(line)
