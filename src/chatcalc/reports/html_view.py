"""What the HTML report shows, made ready for its templates: no template decides or calculates anything."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, repeat

from chatcalc.published.authorities import authorities
from chatcalc.reports.charts import LineChart, line_chart, sparkline
from chatcalc.reports.charts_strip import Strip, strip
from chatcalc.reports.commentary import Remark, remarks
from chatcalc.reports.definition_facts import definition_facts
from chatcalc.reports.footnotes import Footnotes
from chatcalc.reports.further import FurtherColumn, further_columns
from chatcalc.reports.html_breakdowns import BreakdownTable, breakdown_tables
from chatcalc.reports.html_past_years import PastView, past_view
from chatcalc.reports.html_regional import RegionalView, regional_view
from chatcalc.reports.html_scorecard import ScorecardView, scorecard_view
from chatcalc.reports.html_table import Table, comparison_tables, own_rows
from chatcalc.reports.layout import families, not_computed
from chatcalc.reports.lines import Line, Part
from chatcalc.reports.marks import UNICODE
from chatcalc.reports.report import (
    Authority,
    Layout,
    Report,
    ReportFinding,
    Run,
)
from chatcalc.reports.rows import PrintedRow, made_of, readable
from chatcalc.reports.trend_series import TrendSeries, series_of
from chatcalc.reports.wording import (
    authority_name,
    heading,
    lead,
    legend,
    long_date,
    tells_of_data,
)
from chatcalc.specs.describe import Fact


@dataclass(frozen=True)
class TrendRow:
    """A period by its last day, and what each series shows: the figure, and what it is made of."""

    end: str
    cells: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class TrendView:
    """The trend of an indicator: a chart where it has a figure of its own, and every figure as a table."""

    chart: LineChart | None
    heads: tuple[str, ...]
    rows: tuple[TrendRow, ...]


@dataclass(frozen=True)
class PartView:
    """A part of an indicator, with its trend and its position."""

    printed: PrintedRow
    spark: str
    strip: Strip | None


@dataclass(frozen=True)
class NeighbourView:
    """What a statistical neighbour published."""

    name: str
    value: str


@dataclass(frozen=True)
class IndicatorView:
    """The section of one indicator."""

    anchor: str
    line: Line
    printed: PrintedRow
    facts: tuple[Fact, ...]
    trend: TrendView | None
    past: PastView | None
    strip: Strip | None
    neighbours: tuple[NeighbourView, ...]
    parts: tuple[PartView, ...]
    breakdowns: tuple[BreakdownTable, ...]
    remarks: tuple[Remark, ...]


@dataclass(frozen=True)
class FamilyView:
    """A family's section."""

    anchor: str
    title: str
    indicators: tuple[IndicatorView, ...]


@dataclass(frozen=True)
class AuthorityView:
    """One authority: its table and its families.

    Attributes:
        title: Empty where the report is of one alone.
        scorecard: Stands in place of the tables where the report is laid out as one.
    """

    title: str
    scorecard: ScorecardView | None
    tables: tuple[Table, ...]
    families: tuple[FamilyView, ...]


@dataclass(frozen=True)
class PageView:
    """The whole page."""

    title: str
    lead: tuple[str, ...]
    published: bool
    trend: bool
    further: tuple[str, ...]
    regional: RegionalView | None
    authorities: tuple[AuthorityView, ...]
    legend: str
    footnotes: tuple[str, ...]
    not_computed: tuple[tuple[str, tuple[str, ...]], ...]
    tells_of_data: bool
    findings: tuple[ReportFinding, ...]
    run: Run


