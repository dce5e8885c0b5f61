"""From counts to figures: shares, annual rates, means."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from chatcalc.indicators.results import DEFAULT_DECIMALS, Figure, Period, Unit
from chatcalc.specs.definition import Definition, PartDefinition


def figure(
    definition: Definition, counts: Mapping[str, Any], period: Period, population: int | None
) -> Figure:
    """The figure of a row of counts (see `chatcalc.indicators.counting.totals`)."""
    unit, decimals = definition.spec.unit, decimals_of(definition)
    numerator, denominator = Fraction(counts["numerator"]), Fraction(counts["denominator"])
    if not definition.has_figure:
        return Figure(None, denominator, None, unit, decimals)
    if definition.distinct_per:
        return _share(denominator, Fraction(counts["workers"]), 1, unit, decimals)
    if unit in ("median", "max"):
        one = counts["median" if unit == "median" else "largest"]
        return Figure(None, denominator, None if one is None else Fraction(one), unit, decimals)
    if definition.value is not None:
        return _share(Fraction(counts["measure"]), denominator, 1, unit, decimals)
    if unit == "rate_per_10000":
        return _rate(definition, numerator, period, population)
    if unit == "count":
        return Figure(numerator, None, numerator, unit, decimals)
    return _share(numerator, denominator, 100, unit, decimals)


def part_figure(definition: Definition, part: PartDefinition, counts: Mapping[str, Any]) -> Figure:
    """The figure of a part."""
    numerator = Fraction(counts[f"numerator:{part.id}"])
    decimals = decimals_of(definition) if part.unit == definition.spec.unit else DEFAULT_DECIMALS[part.unit]
    if part.unit == "count":
        return Figure(numerator, None, numerator, part.unit, decimals)
    return _share(numerator, Fraction(counts[f"denominator:{part.id}"]), 100, part.unit, decimals)


def decimals_of(definition: Definition) -> int:
    """Digits shown, by the specification or by its unit."""
    chosen = definition.spec.decimals
    return DEFAULT_DECIMALS[definition.spec.unit] if chosen is None else chosen


def _share(numerator: Fraction, denominator: Fraction, times: int, unit: Unit, decimals: int) -> Figure:
    """A share or mean; of nobody there is none (convention C8)."""
    exact = numerator * times / denominator if denominator else None
    return Figure(numerator, denominator, exact, unit, decimals)


def _rate(definition: Definition, numerator: Fraction, period: Period, population: int | None) -> Figure:
    """A rate per 10,000 children; of events in a period an annual one (conventions C12 and C13)."""
    decimals = decimals_of(definition)
    if not population:
        return Figure(numerator, None, None, "rate_per_10000", decimals)
    yearly = period.annual_factor if definition.period.kind == "during" else Fraction(1)
    return Figure(
        numerator, Fraction(population), numerator * yearly * 10_000 / population, "rate_per_10000", decimals
    )
