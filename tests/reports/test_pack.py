from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import pytest
from lxml import html

from chatcalc.extracts.extract import InputFile
from chatcalc.reports.disclosure import control_disclosure
from chatcalc.reports.glossary import GLOSSARY, words_in
from chatcalc.reports.lines import Commentary
from chatcalc.reports.pack import css_string, to_pack
from chatcalc.reports.report import Authority, Report
from chatcalc.specs.describe import describe
from chatcalc.specs.loading import load_specs
from reports.examples import (
    BY_SOURCE,
    COUNT,
    DENTAL,
    FINDING,
    NOT_COMPUTED,
    REFERRALS,
    REPORT,
    REREFERRALS,
    line,
    publishable,
)

TOUCHING = replace(FINDING, indicators=(REREFERRALS.id,))
DEFINED = replace(
    REREFERRALS,
    definition=describe(load_specs().indicators[REREFERRALS.id]),
    commentary=Commentary("Said by people.", "A. Analyst"),
)
REPORTED = Report(
    REPORT.run, (REFERRALS, DEFINED, DENTAL, NOT_COMPUTED, BY_SOURCE, COUNT), (TOUCHING, FINDING)
)
TEXT = to_pack(publishable(REPORTED))
PAGE = html.document_fromstring(TEXT)


def texts(path: str, page: html.HtmlElement = PAGE) -> list[str]:
    return [" ".join(" ".join(each.itertext()).split()) for each in page.xpath(path)]


def article(id_: str) -> html.HtmlElement:
    (found,) = PAGE.xpath(f"//article[.//h3[@id='{id_}']]")
    return found


def test_the_cover_says_whose_figures_of_when_from_what_and_for_whom():
    cover = " ".join(texts("//header"))
    for said in ("Devon (878) at 31 December 2018", "internal, not for publication", "cin_2018.xml", "0.0.1"):
        assert said in cover


def test_the_contents_lead_to_every_family_and_indicator():
    links = [each.removeprefix("#") for each in PAGE.xpath("//nav//a/@href")]
    ids = PAGE.xpath("//@id")
    assert set(links) <= set(ids)
    computed = {each.id for each in REPORTED.indicators if each.status != "not_computed"}
    assert computed <= set(links)
    assert {"comparison", "referrals", "health", "issues", "partial", "glossary", "run"} <= set(links)
    assert len(ids) == len(set(ids))


