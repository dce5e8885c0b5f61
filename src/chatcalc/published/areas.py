"""England and its regions by the numbers of LAIT, so that every file calls an area the same."""

from __future__ import annotations

from typing import Final

from chatcalc.published.authorities import authorities

# London is reported as inner and outer London; the whole is a region of its own.
REGIONS: Final = {
    "980": "North East",
    "981": "North West",
    "982": "Yorkshire and the Humber",
    "983": "East Midlands",
    "984": "West Midlands",
    "985": "East of England",
    "986": "London",
    "987": "Inner London",
    "988": "Outer London",
    "989": "South East",
    "990": "South West",
}
_NUMBERS: Final = {name.casefold(): number for number, name in REGIONS.items()}


def region_number(name: str) -> str | None:
    """The number of a region by its name, whatever its case; None where there is no such region."""
    return _NUMBERS.get(name.strip().casefold())


def region_of(la_code: str | None) -> str | None:
    """The number of the region in which an authority lies."""
    authority = authorities().get(la_code or "")
    return region_number(authority.region) if authority else None
