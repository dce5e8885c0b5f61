"""The definition of an indicator as plain text for a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from chatcalc.reports.layout import family_title
from chatcalc.specs.describe import COMPARABLE, SOURCE_NAMES, By, Description, Way

_LABEL = 16


def definition_text(description: Description, width: int = 80) -> str:
    """A description as text at a width, ending in a line break."""
    return "\n".join(_lines(description, width)) + "\n"


def _lines(description: Description, width: int) -> Iterator[str]:
    yield from textwrap.wrap(description.title, width)
    kind = f"{family_title(description.family)}; {description.unit}; {description.polarity}"
    yield from textwrap.wrap(f"{description.id}: {kind}", width, break_on_hyphens=False)
    if description.local:
        yield "Local: a definition of the authority's own."
    yield ""
    yield from textwrap.wrap(description.summary, width)
    for way in description.ways:
        yield from _way(way, width)
    if description.unavailable:
        yield ""
    for sentence in description.unavailable:
        yield from textwrap.wrap(sentence, width)
    for label, lines in (
        ("Published", description.published),
        ("Source", description.references),
        ("Tests", description.tests),
        ("Not tested", tuple(f"{each.change}: {each.reason}" for each in description.equivalent)),
    ):
        if lines:
            yield ""
            yield from _fact(label, lines, width)


def _way(way: Way, width: int) -> Iterator[str]:
    yield ""
    said = "; ".join(f"{SOURCE_NAMES[by.source]}, {COMPARABLE[by.comparable]}" for by in way.by)
    yield from textwrap.wrap(f"From {said}", width)
    for fact in way.facts:
        yield from _fact(fact.label, fact.lines, width)
    for by in way.by:
        yield from _by(by, width)


def _by(by: By, width: int) -> Iterator[str]:
    name = SOURCE_NAMES[by.source].removeprefix("the ")
    if by.fields:
        yield from _fact("Reads", [f"{name}: {'; '.join(field for field, _ in by.fields)}"], width)
    if by.notes:
        yield from _fact("Notes", by.notes, width)


def _fact(label: str, lines: Sequence[str], width: int) -> Iterator[str]:
    for number, line in enumerate(lines):
        head = f"  {label}" if number == 0 else ""
        yield from textwrap.wrap(
            line,
            width,
            initial_indent=head.ljust(_LABEL) + ("- " if len(lines) > 1 else ""),
            subsequent_indent=" " * (_LABEL + (2 if len(lines) > 1 else 0)),
            break_on_hyphens=False,
            break_long_words=False,
        )
