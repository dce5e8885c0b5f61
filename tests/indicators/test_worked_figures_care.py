"""Worked cases of children looked after that are about the arithmetic of a figure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pytest

from chatcalc.indicators.figures import figure
from chatcalc.indicators.results import Period
from chatcalc.specs.definition import Indicator
from chatcalc.specs.loading import load_specs
from chatcalc.tables.rounding import round_half_up

YEAR = Period(dt.date(2016, 4, 1), dt.date(2017, 3, 31))


@pytest.fixture(scope="module")
def indicators() -> Mapping[str, Indicator]:
    return load_specs().indicators


def test_children_looked_after_for_every_10000_children(indicators: Mapping[str, Indicator]) -> None:
    definition = indicators["cla_rate"].definitions["ssda903"]
    found = figure(definition, {"numerator": 738, "denominator": 738}, YEAR, 144_700)
    assert found.value == pytest.approx(51.0, abs=0.005)
    assert found.display == "51"


@pytest.mark.parametrize(
    ("indicator", "numerator", "denominator", "display"),
    [
        ("cla_uasc_pct", 18, 738, "2"),
        ("cla_substance_misuse_pct", 1, 8, "13"),
        ("cla_missing_pct", 134, 1009, "13"),
        ("cla_away_pct", 68, 1009, "7"),
        ("cla_ceased_adopted_pct", 50, 350, "14"),
        ("cla_ceased_cao_pct", 1, 8, "13"),
        ("cla_ceased_cao_pct", 0, 0, "-"),
        ("remained_cla_to_18_pct", 89, 119, "75"),
    ],
)
def test_a_share_is_rounded_half_up(
    indicators: Mapping[str, Indicator], indicator: str, numerator: int, denominator: int, display: str
) -> None:
    definition = indicators[indicator].definitions["ssda903"]
    found = figure(definition, {"numerator": numerator, "denominator": denominator}, YEAR, None)
    assert found.display == display


def test_the_mean_of_two_adoptions_is_rounded_half_up(indicators: Mapping[str, Indicator]) -> None:
    definition = indicators["a1_entry_to_adoptive_family_days"].definitions["ssda903"]
    found = figure(definition, {"numerator": 2, "denominator": 2, "measure": 416 + 501}, YEAR, None)
    assert found.value == 458.5
    assert found.display == "459"


def test_a_mean_score_has_one_decimal(indicators: Mapping[str, Indicator]) -> None:
    definition = indicators["cla_sdq_average"].definitions["ssda903"]
    found = figure(definition, {"numerator": 3, "denominator": 3, "measure": 12 + 17 + 24}, YEAR, None)
    assert found.display == "17.7"


def test_a_published_share_is_rounded_as_shown() -> None:
    assert str(round_half_up(11.8, 0)) == "12"
