"""A page for each family of indicators, and one that lists them all."""

from __future__ import annotations

from collections.abc import Iterator

from chatcalc.reports.layout import FAMILY_TITLES, family_title
from chatcalc.specs.definition import Indicator
from chatcalc.specs.describe import COMPARABLE, SOURCE_NAMES, By, Description, Way, computed_by, describe
from chatcalc.specs.loading import load_specs
from markdown import bullets, page, table

_SOURCES = {"cin_census": "CIN census", "ssda903": "SSDA903", "annex_a": "Annex A"}
_LIST = """\
Every indicator that chatcalc ships, and how each extract computes it:

- *exactly*: as the definition says;
- *period*: the same, but over another length of time than the published figure (Annex A mostly holds six months);
- *proxy*: another field or another group of children stands in for what the extract does not hold; the table prints
  `~` before such a figure and a footnote says why;
- a dash: not at all. Each indicator's own text says why; what no extract can give is in
  [not computable](../not-computable.md).

`chatcalc specs list` prints the same, `chatcalc specs show ID` one definition.
"""
_FAMILY = """\
Definitions in plain English, made from the specifications themselves. Words in them such as *snapshot* and *case*
are those of the [glossary](../glossary.md); columns are described under [canonical tables](../tables.md).
"""


def pages() -> Iterator[tuple[str, str]]:
    """The list and the families."""
    loaded = load_specs().indicators
    yield "reference/indicators/README.md", _list(list(loaded.values()))
    for family in FAMILY_TITLES:
        own = [each for each in loaded.values() if each.spec.family == family]
        if own:
            text = page(family_title(family), _FAMILY, *(_indicator(describe(each)) for each in own))
            yield f"reference/indicators/{_file(family)}", text


def _list(indicators: list[Indicator]) -> str:
    blocks = []
    for family in FAMILY_TITLES:
        rows = [_row(each) for each in indicators if each.spec.family == family]
        if rows:
            heads = ("indicator", "title", *_SOURCES.values())
            blocks.append(f"## [{family_title(family)}]({_file(family)})\n\n{table(heads, rows)}")
    return page(f"The {len(indicators)} indicators", _LIST, *blocks)


def _row(indicator: Indicator) -> tuple[str, ...]:
    by = computed_by(indicator)
    link = f"[`{indicator.id}`]({_file(indicator.spec.family)}#{indicator.id})"
    return (link, describe(indicator).title, *(by.get(source, "-") for source in _SOURCES))


def _file(family: str) -> str:
    return f"{family.replace('_', '-')}.md"


def _indicator(said: Description) -> str:
    blocks = [
        f"## {said.id}",
        f"**{_text(said.title)}**",
        f"{said.unit[:1].upper()}{said.unit[1:]}; {said.polarity}.",
        _text(said.summary),
        *(_way(way) for way in said.ways),
        " ".join(_text(each) for each in said.unavailable),
        _list_of("Published", [f"`{each}`" for each in said.published]),
        _list_of("Source", said.references),
        _list_of("Tests", said.tests),
        _list_of("Changes that no test notices, for they alter no figure", [
            f"`{each.change}`: {each.reason}" for each in said.equivalent
        ]),
    ]  # fmt: skip
    return "\n\n".join(block for block in blocks if block)


def _way(way: Way) -> str:
    names = "; ".join(f"{SOURCE_NAMES[by.source]}, {COMPARABLE[by.comparable]}" for by in way.by)
    facts = table(
        ("", ""), [(f"**{fact.label}**", "<br>".join(map(_text, fact.lines))) for fact in way.facts]
    )
    return "\n\n".join([f"### From {names}", facts, *filter(None, map(_by, way.by))])


def _by(by: By) -> str:
    name = SOURCE_NAMES[by.source]
    fields = "; ".join(f"*{_text(field)}*" for field, _ in by.fields)
    read = f"From {name} it reads {fields}.\n\n" if fields else ""
    return f"{read}{bullets(map(_text, by.notes))}".strip()


def _list_of(label: str, lines: object) -> str:
    listed = bullets(_text(each) if not each.startswith("`") else each for each in lines)  # type: ignore[attr-defined]
    return f"{label}:\n\n{listed}" if listed else ""


def _text(text: str) -> str:
    """Plain text in which nothing is taken for markup: ids keep their underscores."""
    return text.replace("_", "\\_").replace("*", "\\*").replace("<", "&lt;")
