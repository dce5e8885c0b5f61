"""Sides of a reconciliation of which only figures are known: a report, a run, or what was published."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import polars as pl

from chatcalc.indicators.periods import months_ending
from chatcalc.indicators.results import DEFAULT_DECIMALS, Figure, Period, Unit
from chatcalc.published.equivalents import measure_names
from chatcalc.reports.asking import sound_specs, wanted_ids
from chatcalc.reports.authority import known_authority
from chatcalc.reports.beside import beside
from chatcalc.reports.earlier_report import figures_of, reading_report
from chatcalc.reports.history_runs import HistoryRun
from chatcalc.reports.request import Request, RequestError
from chatcalc.specs.definition import Indicator


@dataclass(frozen=True)
class Stated:
    """A figure that is known as a number alone."""

    figure: Figure
    period: Period | None
    source: str | None
    as_at: dt.date


@dataclass(frozen=True)
class FigureSide:
    """A side of which figures are known and no records.

    Attributes:
        name: How its user calls it.
        figures: By indicator and part.
        as_at: The snapshot.
    """

    name: str
    figures: Mapping[tuple[str, str | None], Stated]
    as_at: dt.date


def of_report(name: str, path: Path, request: Request) -> FigureSide:
    """The figures of an earlier report in JSON.

    Raises:
        RequestError: The file is none, or holds several authorities of which the request names none.
    """
    with reading_report(path, f"{path}", "no such file") as (content, as_at):
        lines = _of_one(name, [line for line in content["indicators"] if _is_figure(line)], request)
        figures = {
            (line["id"], part): _stated(figure, line, line["period"], as_at)
            for line in lines
            for part, figure in figures_of(line)
        }
    return FigureSide(name, figures, as_at)


def of_run(name: str, history: pl.DataFrame, run: HistoryRun, request: Request) -> FigureSide:
    """The figures of a run of a history.

    Raises:
        RequestError: It is of several authorities of which the request names none.
    """
    rows = history.filter(pl.col("run_id") == run.run_id).to_dicts()
    lines = _of_one(name, [row for row in rows if _is_figure(row)], request)
    figures = {}
    for line in lines:
        id_, _, part = line["indicator_id"].partition("|")
        period = {"start": f"{line['period_start']}", "end": f"{line['period_end']}"}
        figures[id_, part or None] = _stated(line, line, period, run.as_at)
    return FigureSide(name, figures, run.as_at)


def of_publication(name: str, year: int, request: Request) -> FigureSide:
    """What was published of the authority for a year ending 31 March.

    Args:
        name: How its user calls it.
        year: The year.
        request: Names the authority, and the published files or the store.

    Raises:
        RequestError: No authority is named, nothing published is at hand, or it says nothing of that year.
        PublishedError: A published file cannot be used.
    """
    as_at = dt.date(year, 3, 31)
    asked = known_authority(request)
    if asked is None:
        raise RequestError(f"{name}: say with --la whose published figures")
    specs = sound_specs(request)
    wanted = [specs.indicators[each] for each in wanted_ids(request, specs.indicators)]
    there = beside(replace(request, published_until=year), as_at, asked, wanted)
    if there.comparator is None:
        raise RequestError(f"{name}: nothing published is at hand: give published files, or import them")
    figures: dict[tuple[str, str | None], Stated] = {}
    for indicator in wanted:
        for part, called in _called(indicator):
            found = there.comparator.published.latest(called, asked.code, year)
            value = found.authority(asked.code).exact if found and found.year == year else None
            if found and value is not None:
                unit = indicator.spec.unit if part is None else indicator.spec.parts[part].unit
                figure = Figure(None, None, value, unit or indicator.spec.unit, found.decimals)
                figures[indicator.id, part] = Stated(figure, months_ending(as_at, 12), None, as_at)
    if not figures:
        raise RequestError(f"{name}: nothing is published of {asked.code} for the year to 31 March {year}")
    return FigureSide(name, figures, as_at)


def _called(indicator: Indicator) -> Iterable[tuple[str | None, tuple[str, ...]]]:
    """What publications call the figures of an indicator, by part."""
    yield None, (indicator.id, *measure_names(indicator.spec.published).values())
    for id_, part in indicator.spec.parts.items():
        yield id_, (f"{indicator.id}|{id_}", *measure_names(part.published or {}).values())


def _is_figure(line: Mapping[str, Any]) -> bool:
    return bool(line["status"] != "not_computed")


def _of_one(name: str, lines: list[Mapping[str, Any]], request: Request) -> list[Mapping[str, Any]]:
    """The lines of one authority: the one asked for where they are of several."""
    codes = sorted({line["la_code"] for line in lines})
    asked = known_authority(request)
    if asked and asked.code in codes:
        return [line for line in lines if line["la_code"] == asked.code]
    if len(codes) > 1:
        raise RequestError(f"{name}: holds {', '.join(codes)}: say with --la which to reconcile")
    return lines


def _stated(
    figure: Mapping[str, Any], line: Mapping[str, Any], period: Mapping[str, str], as_at: dt.date
) -> Stated:
    unit = figure.get("unit") or line["unit"]
    return Stated(
        Figure(
            _exact(figure["numerator"]),
            _exact(figure["denominator"]),
            _exact(figure["value"]),
            unit,
            _decimals(figure["display"], unit),
        ),
        Period(dt.date.fromisoformat(period["start"]), dt.date.fromisoformat(period["end"])),
        line["source"],
        as_at,
    )


def _exact(number: float | None) -> Fraction | None:
    return None if number is None else Fraction(str(number))


def _decimals(display: str, unit: Unit) -> int:
    try:
        float(display)
    except ValueError:
        return DEFAULT_DECIMALS[unit]
    return len(display.partition(".")[2])
