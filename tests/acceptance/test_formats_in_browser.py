"""The HTML report in a real browser: nothing is fetched, nothing complains, anybody can read it.

What it needs, `acceptance.browsing` says.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest

from acceptance.browsing import broken_rules, browser
from chatcalc.reports.html import to_html
from reports.examples import REPORT, REREFERRALS, publishable, published

__all__ = ["browser"]
ALL_LAS: Final = tuple((str(code), float(value)) for value, code in enumerate(range(860, 890)))
WHOLE: Final = replace(
    REREFERRALS, published=replace(published(), all_las=ALL_LAS, neighbour_codes=("860", "873"))
)


@pytest.fixture(scope="module")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    report = replace(REPORT, indicators=(REPORT.indicators[0], WHOLE, *REPORT.indicators[2:]))
    path = tmp_path_factory.mktemp("page") / "report.html"
    path.write_text(to_html(publishable(report)), encoding="utf-8")
    return path


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_opens_without_a_complaint_or_a_request(
    browser: Any, page_file: Path, width: int, scheme: str
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text))
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("request", lambda request: heard.append(request.url))
    page.goto(page_file.as_uri())
    assert heard == [page_file.as_uri()]
    assert page.evaluate("document.documentElement.scrollWidth") == width, "only tables scroll sideways"
    page.close()


def test_reads_the_same_without_javascript(browser: Any, page_file: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(page_file.as_uri())
    page.locator("summary", has_text="Figures of the trend").first.click()
    assert page.locator("details[open] td").first.is_visible()
    context.close()


def test_the_keyboard_reaches_the_table_and_the_sections(browser: Any, page_file: Path) -> None:
    page = browser.new_page()
    page.goto(page_file.as_uri())
    reached = []
    for _ in range(3):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.className || document.activeElement.tagName"))
    assert reached == ["skip", "wide", "A"]
    page.close()


def test_prints_on_a4_with_the_definitions_open(browser: Any, page_file: Path) -> None:
    page = browser.new_page()
    page.goto(page_file.as_uri())
    printed = page.pdf(prefer_css_page_size=True)
    assert printed.startswith(b"%PDF")
    assert b"/MediaBox [0 0 842" in printed or b"/MediaBox [0 0 841" in printed, (
        "the table lies across the page"
    )
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_breaks_no_rule_of_accessibility(browser: Any, page_file: Path, scheme: str) -> None:
    assert broken_rules(browser, page_file, scheme) == []
