"""Shorthands for the columns of the canonical tables, and who fills them."""

from __future__ import annotations

from typing import Any, Final

import dataframely as dy

CIN_CENSUS: Final = "cin_census"
SSDA903: Final = "ssda903"
ANNEX_A: Final = "annex_a"
SOURCES: Final = (CIN_CENSUS, SSDA903, ANNEX_A)
SOURCE_NAMES: Final = {CIN_CENSUS: "the CIN census", SSDA903: "the SSDA903 return", ANNEX_A: "Annex A"}


def _metadata(sources: tuple[str, ...]) -> dict[str, Any] | None:
    return {"sources": sources} if sources else None


def date(description: str, *sources: str) -> dy.Date:
    """A calendar date; `sources` names the extracts that record it where not all of the table's do."""
    return dy.Date(nullable=True, description=description, metadata=_metadata(sources))


def flag(description: str, *sources: str) -> dy.Bool:
    """Yes, no, or not recorded."""
    return dy.Bool(nullable=True, description=description, metadata=_metadata(sources))


def text(description: str, *sources: str) -> dy.String:
    """Free text or an identifier."""
    return dy.String(nullable=True, description=description, metadata=_metadata(sources))


def code(description: str, *sources: str) -> dy.String:
    """A code of a statutory list, in capitals; an unknown code is kept as it came."""
    return dy.String(nullable=True, description=description, metadata=_metadata(sources))


def codes(description: str, *sources: str) -> dy.List:
    """Several codes of one list."""
    return dy.List(
        dy.String(nullable=True), nullable=True, description=description, metadata=_metadata(sources)
    )


def number(description: str, *sources: str) -> dy.Int64:
    """A whole number."""
    return dy.Int64(nullable=True, description=description, metadata=_metadata(sources))


def decimal(description: str, *sources: str) -> dy.Float64:
    """A number that may have decimals."""
    return dy.Float64(nullable=True, description=description, metadata=_metadata(sources))


class Row(dy.Schema):
    """What every table has: whose row it is, and where it was read."""

    la_code = dy.String(
        nullable=False, description="the local authority: three digits, or `local` where unknown"
    )
    child_id = dy.String(nullable=False, description="the child's identifier in the extract")
    source_file = dy.String(nullable=True, description="file (and sheet) the row was read from")
    source_row = dy.Int64(
        nullable=True, description="line of the child in an XML file, row of a sheet or CSV"
    )
