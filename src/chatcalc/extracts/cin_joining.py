"""Several CIN censuses as one set of tables (clarifications 1 to 3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import polars as pl

from chatcalc.extracts.cin_header import CensusHeader
from chatcalc.extracts.extract import Finding
from chatcalc.extracts.findings import PLACES_KEPT, finding
from chatcalc.tables.catalogue import TABLES
from chatcalc.tables.joining import assume_ends, mark_return, newest_wins
from chatcalc.tables.reviews import numbered_reviews

Return = tuple[CensusHeader, Mapping[str, pl.DataFrame]]

# What makes a row the same thing in two returns, beside the authority and the child.
_KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    "children": (),
    "referrals": ("referral_date",),
    "cin_episodes": ("referral_date",),
    "assessments": ("start_date",),
    "cin_plans": ("start_date",),
    "section_47_enquiries": ("start_date",),
    "conferences": ("icpc_date",),
    "cp_plans": ("start_date",),
    "cp_reviews": ("plan_start_date", "review_date"),
    "pre_proceedings": ("start_date",),
}

# The rows that can be open: the column of their end, and whether it is known once a newer return lacks them.
_SPELLS: Final = {
    "cin_episodes": ("closure_date", True),
    "cin_plans": ("end_date", True),
    "cp_plans": ("end_date", True),
    "assessments": ("authorised_date", False),
}


def join_returns(returns: Sequence[Return]) -> tuple[dict[str, pl.DataFrame], list[Finding]]:
    """The tables of all returns by name; those without rows are absent.

    Args:
        returns: Header and tables of each, from old to new.
    """
    newest = {header.la_code: rank for rank, (header, _) in enumerate(returns)}
    tables: dict[str, pl.DataFrame] = {}
    findings: list[Finding] = []
    for name, key in _KEYS.items():
        marked = [
            mark_return(
                held[name], rank=rank, last_day=header.last_day, in_newest=newest[header.la_code] == rank
            )
            for rank, (header, held) in enumerate(returns)
        ]
        rows = newest_wins(pl.concat(marked), ("la_code", "child_id", *key))
        if name in _SPELLS:
            end, known = _SPELLS[name]
            rows = assume_ends(rows, end, known=known)
            findings += _assumed(name, rows, end, known=known)
        if name == "cp_reviews":
            rows = numbered_reviews(rows)
        if not rows.is_empty():
            tables[name] = TABLES[name].conform(rows)
    return tables, findings


def _assumed(name: str, rows: pl.DataFrame, end: str, *, known: bool) -> list[Finding]:
    """A finding for each older file with open rows that no newer return holds.

    A referral without further action is no episode: that the next return leaves it out is as it should be.
    """
    gone = rows.filter("end_assumed")
    if name == "cin_episodes":
        gone = gone.filter(pl.col("no_further_action").ne_missing(True))
    said = "taken to end on the last day of its return" if known else "not counted as open"
    message = f"{name}: open in this return and missing from a newer one; {said}, never counted as an ending"
    counts = gone.group_by("source_file", maintain_order=True).agg(
        pl.len(), pl.col("source_row").sort().head(PLACES_KEPT)
    )
    return [
        finding("open-in-older-return", file, f"line {lines[0]}, {end}", message, count, name, rows=lines)
        for file, count, lines in counts.iter_rows()
    ]
