"""Random canonical tables around some periods: few dates, so that boundaries and equal days are common."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

import polars as pl

from chatcalc.expressions.tree import (
    Aggregate,
    Column,
    In,
    Literal,
    Name,
    Node,
    Operation,
    Type,
    children,
    walk,
)
from chatcalc.extracts.extract import Extract
from chatcalc.indicators.results import Period
from chatcalc.specs.definition import Definition
from chatcalc.tables.catalogue import TABLES
from reference.arithmetic import add_months

OWNERS = tuple((la, child) for la in ("101", "102") for child in ("a", "b", "c", "d", "e"))
"""Two authorities that use the same identifiers for different children."""

PERIODS = (
    Period(dt.date(2023, 4, 1), dt.date(2024, 3, 31)),
    Period(dt.date(2023, 10, 1), dt.date(2024, 3, 31)),
    Period(dt.date(2024, 2, 1), dt.date(2024, 2, 29)),
    Period(dt.date(2022, 9, 1), dt.date(2023, 8, 31)),
    Period(dt.date(2023, 4, 14), dt.date(2023, 6, 2)),
)

Row = dict[str, Any]


@dataclass(frozen=True)
class Pools:
    """What columns are filled from."""

    days: Sequence[dt.date]
    ends: Sequence[dt.date]
    births: Sequence[dt.date]
    codes: Mapping[str, Sequence[str]]
    """By column; under the empty name what any column may hold."""
    numbers: Sequence[float]
    missing: float
    """How often nothing is recorded."""


def pools_for(rng: Random, definitions: Iterable[Definition], periods: Sequence[Period]) -> Pools:
    """Values near those that the definitions ask about."""
    definitions = list(definitions)
    numbers = _numbers_near(definitions)
    anchors = [day for period in periods for day in _anchors(period)]
    days = rng.sample(anchors, min(len(anchors), rng.randint(6, 30)))
    ends = [period.end for period in periods]
    ages = [number for number in numbers if -1 <= number <= 25] + [rng.randint(-1, 22)]
    births = [add_months(rng.choice(ends), -12 * int(rng.choice(ages))) for _ in range(8)]
    births = [day + dt.timedelta(days=rng.choice((0, 0, 1, -1, 100))) for day in births]
    return Pools(days, ends, births, _codes_of(definitions), numbers, rng.choice((0.0, 0.1, 0.4)))


def _numbers_near(definitions: Iterable[Definition]) -> list[float]:
    """The numbers that conditions speak of, and those beside them."""
    found = {0.0, 1.0, 2.0}
    for definition in definitions:
        found |= set(definition.parameters.values())
        for node in (inner for outer in definition.nodes for inner in walk(outer)):
            if isinstance(node, Literal) and node.type is Type.NUMBER:
                found.add(float(str(node.value)))
    return sorted({number + step for number in found for step in (-1, 0, 1)})


def _codes_of(definitions: Iterable[Definition]) -> dict[str, list[str]]:
    """The codes that conditions look for, by the column in which they do."""
    found: dict[str, list[str]] = {"": ["X"]}
    for definition in definitions:
        for node in (inner for outer in definition.nodes for inner in walk(outer)):
            pieces = children(node) if isinstance(node, In | Operation) else ()
            texts = [str(p.value) for p in pieces if isinstance(p, Literal) and p.type is Type.TEXT]
            columns = [_column_of(inner) for piece in pieces for inner in walk(piece)]
            for name in {*columns, ""}:
                found.setdefault(name, []).extend(texts)
    return found


def _column_of(node: Node) -> str:
    if isinstance(node, Name | Column):
        return node.name
    return (node.column or "") if isinstance(node, Aggregate) else ""


def _anchors(period: Period) -> list[dt.date]:
    after = period.end + dt.timedelta(days=1)
    months = (1, 3, 6, 11, 12, 13, 24, 30, 36, 48, 60)
    bounds = [period.start, period.end, after, *(add_months(after, -n) for n in months)]
    bounds += [add_months(period.start, -n) for n in (12, 24)]
    spread = [period.start + dt.timedelta(days=n) for n in (3, 14, 15, 21, 45, 60, 61, 62)]
    return [day + dt.timedelta(days=step) for day in bounds for step in (0, 0, -1, 1)] + spread * 2


def random_tables(
    rng: Random, names: Iterable[str], pools: Pools, owners: Sequence[tuple[str, str]] = OWNERS
) -> dict[str, list[Row]]:
    """Rows of each table, in no order; a child once in `children`, or not at all."""
    tables = {"children": [random_row(rng, "children", o, pools) for o in owners if rng.random() < 0.9]}
    for name in names:
        if name != "children":
            rows = [random_row(rng, name, o, pools) for o in owners for _ in range(rng.choice((0, 1, 2, 3)))]
            rows += [dict(row) for row in rows[:2] if rng.random() < 0.3]
            tables[name] = rng.sample(rows, len(rows))
    return tables


def random_row(rng: Random, table: str, owner: tuple[str, str], pools: Pools) -> Row:
    """A row of one child."""
    row = {name: _value(rng, name, dtype, pools) for name, dtype in TABLES[table].dtypes.items()}
    return row | {"la_code": owner[0], "child_id": owner[1], "source_file": "made up", "source_row": 1}


def _value(rng: Random, name: str, dtype: pl.DataType, pools: Pools) -> Any:
    if rng.random() < pools.missing or (name.endswith("end_date") and rng.random() < 0.3):
        return None
    if dtype == pl.Date:
        near = pools.births if "birth" in name else pools.ends if name == "year_end" else pools.days
        return rng.choice(near)
    if dtype == pl.Boolean:
        return rng.random() < 0.5
    if dtype == pl.String:
        known = ("M", "F", "U") if name == "sex" else pools.codes.get(name, ())
        return rng.choice(known if known and rng.random() < 0.9 else pools.codes[""])
    if dtype == pl.Int64:
        return int(rng.choice(pools.numbers))
    if dtype == pl.Float64:
        return rng.choice(pools.numbers) + rng.choice((0, 0.25))
    return sorted({rng.choice(pools.codes[""]) for _ in range(rng.randint(0, 3))})


def extract_of(
    tables: Mapping[str, Sequence[Row]],
    source: str = "annex_a",
    known_from: Mapping[str, dt.date] | None = None,
) -> Extract:
    """The rows as an extract."""
    frames = {name: pl.DataFrame(rows, schema=TABLES[name].dtypes) for name, rows in tables.items()}
    las = tuple(dict.fromkeys(owner[0] for owner in OWNERS))
    return Extract(source, frames, known_from or {}, None, la_codes=las)
