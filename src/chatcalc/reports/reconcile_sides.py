"""The two sides of a reconciliation: extracts, the figures of an earlier report, or published figures."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import polars as pl

from chatcalc.extracts.extract import Extract
from chatcalc.extracts.files import small_text
from chatcalc.indicators.calculation import calculate
from chatcalc.indicators.jobs import Job, job_for
from chatcalc.indicators.jobs import Request as Question
from chatcalc.indicators.periods import months_ending
from chatcalc.indicators.results import DEFAULT_DECIMALS, Figure, Period, Unit
from chatcalc.published.equivalents import measure_names
from chatcalc.reports.asking import sound_specs, wanted_ids
from chatcalc.reports.authority import held_authorities, known_authority, labelled
from chatcalc.reports.beside import beside
from chatcalc.reports.making import Tell, question_for, read
from chatcalc.reports.report import NO_AUTHORITY, Authority
from chatcalc.reports.request import Request, RequestError
from chatcalc.specs.definition import Indicator
from chatcalc.specs.loading import SpecSet


@dataclass(frozen=True)
class Asked:
    """One side as it was asked for: exactly one of the three.

    Attributes:
        name: How its user calls it, such as the file named.
        request: Extracts.
        run: The JSON of a report.
        published: A year ending 31 March.
    """

    name: str
    request: Request | None = None
    run: Path | None = None
    published: int | None = None


@dataclass(frozen=True)
class ExtractSide:
    """A side whose records are at hand.

    Attributes:
        name: How its user calls it.
        indicators: The definitions it computes by.
        wanted: The ids asked for, in their order.
        named: Whether indicators were asked for by name.
        extracts: Of one authority.
        question: Snapshot and period.
        la_code: The authority.
    """

    name: str
    indicators: Mapping[str, Indicator]
    wanted: tuple[str, ...]
    named: bool
    extracts: tuple[Extract, ...]
    question: Question
    la_code: str

    def job(self, id_: str) -> Job | str:
        """The job of an indicator, or why the extracts cannot answer."""
        return job_for(self.indicators[id_], self.extracts, self.question)

    def partial(self) -> dict[str, str]:
        """The indicators whose data do not reach back as far as they read, each with what is said of that."""
        wanted = [self.indicators[each] for each in self.wanted]
        found = calculate(wanted, self.extracts, self.question)
        return {each.id: each.notes[0] for each in found if each.status == "partial"}

    def job_at(self, id_: str, as_at: dt.date, period: Period | None, source: str | None) -> Job | str:
        """The job of an indicator at another snapshot, from the source given where the extracts hold it."""
        held = {each.source for each in self.extracts}
        pinned = source if source in held else self.question.source
        asked = replace(self.question, as_at=as_at, period=period, months=None, source=pinned)
        return job_for(self.indicators[id_], self.extracts, asked)


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
        kind: `run` or `published`.
        figures: By indicator and part.
        as_at: The snapshot.
    """

    name: str
    kind: str
    figures: Mapping[tuple[str, str | None], Stated]
    as_at: dt.date


@dataclass(frozen=True)
class _Loaded:
    """A side that is read, before it is known of what day."""

    name: str
    request: Request
    specs: SpecSet
    wanted: tuple[str, ...]
    asked: Authority | None
    extracts: tuple[Extract, ...]

    @property
    def is_dated(self) -> bool:
        """Whether a snapshot was asked for, or the extracts say one."""
        dated = any(each.last_day or each.made_on for each in self.extracts)
        return self.request.as_at is not None or dated


def extract_sides(
    a: tuple[str, Request], b: tuple[str, Request], tell: Tell
) -> tuple[ExtractSide, ExtractSide]:
    """Both sides read; extracts that name no authority, or carry no date, are of the other side's.

    Raises:
        RequestError: They are of different authorities, or of several; and what `make_report` raises.
    """
    first = _loaded(*a, tell)
    second = replace(first, name=b[0], request=b[1]) if _reads_the_same(a[1], b[1]) else _loaded(*b, tell)
    tell("reading published statistics")
    if first.is_dated or not second.is_dated:
        left = _finished(first)
        right = _finished(second if second.is_dated else _dated(second, left.question.as_at))
    else:
        right = _finished(second)
        left = _finished(_dated(first, right.question.as_at))
    codes = {left.la_code, right.la_code} - {NO_AUTHORITY}
    if len(codes) > 1:
        raise RequestError(f"the sides are of different authorities, {' and '.join(sorted(codes))}")
    code = codes.pop() if codes else NO_AUTHORITY
    return _of(left, code), _of(right, code)


