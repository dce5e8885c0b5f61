"""The comparison table of the HTML report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from chatcalc.reports.charts import sparkline
from chatcalc.reports.footnotes import Footnotes
from chatcalc.reports.further import Cell, FurtherColumn
from chatcalc.reports.layout import Section, sections
from chatcalc.reports.lines import Line
from chatcalc.reports.rows import PrintedRow, printed_rows
from chatcalc.reports.trend_series import series_of


@dataclass(frozen=True)
class TableRow:
    """A row of the comparison table.

    Attributes:
        anchor: Leads to the indicator's section; empty for a part.
        spark: The path of its trend; empty where there is none.
        further: The cells of the further columns.
    """

    printed: PrintedRow
    anchor: str
    spark: str
    further: tuple[Cell, ...]


@dataclass(frozen=True)
class TableSection:
    """Rows under one heading of the comparison table."""

    title: str
    rows: tuple[TableRow, ...]


@dataclass(frozen=True)
class Table:
    """A comparison table: the rows of ChAT, or what there is more."""

    caption: str
    sections: tuple[TableSection, ...]


def comparison_tables(
    lines: Sequence[Line], footnotes: Footnotes, further: Sequence[FurtherColumn], prefix: str
) -> Iterator[Table]:
    """The tables of an authority as ChAT lays them: its own rows first, then everything else.

    Args:
        lines: In ChAT's order.
        footnotes: Those of the whole report.
        further: Columns beside the usual ones.
        prefix: What its anchors begin with.
    """
    caption, gathered = "Comparison", list[TableSection]()
    for section in sections(lines):
        if section.first_of_more:
            yield Table(caption, tuple(gathered))
            caption, gathered = "More indicators", []
        gathered.append(_section(section, footnotes, further, prefix))
    yield Table(caption, tuple(gathered))


def _section(
    section: Section, footnotes: Footnotes, further: Sequence[FurtherColumn], prefix: str
) -> TableSection:
    """Without the groups of breakdowns: those stand in the sections of the families."""
    rows = (
        TableRow(
            printed=row,
            anchor="" if row.depth else f"{prefix}{line.id}",
            spark=sparkline(series.points.values()),
            further=tuple(column.cell(figure) for column in further),
        )
        for line in section.lines
        for row, series, figure in zip(own_rows(line, footnotes), series_of(line), line.figures, strict=True)
    )
    return TableSection(section.title, tuple(rows))


def own_rows(line: Line, footnotes: Footnotes) -> list[PrintedRow]:
    """The rows of the line and of its parts."""
    return list(printed_rows(replace(line, breakdowns=()), footnotes))
