"""The words of chatcalc and what they mean: the page of the glossary, and the end of a pack.

A pack is read by people who never ran chatcalc. It explains the words that stand in it and nothing else, so
each word says whether it is one of the readers' or only of those who work with the program.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Word:
    """A word, or several that are explained together.

    Attributes:
        page: The reference page that lists them, and what a link to it says.
        within: Whether it is a word of the program, which no reader of figures meets.
    """

    words: tuple[str, ...]
    meaning: str
    page: tuple[str, str] | None = None
    within: bool = False


GLOSSARY: Final = (
    Word(
        ("extract",),
        "what an authority exports: CIN census XML, an SSDA903 return (CSV, workbook or XML), an Annex A "
        "workbook",
    ),
    Word(("return",), "the files of one year, as they were sent"),
    Word(
        ("table",),
        "a canonical table: the same columns whatever extract filled it",
        page=("list", "tables.md"),
        within=True,
    ),
    Word(("indicator",), "one line of the report; its id names it everywhere"),
    Word(("specification",), "the YAML file that defines an indicator", within=True),
    Word(
        ("case",),
        "one row of the table that an indicator counts: a referral, an assessment, a period of care",
    ),
    Word(("period",), "the days a report speaks of, first and last included"),
    Word(("snapshot",), "the last day of the period"),
    Word(
        ("quarter", "year to date"),
        "the financial quarter (they end with June, September, December and March) and the financial year "
        "since 1 April, each up to the snapshot",
    ),
    Word(("during",), "counted by a date in the period: so many in the year"),
    Word(
        ("open on",),
        "counted by being open on a day: started by then, and not ended, or ended later. What ended on the "
        "day is not open",
    ),
    Word(
        ("percentage point",),
        "the difference of two percentages: from 70% to 73% is 3 points, written `pp`",
    ),
    Word(("commentary",), "a line about a figure: what people wrote of it, else a generated sentence"),
    Word(
        ("numerator", "denominator"),
        "the part and the whole. Listings say `denominator` of a case that is in the whole and not in the "
        "part",
    ),
    Word(("value",), "the figure made of them", within=True),
    Word(
        ("status",),
        "what became of a case: numerator, denominator, excluded (with its reason), or not counted",
        within=True,
    ),
    Word(
        ("related",), "other records of the same child in the same authority that decide a case", within=True
    ),
    Word(("cohort",), "who is counted, where several indicators count the same children"),
    Word(
        ("breakdown",),
        "a figure by group, such as sex or age band. Ages are at the snapshot for what is open then, at the "
        "event for events",
    ),
    Word(
        ("dimension",),
        "what a breakdown is by: sex, age band, ethnic group, disability, team, authority, or a column of "
        "the lookup; two can be crossed",
    ),
    Word(
        ("lookup",),
        "a small file in which an authority says more of its children: team, worker, locality",
    ),
    Word(("due",), "the last day on which a case is in time if nothing happens until then", within=True),
    Word(("working day",), "a day that is no Saturday, no Sunday and no bank holiday of England"),
    Word(("part",), "one of several figures of an indicator, or of a mix"),
    Word(("variant",), "how another extract computes the indicator", within=True),
    Word(
        ("comparable",),
        "whether a figure is what the published one is: yes, another period, a proxy, or no",
        within=True,
    ),
    Word(
        ("proxy",), "a figure that stands in for the published one, of other children or another field: `~`"
    ),
    Word(
        ("annual rate",),
        "how many a whole year would have at the pace of the period, for 10,000 children aged 0 to 17",
    ),
    Word(("polarity",), "which is good: high, low, or neither"),
    Word(("partial",), "computed from data that do not reach back far enough"),
    Word(("period of care",), "a continuous time looked after, over all its episodes"),
    Word(("episode",), "a row of the SSDA903: one legal status in one placement"),
    Word(("placement",), "a stay with one carer, over all its episodes"),
    Word(("published statistics",), "the Department for Education's figures for all authorities"),
    Word(("statistical neighbour",), "one of the ten authorities most like this one, by a dated list"),
    Word(("direction of travel",), "the latest figure against the authority's own last published one"),
    Word(("position",), "the authority's published figure against the middle half of all authorities"),
    Word(("95% interval",), "how far chance alone may move a figure of so many cases"),
    Word(("run",), "one report made of some extracts; the history keeps the figures of each", within=True),
    Word(
        ("manifest",),
        "what stands beside an output and says what it was made from",
        page=("keys", "manifest.md"),
        within=True,
    ),
    Word(("history",), "the file that keeps the figures of every run", within=True),
    Word(("finding",), "something wrong, or worth knowing, in the data", page=("list", "findings.md")),
    Word(("problem",), "something wrong in a specification", page=("list", "problems.md"), within=True),
)


def words_in(text: str) -> Iterator[Word]:
    """The readers' words that stand in a text, in the order of the glossary, in one form or the other.

    >>> [each.words for each in words_in("Cases whose numerators are partial")]
    [('case',), ('numerator', 'denominator'), ('partial',)]
    """
    text = text.casefold()
    for each in GLOSSARY:
        if not each.within and any(re.search(rf"\b{re.escape(word)}s?\b", text) for word in each.words):
            yield each
