"""What the definition behind a line says, as labelled sentences, for the formats that print definitions."""

from __future__ import annotations

from collections.abc import Iterator

from chatcalc.reports.lines import Line
from chatcalc.specs.describe import COMPARABLE, SOURCE_NAMES, Description, Fact, Way


def definition_facts(line: Line) -> Iterator[Fact]:
    """Label and sentences of the way in which the line was computed; of every way where it was not."""
    description = line.definition
    if description is None:
        return
    yield Fact("Meaning", (description.summary,))
    yield Fact("Kind", (f"{description.unit}; {description.polarity}",))
    for way in _ways(description, line.source):
        yield from _way(way, line.source)
    for label, sentences in (
        ("Not computed from", description.unavailable),
        ("Published", description.published),
        ("Source", description.references),
    ):
        if sentences:
            yield Fact(label, sentences)


def _ways(description: Description, source: str | None) -> tuple[Way, ...]:
    ways = tuple(way for way in description.ways if any(by.source == source for by in way.by))
    return ways or description.ways


def _way(way: Way, source: str | None) -> Iterator[Fact]:
    used = [by for by in way.by if by.source == source] or list(way.by)
    yield Fact(
        "Computed from", tuple(f"{SOURCE_NAMES[by.source]}, {COMPARABLE[by.comparable]}" for by in used)
    )
    yield from way.facts
    notes = tuple(note for by in used for note in by.notes)
    if notes:
        yield Fact("Notes", notes)
