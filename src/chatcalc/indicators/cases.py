"""The whole calculation of an indicator, case by case: one row a case and period, with its status and values.

Totals, breakdowns, trends and lists of children are this one frame looked at in different ways.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import polars as pl

from chatcalc.expressions.to_polars import DTYPES
from chatcalc.expressions.tree import Name, Node, walk
from chatcalc.extracts.extract import Extract
from chatcalc.indicators.breakdowns import with_dimensions
from chatcalc.indicators.related import Conditions, join_child, join_related
from chatcalc.specs.compiling import PERIOD_NAMES, WINDOW_NAMES
from chatcalc.specs.definition import Definition, PeriodTest, RelatedRows, Step, Value

STATUS: Final = pl.Enum(["numerator", "denominator", "excluded", "not counted"])
ONCE: Final = "another case of the same child is the one that counts"
NO_VALUE: Final = "no value"


def cases(
    definition: Definition, extract: Extract, periods: pl.DataFrame, by: Iterable[str] = ()
) -> pl.LazyFrame:
    """Every case of an indicator in every period.

    Args:
        definition: The indicator as computed from the extract's source.
        extract: The tables.
        periods: One row a period: period_row, period_start, period_end and, for a window, its bounds
            (`chatcalc.indicators.periods.period_frame`).
        by: Dimensions of breakdowns.

    Returns:
        The columns of the counted table and the periods, the values and aggregates by name, `case_row`,
        `status`, `reason`, `unknown` (the numerator's condition was), `measure` (the value of means and
        days), a Boolean `part:ID` for each part (null outside its denominator), and `by:DIMENSION`.
    """
    rules = Conditions(extract)
    frame = extract.table(definition.table).lazy().with_row_index("case_row")
    frame = _in_reach(frame, definition.period, periods)
    frame = frame.with_columns(pl.lit(number).alias(name) for name, number in definition.parameters.items())
    frame = join_child(frame, definition, extract)
    before, after = _split_by_period(definition.steps)
    for step in before:
        frame = _apply(frame, step, rules, ("case_row",))
    frame = _in_period(frame, definition.period, periods)
    for step in after:
        frame = _apply(frame, step, rules, ("case_row", "period_row"))
    # Conditions of parts come first: `reason` is a column of some tables before it is one of the cases.
    frame = _with_parts(frame, definition, rules)
    frame = _with_status(frame, definition, rules)
    if definition.distinct == "any":
        frame = _count_each_child_once(frame)
    frame = _with_parts_of_counted(frame, definition)
    return with_dimensions(frame, definition, extract, by)


def collected(cases: pl.LazyFrame) -> pl.DataFrame:
    """Cases that are looked at one by one.

    The streaming engine, the default, takes thirty times as long to count working days.
    """
    return cases.collect(engine="in-memory")


def _apply(frame: pl.LazyFrame, step: Step, rules: Conditions, keys: tuple[str, ...]) -> pl.LazyFrame:
    if isinstance(step, RelatedRows):
        return join_related(frame, step, rules, keys)
    return frame.with_columns(rules.expression(step.node).cast(DTYPES[step.node.type]).alias(step.name))


def _split_by_period(steps: tuple[Step, ...]) -> tuple[list[Step], list[Step]]:
    """Steps that no period changes, which are worked out once, and those that need the period."""
    bound = {*PERIOD_NAMES, *WINDOW_NAMES}
    before: list[Step] = []
    after: list[Step] = []
    for step in steps:
        nodes = [step.node] if isinstance(step, Value) else [step.where, *(v.node for v in step.values)]
        if any(_mentions(node, bound) for node in nodes if node is not None):
            after.append(step)
            bound |= _names_of(step)
        else:
            before.append(step)
    return before, after


def _mentions(node: Node, names: set[str]) -> bool:
    return any(
        (isinstance(inner, Name) and inner.name in names) or getattr(inner, "key", None) in names
        for inner in walk(node)
    )


def _names_of(step: Step) -> set[str]:
    return {step.name} if isinstance(step, Value) else {aggregate.key for aggregate in step.aggregates}


def _in_reach(frame: pl.LazyFrame, test: PeriodTest, periods: pl.DataFrame) -> pl.LazyFrame:
    """The cases that some period may hold: no others need values and related rows, which take the time."""
    if test.start is None or periods.is_empty():
        return frame
    window = "window_start" in periods.columns
    earliest = pl.lit(periods["window_start" if window else "period_start"].min(), dtype=pl.Date)
    latest = pl.lit(periods["window_end" if window else "period_end"].max(), dtype=pl.Date)
    frame = frame.filter(pl.col(test.start) <= latest)
    if test.end is None:
        return frame.filter(pl.col(test.start) >= earliest)
    end = pl.col(test.end)
    return frame.filter(end.is_null() | (end >= earliest))


def _in_period(frame: pl.LazyFrame, test: PeriodTest, periods: pl.DataFrame) -> pl.LazyFrame:
    """The cases of each period (conventions C2 and C3): a window's bounds stand in for the period's."""
    window = "window_start" in periods.columns
    first, last = (
        pl.col("window_start" if window else "period_start"),
        pl.col("window_end" if window else "period_end"),
    )
    crossed = _with_every_period(frame, periods)
    if test.start is None:
        return crossed
    start = pl.col(test.start)
    if test.kind == "during":
        return crossed.filter(start >= first, start <= last)
    if test.kind == "all":
        return crossed.filter(start == last)
    assert test.end is not None
    end = pl.col(test.end)
    if test.kind == "open_on":
        return crossed.filter(start <= last, end.is_null() | (end > last))
    return crossed.filter(start <= last, end.is_null() | (end >= first))


def _with_every_period(frame: pl.LazyFrame, periods: pl.DataFrame) -> pl.LazyFrame:
    if periods.height != 1:
        return frame.join(periods.lazy(), how="cross")
    # Constants are filtered in a fraction of the time that a join by ranges takes.
    bounds = periods.row(0, named=True).items()
    return frame.with_columns(pl.lit(bound, dtype=periods.schema[name]).alias(name) for name, bound in bounds)


def _with_status(frame: pl.LazyFrame, definition: Definition, rules: Conditions) -> pl.LazyFrame:
    """Where each case ends: not counted, excluded, in the numerator, or in the denominator alone."""
    picked = _picked(definition)
    counted = pl.all_horizontal(pl.lit(value=True), *(rules.met(node) for node in definition.denominator))
    reason = pl.coalesce(
        *(pl.when(rules.met(e.when)).then(pl.lit(e.reason)) for e in definition.exclude),
        pl.lit(None, dtype=pl.String),
    )
    met = (
        pl.lit(value=definition.has_figure)
        if definition.numerator is None
        else rules.expression(definition.numerator)
    )
    measure = pl.lit(None) if definition.value is None else rules.expression(definition.value)
    frame = frame.with_columns(
        picked.alias("_picked"),
        counted.alias("_counted"),
        reason.alias("reason"),
        met.cast(pl.Boolean).alias("_met"),
        measure.cast(pl.Float64).alias("measure"),
    )
    if definition.value is not None:
        no_value = pl.when(pl.col("reason").is_null() & pl.col("measure").is_null()).then(pl.lit(NO_VALUE))
        frame = frame.with_columns(pl.coalesce(no_value, "reason").alias("reason"))
    stays = pl.col("_picked") & pl.col("_counted")
    in_denominator = stays & pl.col("reason").is_null()
    status = (
        pl.when(~stays)
        .then(pl.lit("not counted", dtype=STATUS))
        .when(pl.col("reason").is_not_null())
        .then(pl.lit("excluded", dtype=STATUS))
        .when(pl.col("_met").fill_null(value=False))
        .then(pl.lit("numerator", dtype=STATUS))
        .otherwise(pl.lit("denominator", dtype=STATUS))
    )
    return frame.with_columns(
        status.alias("status"),
        (in_denominator & pl.col("_met").is_null()).alias("unknown"),
        pl.when(~pl.col("_picked")).then(pl.lit(ONCE)).when(stays).then(pl.col("reason")).alias("reason"),
    ).drop("_picked", "_counted", "_met")


_CHILD: Final = ("la_code", "child_id", "period_row")


def _picked(definition: Definition) -> pl.Expr:
    """True for the child's latest (earliest) case of the period by its date, then by file order."""
    if definition.distinct not in ("latest", "earliest"):
        return pl.lit(value=True)
    order = pl.col("case_row").sort_by([*filter(None, [definition.period.start]), "case_row"])
    chosen = order.last() if definition.distinct == "latest" else order.first()
    return pl.col("case_row") == chosen.over(_CHILD)


