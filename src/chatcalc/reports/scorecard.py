"""The scorecard that scrutiny committees read each month: value, target, trend, change, gap between teams."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final

from chatcalc.reports.footnotes import Footnotes
from chatcalc.reports.layout import sections
from chatcalc.reports.markdown_tables import table
from chatcalc.reports.published_history import sparkline
from chatcalc.reports.report import Line, Part
from chatcalc.reports.rows import readable
from chatcalc.reports.wording import short_month

GAP_BY: Final = "team"
NO_TEAM: Final = "not recorded"


@dataclass(frozen=True)
class ScorecardRow:
    """The cells of an indicator, or of a part of one that has no figure itself; empty where nothing is known.

    Attributes:
        trend: The values of the trend, oldest first; None where a value is absent, hidden or partial.
        gap: The lowest and the highest team, and what lies between them.
    """

    title: str
    value: str
    depth: int = 0
    target: str = ""
    rating: str = ""
    trend: tuple[float | None, ...] = ()
    earlier: str = ""
    change: str = ""
    gap: str = ""

    @property
    def spark(self) -> str:
        """The trend as bars."""
        return sparkline(self.trend).rstrip()

    @property
    def ends(self) -> str:
        """The trend where bars cannot be printed: its first and last values."""
        known = [each for each in self.trend if each is not None]
        return f"{known[0]:.0f} to {known[-1]:.0f}" if len(known) > 1 else ""


@dataclass(frozen=True)
class ScorecardColumn:
    """A column: its head and its cell."""

    head: str
    cell: Callable[[ScorecardRow], str]
    words: bool = False


def scorecard_rows(line: Line, footnotes: Footnotes) -> Iterator[ScorecardRow]:
    """The row of an indicator; of a mix, which has no figure, its title and a row for each part."""
    mix = bool(line.parts) and line.value is None and line.numerator is None and line.status != "suppressed"
    target = line.target
    yield ScorecardRow(
        title=line.title + footnotes.mark(line),
        value="" if mix else readable(line.display),
        target=f"{target.target:g}" if target else "",
        rating=(target.rating or "") if target else "",
        trend=_trend(line, None),
        gap=_gap(line, None),
        earlier="" if mix else _earlier(line),
        change="" if mix else _change(line),
    )
    if mix:
        for part in line.parts:
            yield ScorecardRow(
                title=part.title,
                value=readable(part.display),
                depth=1,
                trend=_trend(line, part.id),
                gap=_gap(line, part.id),
                earlier=_earlier(part),
                change=_change(part),
            )


def scorecard_columns(
    rows: Sequence[ScorecardRow], lines: Sequence[Line], *, bars: bool = True
) -> list[ScorecardColumn]:
    """The columns in which anything stands.

    Args:
        rows: The rows.
        lines: What they are of.
        bars: Whether bars can be printed.
    """
    since = next((short_month(line.baseline.as_at) for line in lines if line.baseline), "Earlier")
    columns = [
        ScorecardColumn("Latest", lambda row: row.value),
        ScorecardColumn("Target", lambda row: row.target),
        ScorecardColumn("Rating", lambda row: row.rating, words=True),
        ScorecardColumn("Trend", lambda row: row.spark if bars else row.ends, words=True),
        ScorecardColumn(since, lambda row: row.earlier),
        ScorecardColumn("Change", lambda row: row.change),
        ScorecardColumn("Gap by team", lambda row: row.gap, words=True),
    ]
    return [column for column in columns if any(column.cell(row) for row in rows)]


def scorecard_tables(lines: Sequence[Line], footnotes: Footnotes) -> Iterator[str]:
    """The scorecard as Markdown tables, one a family."""
    rows = {line.id: list(scorecard_rows(line, footnotes)) for line in lines}
    columns = scorecard_columns([row for each in rows.values() for row in each], lines)
    for section in sections(lines):
        yield f"### {section.title}"
        cells = [
            [f"{'– ' * row.depth}{row.title}", *(column.cell(row) for column in columns)]
            for line in section.lines
            for row in rows[line.id]
        ]
        yield table(("Indicator", *(column.head for column in columns)), cells)


def _earlier(figure: Line | Part) -> str:
    return readable(figure.baseline.display) if figure.baseline else ""


def _change(figure: Line | Part) -> str:
    return figure.baseline.change_display if figure.baseline else ""


def _trend(line: Line, part: str | None) -> tuple[float | None, ...]:
    points = sorted((p for p in line.trend if p.part == part), key=lambda point: point.period_end)
    return tuple(point.value if point.status == "ok" else None for point in points)


def _gap(line: Line, part: str | None) -> str:
    """The lowest and the highest team, as displayed; teams whose figure is hidden are not among them."""
    if (line.unit == "count" and part is None) or line.unit == "rate_per_10000":
        return ""  # of a larger team there is more of everything
    teams = [
        (number, group.group)
        for group in line.breakdowns
        if group.by == GAP_BY
        and group.part == part
        and group.group != NO_TEAM
        and (number := _number(group.display)) is not None
    ]
    if len(teams) < 2:
        return ""
    (low, lowest), (high, highest) = min(teams), max(teams)
    return f"{high - low}: {lowest} {low}, {highest} {high}" if high > low else "0"


def _number(display: str) -> Decimal | None:
    try:
        return Decimal(display)
    except InvalidOperation:
        return None
