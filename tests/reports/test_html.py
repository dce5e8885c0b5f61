from __future__ import annotations

import re
from dataclasses import replace

import pytest
from lxml import html

from chatcalc.comparison.comparison import PublishedFigures
from chatcalc.extracts.extract import InputFile
from chatcalc.reports.charts import line_chart, sparkline
from chatcalc.reports.charts_strip import strip
from chatcalc.reports.html import to_html
from chatcalc.reports.report import Report
from reports.examples import BY_SOURCE, COUNT, REFERRALS, REPORT, REREFERRALS, publishable, published

ALL_LAS = tuple((str(code), float(value)) for value, code in enumerate(range(860, 890)))
WHOLE = replace(REREFERRALS, published=replace(published(), all_las=ALL_LAS, neighbour_codes=("860", "873")))
REPORTED = replace(REPORT, indicators=(REFERRALS, WHOLE, *REPORT.indicators[2:]))
TEXT = to_html(publishable(REPORTED))
PAGE = html.document_fromstring(TEXT)


def texts(path: str, page: html.HtmlElement = PAGE) -> list[str]:
    return [" ".join(" ".join(each.itertext()).split()) for each in page.xpath(path)]


def test_the_table_stands_first_with_the_rows_of_every_format():
    cells = [" ".join(each.text_content().split()) for each in PAGE.xpath("(//table)[1]//tr[3]/*")]
    assert cells[:3] == ["Referrals within 12 months of a previous referral (%) [1]", "≥13", "1 / 8"]
    assert cells[-6:] == ["", "12", "14", "15", "Higher !, worse", "2017-18"]


def test_every_computed_indicator_has_a_section_that_its_row_leads_to():
    links = [each.removeprefix("#") for each in PAGE.xpath("//table[@class='comparison']//a/@href")]
    assert sorted(links) == sorted(PAGE.xpath("//article/h3/@id"))
    assert len(links) == sum(line.status != "not_computed" for line in REPORTED.indicators)


def test_ids_are_unique():
    ids = PAGE.xpath("//@id")
    assert len(ids) == len(set(ids))


def test_charts_say_what_they_show():
    charts = PAGE.xpath("//*[local-name()='svg'][@role='img']")
    assert len(charts) == 3
    for chart in charts:
        names = chart.get("aria-labelledby").split()
        assert all(PAGE.get_element_by_id(name).text for name in names)
    assert "From 25 on 30 November 2018 to ≥13 on 31 December 2018" in TEXT
    assert (
        "Devon 12, rank 140 of 150, where 1 is best. Mean of 9 statistical neighbours 14. England 15." in TEXT
    )


def test_neighbours_are_named():
    rows = texts("//details[contains(., 'neighbours published')]//tbody/tr")
    assert rows == ["Staffordshire 0", "Cambridgeshire 13"]


def test_groups_stand_in_a_table_by_dimension():
    assert texts("//table[caption='By sex']//tbody/tr") == ["female 2,341", "male 3,000"]


def test_nothing_is_fetched_and_nothing_runs():
    assert "default-src 'none'; style-src 'unsafe-inline'; img-src data:" in TEXT
    assert not PAGE.xpath("//script|//iframe|//object|//embed|//img|//@onclick|//@onload")
    assert [each for each in PAGE.xpath("//@href|//@src") if not each.startswith(("#", "data:"))] == []
    assert not re.search(r"url\(|@import", TEXT)


@pytest.mark.parametrize(
    "evil", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</style>{{ 7*7 }}"]
)
def test_everything_from_outside_is_escaped(evil: str):
    line = replace(WHOLE, title=evil, family=evil, id=evil, notes=(evil,), caveats=(evil,))
    run = replace(REPORT.run, inputs=(InputFile(evil, "cin_census", "ab", 1),), notes=(evil,))
    finding = replace(REPORT.findings[0], message=evil, where=evil, file=evil)
    text = to_html(publishable(Report(run, (line, replace(COUNT, breakdowns=()), BY_SOURCE), (finding,))))
    page = html.document_fromstring(text)
    assert evil not in text
    assert not page.xpath("//script|//img|//@onerror")
    assert evil in page.text_content()


def test_several_authorities_each_have_a_table_and_their_own_anchors():
    other = replace(REFERRALS, la_code="879")
    page = html.document_fromstring(to_html(publishable(Report(REPORT.run, (REFERRALS, other)))))
    assert page.xpath("//article/h3/@id") == ["878-referrals_rate", "879-referrals_rate"]
    assert texts("//h2", page)[:2] == ["Devon (878)", "Plymouth (879)"]


def test_a_hidden_figure_leaves_a_gap_in_the_line():
    points = [*REREFERRALS.trend, replace(REREFERRALS.trend[1], value=None, display="c"), *REREFERRALS.trend]
    chart = line_chart(points)
    assert chart is not None
    assert chart.path.count("M") == 2
    assert [mark.hollow for mark in chart.marks] == [False, True, False, True]


def test_one_figure_is_no_line():
    assert line_chart(REREFERRALS.trend[:1]) is None
    assert sparkline(REREFERRALS.trend[:1]) == ""


@pytest.mark.parametrize("beside", [None, PublishedFigures(), published()])
def test_without_the_figures_of_all_authorities_there_is_no_strip(beside: PublishedFigures | None):
    assert strip(beside, "878", "Devon") is None


def test_the_strip_keeps_every_authority_and_marks_its_own():
    found = strip(WHOLE.published, "878", "Devon")
    assert found is not None
    assert found.others.count("M") + found.neighbours.count("M") == len(ALL_LAS)
    assert found.neighbours.count("M") == 2
    assert found.own is not None
    assert found.own.label.text == "Devon 12"


def test_the_same_report_gives_the_same_bytes():
    assert to_html(publishable(REPORTED)) == TEXT
