"""Which figures moved between two runs, and what differs between the runs that may be why."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, Literal

import polars as pl

from chatcalc.reports.baseline import change_of
from chatcalc.reports.history import plain_number
from chatcalc.tables.columns import SOURCES

_FIGURE: Final = ("numerator", "denominator", "value", "display", "status")
_HIDES: Final = ("suppress", "audience")
"""Options that hide figures. Own limits are part of a definition, and another source is said as such."""


@dataclass(frozen=True)
class RunFigure:
    """A figure as a run showed it."""

    numerator: int | float | None
    denominator: int | float | None
    value: float | None
    display: str
    status: str


@dataclass(frozen=True)
class Moved:
    """A figure that two runs do not show alike.

    Attributes:
        kind: `moved`, `new` (only the second run has it) or `gone` (only the first).
        change: The second less the first, as displayed; None where either is no number.
        because: What differs between the runs and bears on this figure.
    """

    la_code: str
    indicator_id: str
    title: str
    unit: str
    kind: Literal["moved", "new", "gone"]
    old: RunFigure | None
    new: RunFigure | None
    change: Decimal | None
    because: tuple[str, ...]


@dataclass(frozen=True)
class RunComparison:
    """Two runs beside each other: the figures that moved, and how many both have."""

    moved: tuple[Moved, ...]
    shared: int


def compare_runs(history: pl.DataFrame, old: str, new: str) -> RunComparison:
    """The figures that two runs do not show alike, in the order of the report.

    Args:
        history: The rows of a history.
        old: Id of the first run.
        new: Id of the second.
    """
    before, after = _figures(history, old), _figures(history, new)
    moved = tuple(_moved(before, after))
    return RunComparison(moved, len(before.keys() & after.keys()))


_Key = tuple[str, str]
_Row = Mapping[str, Any]


def _figures(history: pl.DataFrame, run_id: str) -> dict[_Key, _Row]:
    """The rows of a run by authority and indicator, without what could not be computed."""
    rows = history.filter(pl.col("run_id") == run_id, pl.col("status") != "not_computed")
    return {(row["la_code"], row["indicator_id"]): row for row in rows.iter_rows(named=True)}


def _moved(before: Mapping[_Key, _Row], after: Mapping[_Key, _Row]) -> Iterator[Moved]:
    for key in dict.fromkeys([*after, *before]):
        old, new = before.get(key), after.get(key)
        if old and new and all(old[name] == new[name] for name in _FIGURE):
            continue
        row: _Row = new or old or {}
        yield Moved(
            la_code=row["la_code"],
            indicator_id=row["indicator_id"],
            title=row["title"],
            unit=row["unit"],
            kind="moved" if old and new else "new" if new else "gone",
            old=_figure(old),
            new=_figure(new),
            change=change_of(new["display"], old["display"]) if old and new else None,
            because=tuple(_because(old, new)) if old and new else (),
        )


def _figure(row: _Row | None) -> RunFigure | None:
    return RunFigure(**{name: plain_number(row[name]) for name in _FIGURE}) if row else None


def _because(old: _Row, new: _Row) -> Iterator[str]:
    """What differs between two rows and the runs they are of."""
    if (old["period_start"], old["period_end"]) != (new["period_start"], new["period_end"]):
        yield "another period"
    if old["source"] != new["source"]:
        yield f"from {new['source']}, not {old['source']}"
    elif files := _other_files(old, new):
        yield f"other inputs ({', '.join(files)})"
    if old["spec_sha256"] != new["spec_sha256"]:
        yield "another definition"
    if names := _other_options(old, new):
        yield f"other options ({', '.join(names)})"
    if old["version"] != new["version"]:
        yield f"chatcalc {new['version']}, not {old['version']}"


def _other_files(old: _Row, new: _Row) -> list[str]:
    """Names of files that bear on a figure and are not in both runs: its source's, and what goes with all."""
    other = [each for each in SOURCES if each != new["source"]]
    population = [] if new["unit"] == "rate_per_10000" else ["population"]
    aside = {*other, *population, "lait", "ees", "small_csv", "published", "neighbours"}
    before, after = (
        {(each["file"], each["sha256"]) for each in json.loads(row["inputs"]) if each["kind"] not in aside}
        for row in (old, new)
    )
    return sorted({file for file, _ in before ^ after})


def _other_options(old: _Row, new: _Row) -> list[str]:
    before, after = json.loads(old["options"]), json.loads(new["options"])
    bearing = (*_HIDES, "population") if new["unit"] == "rate_per_10000" else _HIDES
    return [name for name in bearing if before.get(name) != after.get(name)]