def extract_side(name: str, request: Request, tell: Tell) -> ExtractSide:
    """A side whose extracts are read.

    Raises:
        RequestError: They hold several authorities and none was chosen; and what `make_report` raises.
    """
    return _finished(_loaded(name, request, tell))


def _loaded(name: str, request: Request, tell: Tell) -> _Loaded:
    asked = known_authority(request)
    tell("loading specifications")
    specs = sound_specs(request)
    wanted = wanted_ids(request, specs.indicators)
    return _Loaded(name, request, specs, wanted, asked, read(request, asked, tell))


def _dated(side: _Loaded, as_at: dt.date) -> _Loaded:
    return replace(side, request=replace(side.request, as_at=as_at))


def _finished(side: _Loaded) -> ExtractSide:
    question = question_for(side.request, side.asked, side.extracts)
    wanted = [side.specs.indicators[each] for each in side.wanted]
    there = beside(side.request, question.as_at, side.asked, wanted)
    held = held_authorities(side.extracts)
    if len(held) > 1 and not question.la_codes:
        raise RequestError(f"the extracts hold {', '.join(held)}: say with --la which to reconcile")
    code = question.la_codes[0] if question.la_codes else held[0] if held else NO_AUTHORITY
    return ExtractSide(
        name=side.name,
        indicators=side.specs.indicators,
        wanted=side.wanted,
        named=bool(side.request.indicators),
        extracts=tuple(_of_one(each, code) for each in side.extracts),
        question=replace(question, populations=there.estimates),
        la_code=code,
    )


def run_side(name: str, path: Path, la_code: str | None = None) -> FigureSide:
    """The figures of an earlier report in JSON.

    Raises:
        RequestError: The file is none, or holds several authorities.
    """
    try:
        content = json.loads(small_text(path))
        as_at = dt.date.fromisoformat(content["run"]["as_at"])
        lines = [line for line in content["indicators"] if line["status"] != "not_computed"]
        codes = sorted({line["la_code"] for line in lines})
        if la_code in codes:
            lines = [line for line in lines if line["la_code"] == la_code]
        elif len(codes) > 1:
            raise RequestError(f"{path.name}: holds {', '.join(codes)}: say with --la which to reconcile")
        figures = {
            (line["id"], part): _stated(figure, line, as_at)
            for line in lines
            for part, figure in [(None, line), *((each["id"], each) for each in line["parts"])]
        }
    except FileNotFoundError:
        raise RequestError(f"{path}: no such file") from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise RequestError(
            f"{path}: is no report in JSON; `chatcalc report -o {path.stem}.json` makes one"
        ) from None
    return FigureSide(name, "run", figures, as_at)


def published_side(name: str, year: int, request: Request) -> FigureSide:
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
    return FigureSide(name, "published", figures, as_at)


def _called(indicator: Indicator) -> Iterable[tuple[str | None, tuple[str, ...]]]:
    """What publications call the figures of an indicator, by part."""
    yield None, (indicator.id, *measure_names(indicator.spec.published).values())
    for id_, part in indicator.spec.parts.items():
        yield id_, (f"{indicator.id}|{id_}", *measure_names(part.published or {}).values())


def _stated(figure: Mapping[str, Any], line: Mapping[str, Any], as_at: dt.date) -> Stated:
    period = line["period"]
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


def _reads_the_same(a: Request, b: Request) -> bool:
    """Whether two requests differ in nothing but what is asked of the extracts."""
    return replace(a, as_at=None, months=None, source=None) == replace(
        b, as_at=None, months=None, source=None
    )


def _of(side: ExtractSide, code: str) -> ExtractSide:
    return replace(side, extracts=tuple(labelled(each, code) for each in side.extracts), la_code=code)


def _of_one(extract: Extract, code: str) -> Extract:
    """The rows of one authority alone, so that an id stands for one child."""
    if extract.la_codes in ((code,), (NO_AUTHORITY,)):
        return extract
    tables = {name: frame.filter(pl.col("la_code") == code) for name, frame in extract.tables.items()}
    return replace(extract, tables=tables, la_codes=(code,))
