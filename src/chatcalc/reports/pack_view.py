"""What a pack shows beyond the HTML report: cover, contents, known issues in the data, and its words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from chatcalc.extracts.finding_words import WORDS
from chatcalc.reports.glossary import Word, words_in
from chatcalc.reports.html_view import AuthorityView, IndicatorView, PageView, page_view
from chatcalc.reports.lines import Line
from chatcalc.reports.report import Classification, Report, ReportFinding
from chatcalc.reports.wording import heading

MARKINGS: Final[dict[Classification, str]] = {
    "not for publication": "Contains children's figures: internal, not for publication",
    "internal": "Contains children's figures: internal",
    "public": "For the public: small counts are hidden",
}
_MOST_NAMED: Final = 4


@dataclass(frozen=True)
class Entry:
    """A line of the contents: where it leads, and what stands there."""

    anchor: str
    title: str
    further: bool = False


@dataclass(frozen=True)
class Issue:
    """Something known of the data that touches figures, over all its places.

    Attributes:
        files: In which it was found.
        effect: What it does to figures; empty where nothing is known of its code.
        touched: The indicators in words: the first few by title, and how many more.
    """

    severity: str
    files: str
    message: str
    count: int
    effect: str
    touched: str
    indicators: tuple[str, ...]


@dataclass(frozen=True)
class Partial:
    """A figure that is not whole, and why."""

    anchor: str
    title: str
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class PackView:
    """The whole pack, around what the page of the report shows.

    Attributes:
        marking: Who may see it; on the cover and at the foot of every page.
        running: Whose figures and of when, at the head of every page.
        named_pages: The kinds of pages, by family, each with what stands at its head.
        issues: Everything known of the data that touches a figure.
        not_computed: Reasons, each with the titles of the indicators.
        glossary: The words that stand in it, with their meanings.
    """

    page: PageView
    marking: str
    running: str
    contents: tuple[Entry, ...]
    named_pages: tuple[tuple[str, str], ...]
    issues: tuple[Issue, ...]
    partial: tuple[Partial, ...]
    not_computed: tuple[tuple[str, tuple[str, ...]], ...]
    glossary: tuple[Word, ...]

    def issues_of(self, line: Line) -> list[Issue]:
        """Those that touch a figure."""
        return [each for each in self.issues if line.id in each.indicators]


def pack_view(report: Report) -> PackView:
    """Everything the pack shows of a report."""
    page = page_view(report)
    titles = {line.id: line.title for line in report.indicators}
    issues = tuple(_issues(report.findings, titles)) if page.tells_of_data else ()
    partial = tuple(_partial(page.authorities))
    return PackView(
        page=page,
        marking=MARKINGS[report.run.classification],
        running=f"Day-one pack: {heading(report.run)}",
        contents=tuple(_contents(page, bool(partial))),
        named_pages=tuple((name, title) for name, title in _named_pages(page.authorities)),
        issues=issues,
        partial=partial,
        not_computed=tuple((reason, tuple(titles[id_] for id_ in ids)) for reason, ids in page.not_computed),
        glossary=tuple(words_in(" ".join(_texts(page)))),
    )


def _contents(page: PageView, partial: bool) -> Iterator[Entry]:
    if page.regional:
        yield Entry("regional", page.regional.title)
    yield Entry("comparison", "The comparison")
    for authority in page.authorities:
        for family in authority.families:
            prefix = f"{authority.title}: " if authority.title else ""
            yield Entry(family.anchor, f"{prefix}{family.title}")
            yield from (Entry(view.anchor, view.line.title, further=True) for view in family.indicators)
    if page.tells_of_data:
        yield Entry("issues", "Known issues in the data")
    if partial or page.not_computed:
        yield Entry("partial", "Partial and not computed")
    yield Entry("glossary", "Words used")
    yield Entry("run", "This run")


def _named_pages(authorities: Sequence[AuthorityView]) -> Iterator[tuple[str, str]]:
    """Numbered, for a family's name may be anything."""
    families = ((authority, family) for authority in authorities for family in authority.families)
    for number, (authority, family) in enumerate(families, start=1):
        yield f"family-{number}", f"{family.title}{f', {authority.title}' if authority.title else ''}"


def _issues(findings: Iterable[ReportFinding], titles: Mapping[str, str]) -> Iterator[Issue]:
    """The findings that touch a figure: what is said of several places is said once."""
    together: dict[tuple[str, str], list[ReportFinding]] = {}
    for each in findings:
        if each.indicators:
            together.setdefault((each.code, each.message), []).append(each)
    for (code, message), found in together.items():
        touched = tuple(dict.fromkeys(id_ for each in found for id_ in each.indicators))
        yield Issue(
            severity=found[0].severity,
            files=", ".join(dict.fromkeys(each.file for each in found)),
            message=message,
            count=sum(each.count for each in found),
            effect=WORDS[code].why if code in WORDS else "",
            touched=_named([titles.get(id_, id_) for id_ in touched]),
            indicators=touched,
        )


def _named(titles: Sequence[str]) -> str:
    named, more = titles[:_MOST_NAMED], len(titles) - _MOST_NAMED
    return "; ".join(named) + (f"; and {more} more" if more > 0 else "")


def _partial(authorities: Iterable[AuthorityView]) -> Iterator[Partial]:
    for view in _indicators(authorities):
        if view.line.status == "partial":
            yield Partial(view.anchor, view.line.title, view.line.caveats)


def _indicators(authorities: Iterable[AuthorityView]) -> Iterator[IndicatorView]:
    for authority in authorities:
        for family in authority.families:
            yield from family.indicators


def _texts(page: PageView) -> Iterator[str]:
    """What the pack says, as far as words could stand in it that want explaining."""
    yield from (*page.lead, page.legend, *page.footnotes)
    yield from ("extract", "indicator", "numerator", "denominator", "partial", "period", "snapshot")
    for view in _indicators(page.authorities):
        yield view.line.title
        yield from (part.title for part in view.line.parts)
        yield from (f"{fact.label} {' '.join(fact.lines)}" for fact in view.facts)
        yield "95% interval" if view.line.interval else ""
        yield "statistical neighbours position published statistics" if view.printed.year else ""
        yield "proxy" if view.line.comparable == "proxy" else ""
