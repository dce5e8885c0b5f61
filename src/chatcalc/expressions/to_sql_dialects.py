"""What differs between the dialects of SQL: dates, months, the largest of several, lists of codes, yes or no.

sqlglot writes most of a query for a dialect by itself. It is not asked to where its translation loses
meaning: `IS NOT TRUE` without Booleans, months in Oracle, GREATEST with missing values.

How a warehouse holds the canonical tables: dates are DATE without a time of day, numbers whole or double. A
flag is BOOLEAN, or in T-SQL (BIT) and Oracle (NUMBER(1)) 1 for yes and 0 for no. A list of codes is an
array, or in T-SQL and Oracle text with a comma between codes. Text compares by its exact letters, so in T-SQL
under a collation that tells capitals apart. Oracle takes empty text for NULL; no canonical column holds any.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlglot import exp

from chatcalc.expressions.tree import Type

Two = Callable[[exp.Expr, exp.Expr], exp.Expr]
Several = Callable[[str, Sequence[exp.Expr]], exp.Expr]


@dataclass(frozen=True)
class SqlDialect:
    """A dialect of SQL.

    Attributes:
        name: As `--dialect` and sqlglot call it.
        booleans: Whether a yes-or-no is a value.
        add_days: The day so many days after a day.
        add_months: The day so many months after a day, clamped to the month's last.
        days_from: Days from a day to a later one.
        extreme: `GREATEST` or `LEAST` of several values, missing ones passed over.
        whole: A number cut to a whole one, towards nought.
        holds: Whether a list of codes holds a code.
        missing_sort_lowest: Whether missing values sort as the lowest.
        dual: The table to select from where there is none.
    """

    name: str
    booleans: bool
    add_days: Two
    add_months: Two
    days_from: Two
    extreme: Several
    whole: Callable[[exp.Expr], exp.Expr]
    holds: Callable[[exp.Expr, str], exp.Expr]
    missing_sort_lowest: bool = False
    dual: str | None = None


def date(day: dt.date, dialect: SqlDialect) -> exp.Expr:
    """A day as a literal."""
    text = exp.Literal.string(day.isoformat())
    if dialect.name == "oracle":  # a cast would read the text as the session's settings have it
        return function("TO_DATE", text, exp.Literal.string("YYYY-MM-DD"))
    return exp.cast(text, "DATE")


def null(type_: Type, dialect: SqlDialect) -> exp.Expr:
    """NULL of a type."""
    if type_ is Type.BOOLEAN:
        return exp.cast(exp.null(), "BOOLEAN") if dialect.booleans else exp.cast(exp.null(), "INT")
    names = {Type.DATE: "DATE", Type.NUMBER: "INT"}
    return exp.cast(exp.null(), names[type_]) if type_ in names else exp.null()


def function(name: str, *arguments: exp.Expr) -> exp.Expr:
    """A call written as it stands, which sqlglot leaves alone."""
    return exp.Anonymous(this=name, expressions=list(arguments))


def _operand(tree: exp.Expr) -> exp.Expr:
    return exp.Paren(this=tree) if isinstance(tree, exp.Binary | exp.Case) else tree


def _plus(left: exp.Expr, right: exp.Expr) -> exp.Expr:
    if isinstance(right, exp.Neg) and isinstance(right.this, exp.Literal):
        return exp.Sub(this=_operand(left), expression=right.this)
    return exp.Add(this=_operand(left), expression=_operand(right))


def _minus(start: exp.Expr, end: exp.Expr) -> exp.Expr:
    return exp.Sub(this=_operand(end), expression=_operand(start))


def _truncated(amount: exp.Expr) -> exp.Expr:
    return exp.cast(function("TRUNC", amount), "INT")


def _duckdb_months(day: exp.Expr, months: exp.Expr) -> exp.Expr:
    return exp.cast(exp.Add(this=_operand(day), expression=function("TO_MONTHS", months)), "DATE")


def _postgres_months(day: exp.Expr, months: exp.Expr) -> exp.Expr:
    interval = exp.Interval(this=exp.Literal.string("1 month"))
    span = exp.Mul(this=_operand(months), expression=interval)
    return exp.cast(exp.Add(this=_operand(day), expression=span), "DATE")


def _oracle_months(day: exp.Expr, months: exp.Expr) -> exp.Expr:
    """ADD_MONTHS takes a month's last day to a month's last day (28 February to 31 March): held back here."""
    first = function("ADD_MONTHS", function("TRUNC", day, exp.Literal.string("MM")), months)
    same_day = exp.Sub(
        this=exp.Add(this=first, expression=exp.Extract(this=exp.var("DAY"), expression=day.copy())),
        expression=exp.Literal.number(1),
    )
    return function("LEAST", function("ADD_MONTHS", day.copy(), months.copy()), same_day)


def _built_in(name: str, options: Sequence[exp.Expr]) -> exp.Expr:
    return function(name, *options)


def _oracle_extreme(name: str, options: Sequence[exp.Expr]) -> exp.Expr:
    """Oracle's is NULL where one value is: each stands in for the ones before it that are missing."""
    turned = [[*options[n:], *options[:n]] for n in range(len(options))]
    return function(name, *(function("COALESCE", *(o.copy() for o in each)) for each in turned))


