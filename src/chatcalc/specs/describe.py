"""What an indicator means, in plain English, from nothing but its specification.

`chatcalc specs show` and the reference pages print the same description.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from chatcalc.expressions.tree import Aggregate, Column, Name, Node, walk
from chatcalc.extracts.origins import origin
from chatcalc.specs.definition import Definition, Indicator, PartDefinition, RelatedRows, Value
from chatcalc.specs.english import alternatives, in_words, words
from chatcalc.specs.model import Equivalent, Spec
from chatcalc.tables.catalogue import TABLES

SOURCE_NAMES: Final = {
    "cin_census": "the CIN census",
    "ssda903": "the SSDA903 return",
    "annex_a": "Annex A",
}
UNITS: Final = {
    "percent": "a percentage",
    "rate_per_10000": "a rate per 10,000 children aged 0 to 17",
    "count": "a number",
    "mean": "a mean",
    "median": "a median",
    "max": "the largest number",
    "days": "a mean number of days",
}
POLARITIES: Final = {"high": "high is good", "low": "low is good", "none": "neither high nor low is good"}
COMPARABLE: Final = {
    "yes": "as defined",
    "period": "over another period than the published figure",
    "proxy": "as a proxy for the published figure",
    "no": "not comparable with the published figure",
}
KINDS: Final = {"yes": "exactly", "period": "period", "proxy": "proxy", "no": "not comparable"}
_KEPT: Final = {
    "any": "A child counts once: a case in the numerator is taken before one that is not, else the first.",
    "latest": "A child counts once, with the latest case of the period.",
    "earliest": "A child counts once, with the earliest case of the period.",
}


@dataclass(frozen=True)
class Fact:
    """One thing that a definition says: a label, and what it says in one line or several."""

    label: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class By:
    """A source that computes the indicator.

    Attributes:
        source: Its id.
        comparable: `yes`, `period`, `proxy` or `no` (clarification 21).
        fields: What is read: the extract's own field, and the columns (`table.column`) that it fills.
    """

    source: str
    comparable: str
    notes: tuple[str, ...]
    fields: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Way:
    """How it is computed, and the sources from which it is computed so."""

    facts: tuple[Fact, ...]
    by: tuple[By, ...]


@dataclass(frozen=True)
class Description:
    """An indicator as a reader needs it; `tests` are the titles of its tests."""

    id: str
    title: str
    family: str
    unit: str
    polarity: str
    summary: str
    local: bool
    ways: tuple[Way, ...]
    unavailable: tuple[str, ...]
    published: tuple[str, ...]
    references: tuple[str, ...]
    tests: tuple[str, ...]
    equivalent: tuple[Equivalent, ...]


def describe(indicator: Indicator) -> Description:
    """The description of an indicator."""
    spec = indicator.spec
    return Description(
        id=spec.id,
        title=titled(spec),
        family=spec.family,
        unit=UNITS[spec.unit],
        polarity=POLARITIES[spec.polarity],
        summary=_line(spec.summary),
        local=indicator.local,
        ways=tuple(_ways(indicator)),
        unavailable=tuple(_unavailable(*each) for each in indicator.unavailable.items()),
        published=tuple(_published(spec)),
        references=tuple(
            f"{each.name}, {each.publisher}{f', {each.year}' if each.year else ''}" for each in spec.source
        ),
        tests=tuple(each.title for each in spec.tests),
        equivalent=tuple(spec.equivalent),
    )


def titled(spec: Spec) -> str:
    """The title with its limits filled in."""
    return spec.title.format(**{name: f"{limit:g}" for name, limit in spec.parameters.items()})


def row_is(table: str) -> str:
    """What one row of a table is, as its schema says, without the numbers of the rules behind it."""
    docstring = (TABLES[table].schema.__doc__ or "").strip().splitlines()[0]
    return without_rules(docstring)


def without_rules(text: str) -> str:
    """A text without the numbers of the rules that the code refers to, such as (C10)."""
    return re.sub(r" \((?:C\d+|clarifications?)[^()]*\)", "", text)


def computed_by(indicator: Indicator) -> dict[str, str]:
    """For each source that computes it: `exactly`, `period`, `proxy` or `not comparable`."""
    return {source: KINDS[each.spec.comparable] for source, each in indicator.definitions.items()}


def _ways(indicator: Indicator) -> Iterator[Way]:
    """One for each different way of computing, with the sources that share it."""
    shared: dict[tuple[Fact, ...], list[Definition]] = {}
    for definition in indicator.definitions.values():
        shared.setdefault(tuple(_facts(definition)), []).append(definition)
    for facts, definitions in shared.items():
        yield Way(facts, tuple(_by(each) for each in definitions))


def _by(definition: Definition) -> By:
    notes = tuple(_line(note) for note in definition.spec.all_notes)
    return By(definition.source, definition.spec.comparable, notes, _fields(definition))


def _facts(definition: Definition) -> Iterator[Fact]:
    yield Fact("Each case is", tuple(_counted(definition)))
    yield Fact("In the period", tuple(_when(definition)))
    related = [each for each in definition.steps if isinstance(each, RelatedRows)]
    yield from _joined("Other records", [_related(each, definition) for each in related])
    values = [each for each in definition.steps if isinstance(each, Value)]
    worked_out = [f"{words(each.name)}: {_said(each.node, definition)}" for each in values]
    yield from _joined("Worked out", worked_out)
    narrowing = [line for node in definition.denominator for line in _all_of(node, definition)]
    yield from _joined("Only where", narrowing)
    excluded = [f"{_said(each.when, definition)}: {each.reason}" for each in definition.exclude]
    yield from _joined("Left out", excluded)
    yield from _joined("Counted", list(_counted_where(definition)))
    yield Fact("The figure", tuple(_figure(definition)))
    yield from _joined("Parts", [_part(part, definition) for part in definition.parts])
    if definition.due:
        yield Fact("Falls due", (f"{definition.due.title}: {_said(definition.due.date, definition)}",))
    yield from _joined("Limits", [f"{words(name)}: {each:g}" for name, each in definition.parameters.items()])
    yield from _joined("Needs", list(_needs(definition)))


def _joined(label: str, lines: list[str]) -> Iterator[Fact]:
    if lines:
        yield Fact(label, tuple(lines))


def _unavailable(source: str, why: str) -> str:
    """A sentence that names the source, with or without its help."""
    name, why = SOURCE_NAMES[source], _line(why)
    sentence = why if why.startswith(name) else f"{name}: {why}"
    return f"{sentence[:1].upper()}{sentence[1:]}."


def _counted(definition: Definition) -> Iterator[str]:
    yield f"a row of {words(definition.table)}: {_lower(row_is(definition.table)).rstrip('.')}"
    if definition.distinct:
        yield _KEPT[definition.distinct]


def _when(definition: Definition) -> Iterator[str]:
    period = definition.period
    start, end = words(period.start or ""), words(period.end or "")
    days = "the window" if definition.window else "the period"
    match period.kind:
        case "during":
            yield f"{start} is in {days}, its first and last day included"
        case "open_on":
            yield f"open on the snapshot: {start} on or before it, and {end} blank or after it"
        case "overlapping":
            ends = f"{end} blank or not before its first"
            yield f"open on any day of {days}: {start} by its last day, and {ends}"
        case "all" if period.start:
            yield f"{start} is the snapshot"
        case "all":
            yield "every row: the list speaks of the snapshot"
    if definition.window:
        window = definition.window
        end = f"on the last {window.ending} on or before the snapshot"
        if window.months_before:
            end = window.ending
        yield f"The window is the {window.months} months that end {end}."


def _related(related: RelatedRows, definition: Definition) -> str:
    name = f"‘{words(related.name)}’: {words(related.table)} of the same child in the same authority"
    if related.where:
        name += f", where {_said(related.where, definition, of_related=True)}"
    values = (
        f"its {words(value.name)} is {_said(value.node, definition, of_related=True)}"
        for value in related.values
    )
    return "; ".join([name, *values])


def _counted_where(definition: Definition) -> Iterator[str]:
    """The numerator, or the number of a mean."""
    if definition.value is not None:
        yield f"each case counts {_said(definition.value, definition)}; blank leaves it out"
    elif definition.numerator is not None:
        yield from _all_of(definition.numerator, definition)
    elif definition.has_figure:
        yield "every case"


def _figure(definition: Definition) -> Iterator[str]:
    unit = definition.spec.unit
    if not definition.has_figure:
        yield "the parts alone"
    elif definition.population:
        yearly = ", for a year" if definition.period.kind == "during" else ""
        yield f"cases counted per 10,000 children aged 0 to 17{yearly}; it needs the population"
    elif definition.distinct_per:
        yield f"cases divided by the number of different values of {words(definition.distinct_per)}"
    else:
        yield {
            "percent": "cases counted, as a percentage of all cases that are not left out",
            "count": "the number of cases counted",
            "mean": "the mean over the cases",
            "days": "the mean number of days over the cases",
            "median": "the median over the cases",
            "max": "the largest over the cases",
            "rate_per_10000": "cases counted per 10,000",
        }[unit]


def _part(part: PartDefinition, definition: Definition) -> str:
    counted = _said(part.numerator, definition) if part.numerator is not None else "every case"
    of = f", of those where {_said(part.denominator, definition)}" if part.denominator is not None else ""
    return f"{part.title}: {counted}{of}"


def _needs(definition: Definition) -> Iterator[str]:
    if definition.look_back:
        months, more = definition.look_back.months, definition.look_back.more_data
        shown = "with ≥, because more data can only raise it" if more == "adds" else "without direction"
        less = f"with less, the figure is partial and shown {shown}"
        yield f"data from {months} months before the period; {less}"
    needs = definition.needs
    if needs and needs.year:
        yield f"{words(needs.table)} of the year that ends on the snapshot; without them there is no figure"
    elif needs and needs.column:
        yield f"{words(needs.column)} recorded in {words(needs.table)}; without it there is no figure"


def _all_of(node: Node, definition: Definition) -> Iterator[str]:
    """What must hold together, a line each."""
    for each in alternatives(node, "AND"):
        yield _said(each, definition)


def _said(node: Node, definition: Definition, *, of_related: bool = False) -> str:
    return in_words(node, definition.parameters, of_related=of_related)


def _fields(definition: Definition) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The extract's fields behind everything that the definition reads, each with the columns it fills."""
    found: dict[str, list[str]] = {}
    for table, column in dict.fromkeys(_read(definition)):
        field = origin(definition.source, table, column) if column in TABLES[table].columns else None
        if field:
            found.setdefault(field, []).append(f"{table}.{column}")
    return tuple((field, tuple(columns)) for field, columns in found.items())


