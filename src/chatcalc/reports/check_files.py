"""A check as the bytes of a file, by suffix: JSON, CSV and SARIF."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final

from chatcalc.reports.check import SCOPE, Check
from chatcalc.reports.check_sarif import to_sarif
from chatcalc.reports.check_since import Change
from chatcalc.reports.csv_cells import safe_cell

CSV_COLUMNS: Final = (
    *("severity", "code", "source", "file", "where", "finding", "what_to_do", "cases", "indicators"),
)


def to_json(check: Check, changes: Sequence[Change] | None = None) -> str:
    """One object: what was read, every finding with its places, and the changes since an earlier check."""
    run = {
        "as_at": None if check.as_at is None else check.as_at.isoformat(),
        "inputs": [{"source": source, **asdict(each)} for source, each in check.inputs],
        "tables": [asdict(each) for each in check.tables],
        "version": check.version,
        "scope": SCOPE,
    }
    findings = [_finding(asdict(each)) for each in check.findings]
    content: dict[str, Any] = {"check": run, "findings": findings}
    if changes is not None:
        content["changes"] = [asdict(each) for each in changes]
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _finding(fields: dict[str, Any]) -> dict[str, Any]:
    fields["what_to_do"] = fields.pop("mend")
    return fields


def to_csv(check: Check, _changes: Sequence[Change] | None = None) -> str:
    """One row for each place of each finding, for those who mend them; `cases` is the finding's count."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(CSV_COLUMNS)
    for each in check.findings:
        after = each.message, each.mend, each.count, " ".join(each.indicators)
        for place in each.places:
            row = each.severity, each.code, each.source, each.file, place, *after
            writer.writerow([safe_cell(cell) for cell in row])
    return text.getvalue()


def _sarif(check: Check, _changes: Sequence[Change] | None = None) -> str:
    return to_sarif(check)


FORMATS: Final[Mapping[str, Callable[[Check, Sequence[Change] | None], str]]] = {
    "json": to_json,
    "csv": to_csv,
    "sarif": _sarif,
}
SUFFIXES: Final = {f".{name}": name for name in FORMATS}
