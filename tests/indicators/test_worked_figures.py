"""Worked cases of the catalogue that are about the arithmetic of a figure, not about which cases count."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pytest

from chatcalc.indicators.figures import figure, part_figure
from chatcalc.indicators.results import Period
from chatcalc.specs.definition import Definition, Indicator
from chatcalc.specs.loading import load_specs

SIX_MONTHS = Period(dt.date(2018, 7, 1), dt.date(2018, 12, 31))
DEVON_CHILDREN = 144_700


@pytest.fixture(scope="module")
def indicators() -> Mapping[str, Indicator]:
    return load_specs().indicators


def _definition(indicators: Mapping[str, Indicator], id_: str) -> Definition:
    return indicators[id_].definitions["cin_census"]


def _counts(numerator: int, **parts: int) -> dict[str, int]:
    shares = {f"numerator:{part}": number for part, number in parts.items()}
    wholes = {f"denominator:{part}": numerator for part in parts}
    return {"numerator": numerator, "denominator": numerator} | shares | wholes


def test_events_of_six_months_are_doubled(indicators: Mapping[str, Indicator]) -> None:
    definition = _definition(indicators, "referrals_rate")
    found = figure(definition, _counts(2323), SIX_MONTHS, DEVON_CHILDREN)
    assert found.numerator == 2323
    assert found.value == pytest.approx(321.08, abs=0.005)
    assert found.display == "321"


def test_a_snapshot_is_no_annual_figure(indicators: Mapping[str, Indicator]) -> None:
    found = figure(_definition(indicators, "cpp_rate"), _counts(521), SIX_MONTHS, DEVON_CHILDREN)
    assert found.value == pytest.approx(36.0, abs=0.05)
    assert found.display == "36"


def test_long_plans_are_shares_of_the_open_ones(indicators: Mapping[str, Indicator]) -> None:
    definition = _definition(indicators, "cin_plans_open")
    counts = _counts(686, **{"1_to_2_years": 66, "2_years_or_more": 30})
    found = {part.id: part_figure(definition, part, counts).value for part in definition.parts}
    assert figure(definition, counts, SIX_MONTHS, None).display == "686"
    assert found["1_to_2_years"] == pytest.approx(9.6, abs=0.05)
    assert found["2_years_or_more"] == pytest.approx(4.4, abs=0.05)


def test_categories_are_shares_of_all_plans(indicators: Mapping[str, Indicator]) -> None:
    definition = _definition(indicators, "cpp_category_mix_pct")
    counts = _counts(100, NEG=50, EMO=35, PHY=12, SAB=3, MUL=0, not_recorded=0)
    found = {part.id: part_figure(definition, part, counts).display for part in definition.parts}
    assert found == {"NEG": "50", "EMO": "35", "PHY": "12", "SAB": "3", "MUL": "0", "not_recorded": "0"}
