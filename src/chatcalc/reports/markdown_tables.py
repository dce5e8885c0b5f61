"""Breakdowns and trends in a Markdown report: a table a family, after the comparison that is read first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from chatcalc.reports.footnotes import Footnotes
from chatcalc.reports.layout import families, sections
from chatcalc.reports.lines import Group, Line, Point
from chatcalc.reports.past_years import past_years, periods
from chatcalc.reports.published_history import sparkline
from chatcalc.reports.rows import made_of, readable
from chatcalc.reports.scorecard import scorecard_rows
from chatcalc.reports.scorecard_columns import scorecard_columns
from chatcalc.reports.trend_series import TrendSeries, series_of, trend_ends, trend_series
from chatcalc.reports.wording import short_month

ABSENT = "-"


def breakdown_blocks(lines: Sequence[Line]) -> Iterator[str]:
    """For each family and dimension a table: a row an indicator or part, a column a group."""
    for by in dict.fromkeys(group.by for line in lines for group in line.breakdowns):
        dimension = by.replace("_", " ")
        yield f"## By {escape(dimension)}"
        for family in families(lines):
            groups = dict.fromkeys(
                each.group for line in family.lines for each in line.breakdowns if each.by == by
            )
            rows = [row for line in family.lines for row in _group_rows(line, by, list(groups))]
            if rows:
                yield f"### {escape(family.title)} by {escape(dimension)}"
                yield table(("Indicator", *groups), rows)


def trend_blocks(lines: Sequence[Line]) -> Iterator[str]:
    """For each family a table: a row an indicator or part with its line, and a column a period."""
    if trend_series(lines):
        yield "## Trend"
    for family in families(lines):
        series, ends = trend_series(family.lines), trend_ends(family.lines)
        if series:
            yield f"### {escape(family.title)}: trend"
            heads = ("Indicator", "Trend", *(short_month(end) for end in ends))
            yield table(heads, [_trend_row(each, [each.points.get(end) for end in ends]) for each in series])


def past_years_blocks(lines: Sequence[Line]) -> Iterator[str]:
    """For each family a table of the last published years: a row of whom, and a column a year."""
    if past_years(lines):
        yield "## Published years"
    for family in families(lines):
        series = past_years(family.lines)
        years = periods(series)
        if series:
            yield f"### {escape(family.title)}: published years"
            rows = [
                [each.title, whose, *(cells.get(year, "") for year in years)]
                for each in series
                for whose, cells in each.rows()
            ]
            yield table(("Indicator", "Published", *(period for _, period in years)), rows)


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


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table, text to the left and figures to the right; its cells are escaped."""
    marks = (":---", *("---:" for _ in heads[1:]))
    cells = [[escape(head) for head in heads], marks, *([escape(cell) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(row)} |" for row in cells)


def escape(text: str) -> str:
    """Text that Markdown shows as it is."""
    for symbol in "\\|[]<>*_`~":
        text = text.replace(symbol, f"\\{symbol}")
    return text.replace("\n", " ")


def _group_rows(line: Line, by: str, groups: Sequence[str]) -> Iterator[list[str]]:
    for series in series_of(line):
        found = {each.group: each for each in line.breakdowns if each.by == by and each.part == series.part}
        if found:
            yield [series.title, *(_group_cell(found.get(group), line) for group in groups)]


def _group_cell(group: Group | None, line: Line) -> str:
    """`71 (380 / 534)`."""
    if group is None:
        return ABSENT
    made = made_of(group, line.unit)
    return f"{readable(group.display)} ({made})" if made else readable(group.display)


def _trend_row(series: TrendSeries, points: Sequence[Point | None]) -> list[str]:
    line = sparkline([point.value if point and point.status == "ok" else None for point in points])
    return [series.title, line, *(readable(point.display) if point else "" for point in points)]
