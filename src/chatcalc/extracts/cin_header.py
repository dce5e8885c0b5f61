"""What the header of a CIN census says: whose it is, which year, up to which day, made when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from chatcalc.extracts import values
from chatcalc.extracts.extract import Finding
from chatcalc.extracts.findings import finding

UNKNOWN_AUTHORITY: Final = "local"
_YEARS: Final = range(1990, 2100)


@dataclass(frozen=True)
class CensusHeader:
    """The header.

    Attributes:
        la_code: Three digits, or `local`.
        year: The year in which the census year ends (clarification 1).
        last_day: The reference date, or 31 March of the year.
        made_on: The day the file was made.
    """

    la_code: str
    year: int | None
    last_day: dt.date | None
    made_on: dt.date | None

    @property
    def first_day(self) -> dt.date | None:
        """1 April that began the census year."""
        return dt.date(self.year - 1, 4, 1) if self.year else None


def read_header(text: Mapping[str, str], file: str, la: str | None) -> tuple[CensusHeader, list[Finding]]:
    """The header from the text of its elements.

    Args:
        text: Text by local name.
        file: What findings call the file.
        la: The authority where the file does not say.
    """
    dates = pl.DataFrame({"x": [text.get("ReferenceDate"), text.get("DateTime")]}, schema={"x": pl.String})
    reference, made_on = dates.select(values.date(pl.col("x"))).to_series().to_list()
    stated = text.get("Year", "").strip()
    year = int(stated) if stated.isdecimal() and int(stated) in _YEARS else None
    findings = _contradictions(year, reference, file)
    if year is None and reference is not None:
        year = _census_year(reference)
    last_day = reference or (dt.date(year, 3, 31) if year else None)
    return CensusHeader(
        text.get("LEA", "").strip() or la or UNKNOWN_AUTHORITY, year, last_day, made_on
    ), findings


def _census_year(day: dt.date) -> int:
    """The year of the 31 March on or after a day."""
    return day.year if day <= dt.date(day.year, 3, 31) else day.year + 1


def _contradictions(year: int | None, reference: dt.date | None, file: str) -> list[Finding]:
    if year is None and reference is None:
        message = "the header has neither Year nor ReferenceDate; what the data reach back to is unknown"
        return [finding("header-missing", file, "Header", message)]
    if year and reference and reference != dt.date(year, 3, 31):
        message = "ReferenceDate is not 31 March of Year; taken as the last day of that year's return"
        return [finding("header-contradiction", file, "Header, ReferenceDate", message)]
    return []
