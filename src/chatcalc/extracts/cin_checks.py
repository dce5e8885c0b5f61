"""Values of a CIN census that are understood but cannot be right, or need a look. None of them is changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Final

import polars as pl

from chatcalc.extracts import cin_codes
from chatcalc.extracts.cin_elements import GROUP, GROUPS, IN_ORDER, Element, Group
from chatcalc.extracts.cin_header import CensusHeader
from chatcalc.extracts.cin_places import at_lines
from chatcalc.extracts.extract import Finding

_EARLIEST: Final = dt.date(1900, 1, 1)


def check(typed: Mapping[str, pl.DataFrame], header: CensusHeader, file: str) -> list[Finding]:
    """Findings about dates, identifiers and retired codes, one for each element and kind.

    Args:
        typed: Frames of `cin_values.understand`.
        header: Whose last day tells what is in the future.
        file: What findings call the file.
    """
    findings = []
    for group in GROUPS:
        frame = typed[group.name]
        for code, element, wrong, words in _questions(group, header):
            lines = frame.filter(wrong)["line"]
            if not lines.is_empty():
                findings.append(at_lines(code, file, lines, group, element, words))
    return findings


def _questions(group: Group, header: CensusHeader) -> Iterator[tuple[str, str, pl.Expr, str]]:
    """Code, element, the rows where something is wrong, and what is."""
    for element in group.elements:
        if element.kind == "date":
            yield from _of_date(element, header)
    for name, first, second in IN_ORDER:
        if name == group.name:
            yield "end-before-start", second, pl.col(second) < pl.col(first), f"is before {first}"
    if group is GROUP["Child"]:
        missing = pl.col("LAchildID").is_null()
        yield "child-without-id", "LAchildID", missing, "is missing; the child and its episodes are left out"
    if group is GROUP["AssessmentFactors"] and (header.year or 0) >= cin_codes.RETIRED_FACTORS_FROM:
        retired = pl.col("AssessmentFactors").is_in(list(cin_codes.RETIRED_FACTORS))
        yield (
            "code-retired",
            "AssessmentFactors",
            retired,
            "is a code that was split in 2021; kept as it came",
        )


def _of_date(element: Element, header: CensusHeader) -> Iterator[tuple[str, str, pl.Expr, str]]:
    day = pl.col(element.name)
    if element.mandatory:
        yield "date-missing", element.name, day.is_null(), "is missing; the row belongs to no period"
    yield "date-implausible", element.name, day < _EARLIEST, "is before 1900"
    if element.happened and header.last_day is not None:
        yield "date-in-future", element.name, day > header.last_day, "is after the last day of the return"
