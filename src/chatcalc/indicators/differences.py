"""One indicator from two sides: each record beside its counterpart, with what either side made of it.

Each side is also asked of the other's period, and where the definitions differ, of the other's definition:
what would have become of the same data. From these answers `chatcalc.indicators.causes` says why a case
counts on one side and not, or otherwise, on the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import polars as pl

from chatcalc.indicators.cases import cases, collected
from chatcalc.indicators.differing_fields import with_fields
from chatcalc.indicators.jobs import Job
from chatcalc.indicators.matching import matched_rows, rows_by_child
from chatcalc.indicators.periods import period_frame
from chatcalc.indicators.results import Period
from chatcalc.indicators.sides import Sides, asked_of_others
from chatcalc.tables.catalogue import TABLES

ANSWERS: Final = ("a", "b", "a_then", "b_then", "b_as_a")
"""Prefixes of what became of a record: on side A and B, on each in the other's period, and on B by A's
definition."""


def differences(sides: Sides) -> pl.DataFrame:
    """Every record that either side makes a case of, in its own period or in the other's.

    Returns:
        A row a record: `la_code`, `a_id`, `b_id`, `known_by`, `matched`, `a_row`, `b_row` (null where the
        side has none), `a_day`, `b_day` (the table's date), `a_last`, `b_last` (the end of the spell, null
        while it lasts), `a_source_file`, `a_source_row`, the same of B, `fields` (what differs of all that
        decides), `a_values`, `b_values` (the same with values), `happened_since` (all that differs are days
        after the earlier snapshot, and what was blank before them), and for each of `ANSWERS` its `status`,
        `reason`, `measure`, the column counted by, and its parts as `PREFIX.NAME`.
    """
    found = dict(_answers(sides))
    pairs = _pairs(sides, found)
    pairs = _with_records(pairs, sides)
    for prefix, frame in found.items():
        row = f"{prefix[0]}_row"
        kept = frame.select(pl.col("case_row").alias(row), *_kept(prefix, frame, sides))
        pairs = pairs.join(kept, on=row, how="left")
    counted = [pl.col(f"{prefix}.status").is_not_null() for prefix in found]
    pairs = pairs.filter(pl.any_horizontal(counted))
    return with_fields(pairs, sides)


def _answers(sides: Sides) -> Iterator[tuple[str, pl.DataFrame]]:
    """The cases of each side, in its own period and in the other's, in the order of `ANSWERS`."""
    here, there = sides.periods
    yield "a", _evaluated(sides.a, here)
    yield "b", _evaluated(sides.b, there)
    if not sides.same_period:
        yield "a_then", _evaluated(sides.a, there)
        yield "b_then", _evaluated(sides.b, here)
    if sides.same_source and sides.same_table and not sides.same_definition:
        yield "b_as_a", _evaluated(replace(sides.b, definition=sides.a.definition), there)


def _evaluated(job: Job, period: Period) -> pl.DataFrame:
    return collected(cases(job.definition, job.extract, period_frame([period], job.definition.window)))


def _pairs(sides: Sides, found: dict[str, pl.DataFrame]) -> pl.DataFrame:
    a, b = sides.a, sides.b
    if not sides.same_table:
        return rows_by_child(
            (a.extract, a.definition.table, found["a"]["case_row"]),
            (b.extract, b.definition.table, found["b"]["case_row"]),
            sides.renamed,
        )
    key = (a.definition.table, a.extract.source + b.extract.source)
    if key not in sides.rows:
        until = tuple(job.extract.last_day or job.request.as_at for job in (a, b))
        sides.rows[key] = matched_rows(key[0], a.extract, b.extract, sides.renamed, (until[0], until[1]))
    return sides.rows[key]


def _with_records(pairs: pl.DataFrame, sides: Sides) -> pl.DataFrame:
    """The pairs with whose record it is, of what day, where it was read, and all that either table says."""
    for side, job in (("a", sides.a), ("b", sides.b)):
        table = TABLES[job.definition.table]
        frame = job.extract.table(table.name).with_row_index(f"{side}_row")
        day = pl.col(table.date) if table.date else pl.lit(None, dtype=pl.Date)
        last = pl.col(table.end) if table.end else day
        records = frame.select(
            f"{side}_row",
            pl.col("child_id").alias(f"{side}_id"),
            pl.col("la_code").alias(f"{side}_la"),
            day.alias(f"{side}_day"),
            last.alias(f"{side}_last"),
            *(pl.col(name).alias(f"{side}_{name}") for name in ("source_file", "source_row")),
        )
        pairs = pairs.join(records, on=f"{side}_row", how="left")
    known = sides.renamed.select("a_id", "known_by")
    return (
        pairs.join(known, on="a_id", how="left")
        .with_columns(pl.coalesce("a_la", "b_la").alias("la_code"))
        .drop("a_la", "b_la")
    )


def _kept(prefix: str, frame: pl.DataFrame, sides: Sides) -> list[pl.Expr]:
    """What is compared of an answer: status, value and parts, and what the conditions asked of other rows."""
    definition = sides.b.definition if prefix in ("b", "b_then") else sides.a.definition
    by = [definition.distinct_per] if definition.distinct_per else []
    parts = [f"part:{part.id}" for part in definition.parts]
    wanted = ["status", "reason", "measure", *by, *parts, *asked_of_others(definition)]
    return [pl.col(name).alias(f"{prefix}.{name}") for name in dict.fromkeys(wanted) if name in frame.columns]
