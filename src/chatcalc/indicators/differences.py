"""One indicator from two sides: each record beside its counterpart, with what either side made of it.

Each side is also asked of the other's period, and where the definitions differ, of the other's definition:
what would have become of the same data. From these answers `chatcalc.indicators.causes` says why a case
counts on one side and not, or otherwise, on the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final

import polars as pl

from chatcalc.expressions.tree import Aggregate, walk
from chatcalc.indicators.cases import cases
from chatcalc.indicators.jobs import Job
from chatcalc.indicators.matching import matched_rows, rows_by_child
from chatcalc.indicators.periods import period_frame
from chatcalc.indicators.related import OWNER
from chatcalc.indicators.results import Period
from chatcalc.indicators.same_child import children_of
from chatcalc.specs.definition import Definition, RelatedRows
from chatcalc.tables.catalogue import PROVENANCE, TABLES

ANSWERS: Final = ("a", "b", "a_then", "b_then", "b_as_a")
"""Prefixes of what became of a record: on side A and B, on each in the other's period, and on B by A's
definition."""


@dataclass(frozen=True)
class Sides:
    """An indicator from two sides.

    Attributes:
        a, b: The indicator with the extract, definition and period of each side; one authority, the same.
        renamed: Children whom they call differently (`chatcalc.indicators.same_child.same_children`).
        a_is_earlier: Whether A was made first: a record in B alone was then recorded late.
        rows: Matches of tables found before, by name; they depend on the extracts and `known_from` alone.
    """

    a: Job
    b: Job
    renamed: pl.DataFrame
    a_is_earlier: bool = True
    rows: dict[tuple[str, str], pl.DataFrame] = field(default_factory=dict)

    @cached_property
    def a_ids(self) -> pl.Series:
        """The children whom side A holds."""
        return children_of(self.a.extract)

    @property
    def periods(self) -> tuple[Period, Period]:
        """The period of each side."""
        return self.a.periods[0], self.b.periods[0]

    @property
    def same_period(self) -> bool:
        """Whether both sides report the same days."""
        return self.periods[0] == self.periods[1]

    @property
    def same_source(self) -> bool:
        """Whether both are computed from one kind of extract."""
        return self.a.extract.source == self.b.extract.source

    @property
    def same_table(self) -> bool:
        """Whether both count the rows of one table."""
        return self.a.definition.table == self.b.definition.table

    @cached_property
    def same_definition(self) -> bool:
        """Whether both count by the same rules."""
        return self.a.definition == self.b.definition


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
    return _with_fields(pairs, sides)


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
    # The streaming engine, the default, takes thirty times as long to count working days.
    return cases(job.definition, job.extract, period_frame([period], job.definition.window)).collect(
        engine="in-memory"
    )


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
    wanted = ["status", "reason", "measure", *by, *parts, *_asked_of_others(definition)]
    return [pl.col(name).alias(f"{prefix}.{name}") for name in dict.fromkeys(wanted) if name in frame.columns]


def _asked_of_others(definition: Definition) -> dict[str, str]:
    """The aggregates of related rows by their column, each with its words, such as `referrals (earlier)`."""
    tables = {step.name: step.table for step in definition.steps if isinstance(step, RelatedRows)}
    aggregates = (inner for node in definition.nodes for inner in walk(node) if isinstance(inner, Aggregate))
    return {each.key: f"{tables[each.related]} ({each.related})" for each in aggregates}


def _with_fields(pairs: pl.DataFrame, sides: Sides) -> pl.DataFrame:
    """The pairs with what differs of all that decides, by name and with values."""
    pairs, compared = _with_own_fields(pairs, sides)
    pairs, of_child = _with_child_fields(pairs, sides)
    compared |= of_child
    compared |= _related_fields(pairs, sides)
    both = pl.col("a_row").is_not_null() & pl.col("b_row").is_not_null()
    names: list[pl.Expr] = []
    values: dict[str, list[pl.Expr]] = {"a": [], "b": []}
    happened, otherwise = [pl.lit(value=False)], [pl.lit(value=False)]
    for words, (left, right) in compared.items():
        differs = both & pl.col(left).ne_missing(pl.col(right))
        before, after = (left, right) if sides.a_is_earlier else (right, left)
        later = _is_later(pairs, after, sides)
        happened.append(differs & later)
        otherwise.append(differs & ~later & pl.col(before).is_not_null())
        names.append(pl.when(differs).then(pl.lit(words)))
        for side, column in (("a", left), ("b", right)):
            values[side].append(
                pl.when(differs).then(pl.format("{}={}", pl.lit(words), _text(pairs, column)))
            )
    temporary = [column for column in pairs.columns if column.startswith(("own:", "other:"))]
    return pairs.with_columns(
        _listed(names).alias("fields"),
        _joined(values["a"]).alias("a_values"),
        _joined(values["b"]).alias("b_values"),
        (pl.any_horizontal(happened) & ~pl.any_horizontal(otherwise)).alias("happened_since"),
    ).drop(temporary)


def _with_own_fields(pairs: pl.DataFrame, sides: Sides) -> tuple[pl.DataFrame, dict[str, tuple[str, str]]]:
    """The columns of the counted table that decide on both sides and that both sources record."""
    if not sides.same_table:
        return pairs, {}
    table = TABLES[sides.a.definition.table]
    names = [name for name in _read_by_both(sides, table.name) if name in table.columns]
    names = [name for name in names if name not in PROVENANCE and _recorded(sides, table.name, name)]
    for side, job, prefix in (("a", sides.a, "own"), ("b", sides.b, "other")):
        columns = [pl.col(name).alias(f"{prefix}:{name}") for name in names]
        rows = job.extract.table(table.name).with_row_index(f"{side}_row").select(f"{side}_row", *columns)
        pairs = pairs.join(rows, on=f"{side}_row", how="left")
    return pairs, {name: (f"own:{name}", f"other:{name}") for name in names}


def _with_child_fields(pairs: pl.DataFrame, sides: Sides) -> tuple[pl.DataFrame, dict[str, tuple[str, str]]]:
    """The columns of the child that decide on both sides."""
    names = [name for name in _read_by_both(sides, "children") if _recorded(sides, "children", name)]
    if "children" in (sides.a.definition.table, sides.b.definition.table):
        return pairs, {}
    for side, job, prefix in (("a", sides.a, "own"), ("b", sides.b, "other")):
        children = job.extract.table("children").unique(OWNER, keep="first", maintain_order=True)
        said = children.select(
            pl.col("child_id").alias(f"{side}_id"),
            *(pl.col(name).alias(f"{prefix}:child.{name}") for name in names),
        )
        pairs = pairs.join(said, on=f"{side}_id", how="left")
    return pairs, {f"child.{name}": (f"own:child.{name}", f"other:child.{name}") for name in names}


def _related_fields(pairs: pl.DataFrame, sides: Sides) -> dict[str, tuple[str, str]]:
    """What the conditions asked of other rows, as both sides answer for one period."""
    if not sides.same_definition:
        return {}
    left, right = ("a", "b") if sides.same_period else ("a", "b_then")
    asked = _asked_of_others(sides.a.definition)
    return {
        words: (f"{left}.{key}", f"{right}.{key}")
        for key, words in asked.items()
        if {f"{left}.{key}", f"{right}.{key}"} <= set(pairs.columns)
    }


def _read_by_both(sides: Sides, table: str) -> list[str]:
    """Columns of a table that both definitions read, and for one table counted by both, its dates."""
    read = [
        {column for name, column in job.definition.columns_read if name == table}
        for job in (sides.a, sides.b)
    ]
    dates = {TABLES[table].date, TABLES[table].start, TABLES[table].end} if table != "children" else set()
    return [name for name in TABLES[table].columns if name in read[0] & read[1] | dates]


def _recorded(sides: Sides, table: str, column: str) -> bool:
    return all(job.extract.source in TABLES[table].filled_by(column) for job in (sides.a, sides.b))


def _is_later(pairs: pl.DataFrame, column: str, sides: Sides) -> pl.Expr:
    """Whether a field of the later side is a day of which the earlier side could not know."""
    if sides.same_period or pairs.schema[column] != pl.Date:
        return pl.lit(value=False)
    end = sides.periods[0 if sides.a_is_earlier else 1].end
    return (pl.col(column) > pl.lit(end)).fill_null(value=False)


def _text(pairs: pl.DataFrame, column: str) -> pl.Expr:
    value = pl.col(column)
    if pairs.schema[column].base_type() == pl.List:
        value = value.list.join(" ")
    return value.cast(pl.String).fill_null("blank")


def _listed(texts: Iterable[pl.Expr]) -> pl.Expr:
    every = [*texts]
    if not every:
        return pl.lit([], dtype=pl.List(pl.String))
    return pl.concat_list(every).list.drop_nulls()


def _joined(texts: list[pl.Expr]) -> pl.Expr:
    return _listed(texts).list.join("; ")
