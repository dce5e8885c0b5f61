"""The order of a report, as ChAT lays it out.

The 23 rows of ChAT's printed table come first, in exactly its order, under a heading wherever the family
changes (looked after children therefore appear twice: the children, and later how their care ended). Who
knows ChAT finds the page they know. Everything else follows as "More indicators", by family in ChAT's order,
so that a long list of further figures never tears the page apart.
What could not be computed is not a row: renderers list it below, by reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from chatcalc.reports.lines import Line

FAMILY_TITLES: Final = {
    "referrals": "Contacts and referrals",
    "assessments": "Assessments",
    "section_47": "Section 47 enquiries",
    "icpc": "Initial child protection conferences",
    "cin": "Children in need",
    "cpp": "Child protection plans",
    "reviews": "Reviews",
    "visits": "Visits",
    "cla": "Children looked after",
    "missing": "Missing and away",
    "placement_stability": "Placement stability",
    "permanence": "Permanence",
    "health": "Health",
    "leaving_care": "Leaving care",
    "adoption": "Adoption",
}
_FAMILY_ORDER: Final = {family: place for place, family in enumerate(FAMILY_TITLES)}


@dataclass(frozen=True)
class Section:
    """Lines under one heading. `first_of_more` marks the start of what ChAT does not print."""

    title: str
    lines: tuple[Line, ...]
    first_of_more: bool = False


def in_chat_order(lines: Iterable[Line]) -> tuple[Line, ...]:
    """The lines by authority, the printed ChAT rows first, then by family; within one as the specs came."""
    return tuple(sorted(lines, key=_place))


def sections(lines: Sequence[Line]) -> Iterator[Section]:
    """Runs of computed lines of one family, from lines in ChAT order; those not computed are left out."""
    shown = [line for line in lines if line.status != "not_computed"]
    more_seen = not any(line.chat_row is not None for line in shown)
    for (chat, family), run in groupby(shown, key=lambda line: (line.chat_row is not None, line.family)):
        yield Section(family_title(family), tuple(run), first_of_more=not chat and not more_seen)
        more_seen = more_seen or not chat


def families(lines: Iterable[Line]) -> Iterator[Section]:
    """Every family once, in ChAT's order, with all its computed lines in theirs."""
    shown = [line for line in lines if line.status != "not_computed"]
    for family in sorted({line.family for line in shown}, key=_family_place):
        yield Section(family_title(family), tuple(line for line in shown if line.family == family))


def not_computed(lines: Iterable[Line]) -> dict[str, list[str]]:
    """Ids of the indicators that could not be computed, by reason."""
    reasons: dict[str, list[str]] = {}
    for line in lines:
        if line.status == "not_computed":
            reasons.setdefault("; ".join(line.caveats or line.notes) or "no reason given", []).append(line.id)
    return reasons


def family_title(family: str) -> str:
    """The heading of a family; one that chatcalc does not ship is titled by its name."""
    return FAMILY_TITLES.get(family, family.replace("_", " ").capitalize())


def _place(line: Line) -> tuple[str, int, int, str]:
    if line.chat_row is not None:
        return (line.la_code, line.chat_row, 0, "")
    return (line.la_code, 1000, *_family_place(line.family))


def _family_place(family: str) -> tuple[int, str]:
    return (_FAMILY_ORDER.get(family, len(_FAMILY_ORDER)), family)
