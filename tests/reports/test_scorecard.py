from __future__ import annotations

import datetime as dt
import io
import zipfile
from dataclasses import replace

import fastexcel
from rich.console import Console

from chatcalc.reports.disclosure import Publishable
from chatcalc.reports.footnotes import Footnotes
from chatcalc.reports.html import to_html
from chatcalc.reports.lines import (
    Baseline,
    Group,
    Line,
    Part,
    Point,
    Target,
)
from chatcalc.reports.markdown import to_markdown
from chatcalc.reports.report import Report
from chatcalc.reports.scorecard import ScorecardRow, scorecard_rows
from chatcalc.reports.scorecard_columns import MOST_GROUPS, scorecard_columns
from chatcalc.reports.terminal import TerminalReport
from chatcalc.reports.xlsx import to_xlsx
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


def test_on_a_narrow_terminal_the_groups_go_together():
    console = Console(width=115, record=True, color_system=None)
    with console.capture() as printed:
        console.print(TerminalReport(SCORECARD))
    text = printed.get()
    assert "Gap by team" in text
    assert "Not recorded" not in text
    head = next(row for row in text.splitlines() if row.startswith("Indicator"))
    assert "North" not in head


def test_a_lookups_column_has_a_gap_and_a_column_a_group():
    groups = (Group("locality", "Coast", 40, 50, 80.0, "80"), Group("locality", "Moor", 30, 50, 60.0, "60"))
    made = replace(LINE, breakdowns=(*groups, Group("sex", "male", 3, 5, 60.0, "60")))
    columns = scorecard_columns([row(made)], [made])
    shown = {column.head: column.cell(row(made)) for column in columns}
    assert shown["Gap by locality"] == "20: Moor 60, Coast 80"
    assert (shown["Locality: Coast"], shown["Locality: Moor"], shown["Sex: male"]) == ("80", "60", "60")
    assert "Gap by sex" not in shown, "of one group there is no gap"


def test_of_a_rate_a_group_shows_its_cases():
    rate = replace(LINE, unit="rate_per_10000", breakdowns=(Group("team", "North", 1288, None, None, "-"),))
    assert row(rate).groups == {("team", "North"): "n=1,288"}


def test_of_many_groups_only_the_gap_is_shown():
    groups = tuple(
        Group("team", f"Team {number}", 1, 2, 50.0, str(number)) for number in range(MOST_GROUPS + 1)
    )
    made = replace(LINE, breakdowns=groups)
    heads = [column.head for column in scorecard_columns([row(made)], [made])]
    assert heads[-1] == "Gap by team"


def test_the_page_draws_the_trend_and_says_the_rating():
    text = to_html(SCORECARD)
    assert '<th scope="col" class="num">North</th>' in text
    assert '<td class="rating red">red</td>' in text
    assert '<td class="trend"><svg class="spark"' in text
    assert '<a href="#a_pct">An indicator (%)</a>' in text
    assert "<caption>Comparison</caption>" not in text


def test_the_workbook_begins_with_it():
    content = to_xlsx(SCORECARD)
    book = fastexcel.read_excel(content)
    assert book.sheet_names[:2] == ["Scorecard", "Summary"]
    rows = book.load_sheet("Scorecard", header_row=None).to_polars().rows()
    own = next(each for each in rows if each[0] == "An indicator (%)")
    assert [str(cell) for cell in own[1:4]] == ["68", "85", "red"]
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        first = parts.read("xl/worksheets/sheet1.xml").decode()
    assert "<xm:f>Trend!" in first
    assert "x14:sparkline" in first
