"""Columns that stand only where they were asked for, in every printed format."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import fastexcel
from lxml import html

from chatcalc.comparison.comparison import Shown
from chatcalc.reports.further import further_columns
from chatcalc.reports.html import to_html
from chatcalc.reports.lines import Baseline, Target
from chatcalc.reports.markdown import to_markdown
from chatcalc.reports.report import Report
from chatcalc.reports.xlsx import to_xlsx
from reports.examples import BY_SOURCE, REFERRALS, REPORT, REREFERRALS, publishable, published

EARLIER = Baseline(dt.date(2017, 12, 31), 1, 9, 11.1, "11", 2.0, "+2")
GROUPED = replace(published(), group=Shown(17.2, "17"), group_name="South West")
LINE = replace(REREFERRALS, target=Target(10.0, 2.0, "amber"), baseline=EARLIER, published=GROUPED)
ASKED = Report(REPORT.run, (REFERRALS, LINE, BY_SOURCE))
HEADS = ["South West", "Target", "Against target", "On 31 December 2017", "Change"]
CELLS = ["17", "10", "amber", "11", "+2"]


def test_there_are_none_where_nothing_was_asked_for():
    assert further_columns(REPORT) == ()


def test_the_page_shows_them():
    page = html.document_fromstring(to_html(publishable(ASKED)))
    assert [each.text for each in page.xpath("(//thead)[1]//th")[-5:]] == HEADS
    cells = page.xpath("(//table)[1]//tr[contains(., 'within 12 months')]/td")[-5:]
    assert [each.text for each in cells] == CELLS
    assert cells[2].get("class") == "num amber"


def test_the_workbook_shows_them_as_numbers():
    rows = fastexcel.read_excel(to_xlsx(publishable(ASKED))).load_sheet(
        "Summary", header_row=None, dtypes="string"
    )
    found = {row[0]: row[-5:] for row in rows.to_polars().iter_rows()}
    assert list(found["Indicator"]) == HEADS
    assert list(found["Referrals within 12 months of a previous referral (%) [1]"]) == [
        "17",
        "10",
        "amber",
        "11",
        "2",
    ]


def test_a_paper_shows_them():
    lines = to_markdown(publishable(ASKED)).splitlines()
    assert next(line for line in lines if "within 12 months" in line).endswith(f"| {' | '.join(CELLS)} |")
