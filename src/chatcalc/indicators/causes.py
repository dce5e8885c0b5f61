"""Why a record counts otherwise on two sides: one cause a record, by fixed rules.

The rules ask what would have become of the same data in the other's period, or by the other's definition. A
cause that explains the difference alone comes before one that only had a part in it.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from chatcalc.indicators.cases import ONCE
from chatcalc.indicators.sides import Sides
from chatcalc.specs.definition import Definition

PERIOD: Final = "period"
COHORT: Final = "cohort"
DEFINITION: Final = "definition"
LATE: Final = "late recording"
DELETED: Final = "deleted record"
MERGED: Final = "merged record"
ONE_SOURCE: Final = "one source only"
CHANGED_ID: Final = "changed id"
CHANGED: Final = "changed field"

CAUSES: Final = (PERIOD, COHORT, DEFINITION, LATE, DELETED, MERGED, ONE_SOURCE, CHANGED_ID, CHANGED)
"""In the order in which a value is taken from one side to the other."""

OTHER_RECORDS: Final = "other records of the child"
_OUT: Final = ("not counted", "excluded")


def with_causes(found: pl.DataFrame, sides: Sides, part: str | None = None) -> pl.DataFrame:
    """The records that count otherwise on the two sides, each with its cause.

    Args:
        found: What `chatcalc.indicators.differences.differences` gives.
        sides: The two sides.
        part: The part whose figure it is; None for the indicator's own.

    Returns:
        The rows that count otherwise, or are of a child known by another id, with `cause`; `a.n`, `a.d`,
        `a.m`, `a.w` (what the record adds to the numerator and the denominator, its value, and what is
        counted by) and the same for `b`.
    """
    found = with_contributions(found, sides, part)
    other_id = pl.col("a_id") != pl.col("b_id")
    concerned = ~_equal("a", "b") | (other_id & ((pl.col("a.d") + pl.col("b.d")) > 0))
    found = found.filter(concerned).with_columns(_cause(found, sides).alias("cause"))
    return _settled_by_siblings(found)


def with_contributions(found: pl.DataFrame, sides: Sides, part: str | None) -> pl.DataFrame:
    """The records with what each answer adds to the figure: `PREFIX.n`, `.d`, `.m` and `.w`."""
    columns: list[pl.Expr] = []
    for prefix in ("a", "b", "a_then", "b_then", "b_as_a"):
        definition = sides.b.definition if prefix in ("b", "b_then") else sides.a.definition
        columns += _contribution(found, prefix, definition, part)
    return found.with_columns(columns)


def _contribution(
    found: pl.DataFrame, prefix: str, definition: Definition, part: str | None
) -> list[pl.Expr]:
    nothing = pl.lit(0.0)
    none, nobody = pl.lit(None, dtype=pl.Float64), pl.lit(None, dtype=pl.String)
    if f"{prefix}.status" not in found.columns:
        n, d, m, w = nothing, nothing, none, nobody
    elif part is not None:
        met = pl.col(f"{prefix}.part:{part}")
        n, d, m, w = met.fill_null(value=False), met.is_not_null(), none, nobody
    else:
        status = pl.col(f"{prefix}.status").cast(pl.String)
        counted = status.is_in(["numerator", "denominator"]).fill_null(value=False)
        m = pl.when(counted).then(pl.col(f"{prefix}.measure")) if definition.value is not None else none
        met = counted if definition.distinct_per else (status == "numerator").fill_null(value=False)
        n, d = (m.fill_null(0) if definition.value is not None else met), counted
        w = (
            pl.when(counted).then(pl.col(f"{prefix}.{definition.distinct_per}"))
            if definition.distinct_per
            else nobody
        )
    pairs = (("n", n.cast(pl.Float64)), ("d", d.cast(pl.Float64)), ("m", m), ("w", w))
    return [expression.alias(f"{prefix}.{name}") for name, expression in pairs]


def _equal(left: str, right: str) -> pl.Expr:
    """Whether a record adds the same by two answers."""
    return pl.all_horizontal(
        pl.col(f"{left}.{name}").eq_missing(pl.col(f"{right}.{name}")) for name in ("n", "d", "m", "w")
    )


def _cause(found: pl.DataFrame, sides: Sides) -> pl.Expr:
    in_a, in_b = (pl.col(f"{side}.status").is_not_null() for side in "ab")
    has_a, has_b = (pl.col(f"{side}_row").is_not_null() for side in "ab")
    one_sided = ~has_a | ~has_b
    changed = (pl.col("fields").list.len() > 0) & ~pl.col("happened_since")
    never = pl.lit(value=False)
    moves = not sides.same_period
    # Either side's own data, asked of the other's period, say what the other says: the days alone decide.
    as_b, as_a = (_equal("a_then", "b"), _equal("b_then", "a")) if moves else (never, never)
    other_rules = _equal("b_as_a", "a") if "b_as_a.status" in found.columns else never
    late, deleted = (LATE, DELETED) if sides.a_is_earlier else (DELETED, LATE)
    recorded = pl.when(has_a).then(pl.lit(deleted)).otherwise(pl.lit(late))
    counted_once = (pl.col("a.d") > 0) != (pl.col("b.d") > 0)
    return (
        pl.when(_equal("a", "b"))
        .then(pl.lit(CHANGED_ID))
        .when(in_a & in_b & changed & ~as_b)
        .then(
            pl.lit(CHANGED)
            if sides.same_definition or not sides.same_source
            else _rules_or_field(other_rules)
        )
        .when((as_a | as_b) & _left_the_cohort(found, sides))
        .then(pl.lit(COHORT))
        .when(as_a | as_b | pl.col("happened_since") | (one_sided & _out_of_reach(sides)))
        .then(pl.lit(PERIOD))
        .when(~has_b & _merged(found, sides))
        .then(pl.lit(MERGED))
        .when(other_rules)
        .then(pl.lit(DEFINITION))
        .when(one_sided)
        .then(recorded if sides.same_source and sides.same_table else pl.lit(ONE_SOURCE))
        .when(changed)
        .then(pl.lit(CHANGED))
        .when(pl.lit(value=not sides.same_source) & in_a & in_b & counted_once)
        .then(pl.lit(COHORT))
        .when(pl.lit(value=not sides.same_definition))
        .then(pl.lit(DEFINITION))
        .when(pl.col("a_id") != pl.col("b_id"))
        .then(pl.lit(CHANGED_ID))
    )


def _rules_or_field(other_rules: pl.Expr) -> pl.Expr:
    return pl.when(other_rules).then(pl.lit(DEFINITION)).otherwise(pl.lit(CHANGED))


def _left_the_cohort(found: pl.DataFrame, sides: Sides) -> pl.Expr:
    """Whether a record is of both periods and on one side not of those who count, such as by age."""
    if sides.same_period:
        return pl.lit(value=False)

    def is_out(prefix: str) -> pl.Expr:
        reason = pl.col(f"{prefix}.reason")
        out = pl.col(f"{prefix}.status").cast(pl.String).is_in(_OUT) & reason.ne_missing(ONCE)
        return out.fill_null(value=False)

    def counts(prefix: str) -> pl.Expr:
        return pl.col(f"{prefix}.d") > 0

    return (counts("a") & (is_out("b") | is_out("a_then"))) | (counts("b") & (is_out("a") | is_out("b_then")))


def _out_of_reach(sides: Sides) -> pl.Expr:
    """Whether a record that one side has ended before the other's data begin."""
    a, b = sides.a, sides.b
    since_a = a.extract.known_from.get(a.definition.table)
    since_b = b.extract.known_from.get(b.definition.table)
    before_b = pl.col("a_last") < pl.lit(since_b) if since_b else pl.lit(value=False)
    before_a = pl.col("b_last") < pl.lit(since_a) if since_a else pl.lit(value=False)
    return pl.when(pl.col("a_row").is_not_null()).then(before_b).otherwise(before_a).fill_null(value=False)


def _merged(found: pl.DataFrame, sides: Sides) -> pl.Expr:
    """Whether the child of a record is another child of the same side by now."""
    held = sides.a_ids
    into = sides.renamed.filter(pl.col("b_id").is_in(held.implode()))["a_id"]
    return pl.col("a_id").is_in(into.implode())


def _settled_by_siblings(found: pl.DataFrame) -> pl.DataFrame:
    """A record for which no rule speaks counts otherwise because another record of the child does.

    Of a child counted once, the case that counts may give way to another: the cause is the other's.
    """
    child = pl.coalesce("b_id", "a_id")
    sibling = pl.col("cause").drop_nulls().first().over(child)
    unsettled = pl.col("cause").is_null()
    said = pl.when(unsettled).then(pl.lit([OTHER_RECORDS])).otherwise(pl.col("fields"))
    return found.with_columns(
        pl.coalesce("cause", sibling, pl.lit(CHANGED)).alias("cause"), said.alias("fields")
    )
