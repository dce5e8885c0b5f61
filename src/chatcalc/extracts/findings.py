"""The codes of findings and how serious each is: a code means one thing in all formats."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from chatcalc.extracts.extract import Finding, Severity

SEVERITIES: Final[Mapping[str, Severity]] = {
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
    "duplicate-child": "warning",
    "duplicate-conference": "info",
    "duplicate-referral": "warning",
    "duplicate-row": "info",
    "duplicate-section-47": "warning",
    "end-before-start": "warning",
    "ended-with-its-return": "warning",
    "episode-corrected": "info",
    "episode-cut": "warning",
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
    "lookup-child-missing": "info",
    "lookup-child-repeated": "warning",
    "lookup-child-unknown": "info",
    "number-not-understood": "warning",
    "open-in-older-return": "warning",
    "postcode-not-understood": "info",
    "reason-without-end": "info",
    "return-year-doubtful": "warning",
    "returns-of-one-year": "warning",
    "row-ignored": "info",
    "sheet-ignored": "info",
    "short-breaks": "info",
    "table-empty": "info",
    "value-out-of-range": "warning",
}


def finding(code: str, file: str, where: str, message: str, count: int = 1, *tables: str) -> Finding:
    """A finding with the severity that belongs to its code."""
    return Finding(code, SEVERITIES[code], file, where, message, count, tables)
