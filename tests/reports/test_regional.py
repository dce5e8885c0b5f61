"""Several authorities together: pooled figures are what adding up gives, and nothing else is shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

import fastexcel
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from chatcalc.indicators.results import Figure, PartResult, Period, Result, Unit
from chatcalc.published.neighbours import Neighbours
from chatcalc.reports.authority import ended_before, without_history
from chatcalc.reports.disclosure import control_disclosure
from chatcalc.reports.html import to_html
from chatcalc.reports.markdown import to_markdown
from chatcalc.reports.regional import regional
from chatcalc.reports.report import OwnNeighbours, Report
from chatcalc.reports.xlsx import to_xlsx
from reports.examples import RUN, line

YEAR = Period(dt.date(2023, 4, 1), dt.date(2024, 3, 31))


def result(la_code: str, numerator: int | None, whole: int | None, unit: Unit = "percent") -> Result:
    """A result whose value is what its unit makes of it."""
    times = {"percent": 100, "rate_per_10000": 10_000}.get(unit, 1)
    of = 1 if unit == "count" else whole
    exact = Fraction(numerator * times, of) if numerator is not None and of else None
    parts = [None if number is None else Fraction(number) for number in (numerator, whole)]
    figure = Figure(*parts, exact, unit, 0)
    return Result("a", "A", "referrals", unit, "none", la_code, "cin_census", "yes", YEAR, figure, "ok")


def test_shares_are_of_all_cases_and_means_count_each_authority_once():
    (row,) = regional([result("201", 1, 10), result("202", 90, 100)])
    assert (row.numerator, row.denominator, row.value) == (91, 110, float(Fraction(9100, 110)))
    assert (row.display, row.mean, row.mean_display, row.n) == ("83", 50.0, "50", 2)


@settings(deadline=None)  # machines are busy
@given(st.lists(st.integers(0, 50).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=2))
def test_pooling_is_adding_up(pairs: list[tuple[int, int]]):
    (row,) = regional([result(str(100 + n), part, whole) for n, (part, whole) in enumerate(pairs)])
    part, whole = (sum(each) for each in zip(*pairs, strict=True))
    assert (row.numerator, row.denominator) == (part, whole)
    assert row.value == (float(Fraction(100 * part, whole)) if whole else None)


@pytest.mark.parametrize(
    ("unit", "made_of", "value", "mean", "n"),
    [
        ("count", ((4, None), (6, None)), 10.0, 5.0, 2),
        ("rate_per_10000", ((5, 10_000), (5, 30_000)), 2.5, 10 / 3, 2),
        ("rate_per_10000", ((5, 10_000), (5, None)), None, 5.0, 1),
        ("mean", ((5, 1), (15, 3)), 5.0, 5.0, 2),
        ("percent", ((0, 0), (1, 4)), 25.0, 25.0, 1),
        ("percent", ((0, 0), (0, 0)), None, None, 0),
    ],
    ids=["counts", "rates", "a population is unknown", "means", "nobody in one", "nobody at all"],
)
def test_what_is_together(
    unit: Unit, made_of: Sequence[Any], value: float | None, mean: float | None, n: int
):
    (row,) = regional([result(str(201 + place), *numbers, unit) for place, numbers in enumerate(made_of)])
    assert (row.value, row.mean, row.n) == (value, pytest.approx(mean), n)


def test_the_largest_of_all_is_the_largest_of_theirs():
    held = [
        replace(result(code, None, 3), figure=Figure(None, Fraction(3), exact, "max", 0))
        for code, exact in (("201", Fraction(10)), ("202", Fraction(20)), ("203", None))
    ]
    (row,) = regional(held)
    assert (row.value, row.display, row.mean) == (20.0, "20", 15.0)


def test_a_median_of_all_does_not_follow_from_theirs():
    held = [
        replace(result(code, None, 3), figure=Figure(None, Fraction(3), Fraction(days), "median", 0))
        for code, days in (("201", 10), ("202", 20))
    ]
    (row,) = regional(held)
    assert (row.value, row.display, row.status, row.mean) == (None, "-", "not_computed", 15.0)


def test_other_sources_and_periods_are_not_added_up():
    other = replace(result("202", 1, 2), source="annex_a")
    (row,) = regional([result("201", 1, 2), other])
    assert (row.numerator, row.value, row.mean, row.n) == (None, None, None, 2)


def test_more_data_may_raise_what_is_partial():
    partial = replace(result("202", 1, 2), status="partial", more_data_adds=True)
    (row,) = regional([result("201", 1, 2), partial])
    assert (row.display, row.mean_display, row.status) == ("≥50", "≥50", "partial")
    (row,) = regional([result("201", 1, 2), replace(partial, more_data_adds=False)])
    assert (row.display, row.status) == ("50", "partial")


def test_parts_have_rows_and_one_authority_has_none():
    part = PartResult("x", "X", Figure(Fraction(1), Fraction(2), Fraction(50), "percent", 0))
    held = [replace(result(code, 1, 4), parts=(part,)) for code in ("201", "202")]
    assert [(row.part, row.display) for row in regional(held)] == [(None, "25"), ("x", "50")]
    assert regional(held[:1]) == ()
    assert regional([held[0], replace(held[1], la_code="local")]) == ()


def test_neighbours_in_the_run_are_averaged_without_the_authority():
    near = Neighbours("a list", dt.date(2021, 4, 1), {"201": ("202", "203", "878"), "202": ("201", "878")})
    held = [result(code, part, 100) for code, part in (("201", 1), ("202", 40), ("203", 60))]
    (row,) = regional(held, (near,), 2024)
    (own,) = row.own_neighbours  # 202 has one neighbour here, which is no average; 203 is on no list
    assert (own.la_code, own.value, own.used, own.neighbours_list) == ("201", 50.0, 2, "a list")


@pytest.mark.parametrize("asked", [{"suppress": 6}, {"audience": "public"}])
def test_it_is_left_out_where_counts_are_hidden(asked):
    lines = tuple(line("a", la_code=code) for code in ("201", "202"))
    made = Report(
        replace(RUN, layout="region"), lines, regional=regional([result("201", 1, 8), result("202", 1, 8)])
    )
    assert "All 2 authorities" in to_markdown(control_disclosure(made))
    hidden = control_disclosure(made, **asked)
    assert (hidden.report.regional, hidden.report.run.layout) == ((), "chat")
    assert "All 2 authorities" not in to_markdown(hidden)
    assert "No table of all authorities" in to_markdown(hidden)


@pytest.mark.parametrize(
    ("code", "since", "said"),
    [
        ("942", dt.date(2022, 4, 1), True),
        ("942", dt.date(2023, 4, 1), False),
        ("838", dt.date(2018, 4, 1), True),
        ("878", dt.date(2000, 1, 1), False),
        ("local", dt.date(2000, 1, 1), False),
    ],
)
def test_an_authority_without_history_says_so(code: str, since: dt.date, said: bool):
    assert bool(without_history([code], since)) is said


def test_the_words_about_an_authority_without_history():
    assert without_history(["942"], dt.date(2020, 1, 1)) == (
        "Cumberland (942) has existed since 1 April 2023; earlier figures are of its predecessors.",
    )


@pytest.mark.parametrize(("day", "said"), [(dt.date(2021, 3, 31), False), (dt.date(2021, 4, 1), True)])
def test_an_authority_that_is_gone_by_the_snapshot_says_so(day: dt.date, said: bool):
    assert bool(ended_before(["928"], day)) is said


def test_the_successors_of_an_authority_that_is_gone_are_named():
    assert ended_before(["836", "928", "878", "local"], dt.date(2024, 3, 31)) == (
        "Poole (836) ceased to exist on 31 March 2019; its place was taken by Bournemouth, Christchurch and "
        "Poole (839).",
        "Northamptonshire (928) ceased to exist on 31 March 2021; its place was taken by North "
        "Northamptonshire (940) and West Northamptonshire (941).",
    )


REGION = Report(
    RUN,
    tuple(line("a", la_code=str(code), family="health") for code in range(301, 326)),
    regional=regional([result("301", 1, 8), result("302", 3, 8)]),
)


def test_the_page_shows_all_authorities_in_bands_that_a_page_holds():
    page = html.document_fromstring(to_html(control_disclosure(REGION)))
    tables = page.xpath("//table[contains(@class, 'regional')]")
    assert [table.xpath("string(caption)") for table in tables] == [
        "All 25 authorities: 301 to 320",
        "All 25 authorities: 321 to 325",
    ]
    heads = [each.text_content() for each in tables[1].xpath(".//thead//th")]
    assert heads == ["Indicator", "All", "Mean", "321", "322", "323", "324", "325"]
    assert tables[0].xpath("string(.//abbr[.='301']/@title)") == "Barking and Dagenham"
    cells = [each.text_content() for each in tables[1].xpath(".//tbody/tr[td]/*")]
    assert cells == ["A", "25", "25", *["13"] * 5]
    assert page.xpath("//nav//a[@href='#regional']")


def test_the_page_keeps_neighbours_in_the_bands_that_have_some():
    near = OwnNeighbours("301", 50.0, "50", 2, "a list")
    rows = (replace(REGION.regional[0], own_neighbours=(near,)),)
    page = html.document_fromstring(to_html(control_disclosure(replace(REGION, regional=rows))))
    found = [
        len(each.xpath(".//tr[td[contains(@class, 'made-of')]]"))
        for each in page.xpath("//table[contains(@class, 'regional')]")
    ]
    assert found == [1, 0]


@pytest.mark.parametrize(("layout", "place"), [("chat", 1), ("region", 0)])
def test_the_workbook_has_a_sheet_of_all_authorities(layout, place):
    asked = replace(REGION, run=replace(RUN, layout=layout))
    book = fastexcel.read_excel(to_xlsx(control_disclosure(asked)))
    assert book.sheet_names[place] == "All authorities"
    frame = book.load_sheet("All authorities", header_row=3).to_polars()
    assert frame.columns[:4] == ["Indicator", "All", "Mean", "301"]
    assert frame.row(1)[:4] == ("A", 25, 25, 13)


def test_one_authority_has_neither():
    alone = control_disclosure(replace(REGION, regional=()))
    assert "All authorities" not in fastexcel.read_excel(to_xlsx(alone)).sheet_names
    assert "regional" not in html.document_fromstring(to_html(alone)).xpath("//@id")
