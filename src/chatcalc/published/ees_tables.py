"""The tables of Explore Education Statistics, known by their content, whatever a file is called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, Final

import polars as pl
import yaml

PLACE_HEADINGS: Final = (
    "time_period", "time_identifier", "geographic_level", "country_code", "country_name", "region_code",
    "region_name", "old_la_code", "new_la_code", "la_name",
)  # fmt: skip
CATEGORY: Final = "category"


@dataclass(frozen=True)
class EesTable:
    """A table that is published every year, as its newest edition words it.

    Attributes:
        name: The name of its file without the years, by which specifications call it.
        category: The one text of its column `category`, where it has a column for each measure.
        filters: The headings that say what a row counts, where it has a row for each measure.
        known_by: A text of the first of those, where another table has the same headings.
        headings: Older headings, and what they are called now.
        texts: Other wordings of the same thing, and the one that is used here.
    """

    name: str
    category: str | None = None
    filters: tuple[str, ...] = ()
    known_by: str | None = None
    headings: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)

    def fits(self, frame: pl.DataFrame) -> bool:
        """Whether a file as it was read (all text) is an edition of this table."""
        if self.category is not None:
            return CATEGORY in frame.columns and frame[CATEGORY].unique().to_list() == [self.category]
        named = {self.headings.get(heading, heading): heading for heading in frame.columns}
        if CATEGORY in frame.columns or not set(self.filters) <= set(named):
            return False
        return self.known_by is None or (frame[named[self.filters[0]]] == self.known_by).any()


@cache
def ees_tables() -> Mapping[str, EesTable]:
    """Every table that chatcalc knows, by name."""
    text = files("chatcalc.published").joinpath("ees_tables.yaml").read_text(encoding="utf-8")
    return {name: _table(name, keys) for name, keys in yaml.safe_load(text).items()}


def recognised(frame: pl.DataFrame) -> EesTable | None:
    """The table that a file is an edition of: of those that fit, the one that asks for most."""
    fitting = [table for table in ees_tables().values() if table.fits(frame)]
    return max(fitting, key=lambda table: (len(table.filters), table.known_by is not None), default=None)


def _table(name: str, keys: Mapping[str, Any]) -> EesTable:
    return EesTable(name, **{**keys, "filters": tuple(keys.get("filters", ()))})
