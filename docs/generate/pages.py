"""The reference pages, by their places below `docs/`."""

from __future__ import annotations

from collections.abc import Iterator

import command_line
import data
import findings
import glossary
import indicators
import language
import published
import specifications


def reference() -> Iterator[tuple[str, str]]:
    """Path and text of every page that is wholly made."""
    yield "reference/command-line.md", command_line.commands()
    yield "reference/configuration.md", command_line.configuration()
    yield "reference/tables.md", data.tables()
    yield from findings.pages()
    yield "reference/glossary.md", glossary.glossary()
    yield "reference/language.md", language.language()
    yield "reference/specification.md", specifications.keys()
    yield "reference/problems.md", specifications.problems()
    yield "reference/published-statistics.md", published.equivalents()
    yield from indicators.pages()
