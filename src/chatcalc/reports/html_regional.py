"""The table of all authorities for the HTML report, in bands that a page holds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from chatcalc.published.authorities import authorities
from chatcalc.reports.regional_table import (
    ABSENT,
    TOGETHER,
    RegionalSection,
    regional_codes,
    regional_legend,
    regional_sections,
)
from chatcalc.reports.report import Report

_A_BAND: Final = 20
"""So many authorities stand side by side on A4 across."""


@dataclass(frozen=True)
class RegionalBand:
    """Columns side by side, each with its head and what that means; every band has those of all together."""

    caption: str
    heads: tuple[tuple[str, str], ...]
    sections: tuple[RegionalSection, ...]


@dataclass(frozen=True)
class RegionalView:
    """The table of all authorities: what it is, and its bands."""

    title: str
    legend: str
    bands: tuple[RegionalBand, ...]


def regional_view(report: Report) -> RegionalView | None:
    """The table of all authorities; None where the report has none."""
    codes = regional_codes(report)
    if not codes:
        return None
    title, sections = f"All {len(codes)} authorities", tuple(regional_sections(report))
    starts = range(0, len(codes), _A_BAND)
    return RegionalView(
        title=title,
        legend=regional_legend(report),
        bands=tuple(
            RegionalBand(
                caption=title if len(starts) == 1 else f"{title}: {part[0]} to {part[-1]}",
                heads=tuple((head, _meaning(head)) for head in (*TOGETHER, *part)),
                sections=tuple(_cut(section, start, len(part)) for section in sections),
            )
            for start in starts
            if (part := codes[start : start + _A_BAND])
        ),
    )


def _meaning(head: str) -> str:
    known = authorities().get(head)
    return known.name if known else {"All": "As if they were one", "Mean": "Each counts once"}.get(head, "")


def _cut(section: RegionalSection, start: int, count: int) -> RegionalSection:
    """The cells of some authorities; neighbours only where one of them has some."""
    all_, first = len(TOGETHER), len(TOGETHER) + start
    rows = (
        replace(row, cells=(*row.cells[:all_], *row.cells[first : first + count])) for row in section.rows
    )
    kept = (row for row in rows if not row.of_neighbours or set(row.cells) - {"", ABSENT})
    return replace(section, rows=tuple(kept))