def page_view(report: Report) -> PageView:
    """Everything the page shows of a report."""
    footnotes, further = Footnotes(report.indicators), further_columns(report)
    by_authority = [
        (code, list(lines)) for code, lines in groupby(report.indicators, lambda line: line.la_code)
    ]
    several = len(by_authority) > 1
    return PageView(
        title=heading(report.run),
        lead=(lead(report), *report.run.notes),
        published=report.has_published,
        trend=any(line.trend for line in report.indicators),
        further=tuple(column.head for column in further),
        regional=regional_view(report),
        authorities=tuple(
            _authority(
                lines,
                _of(code, report.run, several=several),
                footnotes,
                further,
                several=several,
                layout=report.run.layout,
            )
            for code, lines in by_authority
        ),
        legend=legend(UNICODE) if report.has_published else "",
        footnotes=tuple(footnotes.texts),
        not_computed=tuple((reason, tuple(ids)) for reason, ids in not_computed(report.indicators).items()),
        tells_of_data=tells_of_data(report.run),
        findings=report.findings,
        run=report.run,
    )


def _of(code: str, run: Run, *, several: bool) -> Authority:
    """Whose published figures stand beside: the one that was asked for, else that of the lines."""
    if not several:
        return run.la
    known = authorities().get(code)
    return Authority(code, known.name if known else None)


def _authority(
    lines: Sequence[Line],
    la: Authority,
    footnotes: Footnotes,
    further: Sequence[FurtherColumn],
    *,
    several: bool,
    layout: Layout,
) -> AuthorityView:
    prefix = f"{la.code}-" if several else ""
    return AuthorityView(
        title=authority_name(la) if several else "",
        scorecard=scorecard_view(lines, footnotes, prefix) if layout == "scorecard" else None,
        tables=tuple(comparison_tables(lines, footnotes, further, prefix)),
        families=tuple(
            FamilyView(
                anchor=f"{prefix}{family.lines[0].family}",
                title=family.title,
                indicators=tuple(_indicator(line, la, footnotes, prefix) for line in family.lines),
            )
            for family in families(lines)
        ),
    )


def _indicator(line: Line, la: Authority, footnotes: Footnotes, prefix: str) -> IndicatorView:
    own, *parts = own_rows(line, footnotes)
    return IndicatorView(
        anchor=f"{prefix}{line.id}",
        line=line,
        printed=own,
        facts=tuple(definition_facts(line)),
        trend=_trend(line),
        past=past_view(line, la.name or "This authority"),
        strip=strip(line.published, la.code, la.name or "This authority"),
        neighbours=tuple(_neighbours(line)),
        parts=tuple(map(_part, parts, line.parts, series_of(line)[1:], repeat(la))),
        breakdowns=tuple(breakdown_tables(line)),
        remarks=tuple(remarks(line)),
    )


def _part(row: PrintedRow, part: Part, series: TrendSeries, la: Authority) -> PartView:
    where = strip(part.published, la.code, la.name or "This authority")
    return PartView(row, sparkline(series.points.values()), where)


def _trend(line: Line) -> TrendView | None:
    series = [each for each in series_of(line) if each.points]
    ends = sorted({end for each in series for end in each.points})
    if len(ends) < 2:
        return None
    own = series[0].points.values() if series[0].part is None else ()
    names = {part.id: part.title for part in line.parts}
    return TrendView(
        chart=line_chart(own),
        heads=tuple("Figure" if each.part is None else names[each.part] for each in series),
        rows=tuple(_trend_row(end, series) for end in ends),
    )


def _trend_row(end: dt.date, series: Sequence[TrendSeries]) -> TrendRow:
    points = [each.points.get(end) for each in series]
    return TrendRow(
        long_date(end),
        tuple(
            (readable(point.display), made_of(point, each.line.unit)) if point else ("", "")
            for point, each in zip(points, series, strict=True)
        ),
    )


def _neighbours(line: Line) -> Iterator[NeighbourView]:
    """What the neighbours published, the smallest first."""
    near = set(line.published.neighbour_codes) if line.published else set()
    for code, value in line.published.all_las if line.published else ():
        if code in near:
            yield NeighbourView(authorities()[code].name, f"{value:,g}")
