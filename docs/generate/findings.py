"""The list of findings, and a page for each code."""

from __future__ import annotations

from collections.abc import Iterator

from chatcalc.extracts.finding_words import WORDS, Words
from chatcalc.extracts.findings import SEVERITIES, finding
from chatcalc.indicators.touched import reads_of, touched
from chatcalc.specs.definition import Definition, Indicator
from chatcalc.specs.loading import load_specs
from chatcalc.tables.catalogue import TABLES
from markdown import page, table

_LIST = """\
A finding is something wrong, or worth knowing, in the data. `chatcalc check` lists them; a report names their number
on standard error and its JSON holds them. A finding never quotes a child's data: it names a file, a place in it,
and how many cases there are. An `error` may make a figure wrong, a `warning` wants somebody to look, an `info` says
what was done. `--fail-on warning` ends with exit code 1 where there is one of that severity or worse.

Findings are about what touches a figure. They are no statutory validation: whether a return will be accepted, the
sector's validators say (COLLECT, the CIN validator and the SSDA903 validator). How to work with findings is in
[check the data](../how-to/check-the-data.md).
"""
_ANY = "It touches the indicators that read what it stands in; `chatcalc check` names them for every finding."
_NO_FIGURE = "No indicator reads what it can stand in."


def pages() -> Iterator[tuple[str, str]]:
    """The list, and a page for each code."""
    indicators = load_specs().indicators
    rows = [
        (f"[`{code}`](findings/{code}.md)", severity, WORDS[code].meaning, WORDS[code].mend)
        for code, severity in sorted(SEVERITIES.items())
    ]
    heads = ("code", "severity", "what is so, and what was done", "what to do")
    yield "reference/findings.md", page("Findings", _LIST, table(heads, rows))
    for code, severity in SEVERITIES.items():
        yield f"reference/findings/{code}.md", _page(code, severity, WORDS[code], indicators)


def _page(code: str, severity: str, words: Words, indicators: dict[str, Indicator]) -> str:
    return page(
        code,
        f"*{severity}* ([all findings](../findings.md))",
        words.meaning,
        f"**For example**: {words.example}" if words.example else "",
        f"**Why it matters**: {words.why}",
        f"**What to do**: {words.mend}",
        f"**Indicators**: {_indicators(code, words, indicators)}",
    )


def _indicators(code: str, words: Words, indicators: dict[str, Indicator]) -> str:
    """Links to the indicators that read any table in which the code can stand, from an extract that fills it."""
    if not words.tables:
        return _ANY
    about = finding(code, "", "", "", 1, *words.tables)
    links = [
        f"[`{each.id}`](../indicators/{each.spec.family.replace('_', '-')}.md#{each.id})"
        for each in indicators.values()
        if touched(about, map(reads_of, _from_sources_of(words.tables, each)))
    ]
    return ", ".join(links) + "." if links else _NO_FIGURE


def _from_sources_of(tables: tuple[str, ...], indicator: Indicator) -> list[Definition]:
    sources = {source for name in tables for source in TABLES[name].sources}
    return [each for source, each in indicator.definitions.items() if source in sources]
