"""What an authority says of its children beside the extracts: team, worker, locality, service.

Figures can be broken down by any of its columns, and lists of children show team and worker, from extracts
that record neither.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import polars as pl

from chatcalc.extracts import values
from chatcalc.extracts.extract import Extract, ExtractError, Finding, InputFile
from chatcalc.extracts.findings import finding
from chatcalc.extracts.ids import Ids
from chatcalc.extracts.small_files import LINE, read_small_file, refuse
from chatcalc.indicators.breakdowns import DIMENSIONS
from chatcalc.indicators.related import OWNER
from chatcalc.tables.catalogue import NOT_OF_CHILDREN

_NO_AUTHORITY: Final = "local"


@dataclass(frozen=True)
class Lookup:
    """A row a child.

    Attributes:
        rows: child_id, la_code where it has one, the authority's own columns, and the `line`.
        file: Where they were read.
    """

    rows: pl.DataFrame
    file: InputFile

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that say something of a child."""
        return tuple(name for name in self.rows.columns if name not in (*OWNER, LINE))


def read_lookup(path: Path, ids: Ids | None = None) -> Lookup:
    """A CSV with child_id, la_code where it holds several authorities, and any other columns.

    Raises:
        ExtractError: It has no child_id, no other column, or one that is called like a breakdown of its own.
    """
    rows, file = read_small_file(path, "lookup")
    if "child_id" not in rows.columns:
        raise ExtractError(f"{path.name}, line 1: no column child_id, by which it is joined to the extracts")
    taken = [name for name in rows.columns if name in DIMENSIONS and name != "team"]
    if taken:
        raise ExtractError(f"{path.name}, line 1: '{taken[0]}' is known from the extracts; rename the column")
    rows = rows.with_columns(values.identifier(pl.col(name)) for name in OWNER if name in rows.columns)
    refuse(rows, pl.col("child_id").is_null(), path.name, "no child_id")
    if ids is not None:
        rows = rows.with_columns(ids.current(rows["child_id"]))
    lookup = Lookup(rows, file)
    if not lookup.columns:
        raise ExtractError(f"{path.name}, line 1: no column beside child_id, such as team")
    return lookup


def with_lookup(extracts: Sequence[Extract], lookup: Lookup) -> tuple[Extract, ...]:
    """The extracts with what the lookup says of their children, and findings about whom it does not know.

    Raises:
        ExtractError: An extract holds several authorities and the lookup does not say which a child is of.
    """
    once, repeated = _once(lookup)
    joined = [_joined(extract, once, lookup) for extract in extracts]
    held = pl.concat([_children(extract)["child_id"] for extract in extracts]).unique()
    unknown = once.filter(~pl.col("child_id").is_in(held.implode()))
    about = list(repeated)
    if not unknown.is_empty():
        words = "children of the lookup whom no extract holds; not used"
        about.append(_finding("lookup-child-unknown", lookup, unknown, words))
    first = replace(
        joined[0],
        findings=(*joined[0].findings, *about),
        inputs=(lookup.file, *joined[0].inputs),
    )
    return (first, *joined[1:])


def _once(lookup: Lookup) -> tuple[pl.DataFrame, list[Finding]]:
    """One row a child, the first; and what that leaves out."""
    key = [name for name in OWNER if name in lookup.rows.columns]
    again = lookup.rows.filter(~pl.struct(key).is_first_distinct())
    words = "rows of a child who has one already; the first is used"
    repeated = [] if again.is_empty() else [_finding("lookup-child-repeated", lookup, again, words)]
    return lookup.rows.unique(key, keep="first", maintain_order=True), repeated


def _joined(extract: Extract, rows: pl.DataFrame, lookup: Lookup) -> Extract:
    said = _of_authorities(extract, rows, lookup).select(*OWNER, *lookup.columns)
    missing = _children(extract).join(said, on=OWNER, how="anti").height
    if not missing:
        return replace(extract, lookup=said)
    words = f"children of {extract.source} whom the lookup does not hold; 'not recorded' in breakdowns by it"
    about = finding("lookup-child-missing", lookup.file.file, "child_id", words, missing)
    return replace(extract, lookup=said, findings=(*extract.findings, about))


def _of_authorities(extract: Extract, rows: pl.DataFrame, lookup: Lookup) -> pl.DataFrame:
    """The rows with the authority as the extract calls it."""
    codes = extract.la_codes
    named = "la_code" in rows.columns
    if named and codes != (_NO_AUTHORITY,):
        return rows
    if (named and rows["la_code"].n_unique() > 1) or len(codes) > 1:
        what = "name the authority with --la" if named else "it needs a column la_code"
        raise ExtractError(f"{lookup.file.file}: there are several authorities; {what}")
    return rows.with_columns(pl.lit(codes[0]).alias("la_code"))


def _children(extract: Extract) -> pl.DataFrame:
    """Everybody whom an extract holds: la_code and child_id."""
    held = [frame.select(OWNER) for name, frame in extract.tables.items() if name not in NOT_OF_CHILDREN]
    return pl.concat(held).unique() if held else pl.DataFrame(schema=dict.fromkeys(OWNER, pl.String))


def _finding(code: str, lookup: Lookup, rows: pl.DataFrame, words: str) -> Finding:
    return finding(code, lookup.file.file, f"line {rows[LINE].item(0)}", words, rows.height)
