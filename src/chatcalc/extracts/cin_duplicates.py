"""What a CIN census holds twice (convention C10, clarification 6): the first in file order is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from chatcalc.extracts.extract import Finding
from chatcalc.extracts.findings import finding
from chatcalc.tables.joining import PLACES, without_duplicates


@dataclass(frozen=True)
class _Unique:
    """A child has one row of the table for each value of `key`."""

    key: tuple[str, ...]
    code: str
    element: str
    words: str


_UNIQUE: Final[Mapping[str, _Unique]] = {
    "children": _Unique(
        (), "duplicate-child", "LAchildID",
        "is in several Child elements; their episodes are merged, the first identifiers kept",
    ),
    "referrals": _Unique(
        ("referral_date",), "duplicate-referral", "CINreferralDate",
        "is repeated for the same child; one referral, with the first source and flag",
    ),
    "section_47_enquiries": _Unique(
        ("start_date",), "duplicate-section-47", "S47ActualStartDate",
        "is repeated for the same child; one enquiry, the first",
    ),
    "conferences": _Unique(
        ("icpc_date",), "duplicate-conference", "DateOfInitialCPC",
        "is recorded more than once for the same child; one conference",
    ),
}  # fmt: skip


def without_repeats(
    tables: Mapping[str, pl.DataFrame], file: str
) -> tuple[dict[str, pl.DataFrame], list[Finding]]:
    """The tables of one return without duplicates, and a finding for each table that had some."""
    kept: dict[str, pl.DataFrame] = {}
    findings: list[Finding] = []
    for name, rows in tables.items():
        numbered = rows.with_columns(number=pl.int_range(pl.len()))
        unique = _UNIQUE.get(name)
        first = (
            numbered.unique(["child_id", *unique.key], keep="first", maintain_order=True)
            if unique
            else without_duplicates(numbered, ignoring=("number", *PLACES))
        )
        gone = numbered.join(first, on="number", how="anti")
        kept[name] = first.drop("number").sort("source_row", maintain_order=True, nulls_last=True)
        if not gone.is_empty():
            findings.append(_repeated(name, unique, gone, file))
    return kept, findings


def _repeated(name: str, unique: _Unique | None, gone: pl.DataFrame, file: str) -> Finding:
    line, lines = gone.item(0, "source_row"), gone["source_row"]
    if unique is None:
        message = f"rows of {name} are repeated word for word; counted once"
        return finding("duplicate-row", file, f"line {line}", message, gone.height, name, rows=lines)
    message = f"{unique.element} {unique.words}"
    where = f"line {line}, {unique.element}"
    return finding(unique.code, file, where, message, gone.height, name, rows=lines)
