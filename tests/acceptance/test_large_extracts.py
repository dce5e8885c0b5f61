"""A large extract is calculated by another engine of Polars; the figures do not know it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from acceptance.oracle_data import EXTRACTS, SNAPSHOT, extract
from chatcalc.indicators import calculation
from chatcalc.indicators.calculation import calculate
from chatcalc.indicators.jobs import Request
from chatcalc.specs.loading import load_specs


@pytest.mark.parametrize("source", EXTRACTS)
def test_a_large_extract_gives_the_same_figures(source: str, monkeypatch: pytest.MonkeyPatch):
    indicators = list(load_specs().indicators.values())
    asked = replace(Request(SNAPSHOT, population=100_000, source=source), trend=3, by=("sex",))
    as_ever = calculate(indicators, [extract(source)], asked)
    monkeypatch.setattr(calculation, "_MANY", 0)
    assert calculate(indicators, [extract(source)], asked) == as_ever
    assert any(result.figure.numerator for result in as_ever)
