"""The runs of a history, and how a person names one."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from chatcalc.reports.request import RequestError

_WORDS = {"last": 1, "previous": 2}


@dataclass(frozen=True)
class HistoryRun:
    """A run, by the facts that all its figures share.

    Attributes:
        la_codes: The authorities it has figures of.
        figures: How many figures, without those that could not be computed.
    """

    run_id: str
    ran_at: dt.datetime
    version: str
    as_at: dt.date
    suppressed_below: int | None
    inputs_sha256: str
    specs_sha256: str
    la_codes: tuple[str, ...]
    figures: int


def runs_of(history: pl.DataFrame) -> tuple[HistoryRun, ...]:
    """The runs in the order in which they were recorded."""
    shared = ("ran_at", "version", "as_at", "suppressed_below", "inputs_sha256", "specs_sha256")
    computed = pl.col("status") != "not_computed"
    grouped = history.group_by("run_id", maintain_order=True).agg(
        *(pl.col(name).first() for name in shared),
        la_codes=pl.col("la_code").filter(computed).unique().sort(),
        figures=computed.sum(),
    )
    return tuple(
        HistoryRun(**{**row, "la_codes": tuple(row["la_codes"])}) for row in grouped.iter_rows(named=True)
    )


def find_run(runs: Sequence[HistoryRun], named: str) -> HistoryRun:
    """The run that somebody means.

    Args:
        runs: In the order in which they were recorded.
        named: The beginning of its id, `last`, `previous`, or a snapshot such as 2024-03-31, of which the run
            that was recorded last is meant.

    Raises:
        RequestError: There is none, or more than one.
    """
    if named in _WORDS:
        if len(runs) < _WORDS[named]:
            raise RequestError(f"{named}: the history has {len(runs)} {'run' if len(runs) == 1 else 'runs'}")
        return runs[-_WORDS[named]]
    if re.fullmatch(r"\d{4}-\d\d-\d\d", named):
        found = [run for run in runs if run.as_at.isoformat() == named][-1:]
    else:
        found = [run for run in runs if run.run_id.startswith(named.lower())] if named else []
    if len(found) != 1:
        what = f"{len(found)} runs begin so" if found else "there is no such run"
        raise RequestError(f"{named}: {what}; `chatcalc history list` shows all")
    return found[0]
