"""The queries from the cases that count to the figures of every authority."""

from __future__ import annotations

from sqlglot import exp
from sqlglot.expressions import Select, select

from chatcalc.expressions.to_sql import both, number
from chatcalc.expressions.to_sql_dialects import null
from chatcalc.expressions.tree import Type
from chatcalc.indicators.sql.counts import COUNTED, IN_ORDER, is_numerator
from chatcalc.indicators.sql.naming import KEYS, Naming, columns, same
from chatcalc.indicators.sql.order import ordered
from chatcalc.specs.definition import PartDefinition


def authorities_query(naming: Naming) -> exp.Query:
    """Every authority in the tables, so that one with no case has a row."""
    query = exp.union(select("la_code").from_("children"), select("la_code").from_(naming.definition.table))
    query.left.add_comments([" Authorities without a case have a row too "])
    return query


def figures(naming: Naming) -> tuple[Select | None, exp.Query]:
    """The totals of an indicator with parts, and the query that gives its figures."""
    definition = naming.definition
    own = _own_figure(naming) if definition.has_figure else {}
    if not definition.parts:
        return None, _sorted(_totals(naming, own), [*KEYS], naming)
    fields = own | {
        f"{column}_{kind}": exp.func(function, exp.column(column, table=COUNTED))
        for column in naming.part_columns.values()
        for kind, function in (("numerator", "SUM"), ("denominator", "COUNT"))
    }
    rows = [_figure_row(naming, None)] if own else []
    rows += [_figure_row(naming, part) for part in definition.parts]
    query: exp.Query = rows[0]
    for row in rows[1:]:
        query = exp.union(query, row, distinct=False)
    return _totals(naming, fields), _sorted(query, [*KEYS, "part"], naming)


def _own_figure(naming: Naming) -> dict[str, exp.Expr]:
    """Numerator and denominator as a report has them."""
    definition, unit = naming.definition, naming.definition.spec.unit
    cases = _count(exp.column("status", table=COUNTED))
    nothing = null(Type.NUMBER, naming.dialect)
    if definition.distinct_per:
        workers = exp.Distinct(expressions=[exp.column(definition.distinct_per, table=COUNTED)])
        return {"numerator": cases, "denominator": _count(workers)}
    if unit == "max":
        return {"numerator": nothing, "denominator": cases, "largest": _measures("MAX")}
    if definition.value is not None and unit != "median":
        total = exp.Anonymous(this="COALESCE", expressions=[_measures("SUM"), number(0)])
        return {"numerator": total, "denominator": cases}
    if unit == "median":
        return {"numerator": nothing, "denominator": cases, "median": _median()}
    met = _count(exp.Case().when(is_numerator(COUNTED), number(1)))
    if unit == "rate_per_10000":
        population = exp.Max(this=exp.column("children_0_17", table="periods"))
        return {"numerator": met, "denominator": population if definition.population else nothing}
    return {"numerator": met, "denominator": nothing if unit == "count" else cases}


def _median() -> exp.Expr:
    """The value in the middle, or the mean of the two there."""
    place = exp.Mul(this=number(2), expression=exp.column("value_place", table=COUNTED))
    count = exp.column("value_count", table=COUNTED)
    middle = exp.Between(this=place, low=count, high=exp.Add(this=count.copy(), expression=number(2)))
    measure = exp.cast(exp.column("measure", table=COUNTED), "DOUBLE")
    return exp.Anonymous(this="AVG", expressions=[exp.Case().when(middle, measure)])


def _totals(naming: Naming, fields: dict[str, exp.Expr]) -> Select:
    kind = "window" if naming.definition.window else "period"
    keys = [
        exp.column("la_code", table="authorities"),
        *columns("period_start", "period_end", table="periods"),
    ]
    bounds = columns(f"{kind}_start", f"{kind}_end", table="periods")
    shown = [bound.as_(name) for bound, name in zip(bounds, KEYS[1:], strict=True)]
    in_order = naming.definition.spec.unit == "median"
    cases = exp.to_table(IN_ORDER).as_(COUNTED) if in_order else exp.to_table(COUNTED)
    counted = both(same(KEYS[:1], COUNTED, "authorities"), same(KEYS[1:], COUNTED, "periods"))
    return (
        select(keys[0], *shown, *(field.as_(name) for name, field in fields.items()))
        .from_("authorities")
        .join("periods", join_type="CROSS")
        .join(cases, on=counted, join_type="LEFT")
        .group_by(*keys, *(bounds if kind == "window" else []))
    )


def _figure_row(naming: Naming, part: PartDefinition | None) -> Select:
    """A part's row of the totals, or with the part missing the indicator's own."""
    if part is None:
        shown = [exp.cast(exp.null(), "VARCHAR(100)").as_("part")]
        figure = columns("numerator", "denominator")
    else:
        column = naming.part_columns[part.id]
        shown = [exp.Literal.string(part.id).as_("part")]
        total = exp.Anonymous(this="COALESCE", expressions=[exp.column(f"{column}_numerator"), number(0)])
        of = (
            null(Type.NUMBER, naming.dialect) if part.unit == "count" else exp.column(f"{column}_denominator")
        )
        figure = [total.as_("numerator"), of.as_("denominator")]
    return select(*columns(*KEYS), *shown, *figure).from_("totals")


def _sorted(query: exp.Query, keys: list[str], naming: Naming) -> exp.Query:
    return query.order_by(*ordered(columns(*keys), naming.dialect).expressions)


def _count(what: exp.Expr) -> exp.Expr:
    return exp.Count(this=what, big_int=False)


def _measures(function: str) -> exp.Expr:
    return exp.Anonymous(this=function, expressions=[exp.column("measure", table=COUNTED)])
