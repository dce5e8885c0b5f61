"""What is hidden of single figures, among parts and among groups; that it suffices is proved by solving."""

from __future__ import annotations

from typing import Any

import pytest

from chatcalc.reports.lines import (
    Baseline,
    Group,
    Line,
    Number,
    Part,
    Point,
    Target,
)
from chatcalc.reports.suppression_symbols import suppressed
from reports.examples import PERIOD, line, published


def percent(numerator: Number, denominator: Number) -> dict[str, Any]:
    value = 100 * numerator / denominator if denominator else None
    shown = "-" if value is None else f"{value:.0f}"
    return {"numerator": numerator, "denominator": denominator, "value": value, "display": shown}


def share(numerator: Number, denominator: Number, **changes: Any) -> Line:
    return line("a_pct", **percent(numerator, denominator), **changes)


def of(made: Line, *others: Line) -> Line:
    return suppressed((made, *others), 6)[0]


@pytest.mark.parametrize("numerator", [1, 5, 95, 99])
def test_a_small_numerator_or_a_small_rest_hides_the_numerator_and_the_value(numerator: int):
    shown = of(share(numerator, 100))
    assert (shown.numerator, shown.denominator, shown.value, shown.display) == (None, 100, None, "c")
    assert shown.status == "suppressed"


@pytest.mark.parametrize("numerator", [0, 6, 50, 94, 100])
def test_other_figures_are_shown(numerator: int):
    assert of(share(numerator, 100)).numerator == numerator


@pytest.mark.parametrize("numerator", [0, 2, 5])
def test_on_a_small_denominator_nothing_is_shown(numerator: int):
    shown = of(share(numerator, 5))
    assert (shown.numerator, shown.denominator, shown.value, shown.display) == (None, None, None, "c")


def test_a_rate_gives_its_count_back_so_both_are_hidden_and_the_population_is_not():
    rate = line("a_rate", unit="rate_per_10000", numerator=3, denominator=20_000, value=1.5, display="2")
    shown = of(rate)
    assert (shown.numerator, shown.denominator, shown.value, shown.display) == (None, 20_000, None, "c")


@pytest.mark.parametrize("unit", ["mean", "median", "max", "days"])
def test_a_mean_of_few_is_hidden(unit: Any):
    shown = of(line("a_mean", unit=unit, numerator=60, denominator=4, value=15.0, display="15"))
    assert (shown.numerator, shown.denominator, shown.value) == (None, None, None)


def test_the_symbols_of_published_tables():
    assert of(share(0, 0)).display == "z"
    assert of(share(10, 10_000)).display == "low"
    assert of(share(0, 100)).display == "0"


def test_what_stands_beside_a_hidden_figure_goes_with_it():
    made = share(
        3,
        100,
        direction="No change",
        direction_is_good=True,
        direction_within_chance=True,
        latest_position="Lower",
        interval=(1.0, 8.5),
        published=published(),
        target=Target(5, 1, "green"),
        unknown=2,
    )
    shown = of(made)
    assert (shown.direction, shown.direction_is_good, shown.direction_within_chance) == (None, None, None)
    assert (shown.latest_position, shown.interval) == (None, None)
    assert shown.target == Target(5, 1, None)
    assert shown.published == made.published
    assert (shown.unknown, shown.excluded) == (None, ())


def test_the_same_number_elsewhere_is_hidden_too():
    """98 of 100 leaves 2; 98 as the denominator of another indicator would tell."""
    other = line("b_pct", **percent(40, 98))
    _, shown = suppressed((share(98, 100), other), 6)
    assert (shown.numerator, shown.denominator) == (None, None)


def mix(*numbers: int) -> Line:
    parts = [Part(f"part_{n}", "", unit="percent", **percent(n, sum(numbers))) for n in numbers]
    return line("a_mix", numerator=None, denominator=None, value=None, display="-", parts=tuple(parts))


