"""The last published years, for people: the same rows in every format, and a chart of three lines."""

from __future__ import annotations

import itertools
from dataclasses import replace

import fastexcel
import pytest
from lxml import html

from chatcalc.comparison.comparison import PastYear
from chatcalc.reports.charts_published import published_chart
from chatcalc.reports.html import to_html
from chatcalc.reports.markdown import to_markdown
from chatcalc.reports.past_years import past_years, periods
from chatcalc.reports.report import SEVERAL, Authority, Report
from chatcalc.reports.xlsx import to_xlsx
from reports.examples import BY_SOURCE, NOT_COMPUTED, PAST_YEARS, REPORT, REREFERRALS, past_year, publishable
from reports.test_terminal import printed

ASKED = replace(REPORT, run=replace(REPORT.run, prints_published_years=True))


def texts(page: html.HtmlElement, path: str) -> list[str]:
    return [" ".join(" ".join(each.itertext()).split()) for each in page.xpath(path)]


def test_a_row_of_each_that_published_something() -> None:
    own, part = past_years([REREFERRALS, BY_SOURCE, replace(NOT_COMPUTED, published_trend=PAST_YEARS)])
    assert {whose: list(cells.values()) for whose, cells in own.rows()} == {
        "LA": ["8", "c", "-", "12"],
        "SNs": ["9", "9", "-", "14"],
        "Eng": ["10", "12", "-", "15"],
    }
    assert [period for _, period in periods([own, part])] == ["2014-15", "2015-16", "2016-17", "2017-18"]
    alone = replace(REREFERRALS, published_trend=(past_year(2018, "-", "-", "15"),))
    assert [whose for each in past_years([alone]) for whose, _ in each.rows()] == ["Eng"]


def test_the_page_has_a_chart_and_a_table_with_symbols_and_holes() -> None:
    page = html.document_fromstring(to_html(publishable()))
    assert texts(page, "//details[contains(summary, 'Published years')][.//td]//tbody/tr")[:3] == [
        "Devon 8 c - 12",
        "Statistical neighbours 9 9 - 14",
        "England 10 12 - 15",
    ]
    (chart,) = page.xpath("//*[local-name()='svg'][contains(@aria-labelledby, '-published-')]")
    assert [page.get_element_by_id(name).text for name in chart.get("aria-labelledby").split()] == [
        f"Published years: {REREFERRALS.title}",
        "LA from 8 in 2014-15 to 12 in 2017-18. SNs from 9 in 2014-15 to 14 in 2017-18. "
        "England from 10 in 2014-15 to 15 in 2017-18.",
    ]
    mix = "//article[h3/@id='referrals_by_source_pct']//details[contains(summary, 'Published years')]"
    assert texts(page, f"{mix}//tr[@class='family']") == ["From schools [x] (%)"]


def test_a_line_is_broken_where_a_year_has_no_figure() -> None:
    chart = published_chart(PAST_YEARS, "percent")
    assert chart is not None
    assert [(each.whose, each.path.count("M"), len(each.marks)) for each in chart.lines] == [
        ("LA", 2, 2),
        ("SNs", 2, 3),
        ("Eng", 2, 3),
    ]
    assert chart.caption == "solid this authority, dashed its statistical neighbours, dotted England"


@pytest.mark.parametrize(
    "last", [("50", "50", "50"), ("0", "0", "0"), ("100", "99", "98"), ("1", "0", "100"), ("2", "c", "2")]
)
def test_no_name_covers_another_or_leaves_the_picture(last: tuple[str, str, str]) -> None:
    chart = published_chart((past_year(2017, "10", "20", "100"), past_year(2018, *last)), "percent")
    assert chart is not None
    heights = sorted(line.end.y for line in chart.lines)
    assert all(upper - lower >= 12 for lower, upper in itertools.pairwise(heights))
    assert heights[0] >= 10
    assert heights[-1] <= 112


def test_england_does_not_dwarf_the_number_of_one_authority() -> None:
    chart = published_chart(PAST_YEARS, "count")
    assert chart is not None
    assert [each.whose for each in chart.lines] == ["LA", "SNs"]


@pytest.mark.parametrize("years", [(), PAST_YEARS[:1], PAST_YEARS[1:2], (PastYear("2017-18", 2018),)])
def test_one_year_is_no_line(years: tuple[PastYear, ...]) -> None:
    assert published_chart(years, "percent") is None


def test_the_workbook_has_a_row_for_each_year() -> None:
    content = to_xlsx(publishable())
    frame = fastexcel.read_excel(content).load_sheet("Published years", header_row=3).to_polars()
    assert frame.columns[1:] == ["Authority", "Year", "Published: LA", "Statistical neighbours", "England"]
    assert frame.height == len(PAST_YEARS) + 2
    assert [str(cell) for cell in frame.row(1)[1:]] == ["878", "2015-16", "c", "9", "12"]


def test_the_workbook_says_whose_figures_they_are() -> None:
    """Devon's published figures beside the data of another are Devon's."""
    lines = tuple(replace(REREFERRALS, la_code=code) for code in ("201", "202"))
    for report, codes in (
        (Report(REPORT.run, lines[:1]), ["878"] * 4),
        (Report(replace(REPORT.run, la=Authority(SEVERAL)), lines), ["201"] * 4 + ["202"] * 4),
    ):
        sheet = fastexcel.read_excel(to_xlsx(publishable(report))).load_sheet("Published years", header_row=3)
        assert sheet.to_polars()["Authority"].cast(str).to_list() == codes


@pytest.mark.parametrize("report", [REPORT, ASKED], ids=["not asked for", "asked for"])
def test_terminal_and_markdown_print_them_where_they_are_asked_for(report: Report) -> None:
    asked = report is ASKED
    terminal, markdown = printed(report), to_markdown(publishable(report))
    assert ("Published years" in terminal) is ("## Published years" in markdown) is asked
    title = REREFERRALS.title
    assert (f"| {title} | LA | 8 | c | - | 12 |" in markdown) is asked
    assert ("  Eng                                   10      12       -      15" in terminal) is asked
    assert ("referrals_by_source_pct|school" in terminal) is asked


def test_the_narrowest_terminal_keeps_the_latest_year() -> None:
    text = printed(ASKED, width=50)
    assert "Earlier years for want of width left out: 2" in text
    assert "2017-18" in text.split("Published years")[1]


def test_the_sheet_is_left_out_where_nothing_is_published() -> None:
    without = Report(REPORT.run, (replace(REREFERRALS, published_trend=()),))
    assert "Published years" not in fastexcel.read_excel(to_xlsx(publishable(without))).sheet_names
    assert "Published years" not in to_html(publishable(without))
