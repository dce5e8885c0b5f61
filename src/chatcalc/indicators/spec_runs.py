"""Tests and mutants of many specifications, on all cores where that pays."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Final

from chatcalc.extracts.parallel import MOST_PROCESSES
from chatcalc.indicators.mutation import MutationReport, mutation_report
from chatcalc.indicators.spec_tests import Outcome, outcomes_of
from chatcalc.specs.definition import Indicator

_THREADS: Final = "POLARS_MAX_THREADS"
_WORTH_A_POOL: Final = 4
"""So many indicators take longer to try than another process takes to start."""


@dataclass(frozen=True)
class SpecRun:
    """What became of the tests of one indicator, and of its mutants where its tests pass."""

    indicator: str
    outcomes: tuple[Outcome, ...]
    mutation: MutationReport | None = None

    @property
    def sound(self) -> bool:
        """Whether every test passes and every change is noticed, or listed with a reason that holds."""
        noticed = self.mutation is None or not (
            self.mutation.unused or any(survivor.wanting for survivor in self.mutation.survivors)
        )
        return noticed and all(outcome.passed for outcome in self.outcomes)


def run_specs(
    indicators: Sequence[Indicator], *, mutants: bool, jobs: int | None = None
) -> Iterator[SpecRun]:
    """The runs of indicators in their order, each as soon as it is done.

    Args:
        indicators: What to try.
        mutants: Whether changes are tried too.
        jobs: Processes; one for each core where None.
    """
    workers = min(jobs or os.cpu_count() or 1, len(indicators), MOST_PROCESSES)
    if not mutants or workers < 2 or len(indicators) < _WORTH_A_POOL:
        yield from (_run(each, mutants=mutants) for each in indicators)
        return
    with _one_thread_each(), ProcessPoolExecutor(workers, get_context("spawn")) as pool:
        yield from pool.map(_run_with_mutants, indicators)


def _run(indicator: Indicator, *, mutants: bool) -> SpecRun:
    outcomes = tuple(outcomes_of(indicator))
    tried = mutants and all(outcome.passed for outcome in outcomes)
    return SpecRun(indicator.id, outcomes, mutation_report(indicator) if tried else None)


def _run_with_mutants(indicator: Indicator) -> SpecRun:
    return _run(indicator, mutants=True)


@contextmanager
def _one_thread_each() -> Iterator[None]:
    """Frames of a test are tiny: threads of Polars would only get in the way of the other processes."""
    before = os.environ.get(_THREADS)
    os.environ[_THREADS] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ[_THREADS]
        else:
            os.environ[_THREADS] = before