def _count_each_child_once(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Of a child's counted cases one stays: one in the numerator if any is, else the first of the file."""
    counted = pl.col("status").is_in(["numerator", "denominator"])
    # One whole number that is smallest for the best status, then for the first row: quicker than sorting.
    status = pl.when(counted).then(pl.col("status").to_physical().cast(pl.Int64)).otherwise(pl.lit(9))
    order = status * 2**32 + pl.col("case_row").cast(pl.Int64)
    again = pl.col("_again")
    return (
        frame.with_columns((counted & (order != order.min().over(_CHILD))).alias("_again"))
        .with_columns(
            pl.when(again)
            .then(pl.lit("not counted", dtype=STATUS))
            .otherwise(pl.col("status"))
            .alias("status"),
            pl.when(again).then(pl.lit(ONCE)).otherwise(pl.col("reason")).alias("reason"),
            (pl.col("unknown") & ~again).alias("unknown"),
        )
        .drop("_again")
    )


def _with_parts(frame: pl.LazyFrame, definition: Definition, rules: Conditions) -> pl.LazyFrame:
    columns = []
    for part in definition.parts:
        met = pl.lit(value=True) if part.numerator is None else rules.met(part.numerator)
        inside = met if part.denominator is None else pl.when(rules.met(part.denominator)).then(met)
        columns.append(inside.alias(f"part:{part.id}"))
    return frame.with_columns(columns)


def _with_parts_of_counted(frame: pl.LazyFrame, definition: Definition) -> pl.LazyFrame:
    """A case that does not count is in no part."""
    counted = pl.col("status").is_in(["numerator", "denominator"])
    parts = [f"part:{part.id}" for part in definition.parts]
    return frame.with_columns(pl.when(counted).then(pl.col(part)).alias(part) for part in parts)
