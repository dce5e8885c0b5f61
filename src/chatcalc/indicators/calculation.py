"""Calculates indicators: which extract answers each, and all counts of a case table in one collect."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, Literal

import polars as pl

from chatcalc.expressions.tree import Call, walk
from chatcalc.extracts.extract import Extract
from chatcalc.indicators.answers import Answer, not_computed
from chatcalc.indicators.cases import cases
from chatcalc.indicators.counting import NOTHING_EXCLUDED, exclusions, totals, with_empty_groups
from chatcalc.indicators.jobs import Job, Request, job_for
from chatcalc.indicators.periods import period_frame
from chatcalc.indicators.results import Result
from chatcalc.specs.definition import Indicator

_Engine = Literal["in-memory", "streaming"]
_MANY: Final = 1_000_000  # cases times periods


def calculate(
    indicators: Iterable[Indicator], extracts: Sequence[Extract], request: Request
) -> tuple[Result, ...]:
    """The results of indicators, in their order, one for each authority of the extract that answers.

    An indicator that no extract can answer gives one result with the status `not_computed` and a note why.
    """
    jobs = [(indicator, job_for(indicator, extracts, request)) for indicator in indicators]
    together: dict[tuple[str, str], list[Job]] = defaultdict(list)
    for _, job in jobs:
        if isinstance(job, Job):
            together[job.definition.source, job.definition.table].append(job)
    answers = {id(job): answer for group in together.values() for job, answer in _collected(group)}
    results: list[Result] = []
    for indicator, job in jobs:
        if isinstance(job, Job):
            results += answers[id(job)].results()
        else:
            results.append(not_computed(indicator, request, job))
    return tuple(results)


def _collected(group: Sequence[Job]) -> Iterator[tuple[Job, Answer]]:
    """The answers of the indicators of one case table, whose counts are one collect."""
    for engine, jobs in _by_engine(group).items():
        plans = [_plans(job) for job in jobs]
        together = [plan for job_plans in plans for plan in job_plans]
        frames = iter(pl.collect_all(together, engine=engine))
        for job, job_plans in zip(jobs, plans, strict=True):
            yield job, _answer(job, [next(frames) for _ in job_plans])


def _by_engine(group: Sequence[Job]) -> dict[_Engine, list[Job]]:
    """The jobs by the engine that suits them.

    Streaming counts many cases in a fifth of the time. Of few it takes longer; it takes thirty times as long
    to count working days; and it adds up measures in no fixed order, which moves the last digit of a mean.
    """
    chosen: dict[_Engine, list[Job]] = defaultdict(list)
    for job in group:
        many = job.extract.table(job.definition.table).height * len(job.every_period) > _MANY
        streams = many and job.definition.value is None and not _counts_working_days(job)
        chosen["streaming" if streams else "in-memory"].append(job)
    return chosen


def _counts_working_days(job: Job) -> bool:
    return any(
        isinstance(part, Call) and part.function in ("working_days", "add_working_days")
        for node in job.definition.nodes
        for part in walk(node)
    )


def _plans(job: Job) -> list[pl.LazyFrame]:
    """Totals of every period, exclusions of the reported one, and its totals by each dimension."""
    found = cases(job.definition, job.extract, period_frame(job.every_period, job.definition.window), job.by)
    if job.request.la_codes:
        found = found.filter(pl.col("la_code").is_in(job.request.la_codes))
    reported = found.filter(pl.col("period_row") == 0)
    broken_down = [totals(reported, job.definition, by.split(",")) for by in job.by]
    excludes = job.definition.exclude or job.definition.value is not None
    left_out = exclusions(reported) if excludes else NOTHING_EXCLUDED
    return [totals(found, job.definition), left_out, *broken_down]


def _answer(job: Job, frames: Sequence[pl.DataFrame]) -> Answer:
    counts, excluded, *broken_down = frames
    groups = {
        by: with_empty_groups(frame, job.la_codes, 1, by.split(","))
        for by, frame in zip(job.by, broken_down, strict=True)
    }
    return Answer(job, with_empty_groups(counts, job.la_codes, len(job.every_period)), excluded, groups)
