from __future__ import annotations

from decimal import Decimal

import pytest

from chatcalc.reports.lines import Target
from chatcalc.reports.request import LocalTarget
from chatcalc.reports.targets import rate, target_problems, with_targets
from chatcalc.specs.loading import load_specs
from reports.examples import line

INDICATORS = load_specs().indicators


@pytest.mark.parametrize(
    ("shown", "polarity", "rating"),
    [
        ("85", "high", "green"),
        ("84", "high", "amber"),
        ("80", "high", "amber"),
        ("79", "high", "red"),
        ("85", "low", "green"),
        ("90", "low", "amber"),
        ("91", "low", "red"),
    ],
)
def test_a_target_is_met_missed_within_the_tolerance_or_missed(shown, polarity, rating):
    assert rate(Decimal(shown), polarity, LocalTarget(85, 5)) == rating


def test_without_a_tolerance_there_is_no_amber():
    assert rate(Decimal("84"), "high", LocalTarget(85)) == "red"


def test_the_figure_is_judged_as_it_is_displayed():
    made = line("a_pct", polarity="high", numerator=169, denominator=200, value=84.5, display="85")
    (shown,) = with_targets([made], {"a_pct": LocalTarget(85, 5)})
    assert shown.target == Target(85, 5, "green")


@pytest.mark.parametrize("changes", [{"status": "partial"}, {"value": None, "display": "-"}])
def test_a_figure_that_is_not_sure_has_a_target_and_no_rating(changes):
    (shown,) = with_targets([line("a_pct", **changes)], {"a_pct": LocalTarget(85, 5)})
    assert shown.target == Target(85, 5, None)


def test_the_comparison_stays_as_it_is():
    made = line("a_pct", direction="Increase", direction_is_good=False)
    (shown,) = with_targets([made], {"a_pct": LocalTarget(20)})
    assert (shown.direction, shown.direction_is_good) == ("Increase", False)
    assert with_targets([made], {}) == (made,)


@pytest.mark.parametrize(
    ("id_", "why"), [("referrals_rate", "has no polarity"), ("cla_placement_type_pct", "no polarity")]
)
def test_what_cannot_meet_a_target_is_refused(id_: str, why: str):
    (problem,) = target_problems({id_: LocalTarget(1), "cla_rates": LocalTarget(1)}, INDICATORS)
    assert str(problem).startswith(f"targets.{id_}: ")
    assert why in str(problem)
    assert problem.option == ("targets", id_)


def test_what_can_is_not():
    assert not [*target_problems({"assessments_45wd_pct": LocalTarget(85, 5)}, INDICATORS)]
