"""A report as tidy CSV: a row for each indicator or part, authority, period and breakdown value."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any, Final

from chatcalc.comparison.comparison import PublishedFigures
from chatcalc.indicators.results import Period
from chatcalc.reports.csv_cells import safe_cell
from chatcalc.reports.disclosure import Publishable
from chatcalc.reports.lines import (
    Baseline,
    Group,
    Interval,
    Line,
    Part,
    PeriodFigure,
    Point,
    Target,
)
from chatcalc.reports.report import Run

COLUMNS: Final = (
    "indicator_id",
    "title",
    "family",
    "unit",
    "la_code",
    "period_start",
    "period_end",
    "breakdown",
    "breakdown_value",
    "numerator",
    "denominator",
    "value",
    "display",
    "status",
    "polarity",
    "source",
    "comparable",
    "unknown",
    "excluded",
    "notes",
    "direction",
    "direction_is_good",
    "latest_position",
    "published_period",
    "published_la",
    "published_la_display",
    "published_statistical_neighbours",
    "published_neighbours_used",
    "published_neighbours_list",
    "published_england",
    "published_lower_quartile",
    "published_upper_quartile",
    "published_position",
    "published_rank",
    "published_of",
    "published_region",
    "published_group",
    "published_group_name",
    "published_group_used",
    "published_file",
    "published_edition",
    "interval_low",
    "interval_high",
    "direction_within_chance",
    "target",
    "target_tolerance",
    "target_rating",
    "baseline_as_at",
    "baseline_numerator",
    "baseline_denominator",
    "baseline_value",
    "baseline_display",
    "change",
    "classification",
    "quarter_earlier_value",
    "quarter_earlier_display",
    "quarter_change",
    "year_earlier_value",
    "year_earlier_display",
    "year_change",
    "commentary",
    "commentary_author",
    "commentary_date",
    "commentary_generated",
)


def to_csv(publishable: Publishable) -> str:
    """The report as CSV with a header; a part is `indicator|part`; an empty cell is an absent figure."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    for line in publishable.report.indicators:
        for row in tidy_rows(line, publishable.report.run):
            writer.writerow({name: safe_cell(value) for name, value in row.items()})
    return text.getvalue()


def tidy_rows(line: Line, run: Run) -> Iterator[dict[str, Any]]:
    """The rows of one indicator: itself, its parts, its groups, and its other periods, each once."""
    for row in _rows(line):
        yield {**row, "classification": run.classification}


def _rows(line: Line) -> Iterator[dict[str, Any]]:
    yield _own_row(line)
    for part in line.parts:
        yield _part_row(line, part)
    for group in line.breakdowns:
        yield _group_row(line, group)
    for point in line.trend:
        if (point.period_start, point.period_end) != (line.period.start, line.period.end):
            yield _trend_row(line, point)
    yield from _further_rows(line)


def _own_row(line: Line) -> dict[str, Any]:
    return {
        **_common(line, None),
        **_figure(line),
        "unknown": line.unknown,
        "excluded": None if line.unknown is None else sum(each.count for each in line.excluded),
        "notes": "; ".join(line.notes),
        "direction": line.direction,
        "direction_is_good": _flag(line.direction_is_good),
        "direction_within_chance": _flag(line.direction_within_chance),
        "latest_position": line.latest_position,
        **_target(line.target),
        **_told(line),
        **_baseline(line.baseline),
        **_published(line.published),
    }


def _part_row(line: Line, part: Part) -> dict[str, Any]:
    return {
        **_common(line, part.id),
        **_figure(part),
        "status": part.status,
        "direction": part.direction,
        "direction_within_chance": _flag(part.direction_within_chance),
        **_baseline(part.baseline),
        **_told(part),
        **_published(part.published),
    }


def _group_row(line: Line, group: Group) -> dict[str, Any]:
    row = {**_common(line, group.part), **_figure(group)}
    return {**row, "breakdown": group.by, "breakdown_value": group.group, "status": group.status}