def hidden_parts(*numbers: int) -> set[int]:
    parts = of(mix(*numbers)).parts
    return {number for number, part in zip(numbers, parts, strict=True) if part.numerator is None}


@pytest.mark.parametrize(
    ("numbers", "hidden"),
    [
        ((10, 20, 70), set()),
        ((3, 20, 77), {3, 20}),
        ((1, 2, 20, 77), {1, 2, 20}),
        ((5, 4, 20, 71), {5, 4}),
    ],
)
def test_a_small_part_is_hidden_with_so_many_others_that_they_are_not_small(numbers, hidden):
    assert hidden_parts(*numbers) == hidden


def by_sex(*numbers: tuple[int, int]) -> tuple[Group, ...]:
    names = ("male", "female", "other or unknown")
    return tuple(Group("sex", name, **percent(*each)) for name, each in zip(names, numbers, strict=False))


def test_a_small_group_is_hidden_with_another():
    shown = of(share(60, 123, breakdowns=by_sex((50, 100), (8, 20), (2, 3))))
    assert [group.denominator for group in shown.breakdowns] == [100, None, None]
    assert [group.status for group in shown.breakdowns] == ["ok", "suppressed", "suppressed"]


def test_a_small_numerator_leaves_the_denominators_of_groups():
    shown = of(share(53, 200, breakdowns=by_sex((50, 100), (3, 100))))
    assert [(g.numerator, g.denominator) for g in shown.breakdowns] == [(None, 100), (None, 100)]


def test_indicators_of_the_same_cases_hide_the_same_groups():
    """The rate shows by group what the percentage hides as its denominator."""
    numbers = (("male", 100), ("female", 20), ("other or unknown", 3))
    groups = tuple(Group("sex", name, number, None, None, "-") for name, number in numbers)
    rate = line("a_rate", unit="rate_per_10000", numerator=123, denominator=9000, breakdowns=groups)
    one = share(60, 123, breakdowns=by_sex((40, 100), (20, 20), (0, 3)))
    shown, other = suppressed((one, rate), 6)
    assert [g.denominator for g in shown.breakdowns] == [100, None, None]
    assert [g.numerator for g in other.breakdowns] == [100, None, None]


def test_the_only_group_is_as_visible_as_the_total():
    shown = of(share(3, 100, breakdowns=(Group("team", "North", **percent(3, 100)),)))
    assert [(g.numerator, g.denominator) for g in shown.breakdowns] == [(None, 100)]


def test_each_period_of_a_trend_is_looked_at():
    points = tuple(Point(PERIOD.start, PERIOD.end, status="ok", **percent(n, 100)) for n in (50,))
    early = Point(
        PERIOD.start.replace(year=2016), PERIOD.end.replace(year=2017), status="ok", **percent(3, 100)
    )
    shown = of(share(50, 100, trend=(early, *points)))
    assert [(p.numerator, p.display, p.status) for p in shown.trend] == [
        (None, "c", "suppressed"),
        (50, "50", "ok"),
    ]


def test_a_change_from_a_hidden_figure_is_hidden():
    then = Baseline(PERIOD.start, **percent(3, 100), change=47.0, change_display="+47")
    shown = of(share(50, 100, baseline=then)).baseline
    assert shown is not None
    assert (shown.numerator, shown.display, shown.change, shown.change_display) == (None, "c", None, "c")


def test_groups_that_are_small_together_are_hidden_with_a_larger_one():
    """100 and 155 in all would tell of the other three that they are 55, and beside 50 that two are 5."""
    numbers = (("North", 100), ("South", 50), ("East", 3), ("West", 2))
    groups = tuple(Group("team", name, number, None, number, str(number)) for name, number in numbers)
    made = line("a_count", unit="count", numerator=155, denominator=None, value=155, breakdowns=groups)
    assert [group.numerator for group in of(made).breakdowns] == [100, None, None, None]
