"""One indicator, the extract that answers for it, and the periods it is wanted for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from chatcalc.extracts.extract import Extract
from chatcalc.indicators.breakdowns import why_not_by
from chatcalc.indicators.periods import as_long, earlier, month_ends, months_ending
from chatcalc.indicators.populations import Estimate, estimate_on
from chatcalc.indicators.results import Period
from chatcalc.specs.definition import Definition, Indicator
from chatcalc.tables.columns import ANNEX_A, SOURCE_NAMES, SOURCES

DEFAULT_MONTHS: Final = 12
A_YEAR: Final = 12
ANNEX_A_MONTHS: Final = 6
LONGER_LISTS: Final = {"adoptions": 12, "prospective_adopters": 12}
"""Months that a list of Annex A holds where it is not six, as Ofsted asks for them."""


@dataclass(frozen=True)
class Request:
    """What is to be calculated.

    Attributes:
        as_at: The snapshot.
        months: Length of the period; None is 12, or 6 where the cases come from Annex A.
        period: The period itself, where it is no number of months up to the snapshot.
        further: Periods that are calculated as well.
        whole_years: Whether what is recorded once a year is reported for whole years only.
        months_back: How many months before the period reported the same length of time is calculated as well.
        population: Children aged 0 to 17, for rates, where it was given.
        populations: Estimates by authority, oldest first, for rates where no population was given.
        trend: How many month-ends up to the snapshot.
        by: Dimensions of breakdowns; two are crossed as `sex,age_band`.
        source: The only source that may answer.
        sources: The same for single indicators, by id.
        la_codes: The authorities reported; all of the extracts where empty.
    """

    as_at: dt.date
    months: int | None = None
    period: Period | None = None
    further: tuple[Period, ...] = ()
    whole_years: bool = False
    months_back: tuple[int, ...] = ()
    population: int | None = None
    populations: Mapping[str, Sequence[Estimate]] = field(default_factory=dict)
    trend: int = 0
    by: tuple[str, ...] = ()
    source: str | None = None
    sources: Mapping[str, str] = field(default_factory=dict)
    la_codes: tuple[str, ...] = ()

    def population_of(self, la_code: str, day: dt.date) -> int | None:
        """Children aged 0 to 17 of an authority: the number given, else the estimate for that snapshot."""
        estimate = self.estimate_of(la_code, day)
        return self.population or (estimate.count if estimate else None)

    def estimate_of(self, la_code: str, day: dt.date) -> Estimate | None:
        """The estimate for an authority and a snapshot, each in a trend its own (convention C13)."""
        return estimate_on(self.populations.get(la_code, ()), day)

    def first_period(self, source: str | None) -> Period:
        """The period reported, as long as the source's lists unless the request says how long."""
        default = ANNEX_A_MONTHS if source == ANNEX_A else DEFAULT_MONTHS
        return self.period or months_ending(self.as_at, self.months or default)

    def trend_periods(self, source: str | None) -> list[Period]:
        """The periods of the trend, each as long as the one reported, oldest first."""
        ends = month_ends(self.as_at, self.trend)
        if self.period:
            return [as_long(self.period, end) for end in ends]
        months = self.months or (ANNEX_A_MONTHS if source == ANNEX_A else DEFAULT_MONTHS)
        return [months_ending(end, months) for end in ends]

    def further_periods(self, source: str | None) -> list[Period]:
        """The further periods, then the earlier ones."""
        first = self.first_period(source)
        return [*self.further, *(earlier(first, months) for months in self.months_back)]


@dataclass(frozen=True)
class Job:
    """An indicator and the extract that answers; the first period is reported, the others are the trend's.

    `further` are those that stand beside, and the earlier ones.
    """

    indicator: Indicator
    definition: Definition
    extract: Extract
    periods: tuple[Period, ...]
    request: Request
    further: tuple[Period, ...] = ()

    @property
    def every_period(self) -> tuple[Period, ...]:
        """All that are calculated."""
        return (*self.periods, *self.further)

    @property
    def la_codes(self) -> tuple[str, ...]:
        """The authorities reported."""
        return self.request.la_codes or self.extract.la_codes

    @property
    def by(self) -> tuple[str, ...]:
        """The breakdowns that the extract can give."""
        return tuple(by for by in self.request.by if self._why_not(by) is None)

    @property
    def not_by(self) -> tuple[str, ...]:
        """Why it cannot give the others."""
        return tuple(why for by in self.request.by if (why := self._why_not(by)))

    def _why_not(self, by: str) -> str | None:
        return why_not_by(by, self.definition, self.extract)


def job_for(indicator: Indicator, extracts: Sequence[Extract], request: Request) -> Job | str:
    """The job of an indicator, or why no extract can answer.

    A statutory return comes before Annex A. An extract whose last day is before the snapshot does not answer
    for it, and figures that stand only where something is recorded need that record.
    """
    reasons: list[str] = []
    pinned = request.sources.get(indicator.id, request.source)
    for source in [pinned] if pinned else SOURCES:
        for extract in extracts:
            if extract.source == source:
                reason = _cannot(indicator, extract, request)
                if reason is None:
                    return _job(indicator, extract, request)
                reasons.append(reason)
    if not pinned and not any(extract.source in indicator.definitions for extract in extracts):
        return f"needs {' or '.join(SOURCE_NAMES[source] for source in indicator.definitions)}"
    return "; ".join(dict.fromkeys(reasons))


def _cannot(indicator: Indicator, extract: Extract, request: Request) -> str | None:
    """Why an extract does not answer for an indicator, or None where it does."""
    if extract.source not in indicator.definitions:
        return indicator.unavailable.get(extract.source, f"not computed from {extract.source}")
    if extract.last_day is not None and extract.last_day < request.as_at:
        return f"the data end on {extract.last_day}, before the snapshot"
    start = extract.known_from.get(indicator.definitions[extract.source].table)
    if start is not None and start > request.as_at:
        return f"the data start on {start}, after the snapshot"
    definition = indicator.definitions[extract.source]
    yearly = part_of_year(definition, request.first_period(extract.source)) if request.whole_years else None
    return yearly or not_recorded(definition, extract, request.as_at)


def part_of_year(definition: Definition, period: Period) -> str | None:
    """Why a figure of what is recorded once a year does not exist for a period, or None."""
    needs = definition.needs
    if needs is None or not needs.year or period.whole_months == A_YEAR:
        return None
    return f"{needs.table.replace('_', ' ')} are held for years only"


def not_recorded(definition: Definition, extract: Extract, day: dt.date) -> str | None:
    """Why a figure that stands only where something is recorded does not exist for a day, or None."""
    needs = definition.needs
    if needs is None:
        return None
    table, words = extract.table(needs.table), needs.table.replace("_", " ")
    if needs.year and not (table[needs.year] == day).any():
        return f"{words} are held for the year of a return only, and none ends on the snapshot"
    if needs.column and table[needs.column].null_count() == table.height:
        return f"no {needs.column.replace('_', ' ')} is recorded in {words}"
    return None


def _job(indicator: Indicator, extract: Extract, request: Request) -> Job:
    source = extract.source
    periods = (request.first_period(source), *request.trend_periods(source))
    if source == ANNEX_A:
        # A workbook does not say its window: its lists hold so many months up to the snapshot.
        known = {
            name: months_ending(request.as_at, LONGER_LISTS.get(name, ANNEX_A_MONTHS)).start
            for name in extract.tables
        }
        extract = replace(extract, known_from=known | dict(extract.known_from))
    further = tuple(request.further_periods(source))
    return Job(indicator, indicator.definitions[source], extract, periods, request, further)
