"""The scorecard of the HTML report: the same columns as on paper, with the trend drawn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chatcalc.reports.charts import sparkline
from chatcalc.reports.footnotes import Footnotes
from chatcalc.reports.layout import Section, sections
from chatcalc.reports.lines import Line
from chatcalc.reports.scorecard import ScorecardRow, scorecard_rows
from chatcalc.reports.scorecard_columns import ScorecardColumn, scorecard_columns
from chatcalc.reports.trend_series import TrendSeries


@dataclass(frozen=True)
class ScoreCell:
    """A cell: its text, the tone that repeats a word in it, and the path of a trend in its place."""

    text: str
    tone: str = ""
    spark: str = ""


@dataclass(frozen=True)
class ScoreRow:
    """A row; `anchor` leads to the indicator's section and is empty for a part."""

    title: str
    anchor: str
    cells: tuple[ScoreCell, ...]


@dataclass(frozen=True)
class ScoreSection:
    """Rows under one heading."""

    title: str
    rows: tuple[ScoreRow, ...]


@dataclass(frozen=True)
class ScorecardView:
    """The scorecard of an authority: its heads, each with the kind of its column, and its rows."""

    heads: tuple[tuple[str, str], ...]
    sections: tuple[ScoreSection, ...]


def scorecard_view(lines: Sequence[Line], footnotes: Footnotes, prefix: str) -> ScorecardView:
    """What the page shows of the lines of an authority.

    Args:
        lines: In ChAT's order.
        footnotes: Those of the whole report.
        prefix: What its anchors begin with.
    """
    rows = {line.id: list(scorecard_rows(line, footnotes)) for line in lines}
    columns = scorecard_columns([row for each in rows.values() for row in each], lines)
    return ScorecardView(
        heads=tuple((column.head, "num" if column.kind == "figure" else column.kind) for column in columns),
        sections=tuple(_section(section, rows, columns, prefix) for section in sections(lines)),
    )


def _section(
    section: Section, rows: dict[str, list[ScorecardRow]], columns: Sequence[ScorecardColumn], prefix: str
) -> ScoreSection:
    made = (
        ScoreRow(
            row.title,
            "" if row.depth else f"{prefix}{line.id}",
            tuple(_cells(line, row, columns)),
        )
        for line in section.lines
        for row in rows[line.id]
    )
    return ScoreSection(section.title, tuple(made))


def _cells(line: Line, row: ScorecardRow, columns: Sequence[ScorecardColumn]) -> Iterator[ScoreCell]:
    for column in columns:
        text = column.cell(row)
        if column.kind == "trend":
            series = TrendSeries(line, row.part, row.title)
            yield ScoreCell(row.ends, spark=sparkline(series.points.values()))
        else:
            yield ScoreCell(text, tone=text if column.kind == "rating" else "")
