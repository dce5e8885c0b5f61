"""New ids of children for old ones: an authority that changed its case system has returns with both.

They are put in place as a return is read, before returns are joined and anything is derived, so that a
child's episodes under both ids are one history.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

from chatcalc.extracts import values
from chatcalc.extracts.extract import ExtractError, Finding, InputFile
from chatcalc.extracts.findings import finding
from chatcalc.extracts.small_files import LINE, read_small_file, refuse

OLD: Final = "old_id"
NEW: Final = "new_id"


@dataclass(frozen=True)
class Ids:
    """Which id stands for which.

    Attributes:
        new: `old_id`, each once, and `new_id`.
        file: Where they were read.
    """

    new: pl.DataFrame
    file: InputFile

    def current(self, ids: pl.Series) -> pl.Series:
        """The ids, new where they were old."""
        return ids.replace(self.new[OLD], self.new[NEW])

    def current_of(self, id_: str) -> str:
        """One id, new where it was old."""
        return str(self.current(pl.Series([id_])).item())

    def put(
        self, tables: Mapping[str, pl.DataFrame], column: str, file: str
    ) -> tuple[dict[str, pl.DataFrame], list[Finding]]:
        """The tables with new ids, and how many children got one.

        Args:
            tables: Frames by name; those without the column stay as they are.
            column: Where the id stands.
            file: What findings call the file that was read.
        """
        found = {name for name, frame in tables.items() if column in frame.columns}
        held = [tables[name][column].unique() for name in found]
        old = int(pl.concat(held).unique().is_in(self.new[OLD].implode()).sum()) if held else 0
        changed = {
            name: frame.with_columns(self.current(frame[column])) if name in found else frame
            for name, frame in tables.items()
        }
        message = f"ids of children that {self.file.file} gives a new id; the new one is used"
        return changed, [finding("id-replaced", file, column, message, old)] if old else []


def read_ids(path: Path) -> Ids:
    """The ids of a CSV with the columns old_id and new_id.

    Raises:
        ExtractError: A column or a cell is missing, an old id has two new ones, or an id is both old and new
            (a chain or a cycle).
    """
    rows, file = read_small_file(path, "ids")
    for column in (OLD, NEW):
        if column not in rows.columns:
            raise ExtractError(f"{path.name}, line 1: no column {column}; the columns are {OLD} and {NEW}")
    rows = rows.with_columns(values.identifier(pl.col(column)) for column in (OLD, NEW))
    refuse(
        rows, pl.any_horizontal(pl.col(OLD, NEW).is_null()), path.name, "an old id and a new id are needed"
    )
    rows = rows.unique([OLD, NEW], keep="first", maintain_order=True)
    refuse(rows, ~pl.col(OLD).is_first_distinct(), path.name, "the old id has another new id above; keep one")
    both = pl.col(NEW).is_in(pl.col(OLD).implode())
    refuse(rows, both, path.name, "the new id is an old id too; give each old id its last new one")
    return Ids(rows.select(OLD, NEW, LINE), file)
