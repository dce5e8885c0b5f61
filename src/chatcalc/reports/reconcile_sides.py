"""The sides of a reconciliation whose records are at hand: extracts that are read, of one authority."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

import polars as pl

from chatcalc.extracts.extract import Extract
from chatcalc.indicators.calculation import calculate
from chatcalc.indicators.jobs import Job, job_for
from chatcalc.indicators.jobs import Request as Question
from chatcalc.indicators.results import Period
from chatcalc.reports.asking import sound_specs, wanted_ids
from chatcalc.reports.authority import held_authorities, known_authority, labelled
from chatcalc.reports.beside import beside
from chatcalc.reports.making import Tell, question_for, read
from chatcalc.reports.report import NO_AUTHORITY, Authority
from chatcalc.reports.request import Request, RequestError
from chatcalc.specs.definition import Indicator
from chatcalc.specs.loading import SpecSet


@dataclass(frozen=True)
class AskedExtracts:
    """A side with records, as it was asked for: how its user calls it, and what is asked."""

    name: str
    request: Request


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


def extract_sides(a: AskedExtracts, b: AskedExtracts, tell: Tell) -> tuple[ExtractSide, ExtractSide]:
    """Both sides read; extracts that name no authority, or carry no date, are of the other side's.

    Raises:
        RequestError: They are of different authorities, or of several; and what `make_report` raises.
    """
    first = _loaded(a, tell)
    again = _reads_the_same(a.request, b.request)
    second = replace(first, name=b.name, request=b.request) if again else _loaded(b, tell)
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


def extract_side(asked: AskedExtracts, tell: Tell) -> ExtractSide:
    """A side whose extracts are read.

    Raises:
        RequestError: They hold several authorities and none was chosen; and what `make_report` raises.
    """
    return _finished(_loaded(asked, tell))


def _loaded(side: AskedExtracts, tell: Tell) -> _Loaded:
    request = side.request
    asked = known_authority(request)
    tell("loading specifications")
    specs = sound_specs(request)
    wanted = wanted_ids(request, specs.indicators)
    return _Loaded(side.name, request, specs, wanted, asked, read(request, asked, tell))


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
