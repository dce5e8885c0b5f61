"""Checks and tests of specifications as JUnit XML, which build servers show as a list of tests."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from chatcalc.indicators.mutation import MutationReport
from chatcalc.indicators.spec_tests import Outcome
from chatcalc.reports.spec_annotations import (
    Annotation,
    outcome_lines,
    survivor_line,
    survivor_lines,
)

Case = tuple[str, str | None]
"""A name, and what failed, if anything."""

_NOT_IN_XML: Final = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def problems_to_junit(annotations: Sequence[Annotation], files: Iterable[str]) -> str:
    """A suite a file; a file without a problem is one passing case, warnings fail nothing."""
    suites: dict[str, list[Case]] = {file: [] for file in files}
    for each in annotations:
        cases = suites.setdefault(each.file, [])
        if each.level == "error":
            text = f"{each.file}:{each.line}:{each.column}: {each.message}"
            cases.append((f"{each.code} at line {each.line}", text))
    return _junit({file: cases or [("valid", None)] for file, cases in suites.items()})


def outcomes_to_junit(outcomes: Sequence[Outcome], mutations: Sequence[MutationReport] = ()) -> str:
    """A suite an indicator; a case for each test, and one for its changes where they were tried."""
    suites: dict[str, list[Case]] = {}
    for outcome in outcomes:
        failure = None if outcome.passed else "\n".join(outcome_lines(outcome))
        suites.setdefault(outcome.indicator, []).append((outcome.test, failure))
    for report in mutations:
        lines = [
            line
            for survivor in report.survivors
            if survivor.wanting
            for line in (survivor_line(survivor), *survivor_lines(survivor))
        ]
        lines += [
            f"`equivalent` {n + 1} lists a change that tests notice, or that there is not"
            for n in report.unused
        ]
        name = f"each of {report.tried} changes is noticed"
        suites.setdefault(report.indicator, []).append((name, "\n".join(lines) or None))
    return _junit(suites)


def _junit(suites: Mapping[str, Sequence[Case]]) -> str:
    total = sum(len(cases) for cases in suites.values())
    failed = sum(failure is not None for cases in suites.values() for _, failure in cases)
    lines = [f'<?xml version="1.0" encoding="utf-8"?>\n<testsuites tests="{total}" failures="{failed}">']
    for name, cases in suites.items():
        failures = sum(failure is not None for _, failure in cases)
        lines.append(f'  <testsuite name={_quoted(name)} tests="{len(cases)}" failures="{failures}">')
        lines += [_case(name, *case) for case in cases]
        lines.append("  </testsuite>")
    return "\n".join([*lines, "</testsuites>", ""])


def _case(suite: str, name: str, failure: str | None) -> str:
    opening = f"    <testcase classname={_quoted(suite)} name={_quoted(name)}"
    if failure is None:
        return f"{opening}/>"
    first = failure.splitlines()[0]
    text = escape(_NOT_IN_XML.sub("?", failure))
    return f"{opening}><failure message={_quoted(first)}>{text}</failure></testcase>"


def _quoted(text: str) -> str:
    return quoteattr(_NOT_IN_XML.sub("?", text))
