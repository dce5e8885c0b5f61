"""Results become lines: figures as plain numbers, marks in the display, caveats apart from notes."""

import datetime as dt
from fractions import Fraction

import pytest

from chatcalc.extracts.extract import Finding
from chatcalc.indicators.results import BreakdownRow, Figure, PartResult, Period, Result, TrendPoint
from chatcalc.reports.build import build_report
from chatcalc.reports.report import Report
from chatcalc.specs.loading import load_specs
from reports.examples import RUN

INDICATORS = load_specs().indicators
PERIOD = Period(dt.date(2023, 4, 1), dt.date(2024, 3, 31))


def figure(numerator: int, denominator: int) -> Figure:
    exact = Fraction(numerator, denominator) * 100 if denominator else None
    return Figure(Fraction(numerator), Fraction(denominator), exact, "percent", 0)


def result(id_: str = "rereferrals_12m_pct", **changes: object) -> Result:
    facts: dict[str, object] = {
        "title": "A title",
        "family": "referrals",
        "unit": "percent",
        "polarity": "low",
        "la_code": "201",
        "source": "cin_census",
        "comparable": "yes",
        "period": RUN.period,
        "figure": figure(1, 8),
        "status": "ok",
    }
    return Result(id=id_, **{**facts, **changes})  # type: ignore[arg-type]


def report(*results: Result, findings: tuple[tuple[str | None, Finding], ...] = ()) -> Report:
    return build_report(RUN, results, INDICATORS, findings)


def test_figures_are_plain_and_unrounded():
    (line,) = report(result()).indicators
    assert (line.numerator, line.denominator, line.value, line.display) == (1, 8, 12.5, "13")
    assert isinstance(line.numerator, int)
    assert line.chat_row == 2


def test_nobody_is_no_value():
    (line,) = report(result(figure=figure(0, 0))).indicators
    assert (line.numerator, line.denominator, line.value, line.display) == (0, 0, None, "-")


@pytest.mark.parametrize(
    ("status", "adds", "display"), [("partial", True, "≥13"), ("partial", False, "13"), ("ok", True, "13")]
)
def test_a_figure_that_can_only_grow_says_so(status: str, adds: bool, display: str):
    (line,) = report(result(status=status, more_data_adds=adds)).indicators
    assert line.display == display


def test_remarks_on_a_definition_are_notes_and_no_caveats():
    general = INDICATORS["rereferrals_12m_pct"].definitions["cin_census"].spec.all_notes
    (line,) = report(result(notes=("partial: known from 2023", *general))).indicators
    assert line.notes == ("partial: known from 2023", *general)
    assert line.caveats == ("partial: known from 2023",)


def test_a_proxy_says_why_it_is_one():
    (line,) = report(result(comparable="proxy", notes=("another field stands in",))).indicators
    assert line.caveats == ("another field stands in",)


def test_another_period_than_the_reports_is_said():
    half = Period(dt.date(2018, 7, 1), dt.date(2018, 12, 31))
    (line,) = report(result(period=half)).indicators
    assert line.caveats == ("1 July 2018 to 31 December 2018",)


def test_parts_groups_and_points_keep_their_own_figures():
    made = result(
        parts=(PartResult("police", "Police (%)", figure(3, 8)),),
        breakdowns=(BreakdownRow("sex", "male", figure(1, 4)),),
        trend=(TrendPoint(PERIOD, figure(2, 8), "partial"),),
        more_data_adds=True,
    )
    (line,) = report(made).indicators
    assert (line.parts[0].numerator, line.parts[0].display) == (3, "38")
    assert (line.breakdowns[0].group, line.breakdowns[0].denominator) == ("male", 4)
    assert line.trend[0].display == "≥25"


def test_a_mix_has_groups_and_trends_of_its_parts_alone():
    nothing = Figure(None, None, None, "percent", 0)
    made = result(
        figure=nothing,
        parts=(PartResult("police", "Police (%)", figure(3, 8)),),
        breakdowns=(
            BreakdownRow("sex", "male", nothing),
            BreakdownRow("sex", "male", figure(1, 4), "police"),
        ),
        trend=(TrendPoint(PERIOD, nothing, "ok"), TrendPoint(PERIOD, figure(1, 4), "ok", "police")),
    )
    (line,) = report(made).indicators
    assert [each.part for each in (*line.breakdowns, *line.trend)] == ["police", "police"]


def test_what_was_not_computed_belongs_to_the_authority_of_what_was():
    missing = result("cla_rate", la_code="local", source=None, status="not_computed")
    assert {line.la_code for line in report(result(), missing).indicators} == {"201"}


def test_findings_name_the_indicators_they_touch_worst_first():
    touching = Finding("a", "info", "a.xml", "line 1", "m", 1, ("referrals",))
    worse = Finding("b", "error", "b.xml", "line 1", "m", 1, ("care_episodes",))
    made = report(result(), findings=(("cin_census", touching), ("ssda903", worse)))
    assert [(each.code, each.indicators) for each in made.findings] == [
        ("b", ()),
        ("a", ("rereferrals_12m_pct",)),
    ]
