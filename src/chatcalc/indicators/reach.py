"""How far back a figure reads, and whether the data reach there (clarification 5)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from chatcalc.indicators.jobs import Job
from chatcalc.indicators.periods import window_of
from chatcalc.indicators.results import Period
from chatcalc.specs.definition import Definition
from chatcalc.tables.dates import shift_months


@dataclass(frozen=True)
class Shortfall:
    """Figures that read further back than the data of one extract reach.

    Attributes:
        source: The extract.
        needed: The day from which they read.
        since: The tables that start too late: the day each is known from, None where nothing tells.
        indicators: Whose figures, in order of the alphabet.
    """

    source: str
    needed: dt.date
    since: Mapping[str, dt.date | None]
    indicators: tuple[str, ...]


def shortfalls(jobs: Iterable[Job]) -> list[Shortfall]:
    """What the reported periods of jobs lack, one for each extract and day from which figures read."""
    found: dict[tuple[str, dt.date], tuple[dict[str, dt.date | None], list[str]]] = {}
    for job in jobs:
        known_from, period = job.extract.known_from, job.periods[0]
        late = starting_late(job.definition, known_from, period)
        if late:
            key = job.extract.source, reads_from(job.definition, period)
            since, ids = found.setdefault(key, ({}, []))
            since.update({table: known_from.get(table) for table in late})
            ids.append(job.indicator.id)
    return [
        Shortfall(source, needed, since, tuple(sorted(ids)))
        for (source, needed), (since, ids) in sorted(found.items())
    ]


def reads_from(definition: Definition, period: Period) -> dt.date:
    """The first day that a figure of a period reads.

    Events are read from the period's first day on, stocks on its last; a look-back reads further.
    """
    shown = window_of(definition.window, period.end) if definition.window else period
    event = definition.period.kind in ("during", "overlapping")
    first_day = shown.start if event else period.end + dt.timedelta(days=1)
    look_back = definition.look_back
    return first_day if look_back is None else shift_months(first_day, -look_back.months)


def starting_late(
    definition: Definition, known_from: Mapping[str, dt.date], period: Period
) -> tuple[str, ...]:
    """The tables that start after the day from which a figure reads.

    With a look-back related tables must reach as far as the counted one, and one of which nobody knows the
    start does not.
    """
    needed = reads_from(definition, period)
    if definition.look_back is None:
        start = known_from.get(definition.table)
        return (definition.table,) if start is not None and start > needed else ()
    starts = {table: known_from.get(table) for table in definition.tables}
    return tuple(table for table, start in starts.items() if start is None or start > needed)
