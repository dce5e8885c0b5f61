"""What the generated sentence says of each kind of figure."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from chatcalc.reports.disclosure import control_disclosure
from chatcalc.reports.lines import (
    Baseline,
    Change,
    Commentary,
    Line,
    Part,
    Point,
)
from chatcalc.reports.report import Report
from chatcalc.reports.sentences import sentence, with_sentences
from reports.examples import PERIOD, RUN, line, published

YEAR_AGO = dt.date(2017, 12, 31)


def figure(display: str, numerator: Any, denominator: Any, **changes: Any) -> Line:
    """A line without polarity, of which nothing is published."""
    value = float(display.strip("≥")) if display.strip("≥")[0].isdigit() else None
    facts = {"display": display, "numerator": numerator, "denominator": denominator, "value": value}
    return line("an_indicator", **{"polarity": "none", **facts, **changes})


def change(by: float, display: str, unit: Any = "percentage_points", ago: Any = "year") -> Change:
    return Change(ago, PERIOD, 1, 2, 50.0, display, "ok", by, f"{by:+}", unit)


def part(title: str, share: float) -> Part:
    return Part(title, title, int(share), 100, share, f"{share:.0f}", "percent")


HIDDEN = replace(part("Police", 36.0), status="suppressed", value=None)


PERCENT = figure("76", 703, 923)
RATE = figure("245", 3550, 144700, unit="rate_per_10000")
COUNT = figure("1234", 1234, None, unit="count")
MIX = figure("-", None, 100, parts=(part("Police (%)", 36.0), part("Schools", 30.0)))


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (PERCENT, "76% (703 of 923)."),
        (RATE, "245 per 10,000 children (3,550 counted)."),
        (COUNT, "1,234."),
        (figure("320", 24940, 78, unit="days"), "320 days (78 cases)."),
        (figure("1", 50, 50, unit="days"), "1 day (50 cases)."),
        (figure("2.5", 250, 100, unit="mean"), "A mean of 2.5 (100 cases)."),
        (figure("29", None, 923, unit="median"), "A median of 29 (923 cases)."),
        (figure("34", None, 40, unit="max"), "At most 34 (40 cases)."),
    ],
)
def test_the_value_is_said_with_its_unit_and_what_it_is_made_of(made: Line, said: str):
    assert sentence(made) == said


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (figure("-", 0, 0), "No figure: there were no cases."),
        (figure("z", 0, 0, value=None), "No figure: there were no cases."),
        (figure("0", 0, 77), "None of 77."),
        (figure("0", 0, None, unit="count"), "None."),
        (figure("0", 0, 144700, unit="rate_per_10000"), "None."),
        (
            figure("-", 21, None, unit="rate_per_10000"),
            "21 counted; no rate, for no population is known.",
        ),
        (
            figure("low", 2, 795, value=0.25),
            "More than none, but rounds to 0 (2 of 795).",
        ),
        (
            figure("c", None, 50, value=None, status="suppressed"),
            "Not shown: the count is small, or would give a small one away.",
        ),
        (
            figure("-", None, None, status="not_computed", caveats=("needs Annex A",)),
            "Not computed: needs Annex A.",
        ),
        (
            figure("-", None, None, status="not_computed"),
            "Not computed: the extracts do not tell.",
        ),
        (
            figure("≥13", 125, 979, status="partial"),
            "At least 13% (125 of 979); the data do not reach back far enough for all of it.",
        ),
        (
            figure("≥0", 0, 146, status="partial"),
            "None so far known of 146; the data do not reach back far enough for all of it.",
        ),
        (
            figure("37", 90, 242, status="partial"),
            "37% (90 of 242); the data do not reach back far enough for all of it.",
        ),
    ],
)
def test_what_is_absent_hidden_partial_or_none_is_said_plainly(made: Line, said: str):
    assert sentence(made) == said


@pytest.mark.parametrize(
    ("polarity", "by", "said"),
    [
        ("high", 3.0, "3 points higher than a year earlier (73%), which is better"),
        ("high", -3.0, "3 points lower than a year earlier (73%), which is worse"),
        ("low", 1.0, "1 point higher than a year earlier (73%), which is worse"),
        ("low", -0.5, "0.5 points lower than a year earlier (73%), which is better"),
        ("none", 3.0, "3 points higher than a year earlier (73%)"),
        ("high", 0.0, "the same as a year earlier (73%)"),
    ],
)
def test_better_and_worse_go_by_polarity(polarity: str, by: float, said: str):
    made = replace(PERCENT, polarity=polarity, changes=(change(by, "73"),))  # type: ignore[arg-type]
    assert sentence(made) == f"76% (703 of 923); {said}."


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (replace(COUNT, changes=(change(12.0, "1102", "percent"),)), "12% more than a year earlier (1,102)"),
        (replace(COUNT, changes=(change(-4.0, "1285", "percent"),)), "4% fewer than a year earlier (1,285)"),
        (replace(COUNT, changes=(change(0.0, "1234", "percent"),)), "the same as a year earlier (1,234)"),
        (replace(RATE, changes=(change(-60.0, "305", "unit"),)), "60 lower than a year earlier (305)"),
        (
            replace(figure("320", 3200, 100, unit="days"), changes=(change(1.0, "319", "unit"),)),
            "1 day higher than a year earlier (319)",
        ),
        (
            replace(PERCENT, changes=(change(2.0, "74", ago="quarter"),)),
            "2 points higher than a quarter earlier (74%)",
        ),
        (
            replace(PERCENT, baseline=Baseline(YEAR_AGO, 7, 10, 70.0, "70", 6.0, "+6")),
            "6 points higher than on 31 December 2017 (70%)",
        ),
        (
            replace(PERCENT, trend=(Point(PERIOD.start, dt.date(2018, 1, 31), 1, 2, 70.0, "70", "ok"),)),
            "6 points higher than in Jan 2018 (70%)",
        ),
    ],
)
def test_a_change_is_said_in_what_it_is_measured_in(made: Line, said: str):
    assert sentence(made).split("; ")[1] == f"{said}."


def test_the_baseline_comes_before_a_year_a_quarter_the_last_published_and_the_trend():
    told = replace(
        PERCENT,
        direction="Increase",
        published=published("70"),
        changes=(change(1.0, "75", ago="quarter"), change(2.0, "74")),
    )
    assert "2 points higher than a year earlier (74%)" in sentence(told)
    assert "on 31 December" in sentence(
        replace(told, baseline=Baseline(YEAR_AGO, 7, 10, 70.0, "70", 6.0, "+6"))
    )


def test_a_hidden_baseline_is_passed_over():
    hidden = Baseline(YEAR_AGO, None, None, None, "c", None, "c", "suppressed")
    assert sentence(replace(PERCENT, baseline=hidden)) == "76% (703 of 923)."


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            {"direction": "Increase", "polarity": "low"},
            "higher than last published (12%, 2017-18), which is worse",
        ),
        (
            {"direction": "Increase", "polarity": "low", "direction_within_chance": True},
            "higher than last published (12%, 2017-18), which is worse, though that may be chance",
        ),
        ({"direction": "No change"}, "the same as last published (12%, 2017-18)"),
    ],
)
def test_the_last_published_figure_is_compared_with(changes: dict[str, Any], said: str):
    assert said in sentence(replace(PERCENT, published=published(), **changes))


@pytest.mark.parametrize(
    ("display", "changes", "said"),
    [
        ("76", {}, "above statistical neighbours (14%) and England (15%) in 2017-18"),
        ("14", {}, "level with statistical neighbours (14%) and below England (15%) in 2017-18"),
        ("9", {"latest_position": "Lower"}, "England (15%) in 2017-18, below the middle half of authorities"),
        ("10", {"latest_position": "In range"}, "in 2017-18, in the middle half of authorities"),
        ("76", {"comparable": "proxy"}, "in 2017-18, as a proxy"),
    ],
)
def test_the_position_is_against_neighbours_and_england(display: str, changes: dict[str, Any], said: str):
    assert said in sentence(figure(display, 300, 1000, published=published(), **changes))


def test_what_is_not_comparable_is_not_compared():
    assert sentence(replace(PERCENT, comparable="no", published=published())) == "76% (703 of 923)."


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (figure("14", 1, 7), "of 7 cases, so one case is 14 points."),
        (figure("100", 1, 1), "of 1 case, so one case is 100 points."),
        (figure("5", 1, 19), "of 19 cases, so one case is 5 points."),
        (figure("0.3", 4, 144700, unit="rate_per_10000"), "from 4 cases only."),
        (figure("300", 900, 3, unit="days"), "from 3 cases only."),
    ],
)
def test_of_few_cases_it_says_what_one_of_them_weighs(made: Line, said: str):
    assert sentence(made).endswith(f"; {said}")


def test_of_twenty_cases_it_does_not():
    assert sentence(figure("5", 1, 20)) == "5% (1 of 20)."


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (MIX, "The largest part is Police: 36% (36 of 100)."),
        (
            replace(MIX, parts=(HIDDEN, MIX.parts[1])),
            "The largest part shown is Schools: 30% (30 of 100).",
        ),
        (
            replace(MIX, parts=(HIDDEN,)),
            "Not shown: the counts are small, or would give small ones away.",
        ),
        (replace(MIX, parts=(part("Police", 0.0),)), "No cases."),
    ],
)
def test_of_a_mix_it_says_the_largest_part(made: Line, said: str):
    assert sentence(made) == said


def test_what_people_wrote_stays_and_the_others_get_a_generated_sentence():
    own = Commentary("Ours.", "A. Analyst", dt.date(2018, 4, 12))
    first, second = with_sentences([replace(PERCENT, commentary=own), PERCENT])
    assert first.commentary == own
    assert second.commentary == Commentary("76% (703 of 923).", generated=True)


def test_no_sentence_tells_what_disclosure_control_hides():
    hidden = replace(figure("4", 3, 77), baseline=Baseline(YEAR_AGO, 41, 77, 53.0, "53", -49.0, "-49"))
    shown = control_disclosure(Report(RUN, (hidden,)), suppress=6).report.indicators[0]
    assert shown.commentary
    assert shown.commentary.text == "Not shown: the count is small, or would give a small one away."
