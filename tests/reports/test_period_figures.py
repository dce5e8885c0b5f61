"""Further periods, changes and commentary as each format shows them, and what disclosure control leaves."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from dataclasses import replace
from fractions import Fraction
from typing import Any

import fastexcel
import polars as pl
import pytest
from rich.console import Console

from chatcalc.indicators.results import Figure, Period, Result, ResultStatus, TrendPoint
from chatcalc.reports.csv import to_csv
from chatcalc.reports.disclosure import Publishable, control_disclosure
from chatcalc.reports.html import to_html
from chatcalc.reports.json import to_json
from chatcalc.reports.lines import (
    Change,
    Commentary,
    Part,
    PeriodFigure,
    Point,
)
from chatcalc.reports.markdown import to_markdown
from chatcalc.reports.parquet_report import tidy_frame
from chatcalc.reports.period_figures import changes
from chatcalc.reports.report import NamedPeriod, Report
from chatcalc.reports.terminal import TerminalReport
from chatcalc.reports.xlsx import to_xlsx
from reports.examples import PERIOD, RUN, line

MONTH = Period(dt.date(2018, 12, 1), dt.date(2018, 12, 31))
THEN = Period(dt.date(2017, 1, 1), dt.date(2017, 12, 31))
WRITTEN = Commentary("Sickness in <b>the north</b>.", "A. Analyst", dt.date(2019, 1, 7))
"""What people write is text in every format."""


def beside(numerator: Any, denominator: Any, value: float, display: str) -> PeriodFigure:
    return PeriodFigure("month", MONTH, numerator, denominator, value, display)


def since(numerator: int, denominator: int, display: str, moved: float) -> Change:
    value = 100 * numerator / denominator
    return Change(
        "year",
        THEN,
        numerator,
        denominator,
        value,
        display,
        "ok",
        moved,
        f"{moved:+g} pp",
        "percentage_points",
    )


LINE = line(
    "a_pct",
    numerator=40,
    denominator=80,
    value=50.0,
    display="50",
    periods=(beside(9, 20, 45.0, "45"),),
    changes=(since(30, 60, "50", 0.0),),
    commentary=WRITTEN,
    parts=(
        Part(
            "one",
            "One (%)",
            20,
            80,
            25.0,
            "25",
            "percent",
            periods=(beside(10, 20, 50.0, "50"),),
            changes=(since(12, 60, "20", 5.0),),
            commentary=Commentary("Two moved."),
        ),
    ),
)
SIDE_BY_SIDE = (NamedPeriod("rolling-12", PERIOD), NamedPeriod("month", MONTH))
REPORT = Report(replace(RUN, periods=SIDE_BY_SIDE), (LINE, line("b_pct")))
SHOWN = Publishable(control_disclosure(REPORT).report)


def printed(publishable: Publishable = SHOWN, width: int = 150) -> str:
    console = Console(width=width, record=True, color_system=None)
    with console.capture() as found:
        console.print(TerminalReport(publishable))
    return found.get()


def test_the_terminal_has_a_column_for_each_and_peoples_lines_beneath():
    text = printed()
    assert "Latest is of 12 months. Beside it: Month, 1 December 2018 to 31 December 2018." in text
    own, part = (next(row for row in text.splitlines() if title in row) for title in ("of a_pct", "One (%)"))
    assert own.split()[-3:] == ["45", "+0", "pp"]
    assert part.split()[-3:] == ["50", "+5", "pp"]
    assert "    Sickness in <b>the north</b>. (A. Analyst, 7 January 2019)" in text
    assert "    One (%): Two moved." in text
    assert "generated" not in text


def test_json_has_keys_for_them():
    own, other = json.loads(to_json(SHOWN))["indicators"]
    days = {"start": "2018-12-01", "end": "2018-12-31"}
    assert own["periods"] == [
        {
            "name": "month",
            "period": days,
            "numerator": 9,
            "denominator": 20,
            "value": 45.0,
            "display": "45",
            "status": "ok",
        }
    ]
    assert own["parts"][0]["changes"][0] == {
        "ago": "year",
        "period": {"start": "2017-01-01", "end": "2017-12-31"},
        "numerator": 12,
        "denominator": 60,
        "value": 20.0,
        "display": "20",
        "status": "ok",
        "change": 5.0,
        "change_display": "+5 pp",
        "unit": "percentage_points",
        "note": None,
    }
    assert own["commentary"] == {
        "text": WRITTEN.text,
        "author": "A. Analyst",
        "date": "2019-01-07",
        "generated": False,
    }
    assert other["commentary"]["generated"] is True
    assert json.loads(to_json(SHOWN))["run"]["periods"][1] == {"name": "month", **days}


def test_csv_has_a_row_for_each_period_once_and_columns_for_the_rest():
    twice = replace(LINE, periods=(*LINE.periods, replace(LINE.periods[0], name="quarter")))
    rows = list(csv.DictReader(io.StringIO(to_csv(Publishable(Report(REPORT.run, (twice,)))))))
    months = [row for row in rows if row["period_start"] == "2018-12-01"]
    assert [(row["indicator_id"], row["value"]) for row in months] == [
        ("a_pct", "45.0"),
        ("a_pct|one", "50.0"),
    ]
    assert (rows[0]["year_earlier_display"], rows[0]["year_change"]) == ("50", "0.0")
    assert (rows[0]["commentary"], rows[0]["commentary_generated"]) == (WRITTEN.text, "false")


def test_a_period_that_the_trend_has_stands_once():
    point = Point(MONTH.start, MONTH.end, 9, 20, 45.0, "45", "ok")
    rows = list(
        csv.DictReader(io.StringIO(to_csv(Publishable(Report(RUN, (replace(LINE, trend=(point,)),))))))
    )
    own = [row for row in rows if (row["indicator_id"], row["period_start"]) == ("a_pct", "2018-12-01")]
    assert len(own) == 1


def test_parquet_has_them_with_their_types():
    frame = tidy_frame(SHOWN)
    assert frame.schema["commentary_date"] == pl.Date
    first = frame.row(0, named=True)
    assert (first["year_change"], first["commentary_generated"]) == (0.0, False)
    assert first["commentary_date"] == dt.date(2019, 1, 7)


def test_markdown_has_columns_and_a_section_for_what_is_said():
    text = to_markdown(SHOWN)
    assert "| Month | On a year earlier |" in text
    assert "| 45 | +0 pp |" in text
    assert (
        r"- **Title of a\_pct (%)**: Sickness in \<b\>the north\</b\>. (A. Analyst, 7 January 2019) "
        "One (%): Two moved." in text
    )
    assert "13% (1 of 8); of 8 cases, so one case is 13 points. (generated)" in text


def test_the_page_has_them_and_escapes_what_people_wrote():
    text = to_html(SHOWN)
    assert '<th scope="col" class="num">Month</th>' in text
    assert "A year earlier, 1 January 2017 to 31 December 2017: 50; change +0 pp." in text
    assert "Sickness in &lt;b&gt;the north&lt;/b&gt;." in text
    assert '<span class="made-of">(generated)</span>' in text


def test_the_workbook_has_columns_and_a_sheet_for_what_is_said():
    book = fastexcel.read_excel(to_xlsx(SHOWN))
    said = book.load_sheet("Commentary", header_row=None).to_polars().rows()
    assert ("Title of a_pct (%)", "a_pct", WRITTEN.text, "A. Analyst, 7 January 2019") in said
    assert ("Title of a_pct (%): One (%)", "a_pct", "Two moved.", None) in said
    summary = book.load_sheet("Summary", header_row=None).to_polars().rows()
    assert any(row[0] == "Indicator" and row[-2:] == ("Month", "On a year earlier") for row in summary)


@pytest.mark.parametrize("given", [{"suppress": 6}, {"audience": "public"}])
def test_where_counts_are_hidden_there_is_one_period(given: Any):
    report = control_disclosure(REPORT, **given).report
    assert report.run.periods == SIDE_BY_SIDE[:1]
    assert not any(each.periods for each in (report.indicators[0], *report.indicators[0].parts))
    assert (
        "Not beside month: the periods less one another would let hidden counts be worked out."
        in report.run.notes
    )
    assert "Beside it" not in printed(Publishable(report))


def test_the_public_sees_no_changes_and_what_people_wrote():
    own = control_disclosure(REPORT, audience="public").report.indicators[0]
    assert (own.changes, own.parts[0].changes) == ((), ())
    assert own.commentary == WRITTEN


@pytest.mark.parametrize(
    ("latest", "earlier", "hidden"),
    [((40, 80), (30, 60), False), ((4, 80), (30, 60), True), ((40, 80), (3, 60), True)],
)
def test_a_change_is_hidden_with_either_of_its_figures(
    latest: tuple[int, int], earlier: tuple[int, int], hidden: bool
):
    made = line(
        "a_pct",
        numerator=latest[0],
        denominator=latest[1],
        value=50.0,
        display="50",
        changes=(since(*earlier, "50", 1.0),),
    )
    change = control_disclosure(Report(RUN, (made,)), suppress=6).report.indicators[0].changes[0]
    assert (change.change is None) is hidden
    assert change.change_display == ("c" if hidden else "+1 pp")
    assert (change.numerator is None) is (earlier[0] < 6)


def test_a_small_count_of_another_period_makes_a_report_not_for_publication():
    large = replace(LINE, parts=(), periods=(), changes=())
    small = replace(large, periods=(beside(2, 20, 10.0, "10"),))
    kinds = [control_disclosure(Report(RUN, (each,))).report.run.classification for each in (large, small)]
    assert kinds == ["internal", "not for publication"]


def test_figures_without_a_change_say_why():
    def moved(latest: int | None, then: int | None, status: ResultStatus = "ok") -> Change:
        def count(number: int | None) -> Figure:
            exact = None if number is None else Fraction(number)
            return Figure(exact, None, exact, "count", 0)

        own, points = count(latest), (TrendPoint(THEN, count(then), status),)
        result = Result(
            "a", "A", "f", "count", "none", "878", "s", "yes", PERIOD, own, "ok", further=(points,)
        )
        return changes(result, None, result.figure, 0)[0]

    days = "1 January 2017 to 31 December 2017"
    assert (moved(12, 10).change, moved(12, 10).change_display) == (20.0, "+20%")
    assert moved(10, 10).change_display == "0%"
    assert moved(5, 0).note == "there were none then, so there is no per cent"
    assert moved(5, None, "not_computed").note == f"there is no figure for {days}"
    assert moved(5, 4, "partial").note == f"there is a partial figure for {days}"
    assert moved(None, 4).note == "the latest figure is missing"
    assert {moved(*each).change_display for each in ((5, 0), (5, None), (None, 4))} == {"-"}
