"""Which fields of two paired records differ, of all that decides on both sides."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from chatcalc.indicators.related import OWNER
from chatcalc.indicators.sides import Sides, asked_of_others
from chatcalc.tables.catalogue import PROVENANCE, TABLES


def with_fields(pairs: pl.DataFrame, sides: Sides) -> pl.DataFrame:
    """The pairs with what differs of all that decides.

    Args:
        pairs: Records beside each other, with what either side asked of other rows
            (`chatcalc.indicators.differences.differences`).
        sides: The two sides.

    Returns:
        Also `fields` (names), `a_values`, `b_values` (the same with values) and `happened_since`: all that
        differ are days after the earlier snapshot, and what was blank before them.
    """
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
    asked = asked_of_others(sides.a.definition)
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
