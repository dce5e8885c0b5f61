"""Native charts of a family, one a unit: the figures beside published ones, and the trend.

What a chart of the comparison shows stands above it in cells, so that it can be read and changed there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import cycle
from typing import Final

from xlsxwriter.chart import Chart

from chatcalc.indicators.results import Unit
from chatcalc.reports.footnotes import Footnotes
from chatcalc.reports.lines import Line
from chatcalc.reports.rows import PrintedRow, printed_rows
from chatcalc.reports.xlsx_book import PLAIN, SECTION, Sheet
from chatcalc.reports.xlsx_trend import TREND_SHEET, TrendCells

CHART_HEADS: Final = (
    "Beside published figures",
    "Latest: LA",
    "Published: LA",
    "Statistical neighbours",
    "England",
)
CHART_WIDTHS: Final = (52.0, 10.0, 10.0, 12.0, 10.0)

# Colours that people who see few of them tell apart, from the palette of government analysts.
_COLOURS: Final = ("#12436D", "#28A197", "#801650", "#F46A25", "#3D3D3D", "#A285D1", "#2073BC", "#6BACE6")
_UNITS: Final[Mapping[Unit, str]] = {
    "percent": "Percentages",
    "rate_per_10000": "Rates per 10,000 children",
    "days": "Days",
    "mean": "Means",
    "median": "Medians",
    "max": "Largest numbers",
    "count": "Numbers",
}
_GRID: Final = {"color": "#D9D9D9"}
_WIDTH: Final = 680
_PIXELS_A_ROW: Final = 20


def draw_charts(sheet: Sheet, row: int, column: int, lines: Sequence[Line], cells: TrendCells) -> int:
    """Draw a family's charts downwards from a cell; the last row that they cover."""
    for unit, title in _UNITS.items():
        of_unit = [line for line in lines if line.unit == unit and line.value is not None]
        if of_unit:
            row = _draw_comparison(sheet, row, column, title, of_unit)
        trends = [line for line in of_unit if _can_be_drawn(line)]
        if trends:
            row = _draw_trend(sheet, row, column, trends, cells)
    return row


def _draw_comparison(sheet: Sheet, row: int, column: int, title: str, lines: Sequence[Line]) -> int:
    """A small table, and a bar chart of it where units compare; the row below."""
    for place in range(len(CHART_HEADS)):
        sheet.text_at(row, column + place, title if place == 0 else "", SECTION)
    first = row + 1
    printed = [next(printed_rows(line, Footnotes([]))) for line in lines]
    for place, each in enumerate(printed, start=first):
        _write_row(sheet, place, column, each)
    last = first + len(lines) - 1
    if lines[0].unit == "count":
        return last + 2  # England's number beside one authority's would only dwarf it
    chart = sheet.book.chart("bar")
    for place, name in enumerate(CHART_HEADS[1:], start=1):
        if any(_figures(each)[place - 1] for each in printed):
            chart.add_series(
                {
                    "name": name,
                    "categories": [sheet.name, first, column, last, column],
                    "values": [sheet.name, first, column + place, last, column + place],
                    "fill": {"color": _COLOURS[place - 1]},
                    "gap": 60,
                }
            )
    chart.set_y_axis({"reverse": True, "num_font": {"size": 9}})
    chart.set_x_axis({"num_format": "#,##0", "major_gridlines": {"visible": True, "line": _GRID}})
    title, height = f"{title} beside published figures", 100 + 66 * len(lines)
    return _insert(sheet, last + 2, column, chart, title=title, height=height)


def _write_row(sheet: Sheet, row: int, column: int, printed: PrintedRow) -> None:
    sheet.text_at(row, column, printed.title, {**PLAIN, "shrink": True})
    for place, figure in enumerate(_figures(printed), start=column + 1):
        sheet.printed_at(row, place, figure)


def _figures(row: PrintedRow) -> tuple[str, ...]:
    return (row.latest, row.la, row.neighbours, row.england)


def _can_be_drawn(line: Line) -> bool:
    """Whether there are two figures, and no symbol among them: a spreadsheet draws text as 0."""
    points = [point for point in line.trend if point.part is None]
    shown = [point.value for point in points if point.value is not None]
    return len(shown) > 1 and all(point.value is not None or point.display == "-" for point in points)


def _draw_trend(sheet: Sheet, row: int, column: int, lines: Sequence[Line], cells: TrendCells) -> int:
    """A line for each indicator, from the cells of the sheet of the trend; the row below."""
    periods, figures = cells.of(lines)
    chart = sheet.book.chart("line")
    for cells_of_line, colour in zip(figures, cycle(_COLOURS), strict=False):
        chart.add_series(
            {
                "name": [TREND_SHEET, cells_of_line[0], 0],  # a title as such could be read as a formula
                "categories": [TREND_SHEET, *periods],
                "values": [TREND_SHEET, *cells_of_line],
                "line": {"color": colour, "width": 2},
            }
        )
    title = f"{_UNITS[lines[0].unit]}: trend"
    height = 230 + 20 * len(lines)
    chart.set_x_axis({"num_format": "mmm yy", "text_axis": True, "num_font": {"rotation": -45}})
    chart.set_y_axis({"num_format": "#,##0", "min": 0, "major_gridlines": {"visible": True, "line": _GRID}})
    return _insert(sheet, row, column, chart, title=title, height=height)


def _insert(sheet: Sheet, row: int, column: int, chart: Chart, *, title: str, height: int) -> int:
    """Put a chart on the sheet; the row below."""
    chart.set_title({"name": title, "name_font": {"size": 12}})
    chart.set_legend({"position": "bottom", "font": {"size": 9}})
    chart.set_size({"width": _WIDTH, "height": height})
    sheet.worksheet.insert_chart(row, column, chart, {"object_position": 2, "description": title})
    return row + height // _PIXELS_A_ROW + 2
