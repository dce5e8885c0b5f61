"""The pack in a real browser: it prints on A4, nothing is cut off, and anybody can read it."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest

from acceptance.browsing import broken_rules, browser
from chatcalc.reports.pack import to_pack
from chatcalc.reports.report import Report
from chatcalc.specs.describe import describe
from chatcalc.specs.loading import load_specs
from reports.examples import FINDING, REFERRALS, REPORT, REREFERRALS, line, publishable

__all__ = ["browser"]
A4: Final = {(595, 842), (842, 595)}
PORTRAIT, LANDSCAPE = 672, 1031  # what the margins leave of A4, in CSS pixels


@pytest.fixture(scope="module")
def pack_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Long enough for page breaks, with the definitions and charts of real indicators."""
    indicators = load_specs().indicators
    defined = (
        replace(
            REREFERRALS,
            id=id_,
            title=f"Title of {id_}",
            definition=describe(indicators[id_]),
            chat_row=None,
            family="cla",
        )
        for id_ in ("referrals_by_source_pct", "cla_placement_types_pct", "cpp_repeat_2y_pct")
        if id_ in indicators
    )
    plain = (line(f"number_{each}", title=f"Title of number {each} " * 4) for each in range(30))
    finding = replace(FINDING, indicators=(REREFERRALS.id,))
    report = Report(REPORT.run, (REFERRALS, *REPORT.indicators[1:], *defined, *plain), (finding,))
    path = tmp_path_factory.mktemp("pack") / "pack.html"
    path.write_text(to_pack(publishable(report)), encoding="utf-8")
    return path


def test_every_page_is_a4_and_numbered(browser: Any, pack_file: Path) -> None:
    page = browser.new_page()
    page.goto(pack_file.as_uri())
    printed = page.pdf(prefer_css_page_size=True)
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", printed)
    sizes = [(round(float(width)), round(float(height))) for width, height in boxes]
    assert len(sizes) > 8
    assert set(sizes) == A4
    assert sizes[0] == (595, 842), "the cover stands upright"
    assert sizes.count((842, 595)) >= 1, "the comparison lies across"
    page.close()


@pytest.mark.parametrize(("width", "where"), [(PORTRAIT, ".family-section, .behind"), (LANDSCAPE, ".front")])
def test_nothing_is_wider_than_the_paper(browser: Any, pack_file: Path, width: int, where: str) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.emulate_media(media="print")
    page.goto(pack_file.as_uri())
    cut = page.evaluate(
        """where => [...document.querySelectorAll(where)].flatMap(part => [...part.querySelectorAll('*')])
            .filter(each => !each.closest('svg, .unseen')
                && each.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
            .map(each => each.outerHTML.slice(0, 80))""",
        where,
    )
    assert cut == []
    page.close()


def test_opens_without_a_complaint_or_a_request(browser: Any, pack_file: Path) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 800})
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text))
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("request", lambda request: heard.append(request.url))
    page.goto(pack_file.as_uri())
    assert heard == [pack_file.as_uri()]
    assert page.evaluate("document.documentElement.scrollWidth") == 320, "only tables scroll sideways"
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_breaks_no_rule_of_accessibility(browser: Any, pack_file: Path, scheme: str) -> None:
    assert broken_rules(browser, pack_file, scheme) == []
