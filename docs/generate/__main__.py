"""Writes what the documentation takes from the program: `python docs/generate`; `--check` only compares.

The reference pages are made from the code that they describe; in every other page the output of the
commands in `console` blocks is what they print when they are run on the sample authority.
"""

from __future__ import annotations

import difflib
import sys
from collections.abc import Iterator
from pathlib import Path

import console
import pages

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"


def main() -> int:
    """Write the pages, or with `--check` say which are stale; 1 where any is, or a command failed."""
    only_check = "--check" in sys.argv[1:]
    failures = 0
    for path, text in wanted():
        there = path.read_text(encoding="utf-8") if path.exists() else ""
        if there == text:
            continue
        name = path.relative_to(ROOT)
        if only_check:
            failures += 1
            diff = difflib.unified_diff(
                there.splitlines(), text.splitlines(), "committed", "made", lineterm="", n=1
            )
            print(f"{name} is stale; `make docs` writes it", *list(diff)[:20], sep="\n")
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
            print(f"wrote {name}")
    for failure in console.failures:
        print(failure)
    return 1 if failures or console.failures else 0


def wanted() -> Iterator[tuple[Path, str]]:
    """Every page that is made, wholly or in part, with its text."""
    generated = {DOCS / name: text for name, text in pages.reference()}
    yield from generated.items()
    for path in [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))]:
        if path not in generated:
            yield path, console.refreshed(path.read_text(encoding="utf-8"), path.relative_to(ROOT), ROOT)


if __name__ == "__main__":
    sys.exit(main())