def _trend_row(line: Line, point: Point) -> dict[str, Any]:
    row = {**_common(line, point.part), **_figure(point), "status": point.status}
    return {**row, "period_start": point.period_start, "period_end": point.period_end}


def _further_rows(line: Line) -> Iterator[dict[str, Any]]:
    """The further periods; one that the trend has, or that has the days of another, stands once."""
    figures: tuple[tuple[str | None, Line | Part], ...] = (
        (None, line),
        *((part.id, part) for part in line.parts),
    )
    for part, figure in figures:
        there = {Period(point.period_start, point.period_end) for point in line.trend if point.part == part}
        there.add(line.period)
        for each in figure.periods:
            if each.period not in there:
                there.add(each.period)
                row = {**_common(line, part), **_numbers(each), "status": each.status}
                yield {**row, "period_start": each.period.start, "period_end": each.period.end}


def _common(line: Line, part_id: str | None) -> dict[str, Any]:
    part = next((part for part in line.parts if part.id == part_id), None)
    return {
        "indicator_id": line.id if part_id is None else f"{line.id}|{part_id}",
        "title": line.title if part is None else f"{line.title}: {part.title}",
        "family": line.family,
        "unit": line.unit if part is None else part.unit,
        "la_code": line.la_code,
        "period_start": line.period.start,
        "period_end": line.period.end,
        "status": line.status,
        "polarity": line.polarity,
        "source": line.source,
        "comparable": line.comparable,
    }


def _figure(figure: Line | Part | Group | Point) -> dict[str, Any]:
    return {**_numbers(figure), **_interval(figure.interval)}


def _numbers(figure: Line | Part | Group | Point | PeriodFigure) -> dict[str, Any]:
    return {
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "value": figure.value,
        "display": figure.display,
    }


def _interval(interval: Interval | None) -> dict[str, float]:
    return {} if interval is None else {"interval_low": interval[0], "interval_high": interval[1]}


def _target(target: Target | None) -> dict[str, Any]:
    if target is None:
        return {}
    return {
        "target": target.target,
        "target_tolerance": target.tolerance,
        "target_rating": target.rating,
    }


def _told(figure: Line | Part) -> dict[str, Any]:
    """The changes and the commentary."""
    row: dict[str, Any] = {}
    for each in figure.changes:
        row |= {
            f"{each.ago}_earlier_value": each.value,
            f"{each.ago}_earlier_display": each.display,
            f"{each.ago}_change": each.change,
        }
    if said := figure.commentary:
        row |= {
            "commentary": said.text,
            "commentary_author": said.author,
            "commentary_date": said.date,
            "commentary_generated": _flag(said.generated),
        }
    return row


def _baseline(then: Baseline | None) -> dict[str, Any]:
    if then is None:
        return {}
    return {
        "baseline_as_at": then.as_at,
        "baseline_numerator": then.numerator,
        "baseline_denominator": then.denominator,
        "baseline_value": then.value,
        "baseline_display": then.display,
        "change": then.change,
    }


def _published(published: PublishedFigures | None) -> dict[str, Any]:
    if published is None:
        return {}
    return {
        "published_period": published.period,
        "published_la": published.la.value,
        "published_la_display": published.la.display,
        "published_statistical_neighbours": published.statistical_neighbours.value,
        "published_neighbours_used": published.neighbours_used,
        "published_neighbours_list": published.neighbours_list,
        "published_england": published.england.value,
        "published_lower_quartile": published.lower_quartile,
        "published_upper_quartile": published.upper_quartile,
        "published_position": published.position,
        "published_rank": published.rank,
        "published_of": published.of,
        "published_region": published.region.value,
        "published_group": published.group.value,
        "published_group_name": published.group_name,
        "published_group_used": published.group_used,
        "published_file": published.file,
        "published_edition": published.edition,
    }


def _flag(value: bool | None) -> str | None:
    return None if value is None else str(value).lower()
