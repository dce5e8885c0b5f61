"""A check as tables for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from chatcalc.extracts.findings import WORST_FIRST
from chatcalc.reports.check import Check, CheckFinding
from chatcalc.reports.check_since import Change

Rows = tuple[Sequence[str], Sequence[Sequence[str]]]

_HEADS: Final = ("Severity", "Code", "File", "Where", "Finding", "Touches", "Cases")
_CHANGED: Final = ("Since then", "Source", "Field", "Then", "Now")
_NAMED: Final = 3  # indicators named in a row; JSON and CSV name all


def tables_of(check: Check, changes: Sequence[Change] | None) -> Iterator[Rows]:
    """Heads and rows of each table: files, tables, findings, and changes where they were asked for."""
    files = [(source, each.file, each.kind, f"{each.rows:,}") for source, each in check.inputs]
    yield ("Source", "File", "Kind", "Rows"), files
    held = [(each.source, each.table, f"{each.rows:,}") for each in check.tables]
    yield ("Source", "Table", "Rows"), held
    if check.findings:
        yield _HEADS, [_row(each) for each in check.findings]
    if changes:
        yield _CHANGED, [(c.code, c.source, c.field, f"{c.then:,}", f"{c.now:,}") for c in changes]


def summary(check: Check, changes: Sequence[Change] | None) -> str:
    """How many findings of each severity, and whether they are more than they were."""
    counts = Counter(each.severity for each in check.findings)
    said = ", ".join(f"{counts[level]} {level}" for level in WORST_FIRST if counts[level])
    line = f"Findings: {said}." if said else "No findings."
    if check.as_at is None:
        line += (
            " No extract says its day: with --as-at, dates after it and data that start too late are found."
        )
    if changes is None:
        return line
    gone = sum(max(each.then - each.now, 0) for each in changes)
    new = sum(max(each.now - each.then, 0) for each in changes)
    return f"{line} Since the earlier check {gone:,} cases are gone and {new:,} are new."


def _row(found: CheckFinding) -> tuple[str, ...]:
    return (
        found.severity, found.code, found.file, found.where, found.message, _touches(found.indicators),
        f"{found.count:,}",
    )  # fmt: skip


def _touches(indicators: Sequence[str]) -> str:
    more = len(indicators) - _NAMED
    named = ", ".join(indicators[:_NAMED])
    return f"{named} and {more} more" if more > 0 else named or "-"
