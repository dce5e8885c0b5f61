"""Workbooks made by others: read, with the findings that a person would make by looking through them."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from chatcalc.extracts import annex_a

EXPECTED = Path(__file__).with_name("annex_a_samples.csv")


def _expected(file: str) -> list[tuple[str, str, int]]:
    with EXPECTED.open(encoding="utf-8", newline="") as opened:
        rows = [row for row in csv.DictReader(opened) if row["file"] == file]
    return [(row["code"], row["where"], int(row["count"])) for row in rows]


@pytest.mark.parametrize(
    ("file", "rows"),
    [
        (
            "Annex_A_2024_Jan.xlsx",
            {"contacts": 5, "referrals": 6, "cp_plans": 7, "care_leavers": 6, "children": 48},
        ),
        (
            "ofsted_template_2015-01-sample.xlsx",
            {"contacts": 0, "referrals": 5, "care_leavers": 0, "children": 5},
        ),
    ],
)
def test_sample_is_read_with_its_findings(reference_data: Path, file: str, rows: dict[str, int]) -> None:
    path = reference_data / "samples" / "annex_a" / file
    if not path.exists():
        pytest.skip(f"{file} is not in the reference data")
    extract = annex_a.read([path])
    assert {name: len(extract.tables[name]) for name in rows} == rows
    assert len(extract.tables) == 16
    assert [(finding.code, finding.where, finding.count) for finding in extract.findings] == _expected(file)
