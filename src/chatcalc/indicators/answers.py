"""From the counts of an indicator to its results, one an authority."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from chatcalc.indicators.figures import figure, part_figure
from chatcalc.indicators.jobs import Job, Request, not_recorded, part_of_year
from chatcalc.indicators.periods import earlier, window_of
from chatcalc.indicators.reach import starting_late
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


@dataclass(frozen=True)
class Answer:
    """The counts of one indicator, and the results they come to.

    Attributes:
        job: The indicator and its periods.
        counts: A row an authority and period (`chatcalc.indicators.counting.totals`).
        excluded: Excluded cases of the reported period by authority and reason.
        broken_down: For each dimension, a row an authority and group.
    """

    job: Job
    counts: pl.DataFrame
    excluded: pl.DataFrame
    broken_down: Mapping[str, pl.DataFrame]

    def results(self) -> list[Result]:
        """A result for every authority reported."""
        return [self._result(la_code) for la_code in self.job.la_codes]

    @property
    def definition(self) -> Definition:
        """The definition computed."""
        return self.job.definition

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
            figure=self._figure(la_code, rows[0], period),
            status=status,
            more_data_adds=self._grows(),
            unknown=rows[0]["unknown"],
            excluded=self._excluded(la_code),
            notes=(*self._notes(la_code, status), *spec.all_notes),
            parts=self._parts(rows[0]),
            breakdowns=self._breakdowns(la_code, period),
            trend=self._trend(la_code, rows[1 : len(self.job.periods)]),
            local=self.job.indicator.local,
            further=self._further(la_code, rows[len(self.job.periods) :]),
        )

    def _figure(self, la_code: str, counts: Mapping[str, Any], period: Period) -> Figure:
        return figure(self.definition, counts, period, self.job.request.population_of(la_code, period.end))

    def _shown(self, period: Period) -> Period:
        window = self.definition.window
        return window_of(window, period.end) if window else period

    def _status(self, period: Period) -> ResultStatus:
        """`partial` where the data do not reach back as far as the figure reads (clarification 5)."""
        late = starting_late(self.definition, self.job.extract.known_from, period)
        return "partial" if late else "ok"

    def _grows(self) -> bool:
        """Whether more data could only add to the figure: a count, or what the look-back says."""
        look_back = self.definition.look_back
        if look_back is None:
            return self.definition.spec.unit in ("count", "rate_per_10000")
        return look_back.more_data == "adds"

    def _notes(self, la_code: str, status: ResultStatus) -> list[str]:
        notes = []
        if status == "partial":
            start = max(
                (d for t in self.definition.tables if (d := self.job.extract.known_from.get(t))), default=None
            )
            since = f"are known from {start} only" if start else "do not say how far back they reach"
            notes.append(f"partial: the data {since}")
        if self.definition.population:
            notes += self._population_note(la_code)
        return [*notes, *self.job.not_by]

    def _population_note(self, la_code: str) -> list[str]:
        """Which population the rate is of, and the rates of the trend and of other days."""
        request, trend = self.job.request, self.job.periods[1:]
        elsewhere = tuple(each for each in self.job.further if each.end != self.job.periods[0].end)
        others, called = (*trend, *elsewhere), "other period" if elsewhere else "period of the trend"
        if request.population:
            return [f"every {called} is of the population given"] if others else []
        estimate = request.estimate_of(la_code, self.job.periods[0].end)
        if estimate is None:
            return ["no population was given, so there is no rate"]
        of_others = {each.mid_year for p in others if (each := request.estimate_of(la_code, p.end))}
        if not of_others - {estimate.mid_year}:
            return [estimate.source]
        span = f"mid-{min(of_others)} to mid-{max(of_others)}"
        return [f"{estimate.source}; each {called} is of the estimate for its own year, {span}"]

    def _excluded(self, la_code: str) -> tuple[tuple[str, int], ...]:
        rows = self.excluded.filter(pl.col("la_code") == la_code).sort("reason")
        return tuple(zip(rows["reason"].to_list(), rows["count"].to_list(), strict=True))

    def _parts(self, counts: Mapping[str, Any]) -> tuple[PartResult, ...]:
        parts = self.definition.parts
        return tuple(PartResult(p.id, p.title, part_figure(self.definition, p, counts)) for p in parts)

    def _breakdowns(self, la_code: str, period: Period) -> tuple[BreakdownRow, ...]:
        rows = []
        for by, frame in self.broken_down.items():
            for counts in frame.filter(pl.col("la_code") == la_code).to_dicts():
                group = ",".join(counts[f"by:{name}"] for name in by.split(","))
                rows.append(BreakdownRow(by, group, self._group_figure(counts, period)))
                parts = self.definition.parts
                rows += [
                    BreakdownRow(by, group, part_figure(self.definition, p, counts), p.id) for p in parts
                ]
        return tuple(rows)

    def _group_figure(self, counts: Mapping[str, Any], period: Period) -> Figure:
        """A rate of one group has no population of its own, so only its count is a figure."""
        return figure(self.definition, counts, period, None)

    def _trend(self, la_code: str, rows: Sequence[Mapping[str, Any]]) -> tuple[TrendPoint, ...]:
        periods = self.job.periods[1:]
        return tuple(
            point
            for counts, period in zip(rows, periods, strict=True)
            for point in self._points(la_code, counts, period, self._shown(period))
        )

    def _further(self, la_code: str, rows: Sequence[Mapping[str, Any]]) -> tuple[tuple[TrendPoint, ...], ...]:
        """The figures of what was asked; what has years or windows of its own is no figure of a month."""
        request, own = self.job.request, self._shown(self.job.periods[0])
        asked = (*request.further, *(earlier(own, months) for months in request.months_back))
        return tuple(
            tuple(self._points(la_code, counts, period, wanted, no_figure=not self._is_of(period, wanted)))
            for counts, period, wanted in zip(rows, self.job.further, asked, strict=True)
        )

    def _is_of(self, period: Period, wanted: Period) -> bool:
        return self._shown(period) == wanted and part_of_year(self.definition, wanted) is None

    def _points(
        self,
        la_code: str,
        counts: Mapping[str, Any],
        period: Period,
        shown: Period,
        *,
        no_figure: bool = False,
    ) -> Iterator[TrendPoint]:
        """The figure of a period, and of its parts; none of one of which the data do not speak."""
        start = self.job.extract.known_from.get(self.definition.table)
        before = start is not None and start > self._shown(period).end
        missing = no_figure or before or not_recorded(self.definition, self.job.extract, period.end)
        status: ResultStatus = "not_computed" if missing else self._status(period)
        figures: dict[str | None, Figure] = {None: self._figure(la_code, counts, period)}
        figures |= {part.id: part_figure(self.definition, part, counts) for part in self.definition.parts}
        for part, found in figures.items():
            yield TrendPoint(shown, _nothing_of(found) if missing else found, status, part)


def _nothing_of(figure_: Figure) -> Figure:
    """A figure of days that the data do not speak of: none, not 0."""
    return replace(figure_, numerator=None, denominator=None, exact=None)


def not_computed(indicator: Indicator, request: Request, reason: str) -> Result:
    """The result of an indicator that no extract can answer."""
    spec = indicator.spec
    return Result(
        id=spec.id,
        title=titled(next(iter(indicator.definitions.values()))),
        family=spec.family,
        unit=spec.unit,
        polarity=spec.polarity,
        la_code=request.la_codes[0] if request.la_codes else "local",
        source=None,
        comparable="no",
        period=request.first_period(None),
        figure=Figure(None, None, None, spec.unit, 0),
        status="not_computed",
        notes=(reason,),
        local=indicator.local,
    )


def titled(definition: Definition) -> str:
    """The title with the limits an authority may set, as numbers."""
    title = definition.spec.title
    for name, number in definition.parameters.items():
        title = title.replace("{" + name + "}", f"{number:g}")
    return title
