"""A report as JSON: one object, the same bytes for the same report."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict
from typing import Any

from chatcalc.comparison.comparison import PastYear, PublishedFigures
from chatcalc.indicators.results import Period
from chatcalc.reports.disclosure import Publishable
from chatcalc.reports.lines import (
    Baseline,
    Change,
    Commentary,
    Group,
    Line,
    Part,
    PeriodFigure,
    Point,
)
from chatcalc.reports.report import Regional, ReportFinding, Run


def to_json(publishable: Publishable) -> str:
    """The report as UTF-8 text ending in a line break: values unrounded, dates ISO, absent figures null."""
    report = publishable.report
    regional = {"regional": [_regional(row) for row in report.regional]} if report.regional else {}
    content = {
        "run": run_content(report.run),
        "indicators": [_line(line) for line in report.indicators],
        **regional,
        "findings": [_finding(finding) for finding in report.findings],
    }
    return json.dumps(content, ensure_ascii=False, indent=2, default=_iso, allow_nan=False) + "\n"


def run_content(run: Run) -> dict[str, Any]:
    """What the report says of its run; its dates are dates."""
    return {
        "as_at": run.as_at,
        "period": _period(run.period),
        "periods": [{"name": each.name, **_period(each.period)} for each in run.periods],
        "la": {"code": run.la.code, "name": run.la.name},
        "inputs": [asdict(each) for each in run.inputs],
        "tables": [asdict(each) for each in run.tables],
        "version": run.version,
        "classification": run.classification,
        "suppressed_below": run.suppressed_below,
        "notes": list(run.notes),
        "published": [asdict(each) for each in run.published],
    }


def _line(line: Line) -> dict[str, Any]:
    return {
        "id": line.id,
        "title": line.title,
        "family": line.family,
        "unit": line.unit,
        "polarity": line.polarity,
        "la_code": line.la_code,
        "source": line.source,
        "comparable": line.comparable,
        "period": _period(line.period),
        **_figure(line),
        "status": line.status,
        "unknown": line.unknown,
        "excluded": [{"reason": each.reason, "count": each.count} for each in line.excluded],
        "notes": list(line.notes),
        "parts": [_part(part) for part in line.parts],
        "direction": line.direction,
        "direction_is_good": line.direction_is_good,
        "direction_within_chance": line.direction_within_chance,
        "latest_position": line.latest_position,
        "target": None if line.target is None else asdict(line.target),
        "baseline": _baseline(line.baseline),
        "published": _published(line.published),
        "published_trend": [_past_year(each) for each in line.published_trend],
        "breakdowns": [_group(group) for group in line.breakdowns],
        "trend": [_point(point) for point in line.trend],
        **_told(line),
    }


def _figure(figure: Line | Part | Group | Point) -> dict[str, Any]:
    return {
        **_numbers(figure),
        "interval": None if figure.interval is None else list(figure.interval),
    }


def _numbers(
    figure: Line | Part | Group | Point | PeriodFigure | Change | Baseline | Regional,
) -> dict[str, Any]:
    return {
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "value": figure.value,
        "display": figure.display,
    }


def _part(part: Part) -> dict[str, Any]:
    return {
        "id": part.id,
        "title": part.title,
        "unit": part.unit,
        **_figure(part),
        "status": part.status,
        "direction": part.direction,
        "direction_within_chance": part.direction_within_chance,
        "baseline": _baseline(part.baseline),
        "published": _published(part.published),
        "published_trend": [_past_year(each) for each in part.published_trend],
        **_told(part),
    }


def _told(figure: Line | Part) -> dict[str, Any]:
    """Further periods, changes and commentary."""
    return {
        "periods": [_period_figure(each) for each in figure.periods],
        "changes": [_change(each) for each in figure.changes],
        "commentary": _commentary(figure.commentary),
    }


def _period_figure(figure: PeriodFigure) -> dict[str, Any]:
    return {
        "name": figure.name,
        "period": _period(figure.period),
        **_numbers(figure),
        "status": figure.status,
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "ago": change.ago,
        "period": _period(change.period),
        **_numbers(change),
        "status": change.status,
        "change": change.change,
        "change_display": change.change_display,
        "unit": change.unit,
        "note": change.note or None,
    }


def _commentary(commentary: Commentary | None) -> dict[str, Any] | None:
    return None if commentary is None else asdict(commentary)


def _baseline(then: Baseline | None) -> dict[str, Any] | None:
    if then is None:
        return None
    return {
        "as_at": then.as_at,
        **_numbers(then),
        "status": then.status,
        "change": then.change,
    }


def _published(published: PublishedFigures | None) -> dict[str, Any] | None:
    if published is None:
        return None
    return {
        "period": published.period,
        "la": published.la.value,
        "la_display": published.la.display,
        "statistical_neighbours": published.statistical_neighbours.value,
        "neighbours_used": published.neighbours_used,
        "neighbours_list": published.neighbours_list,
        "england": published.england.value,
        "lower_quartile": published.lower_quartile,
        "upper_quartile": published.upper_quartile,
        "position": published.position,
        "rank": published.rank,
        "of": published.of,
        "region": published.region.value,
        "region_name": published.region_name,
        "group": published.group.value,
        "group_name": published.group_name,
        "group_used": published.group_used,
        "file": published.file,
        "edition": published.edition,
    }


def _past_year(year: PastYear) -> dict[str, Any]:
    return {
        "period": year.period,
        "year": year.year,
        "la": year.la.value,
        "la_display": year.la.display,
        "statistical_neighbours": year.statistical_neighbours.value,
        "england": year.england.value,
    }


def _group(group: Group) -> dict[str, Any]:
    return {
        "by": group.by,
        "group": group.group,
        "part": group.part,
        **_figure(group),
        "status": group.status,
    }


def _point(point: Point) -> dict[str, Any]:
    return {
        "period_start": point.period_start,
        "period_end": point.period_end,
        "part": point.part,
        **_figure(point),
        "status": point.status,
    }


def _regional(row: Regional) -> dict[str, Any]:
    return {
        "id": row.id,
        "part": row.part,
        "title": row.title,
        "unit": row.unit,
        **_numbers(row),
        "status": row.status,
        "mean": row.mean,
        "n": row.n,
        "own_neighbours": [
            {
                "la_code": each.la_code,
                "value": each.value,
                "used": each.used,
                "neighbours_list": each.neighbours_list,
            }
            for each in row.own_neighbours
        ],
    }


def _finding(finding: ReportFinding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": finding.severity,
        "file": finding.file,
        "where": finding.where,
        "message": finding.message,
        "count": finding.count,
        "indicators": list(finding.indicators),
    }


def _period(period: Period) -> dict[str, dt.date]:
    return {"start": period.start, "end": period.end}


def _iso(value: object) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    raise TypeError(f"a report holds no {type(value).__name__}")
