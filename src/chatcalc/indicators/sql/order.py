"""The order of rows in SQL, the same in every dialect and at every run."""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from chatcalc.expressions.to_sql_dialects import SqlDialect


def ordered(keys: Sequence[exp.Expr], dialect: SqlDialect, *, last: bool = False) -> exp.Order:
    """Rows by keys, from the last where asked.

    Missing values stand where the dialect puts them: these keys are never missing, or settle ties, for which
    any order does that is always the same.
    """
    lowest = dialect.missing_sort_lowest
    nulls_first = lowest is not last  # said as the dialect has it, so that sqlglot writes nothing
    return exp.Order(expressions=[_key(key, nulls_first=nulls_first, last=last) for key in keys])


def by_date(
    day: exp.Expr | None, keys: Sequence[exp.Expr], dialect: SqlDialect, *, last: bool = False
) -> exp.Order:
    """Rows by a date, those without one behind; then by keys."""
    order = ordered(keys, dialect, last=last)
    if day is not None:
        order.expressions.insert(0, _key(day, nulls_first=False, last=last))
    return order


def _key(key: exp.Expr, *, nulls_first: bool, last: bool) -> exp.Ordered:
    return exp.Ordered(this=key, desc=last or None, nulls_first=nulls_first)
