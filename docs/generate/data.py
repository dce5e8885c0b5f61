"""The page of the canonical tables."""

from __future__ import annotations

import polars as pl

from chatcalc.extracts.origins import origin
from chatcalc.specs.describe import row_is, without_rules
from chatcalc.tables.catalogue import PROVENANCE, TABLES, Table
from markdown import page, table

_NAMES = {"cin_census": "CIN census", "ssda903": "SSDA903", "annex_a": "Annex A"}
_TYPES = {pl.Date: "date", pl.Boolean: "yes or no", pl.String: "text", pl.List: "list of codes"}
_TABLES = """\
What the readers fill and specifications count, whatever extract it came from. One row is one thing that happened or
was true. A column that an extract does not record is blank, and an indicator that reads it is not computed from that
extract. `chatcalc convert` writes the tables as Parquet.

Every table also has `la_code` (three digits, or `local`), `child_id`, `source_file` and `source_row`.
"""


def tables() -> str:
    """Every table with its columns, and the fields of the extracts behind each."""
    return page("Canonical tables", _TABLES, *(_table(each) for each in TABLES.values()))


def _table(known: Table) -> str:
    spell = f" A row is open from `{known.start}` to `{known.end}`." if known.start and known.end else ""
    order = f" Rows are ordered by `{known.date}`." if known.date else ""
    rows = [
        (f"`{name}`", _type(known, name), without_rules(column.description or ""), _filled(known, name))
        for name, column in known.columns.items()
        if name not in PROVENANCE
    ]
    heads = ("column", "type", "meaning", "filled from")
    return f"## {known.name}\n\n{row_is(known.name)}{spell}{order}\n\n{table(heads, rows)}"


def _type(known: Table, name: str) -> str:
    return _TYPES.get(known.dtypes[name].base_type(), "number")


def _filled(known: Table, name: str) -> str:
    sources = known.filled_by(name)
    said = [f"{_NAMES[source]}: {field}" for source in sources if (field := origin(source, known.name, name))]
    return ". ".join(said)
