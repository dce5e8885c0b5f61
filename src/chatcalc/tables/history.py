"""Everything that is derived across rows, once, after returns are joined."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from chatcalc.tables.care_reviews import care_reviews
from chatcalc.tables.caseloads import caseloads
from chatcalc.tables.catalogue import TABLES
from chatcalc.tables.interim_care_orders import interim_care_orders
from chatcalc.tables.periods_of_care import periods_of_care
from chatcalc.tables.placements import placements
from chatcalc.tables.reviews import numbered_reviews


def derived_tables(tables: Mapping[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """The tables with what episodes and allocations come to and reviews numbered, where not given already.

    Args:
        tables: Canonical tables of one extract, by name.
    """
    found = dict(tables)
    if "care_episodes" in found:
        found.setdefault("periods_of_care", periods_of_care(found["care_episodes"]))
        found.setdefault("placements", placements(found["care_episodes"]))
        found.setdefault("interim_care_orders", interim_care_orders(found["care_episodes"]))
    if "allocations" in found:
        found.setdefault("caseloads", caseloads(found["allocations"]))
    if _unnumbered(found, "cp_reviews"):
        found["cp_reviews"] = numbered_reviews(found["cp_reviews"])
    if _unnumbered(found, "care_reviews"):
        periods = found.get("periods_of_care", TABLES["periods_of_care"].empty())
        found["care_reviews"] = care_reviews(found["care_reviews"], periods)
    return found


def _unnumbered(tables: Mapping[str, pl.DataFrame], name: str) -> bool:
    return name in tables and tables[name]["review_number"].null_count() == tables[name].height
