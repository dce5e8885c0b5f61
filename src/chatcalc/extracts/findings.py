"""The codes of findings and how serious each is: a code means one thing in all formats."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Final

from chatcalc.extracts.extract import Finding, Severity

PLACES_KEPT: Final = 1_000
"""Of how many cases a finding says where they are; it counts all of them."""

WORST_FIRST: Final[tuple[Severity, ...]] = ("error", "warning", "info")

SEVERITIES: Final[Mapping[str, Severity]] = {
    "age-implausible": "warning",
    "authority-column-ignored": "warning",
    "child-not-in-header": "warning",
    "child-without-id": "error",
    "code-retired": "info",
    "code-unknown": "warning",
    "column-missing": "warning",
    "column-not-in-edition": "info",
    "column-not-known": "info",
    "column-repeated": "warning",
    "cross-check-4-not-in-6": "warning",
    "cross-check-7-not-in-6": "warning",
    "cross-check-7-status-in-6": "warning",
    "cross-check-8-not-in-6": "warning",
    "cross-check-8-status-in-6": "warning",
    "cross-check-blank": "info",
    "cross-check-care-before-birth": "warning",
    "cross-check-repeated-child": "warning",
    "cross-check-total": "warning",
    "date-implausible": "warning",
    "date-in-future": "warning",
    "date-missing": "error",
    "date-not-understood": "error",
    "date-of-birth-differs": "warning",
    "dates-out-of-order": "warning",
    "duplicate-child": "warning",
    "duplicate-conference": "info",
    "duplicate-referral": "warning",
    "duplicate-row": "info",
    "duplicate-section-47": "warning",
    "end-before-start": "warning",
    "ended-with-its-return": "warning",
    "episode-corrected": "info",
    "episode-cut": "warning",
    "episode-not-begun": "warning",
    "episode-not-continued": "warning",
    "episode-superseded": "info",
    "episodes-overlap": "warning",
    "file-ignored": "info",
    "file-without-rows": "warning",
    "flag-not-understood": "error",
    "header-contradiction": "warning",
    "header-missing": "warning",
    "id-replaced": "info",
    "list-empty": "info",
    "list-missing": "warning",
    "look-back-short": "warning",
    "lookup-child-missing": "info",
    "lookup-child-repeated": "warning",
    "lookup-child-unknown": "info",
    "number-not-understood": "warning",
    "open-after-closure": "warning",
    "open-in-older-return": "warning",
    "outside-care": "warning",
    "postcode-not-understood": "info",
    "reason-without-end": "info",
    "return-year-doubtful": "warning",
    "returns-of-one-year": "warning",
    "row-ignored": "info",
    "sheet-ignored": "info",
    "short-breaks": "info",
    "snapshot-after-data": "warning",
    "table-empty": "info",
    "table-missing": "warning",
    "value-missing": "warning",
    "value-out-of-range": "warning",
}


def is_at_least(severity: Severity, level: Severity) -> bool:
    """Whether a finding is as serious as a level, or worse."""
    return WORST_FIRST.index(severity) <= WORST_FIRST.index(level)


def finding(
    code: str,
    file: str,
    where: str,
    message: str,
    count: int = 1,
    *tables: str,
    columns: Sequence[str] = (),
    rows: Iterable[int] = (),
) -> Finding:
    """A finding with the severity that belongs to its code.

    Args:
        code: One of `SEVERITIES`.
        file: Base name of the file.
        where: The place of the first case.
        message: One line without a child's data.
        count: How many cases.
        *tables: The canonical tables it touches.
        columns: Their columns it touches; none where it touches the rows as a whole.
        rows: Lines or rows of the cases, in order; only the first of them are kept.
    """
    kept = tuple(islice(rows, PLACES_KEPT))
    return Finding(code, SEVERITIES[code], file, where, message, count, tables, tuple(columns), kept)
