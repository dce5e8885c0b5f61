"""Problems, failing tests and unnoticed changes of specifications, as one kind of thing with a place.

Every format that a build server reads is made of these.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from chatcalc.indicators.mutation import MutationReport, Survivor
from chatcalc.indicators.spec_tests import Outcome
from chatcalc.specs.problems import Place, Problem
from chatcalc.specs.yaml_reader import Document

FAILED_TEST = "failed-test"
UNNOTICED_CHANGE = "unnoticed-change"


@dataclass(frozen=True)
class Annotation:
    """Something to say about a place in a file.

    Attributes:
        level: `error` fails a build, `warning` does not.
        code: The problem's code, `failed-test` or `unnoticed-change`.
        message: One line.
        file: As it was given on the command line.
        line, column: From 1.
        length: Characters it speaks of, on that line.
        details: Further lines.
    """

    level: Literal["error", "warning"]
    code: str
    message: str
    file: str
    line: int
    column: int
    length: int
    details: tuple[str, ...] = ()


def of_problems(problems: Iterable[Problem]) -> list[Annotation]:
    """Problems as annotations, hints behind a semicolon."""
    return [
        _annotation(
            problem.level,
            problem.code,
            f"{problem.message}; {problem.hint}" if problem.hint else problem.message,
            problem.place,
            problem.length,
        )
        for problem in problems
    ]


def of_outcomes(outcomes: Iterable[Outcome], documents: Mapping[str, Document]) -> list[Annotation]:
    """Failing tests as annotations at their titles; `documents` are by indicator."""
    return [
        _annotation(
            "error",
            FAILED_TEST,
            f"test {outcome.number} of {outcome.indicator} fails: {outcome.test}",
            *documents[outcome.indicator].pointed(("tests", outcome.number - 1, "title")),
            outcome_lines(outcome),
        )
        for outcome in outcomes
        if not outcome.passed
    ]


def of_mutations(reports: Iterable[MutationReport], documents: Mapping[str, Document]) -> list[Annotation]:
    """Changes that no test notices, reasons that made-up rows refute, and reasons for nothing."""
    return [
        annotation
        for report in reports
        for annotation in (
            *_of_survivors(report.survivors, documents[report.indicator]),
            *_of_unused(report.unused, documents[report.indicator]),
        )
    ]


def _of_unused(unused: Iterable[int], document: Document) -> list[Annotation]:
    message = "`equivalent` lists a change that tests notice, or that there is not; leave it out"
    return [
        _annotation("error", UNNOTICED_CHANGE, message, *document.pointed(("equivalent", n, "change")))
        for n in unused
    ]


def _of_survivors(survivors: Iterable[Survivor], document: Document) -> list[Annotation]:
    return [
        _annotation(
            "error",
            UNNOTICED_CHANGE,
            survivor_line(survivor),
            survivor.place or document.place((survivor.key.partition(".")[0],)),
            1,
            survivor_lines(survivor),
        )
        for survivor in survivors
        if survivor.wanting
    ]


def outcome_lines(outcome: Outcome) -> tuple[str, ...]:
    """What differs, and why."""
    if outcome.mistake:
        return (f"the test is wrong: {outcome.mistake}",)
    lines: list[str] = []
    for each in outcome.differences:
        lines.append(f"{each.what}: expected {each.expected}, found {each.found}")
        lines += [f"  {reason}" for reason in each.why]
    return tuple(lines)


def survivor_line(survivor: Survivor) -> str:
    """What change of which condition goes unnoticed."""
    said = f"{survivor.key}: {survivor.change}"
    if survivor.reason:
        return f"{said} is listed as equivalent, and the case below tells them apart"
    return f"{said}, and no test of {survivor.indicator} notices"


def survivor_lines(survivor: Survivor) -> tuple[str, ...]:
    """A case that would notice the change, to paste under `tests`."""
    if survivor.case is None:
        return ("no row was found that it would change: list it under `equivalent` with a reason",)
    return ("a test that notices, to put right and to paste:", *survivor.case.splitlines())


def _annotation(  # noqa: PLR0917 - the fields of an annotation, in their order
    level: Literal["error", "warning"],
    code: str,
    message: str,
    place: Place,
    length: int,
    details: tuple[str, ...] = (),
) -> Annotation:
    return Annotation(level, code, message, place.file, place.line + 1, place.column + 1, length, details)