def test_headings_go_down_by_one():
    levels = [int(each.tag[1]) for each in PAGE.xpath("//h1|//h2|//h3|//h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(then <= first + 1 for first, then in pairwise(levels))


def test_the_comparison_stands_before_the_families():
    assert texts("//h2")[:4] == ["Contents", "The comparison", "Contacts and referrals", "Health"]
    assert len(PAGE.xpath("(//table[@class='comparison'])[1]//tr")) > 2


def test_an_indicator_says_what_it_means_what_it_is_and_what_is_known_of_it():
    found = article(REREFERRALS.id)
    said = " ".join(" ".join(found.itertext()).split())
    for words in (
        DEFINED.definition.summary,
        "≥13",
        "this authority 12, statistical neighbours 14, England 15",
        "Said by people. (A. Analyst)",
        "a date is later than the return (cin_2018.xml, 4)",  # in both findings
        "Each case is",
    ):
        assert words in said
    assert len(found.xpath(".//*[local-name()='svg'][@role='img']")) == 2, (
        "its trend, and its published years"
    )
    assert found.xpath(".//details") == [], "paper cannot be unfolded"


def test_only_findings_that_touch_a_figure_are_known_issues():
    untouched = replace(FINDING, message="of no figure", indicators=())
    twice = replace(TOUCHING, where="line 99", count=3)
    text = to_pack(publishable(replace(REPORTED, findings=(TOUCHING, twice, untouched))))
    rows = texts("//table[@class='issues']/tbody/tr", html.document_fromstring(text))
    assert len(rows) == 1, "the places of one file are one issue"
    assert rows[0].startswith("Warning: a date is later than the return 5 cin_2018.xml")
    assert "line 23" not in text
    assert "of no figure" not in text


def test_what_is_partial_or_not_computed_is_listed_with_its_reason():
    rows = texts("//h2[@id='partial']/following-sibling::ul/li")
    assert any("the data are known from 2018-01-01 only" in row for row in rows)
    assert "The CIN census does not hold periods of care: Title of cla_rate (%)" in rows


def test_the_words_explained_are_those_that_stand_in_it():
    terms = texts("//dl[contains(@class, 'glossary')]/dt")
    assert {"Snapshot", "Numerator, denominator", "Partial", "Statistical neighbour"} <= set(terms)
    assert "Manifest" not in terms, "a word of the program"
    assert "`" not in " ".join(texts("//dl[contains(@class, 'glossary')]/dd"))


@pytest.mark.parametrize(("text", "is_there"), [("Placements of a child", True), ("displacements", False)])
def test_words_are_found_whole(text: str, is_there: bool):
    assert any("placement" in each.words for each in words_in(text)) is is_there


def test_every_word_is_explained_once():
    words = [word for each in GLOSSARY for word in each.words]
    assert len(words) == len(set(words))


def test_nothing_is_fetched_and_nothing_runs():
    assert "default-src 'none'; style-src 'unsafe-inline'; img-src data:" in TEXT
    assert not PAGE.xpath("//script|//iframe|//object|//embed|//img|//@onclick|//@onload")
    assert [each for each in PAGE.xpath("//@href|//@src") if not each.startswith(("#", "data:"))] == []
    assert not re.search(r"url\((?!\)|.*page\))|@import", TEXT.split("</style>", maxsplit=1)[0])


@pytest.mark.parametrize(
    "evil",
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "</style>{{ 7*7 }}",
        '"; } body { x: "\\',
    ],
)
def test_everything_from_outside_is_escaped(evil: str):
    lines = (replace(DEFINED, title=evil, family=evil, notes=(evil,), caveats=(evil,)), BY_SOURCE)
    run = replace(
        REPORT.run,
        la=Authority("878", evil),
        inputs=(InputFile(evil, "cin_census", "ab", 1),),
        notes=(evil,),
    )
    finding = replace(TOUCHING, message=evil, where=evil, file=evil)
    text = to_pack(publishable(Report(run, lines, (finding,))))
    page = html.document_fromstring(text)
    assert evil not in text.split("</style>", maxsplit=1)[0]
    assert not page.xpath("//script|//img|//@onerror")
    assert len(page.xpath("//style")) == 1
    assert evil in page.text_content()


def test_a_string_of_the_style_sheet_cannot_be_ended():
    assert css_string("Devon (878) at 31 March 2018") == '"Devon (878) at 31 March 2018"'
    assert css_string('a"\n\\') == '"a\\22 \\a \\5c "'


def test_a_public_pack_holds_no_small_count_and_nothing_of_the_data():
    small = line("small_pct", title="Small", numerator=4, denominator=40, value=10.0, display="10")
    text = to_pack(control_disclosure(Report(REPORT.run, (small, REFERRALS), (TOUCHING,)), audience="public"))
    page = html.document_fromstring(text)
    assert "4 / 40" not in page.text_content()
    assert "For the public: small counts are hidden" in page.text_content()
    assert texts("//article[.//h3[@id='small_pct']]//span[@class='figure']", page) == ["c"]
    for word in ("cin_2018.xml", "Known issues", "later than the return"):
        assert word not in text


def test_several_authorities_each_have_their_families():
    other = replace(REFERRALS, la_code="879")
    page = html.document_fromstring(to_pack(publishable(Report(REPORT.run, (REFERRALS, other)))))
    assert page.xpath("//article//h3/@id") == ["878-referrals_rate", "879-referrals_rate"]


def test_the_same_report_gives_the_same_bytes():
    assert to_pack(publishable(REPORTED)) == TEXT
