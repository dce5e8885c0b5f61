"""A real browser for the pages that chatcalc writes.

Needs Chromium, Playwright and, for the rules of accessibility, axe-core's script (`AXE_CORE` names it); where
one is missing the tests say that they were skipped.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

ROOT: Final = Path(__file__).parents[2]
ARGUMENTS: Final = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("Chromium is not installed")
    with playwright.sync_playwright() as started:
        running = started.chromium.launch(executable_path=program, args=list(ARGUMENTS))
        yield running
        running.close()


def broken_rules(browser: Any, page_file: Path, scheme: str) -> list[tuple[str, str]]:
    """The rules of accessibility that a page breaks with everything unfolded, each with the first place."""
    script = Path(os.environ.get("AXE_CORE", ROOT / "node_modules" / "axe-core" / "axe.min.js"))
    if not script.is_file():
        pytest.skip("axe-core is not there: npm install --no-save axe-core, or name axe.min.js in AXE_CORE")
    # The page's own policy would stop the script that checks it.
    context = browser.new_context(color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    page.goto(page_file.as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    page.evaluate(script.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run()")
    assert found["passes"]
    context.close()
    return [(each["id"], each["nodes"][0]["html"]) for each in found["violations"]]
