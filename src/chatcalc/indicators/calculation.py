"""Calculates indicators: which source answers, one collect a case table, and what became of each."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import polars as pl

from chatcalc.extracts.extract import Extract
from chatcalc.indicators.cases import cases
from chatcalc.indicators.counting import exclusions, totals, with_empty_groups
from chatcalc.indicators.figures import decimals_of, figure, part_figure
from chatcalc.indicators.periods import month_ends, months_ending, period_frame, window_of
from chatcalc.indicators.results import (
    BreakdownRow,
    Figure,
    PartResult,
    Period,
    Result,
    ResultStatus,
    TrendPoint,
)
from chatcalc.specs.definition import Definition, Indicator
from chatcalc.tables.columns import ANNEX_A, SOURCES
from chatcalc.tables.dates import shift_months

DEFAULT_MONTHS: Final = 12
ANNEX_A_MONTHS: Final = 6


@dataclass(frozen=True)
class Request:
    """What is to be calculated.

    Attributes:
        as_at: The snapshot.
        months: Length of the period; None is 12, or 6 where the cases come from Annex A.
        period: The period itself, where it is no number of months up to the snapshot.
        population: Children aged 0 to 17, for rates.
        trend: How many month-ends up to the snapshot.
        by: Dimensions of breakdowns.
        source: The only source that may answer.
        la_codes: The authorities reported; all of the extracts where empty.
    """

    as_at: dt.date
    months: int | None = None
    period: Period | None = None
    population: int | None = None
    trend: int = 0
    by: tuple[str, ...] = ()
    source: str | None = None
    la_codes: tuple[str, ...] = ()


def calculate(indicators: Iterable[Indicator], extracts: Sequence[Extract], request: Request) -> tuple[Result, ...]:
    """The results of indicators, one for each authority of the extract that answers.

    An indicator that no extract can answer gives one result with the status `not_computed` and a note why.
    """
    jobs = [_Job.of(indicator, extracts, request) for indicator in indicators]
    together: dict[tuple[str, str], list[_Job]] = defaultdict(list)
    for job in jobs:
        if job.extract is not None and job.definition is not None and not job.missing():
            together[job.definition.source, job.definition.table].append(job)
    answers = {id(job): job.collected(found) for group in together.values() for job, found in _collect(group)}
    return tuple(
        result for job in jobs for result in (answers[id(job)].results() if id(job) in answers else [job.not_computed()])
    )


def extract_for(indicator: Indicator, extracts: Sequence[Extract], request: Request) -> tuple[Extract | None, str]:
    """The extract that answers for an indicator, or None and the reason.

    A statutory return comes before Annex A; an extract whose last day is before the snapshot does not answer.
    """
    reasons = []
    for source in [request.source] if request.source else SOURCES:
        for extract in extracts:
            if extract.source != source:
                continue
            if source not in indicator.definitions:
                reasons.append(indicator.unavailable.get(source, f"not computed from {source}"))
            elif extract.last_day is not None and extract.last_day < request.as_at:
                reasons.append(f"the data end on {extract.last_day}, before the snapshot")
            else:
                return extract, ""
    if reasons:
        return None, "; ".join(dict.fromkeys(reasons))
    needed = " or ".join(indicator.definitions)
    return None, f"no extract of {needed} was given"


def _collect(group: Sequence[_Job]) -> Iterable[tuple[_Job, list[pl.DataFrame]]]:
    """All counts of the indicators of one case table in one collect."""
    plans = [job.plans() for job in group]
    frames = iter(pl.collect_all([plan for job_plans in plans for plan in job_plans]))
    for job, job_plans in zip(group, plans, strict=True):
        yield job, [next(frames) for _ in job_plans]


@dataclass(frozen=True)
class _Job:
    """One indicator, the extract that answers for it, and its periods: the report's first, then the trend's."""

    indicator: Indicator
    request: Request
    extract: Extract | None
    definition: Definition | None
    periods: tuple[Period, ...]
    why_not: str = ""

    @classmethod
    def of(cls, indicator: Indicator, extracts: Sequence[Extract], request: Request) -> _Job:
        extract, why_not = extract_for(indicator, extracts, request)
        source = extract.source if extract else next(iter(indicator.definitions))
        months = request.months or (ANNEX_A_MONTHS if source == ANNEX_A else DEFAULT_MONTHS)
        first = request.period or months_ending(request.as_at, months)
        trend = [months_ending(end, months) for end in month_ends(request.as_at, request.trend)]
        periods = (first, *trend)
        if extract is not None and extract.source == ANNEX_A:
            extract = _known_from_window(extract, periods[0])
        definition = indicator.definitions[source] if extract else None
        return cls(indicator, request, extract, definition, periods, why_not)

    def missing(self) -> str | None:
        """Why a figure that stands only where something is recorded does not exist for this snapshot, or None."""
        assert self.definition is not None
        assert self.extract is not None
        needs = self.definition.needs
        if needs is None:
            return None
        table, words = self.extract.table(needs.table), needs.table.replace("_", " ")
        if needs.year and not (table[needs.year] == self.periods[0].end).any():
            return f"{words} are held for the year of a return only, and none ends on the snapshot"
        if needs.column and table[needs.column].null_count() == table.height:
            return f"no {needs.column.replace('_', ' ')} is recorded in {words}"
        return None

    def plans(self) -> list[pl.LazyFrame]:
        assert self.definition is not None
        assert self.extract is not None
        frame = period_frame(self.periods, self.definition.window)
        found = cases(self.definition, self.extract, frame, self.request.by)
        if self.request.la_codes:
            found = found.filter(pl.col("la_code").is_in(self.request.la_codes))
        first = found.filter(pl.col("period_row") == 0)
        broken_down = [totals(first, self.definition, (name,)) for name in self.request.by]
        return [totals(found, self.definition), exclusions(first), *broken_down]

    def collected(self, frames: list[pl.DataFrame]) -> _Answer:
        assert self.definition is not None
        assert self.extract is not None
        la_codes = self.request.la_codes or self.extract.la_codes
        counts = with_empty_groups(frames[0], la_codes, len(self.periods))
        broken_down = {
            name: with_empty_groups(frame, la_codes, 1, (name,))
            for name, frame in zip(self.request.by, frames[2:], strict=True)
        }
        return _Answer(self, self.definition, self.extract, la_codes, counts, frames[1], broken_down)

    def not_computed(self) -> Result:
        spec = self.indicator.spec
        reason = self.why_not or (self.missing() if self.definition else None) or ""
        return Result(
            id=spec.id,
            title=spec.title,
            family=spec.family,
            unit=spec.unit,
            polarity=spec.polarity,
            la_code=self.request.la_codes[0] if self.request.la_codes else "local",
            source=None,
            comparable="no",
            period=self.periods[0],
            figure=Figure(None, None, None, spec.unit, 0),
            status="not_computed",
            notes=(reason,),
            local=self.indicator.local,
        )


def _known_from_window(extract: Extract, period: Period) -> Extract:
    """Annex A says nothing of its window: it holds the period reported, and its data start there (clarification 5)."""
    known = {name: period.start for name in extract.tables} | dict(extract.known_from)
    return replace(extract, known_from=known)


@dataclass(frozen=True)
class _Answer:
    """The counts of one indicator, and the results they come to."""

    job: _Job
    definition: Definition
    extract: Extract
    la_codes: Sequence[str]
    counts: pl.DataFrame
    excluded: pl.DataFrame
    broken_down: Mapping[str, pl.DataFrame]

    def results(self) -> list[Result]:
        return [self._result(la_code) for la_code in self.la_codes]

    def _result(self, la_code: str) -> Result:
        spec = self.definition.spec
        rows = self.counts.filter(pl.col("la_code") == la_code).sort("period_row").to_dicts()
        period = self.job.periods[0]
        status = self._status(period)
        return Result(
            id=spec.id,
            title=titled(self.definition),
            family=spec.family,
            unit=spec.unit,
            polarity=spec.polarity,
            la_code=la_code,
            source=self.definition.source,
            comparable=spec.comparable,
            period=self._shown(period),
            figure=self._figure(rows[0], period),
            status=status,
            more_data_adds=self._grows(),
            unknown=rows[0]["unknown"],
            excluded=self._excluded(la_code),
            notes=(*self._notes(status), *spec.all_notes),
            parts=self._parts(rows[0]),
            breakdowns=self._breakdowns(la_code, period),
            trend=self._trend(rows[1:]),
            local=self.job.indicator.local,
        )

    def _figure(self, counts: Mapping[str, Any], period: Period) -> Figure:
        return figure(self.definition, counts, period, self.job.request.population)

    def _shown(self, period: Period) -> Period:
        window = self.definition.window
        return window_of(window, period.end) if window else period

    def _status(self, period: Period) -> ResultStatus:
        """`partial` where the data do not reach back as far as the figure reads (clarification 5)."""
        look_back = self.definition.look_back
        if look_back is None:
            return "ok"
        event = self.definition.period.kind in ("during", "overlapping")
        first_day = self._shown(period).start if event else period.end + dt.timedelta(days=1)
        needed = shift_months(first_day, -look_back.months)
        starts = [self.extract.known_from.get(table) for table in self.definition.tables]
        return "partial" if any(start is None or start > needed for start in starts) else "ok"

    def _grows(self) -> bool:
        look_back = self.definition.look_back
        return look_back is not None and look_back.more_data == "adds"

    def _notes(self, status: ResultStatus) -> list[str]:
        notes = []
        if status == "partial":
            start = max((d for t in self.definition.tables if (d := self.extract.known_from.get(t))), default=None)
            since = f"are known from {start} only" if start else "do not say how far back they reach"
            notes.append(f"partial: the data {since}")
        if self.definition.population and not self.job.request.population:
            notes.append("no population was given, so there is no rate")
        return notes

    def _excluded(self, la_code: str) -> tuple[tuple[str, int], ...]:
        rows = self.excluded.filter(pl.col("la_code") == la_code).sort("reason")
        return tuple(zip(rows["reason"].to_list(), rows["count"].to_list(), strict=True))

    def _parts(self, counts: Mapping[str, Any]) -> tuple[PartResult, ...]:
        parts = self.definition.parts
        return tuple(PartResult(p.id, p.title, part_figure(self.definition, p, counts)) for p in parts)

    def _breakdowns(self, la_code: str, period: Period) -> tuple[BreakdownRow, ...]:
        rows = []
        for name, frame in self.broken_down.items():
            for counts in frame.filter(pl.col("la_code") == la_code).to_dicts():
                group = counts[f"by:{name}"]
                rows.append(BreakdownRow(name, group, self._group_figure(counts, period)))
                parts = self.definition.parts
                rows += [BreakdownRow(name, group, part_figure(self.definition, p, counts), p.id) for p in parts]
        return tuple(rows)

    def _group_figure(self, counts: Mapping[str, Any], period: Period) -> Figure:
        """A rate of one group has no population of its own, so only its count is a figure."""
        population = None if self.definition.population else self.job.request.population
        return figure(self.definition, counts, period, population)

    def _trend(self, rows: Sequence[Mapping[str, Any]]) -> tuple[TrendPoint, ...]:
        points = []
        for counts, period in zip(rows, self.job.periods[1:], strict=True):
            shown, status = self._shown(period), self._status(period)
            points.append(TrendPoint(shown, self._figure(counts, period), status))
            parts = self.definition.parts
            points += [TrendPoint(shown, part_figure(self.definition, p, counts), status, p.id) for p in parts]
        return tuple(points)


def titled(definition: Definition) -> str:
    """The title with the limits an authority may set, as numbers."""
    title = definition.spec.title
    for name, number in definition.spec.parameters.items():
        title = title.replace("{" + name + "}", f"{number:g}")
    return title


__all__ = ["Request", "calculate", "decimals_of", "extract_for", "titled"]
