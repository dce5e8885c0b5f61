"""A check: what was recognised in extracts, and everything in them that touches a figure.

It is no statutory validation; `SCOPE` says so wherever a check is shown.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from chatcalc import __version__
from chatcalc.extracts.extract import Extract, Finding, InputFile, Severity
from chatcalc.extracts.finding_words import WORDS
from chatcalc.extracts.findings import SEVERITIES, WORST_FIRST, is_at_least
from chatcalc.extracts.rule_findings import later_than
from chatcalc.indicators.jobs import Job, job_for
from chatcalc.indicators.reach import Shortfall, shortfalls
from chatcalc.indicators.touched import Reads, reads_of, touched
from chatcalc.reports.asking import early_extracts, sound_specs, wanted_ids
from chatcalc.reports.authority import known_authority
from chatcalc.reports.making import question_for, read
from chatcalc.reports.report import TableRows
from chatcalc.reports.request import Request
from chatcalc.reports.totals import table_rows
from chatcalc.specs.definition import Indicator
from chatcalc.tables.columns import SOURCE_NAMES

SCOPE: Final = (
    "This is about figures. Full statutory validation is the job of the sector's validators: "
    "COLLECT, the CIN validator and the SSDA903 validator."
)


@dataclass(frozen=True)
class CheckFinding:
    """Something wrong in the data, in words, and what it touches. Never holds a child's data.

    Attributes:
        code: Its code.
        severity: How serious it is.
        source: The extract.
        file: Base name of the file.
        where: The first place.
        message: What is so.
        mend: What to do.
        count: How many cases.
        places: Where they are, the first 1,000 of them.
        indicators: Ids of the indicators it touches.
    """

    code: str
    severity: Severity
    source: str
    file: str
    where: str
    message: str
    mend: str
    count: int
    places: tuple[str, ...]
    indicators: tuple[str, ...]


@dataclass(frozen=True)
class Check:
    """What a check found, the worst first.

    Attributes:
        as_at: The snapshot; None where no extract says one and none was given.
        inputs: Source and file of everything that was read.
        tables: Rows of every table.
        findings: What is wrong.
        version: Of chatcalc.
    """

    as_at: dt.date | None
    inputs: tuple[tuple[str, InputFile], ...]
    tables: tuple[TableRows, ...]
    findings: tuple[CheckFinding, ...]
    version: str = __version__

    def at_least(self, level: Severity) -> bool:
        """Whether there is a finding of that severity or worse."""
        return any(is_at_least(each.severity, level) for each in self.findings)


def make_check(request: Request, tell: Callable[[str], None] = lambda _: None) -> Check:
    """Read the extracts, and say of every finding which indicators it touches.

    Args:
        request: What is asked; with a snapshot, later dates in Annex A and data that end before it are found.
        tell: Hears what is being done.

    Raises:
        RequestError: An argument is wrong.
        InvalidSpecsError: A specification is invalid.
        ExtractError: An extract cannot be used.
    """
    asked = known_authority(request)
    tell("loading specifications")
    specs = sound_specs(request)
    wanted = [specs.indicators[each] for each in wanted_ids(request, specs.indicators)]
    extracts = read(request, asked, tell)
    tell("looking for what touches a figure")
    dated = request.as_at or any(each.last_day or each.made_on for each in extracts)
    question = question_for(request, asked, extracts) if dated else None
    as_at = question.as_at if question else None
    jobs = [job_for(each, extracts, question) for each in wanted] if question else []
    answering = [job for job in jobs if isinstance(job, Job)]
    reads = _reads(wanted, extracts, answering)
    found = [_in_words(source, each, reads) for source, each in _findings(extracts, request, as_at)]
    found += [_too_short(each, extracts) for each in shortfalls(answering)]
    return Check(
        as_at=as_at,
        inputs=tuple((extract.source, each) for extract in extracts for each in extract.inputs),
        tables=table_rows(extracts),
        findings=tuple(sorted(found, key=_order)),
    )


def _findings(
    extracts: Sequence[Extract], request: Request, as_at: dt.date | None
) -> Iterator[tuple[str, Finding]]:
    """Source and finding of everything that the data themselves show."""
    for extract in extracts:
        yield from ((extract.source, each) for each in extract.findings)
        day = extract.made_on or (as_at if extract.last_day is None else None)
        if day is not None:
            yield from ((extract.source, each) for each in later_than(extract, day))
    if request.as_at:
        yield from ((source or "", each) for source, each in early_extracts(request.as_at, extracts))


def _reads(
    wanted: Sequence[Indicator], extracts: Sequence[Extract], answering: Sequence[Job]
) -> Mapping[str, list[Reads]]:
    """By extract, what the indicators read that it answers for; without a snapshot, all that it could."""
    definitions = [job.definition for job in answering] or [
        each.definitions[extract.source]
        for extract in extracts
        for each in wanted
        if extract.source in each.definitions
    ]
    return {
        extract.source: [reads_of(each) for each in definitions if each.source == extract.source]
        for extract in extracts
    }


def _in_words(source: str, found: Finding, reads: Mapping[str, Sequence[Reads]]) -> CheckFinding:
    return CheckFinding(
        code=found.code,
        severity=found.severity,
        source=source,
        file=found.file,
        where=found.where,
        message=found.message,
        mend=WORDS[found.code].mend,
        count=found.count,
        places=tuple(dict.fromkeys(found.places)),
        indicators=touched(found, reads.get(source, ())),
    )


def _too_short(short: Shortfall, extracts: Sequence[Extract]) -> CheckFinding:
    """A finding for the figures that read further back than an extract reaches."""
    code = "look-back-short"
    extract = next(each for each in extracts if each.source == short.source)
    since = "; ".join(_since(short, extract))
    source = SOURCE_NAMES[short.source]
    message = f"partial, for they read from {short.needed} on: {source} holds {since}"
    return CheckFinding(
        code=code,
        severity=SEVERITIES[code],
        source=short.source,
        file=extract.inputs[-1].file if extract.inputs else short.source,
        where="all files",
        message=message,
        mend=WORDS[code].mend,
        count=len(short.indicators),
        places=("all files",),
        indicators=short.indicators,
    )


def _since(short: Shortfall, extract: Extract) -> Iterator[str]:
    """What the extract holds from which day on, tables of one day together."""
    starts: dict[str, list[str]] = {}
    for table, day in sorted(short.since.items()):
        held = f"from {day or 'a day that nothing tells'}" if table in extract.tables else ""
        starts.setdefault(held, []).append(table)
    for held, tables in sorted(starts.items(), reverse=True):
        yield f"{', '.join(tables)} {held}" if held else f"no {', '.join(tables)}"


def _order(found: CheckFinding) -> tuple[int, str, str, str]:
    return WORST_FIRST.index(found.severity), found.code, found.file, found.where
