"""Figures by chatcalc's own engine, and the rows a query gives, in one shape."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from typing import Any

from chatcalc.extracts.extract import Extract
from chatcalc.indicators.cases import cases
from chatcalc.indicators.counting import totals, with_empty_groups
from chatcalc.indicators.figures import figure, part_figure
from chatcalc.indicators.periods import period_frame, window_of
from chatcalc.indicators.results import Figure, Period
from chatcalc.specs.definition import Definition

POPULATION = 12_345

Key = tuple[str, dt.date, dt.date, str | None]
Figures = dict[Key, tuple[float | None, ...]]


def figures(definition: Definition, extract: Extract, periods: Sequence[Period]) -> Figures:
    """Numerator and denominator (and a median, or the largest) by authority, period and part."""
    counts = totals(
        cases(definition, extract, period_frame(periods, definition.window)), definition
    ).collect()
    la_codes = {*extract.table("children")["la_code"], *extract.table(definition.table)["la_code"]}
    found: Figures = {}
    for row in with_empty_groups(counts, sorted(la_codes), len(periods)).to_dicts():
        period = periods[row["period_row"]]
        shown = window_of(definition.window, period.end) if definition.window else period
        key = (row["la_code"], shown.start, shown.end)
        if definition.has_figure:
            own = figure(definition, row, period, POPULATION)
            one = (own.value,) if definition.spec.unit in ("median", "max") else ()
            found[(*key, None)] = (*_sides(own), *map(_number, one))
        for part in definition.parts:
            found[(*key, part.id)] = _sides(part_figure(definition, part, row))
    return found


def rows(names: Sequence[str], found: Iterable[Sequence[Any]]) -> Figures:
    """The rows a query gave."""
    figures_ = {}
    for values in found:
        row = dict(zip(names, values, strict=True))
        key = (row["la_code"], _day(row["period_start"]), _day(row["period_end"]), row.get("part"))
        assert key not in figures_, "two rows for one authority, period and part"
        sides = ["numerator", "denominator", *(one for one in ("median", "largest") if one in row)]
        figures_[key] = tuple(_number(row[side]) for side in sides)
    return figures_


def differences(expected: Figures, found: Figures) -> list[str]:
    """What differs, a line each."""
    keys = sorted({*expected, *found}, key=str)
    return [
        f"{key}: {expected.get(key)} by Polars, {found.get(key)} by SQL"
        for key in keys
        if not _same(expected.get(key), found.get(key))
    ]


def _same(one: tuple[float | None, ...] | None, other: tuple[float | None, ...] | None) -> bool:
    if one is None or other is None or len(one) != len(other):
        return False
    return all(
        a == b or (a is not None and b is not None and math.isclose(a, b, rel_tol=1e-9))
        for a, b in zip(one, other, strict=True)
    )


def _sides(found: Figure) -> tuple[float | None, float | None]:
    return _number(found.numerator), _number(found.denominator)


def _number(value: Any) -> float | None:
    return None if value is None else float(value)


def _day(value: Any) -> dt.date:
    return value.date() if isinstance(value, dt.datetime) else value
