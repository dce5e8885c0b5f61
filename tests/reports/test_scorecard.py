from __future__ import annotations

import datetime as dt
from dataclasses import replace

from rich.console import Console

from chatcalc.reports.disclosure import Publishable
from chatcalc.reports.footnotes import Footnotes
from chatcalc.reports.markdown import to_markdown
from chatcalc.reports.report import Baseline, Group, Line, Part, Point, Report, Target
from chatcalc.reports.scorecard import ScorecardRow, scorecard_rows
from chatcalc.reports.terminal import TerminalReport
from reports.examples import PERIOD, RUN, line


def point(month: int, value: float | None, status: str = "ok") -> Point:
    end = dt.date(2018, month, 28)
    return Point(PERIOD.start, end, 1, 8, value, "-", status)  # type: ignore[arg-type]


LINE = line(
    "a_pct",
    title="An indicator (%)",
    polarity="high",
    display="68",
    value=68.0,
    target=Target(85, 5, "red"),
    trend=(point(3, 80.0), point(1, 60.0), point(2, 70.0, "partial")),
    baseline=Baseline(dt.date(2017, 12, 31), 7, 10, 70.0, "70", -2.0, "-2"),
    breakdowns=(
        Group("team", "North", 1, 2, 62.0, "62"),
        Group("team", "South", 1, 2, 85.0, "85"),
        Group("team", "West", None, None, None, "c"),
        Group("team", "not recorded", 1, 2, 99.0, "99"),
    ),
)
SCORECARD = Publishable(Report(replace(RUN, layout="scorecard"), (LINE,)))


def row(made: Line) -> ScorecardRow:
    return next(scorecard_rows(made, Footnotes([])))


def test_a_row_holds_value_target_rating_change_and_gap():
    shown = row(LINE)
    assert (shown.value, shown.target, shown.rating) == ("68", "85", "red")
    assert (shown.earlier, shown.change) == ("70", "-2")
    assert shown.gaps == {"team": "23: North 62, South 85"}


def test_the_trend_goes_by_date_and_leaves_out_what_is_partial():
    assert row(LINE).trend == (60.0, None, 80.0)
    assert row(LINE).spark == "▁ █"
    assert row(LINE).ends == "60 to 80"


def test_of_counts_a_larger_team_has_more_so_there_is_no_gap():
    assert row(replace(LINE, unit="count")).gaps == {"team": ""}


def test_a_mix_has_a_row_for_each_part():
    part = Part("one", "One", 1, 8, 12.5, "13", "percent")
    mix = line("a_mix", numerator=None, denominator=None, value=None, display="-", parts=(part,))
    rows = list(scorecard_rows(mix, Footnotes([])))
    assert [(each.title, each.value, each.depth) for each in rows] == [(mix.title, "", 0), ("One", "13", 1)]


def test_the_terminal_shows_the_scorecard():
    console = Console(width=110, record=True, color_system=None)
    with console.capture() as printed:
        console.print(TerminalReport(SCORECARD))
    text = printed.get()
    assert "Latest  Target  Rating  Trend  Dec 2017  Change  Gap by team" in text
    assert "23: North 62, South 85" in text
    assert "Published" not in text


def test_markdown_does_too():
    text = to_markdown(SCORECARD)
    assert (
        "| Indicator | Latest | Target | Rating | Trend | Dec 2017 | Change | Gap by team "
        "| North | South | West | Not recorded |"
    ) in text
