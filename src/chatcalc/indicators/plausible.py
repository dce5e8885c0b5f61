"""Made-up rows around what a definition asks: few days, its codes and numbers, so that boundaries are common.

Seeded: the same random generator gives the same rows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, Final

import polars as pl

from chatcalc.expressions.tree import Literal, Type, walk
from chatcalc.indicators.results import Period
from chatcalc.specs.definition import Definition
from chatcalc.tables.catalogue import PROVENANCE, TABLES
from chatcalc.tables.dates import shift_months

Row = dict[str, Any]
Rows = dict[str, list[Row]]

DERIVED: Final = frozenset({"periods_of_care", "placements", "interim_care_orders"})
_SEXES: Final = ("M", "F", "U")
_UNIQUE: Final = {
    "referrals": "referral_date",
    "section_47_enquiries": "start_date",
    "conferences": "icpc_date",
}
"""Dates of which a child has one row each: the readers see to it."""

_MISSING: Final = 0.12
_OPEN: Final = 0.35
_ROWS: Final = (0, 1, 1, 2, 3)


@dataclass(frozen=True)
class Pools:
    """What columns are filled from."""

    days: Sequence[dt.date]
    births: Sequence[dt.date]
    codes: Sequence[str]
    numbers: Sequence[float]


def pools_for(rng: Random, definition: Definition, period: Period) -> Pools:
    """Values at and beside those that a definition asks about, and the bounds of the period."""
    literals = [n for node in definition.nodes for n in walk(node) if isinstance(n, Literal)]
    codes = {str(each.value) for each in literals if each.type is Type.TEXT} | {"OTHER"}
    codes |= {part.id for part in definition.parts}
    asked = [abs(float(str(each.value))) for each in literals if each.type is Type.NUMBER]
    asked += definition.parameters.values()
    numbers = {number + step for number in asked for step in (-1, 0, 1)} | {0.0, 1.0, 2.0}
    anchors = [period.start, period.end, period.end + dt.timedelta(days=1)]
    anchors += [each.value for each in literals if isinstance(each.value, dt.date)]
    apart = [n for n in sorted({*asked, 1.0, 12.0}) if 0 < n < 1000]
    moved = [
        shift_months(day, sign * int(n)) for day in anchors for n in apart if n < 300 for sign in (-1, 1)
    ]
    moved += [day + sign * dt.timedelta(days=int(n)) for day in anchors for n in apart for sign in (-1, 1)]
    moved += [day + dt.timedelta(days=round(n * 1.45)) for day in anchors for n in apart]
    steps = (-1, 0, 0, 1)
    days = [day + dt.timedelta(days=n) for day in (*anchors, *anchors, *moved) for n in steps]
    ages = {int(n) for n in numbers if 0 <= n <= 25} | {int(n / 12) for n in numbers if 12 <= n < 300}
    births = [shift_months(day, -12 * age) for day in (period.start, period.end) for age in sorted(ages)]
    births = [day + dt.timedelta(days=step) for day in births for step in (-1, 0, 1)]
    few = rng.sample(days, min(len(days), rng.randint(6, 24)))
    return Pools(few, births, sorted(codes), sorted(numbers))


def plausible_rows(rng: Random, definition: Definition, pools: Pools, children: Sequence[str]) -> Rows:
    """Rows of the tables that a definition reads, less what is derived from care episodes."""
    wanted = [*dict.fromkeys(("children", *definition.tables))]
    if "care_episodes" in wanted:
        wanted = [name for name in wanted if name not in DERIVED]
    rows: Rows = {name: [] for name in wanted}
    for child in children:
        for name in wanted:
            rows[name] += _of_child(rng, name, child, pools)
    return rows


def _of_child(rng: Random, table: str, child: str, pools: Pools) -> Iterable[Row]:
    if table == "children":
        return [_row(rng, table, child, pools)]
    if table == "care_episodes":
        return _care(rng, child, pools)
    rows = [_row(rng, table, child, pools) for _ in range(rng.choice(_ROWS))]
    unique = _UNIQUE.get(table)
    return list({row[unique]: row for row in rows}.values()) if unique else rows


def _care(rng: Random, child: str, pools: Pools) -> Iterable[Row]:
    """Episodes one after another, most without a day between them."""
    days = sorted(set(rng.sample(list(pools.days), min(len(pools.days), rng.randint(1, 5)))))
    for start, following in zip(days, [*days[1:], None], strict=True):
        end = following if following or rng.random() < _OPEN else rng.choice(pools.days)
        if end is not None and (end < start or (following and rng.random() < 0.2)):
            end = start + dt.timedelta(days=rng.randint(0, 3))
        row = _row(rng, "care_episodes", child, pools) | {"start_date": start, "end_date": end}
        if end is None:
            row["reason_ceased"] = None
        elif end == following:
            row["reason_ceased"] = "X1"
        yield row


def _row(rng: Random, table: str, child: str, pools: Pools) -> Row:
    """A row of one child; a spell most often ends after it starts, or is still open."""
    known = TABLES[table]
    row = {name: _value(rng, name, dtype, pools) for name, dtype in known.dtypes.items()}
    if known.start and known.end:
        start, end = row[known.start], row[known.end]
        if rng.random() < _OPEN:
            row[known.end] = None
        elif start and end and end < start and (table in DERIVED or rng.random() < 0.9):
            row[known.start], row[known.end] = end, start
    return row | dict.fromkeys(PROVENANCE) | {"child_id": child}


def _value(rng: Random, name: str, dtype: pl.DataType, pools: Pools) -> Any:
    if rng.random() < _MISSING:
        return None
    if dtype == pl.Date:
        return rng.choice(pools.births if "birth" in name else pools.days)
    if dtype == pl.Boolean:
        return rng.random() < 0.5
    if dtype == pl.String:
        return rng.choice(_SEXES if name == "sex" else pools.codes)
    if dtype.is_integer():
        return int(rng.choice(pools.numbers))
    if dtype.is_numeric():
        return rng.choice(pools.numbers)
    return rng.sample(list(pools.codes), min(len(pools.codes), rng.randint(0, 3)))