def _read(definition: Definition) -> Iterator[tuple[str, str]]:
    """Table and column of everything that the definition names."""
    owners = {"child": "children"}
    owners |= {step.name: step.table for step in definition.steps if isinstance(step, RelatedRows)}
    yield from ((definition.table, name) for name in (definition.period.start, definition.period.end) if name)
    for node in definition.nodes:
        for inner in walk(node):
            match inner:
                case Name(name=name):
                    yield definition.table, name
                case Column(owner=owner, name=name):
                    yield owners[owner], name
                case Aggregate(related=related, column=str() as column):
                    yield owners[related], column


def _published(spec: Spec) -> Iterator[str]:
    yield from _equivalents(spec.published)
    for id_, part in spec.parts.items():
        yield from (f"{id_}: {each}" for each in _equivalents(part.published or {}))


def _equivalents(published: dict[str, object]) -> Iterator[str]:
    for name, where in published.items():
        if name == "lait":
            yield f"LAIT: {where}"
        elif isinstance(where, dict):
            yield f"Explore Education Statistics: {', '.join(_ees_words(where))}"
        else:
            yield f"{name}: {where}"


def _ees_words(where: dict[str, object]) -> Iterator[str]:
    yield str(where["file"])
    texts, added = where.get("where"), where.get("numerator")
    yield from (str(text) for text in texts.values()) if isinstance(texts, dict) else ()
    if "column" in where:
        yield str(where["column"])
        return
    names = [str(name) for name in added] if isinstance(added, list) else [str(added)]
    yield f"({' + '.join(names)}) / {where.get('denominator', where.get('per'))}"


def _line(text: str) -> str:
    return " ".join(text.split())


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