def _tsql_extreme(name: str, options: Sequence[exp.Expr]) -> exp.Expr:
    """SQL Server before 2022 has none: the aggregate over a list of rows."""
    aggregate = exp.Max if name == "GREATEST" else exp.Min
    rows = [exp.Tuple(expressions=[option]) for option in options]
    alias = exp.TableAlias(this=exp.to_identifier("options"), columns=[exp.to_identifier("option_")])
    return exp.Subquery(
        this=exp.select(aggregate(this=exp.column("option_"))).from_(
            exp.Values(expressions=rows, alias=alias)
        )
    )


def _array_holds(name: str) -> Callable[[exp.Expr, str], exp.Expr]:
    return lambda codes, code: function(name, codes, exp.Literal.string(code))


def _postgres_holds(codes: exp.Expr, code: str) -> exp.Expr:
    return exp.EQ(this=exp.Literal.string(code), expression=exp.Any(this=exp.Paren(this=codes)))


def _text_holds(*, plus: type[exp.Binary]) -> Callable[[exp.Expr, str], exp.Expr]:
    comma = exp.Literal.string(",")
    return lambda codes, code: exp.Like(
        this=plus(this=plus(this=comma.copy(), expression=codes), expression=comma.copy()),
        expression=exp.Literal.string(f"%,{code},%"),
    )


def _spark(name: str) -> SqlDialect:
    return SqlDialect(
        name=name,
        booleans=True,
        add_days=lambda day, days: function("DATE_ADD", day, days),
        add_months=lambda day, months: function("ADD_MONTHS", day, months),
        days_from=lambda start, end: function("DATEDIFF", end, start),
        extreme=_built_in,
        whole=lambda amount: exp.cast(amount, "INT"),
        holds=_array_holds("ARRAY_CONTAINS"),
        missing_sort_lowest=True,
    )


_ALL: Final = (
    SqlDialect(
        name="duckdb",
        booleans=True,
        add_days=_plus,
        add_months=_duckdb_months,
        days_from=_minus,
        extreme=_built_in,
        whole=_truncated,
        holds=_array_holds("LIST_CONTAINS"),
    ),
    SqlDialect(
        name="tsql",
        booleans=False,
        add_days=lambda day, days: function("DATEADD", exp.var("DAY"), days, day),
        add_months=lambda day, months: function("DATEADD", exp.var("MONTH"), months, day),
        days_from=lambda start, end: function("DATEDIFF", exp.var("DAY"), start, end),
        extreme=_tsql_extreme,
        whole=lambda amount: exp.cast(amount, "INT"),
        holds=_text_holds(plus=exp.Add),
        missing_sort_lowest=True,
    ),
    SqlDialect(
        name="oracle",
        booleans=False,
        add_days=_plus,
        add_months=_oracle_months,
        days_from=_minus,
        extreme=_oracle_extreme,
        whole=lambda amount: function("TRUNC", amount),
        holds=_text_holds(plus=exp.DPipe),
        dual="DUAL",
    ),
    SqlDialect(
        name="postgres",
        booleans=True,
        add_days=_plus,
        add_months=_postgres_months,
        days_from=_minus,
        extreme=_built_in,
        whole=_truncated,
        holds=_postgres_holds,
    ),
    _spark("spark"),
    _spark("databricks"),
)

DIALECTS: Final[Mapping[str, SqlDialect]] = {dialect.name: dialect for dialect in _ALL}
