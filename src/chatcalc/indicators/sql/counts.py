"""The queries that say what became of each case, and which of them count."""

from __future__ import annotations

from typing import Final

from sqlglot import exp
from sqlglot.expressions import Select, select

from chatcalc.expressions.to_sql import both, bracketed, condition, number, value
from chatcalc.expressions.tree import Node
from chatcalc.indicators.sql.naming import CASE_ROW, KEYS, Naming, columns
from chatcalc.indicators.sql.order import ordered
from chatcalc.specs.definition import PartDefinition

COUNTED: Final = "counted"
IN_ORDER: Final = "counted_in_order"


def statuses_query(naming: Naming, frame: str) -> Select:
    """Where each case ends, with its value and its parts."""
    definition = naming.definition
    wanted: list[exp.Expr] = columns(*KEYS, "child_id")
    if naming.numbers_cases:
        wanted.append(exp.column(CASE_ROW))
    if definition.distinct_per:
        wanted.append(exp.column(definition.distinct_per))
    wanted.append(_status(naming).as_("status"))
    if definition.value is not None:
        wanted.append(value(definition.value, naming.names(), naming.dialect).as_("measure"))
    wanted += [_part(naming, part).as_(naming.part_columns[part.id]) for part in definition.parts]
    query = select(*wanted).from_(frame)
    query.add_comments([" What became of each case "])
    return query


def _status(naming: Naming) -> exp.Expr:
    """Not counted, excluded, numerator or denominator: a CASE takes an unknown condition for one not met."""
    definition = naming.definition
    inner = exp.Case()
    for exclusion in definition.exclude:
        inner = inner.when(_met(naming, exclusion.when), _text("excluded"), copy=False)
    if definition.value is not None:
        missing = value(definition.value, naming.names(), naming.dialect)
        inner = inner.when(exp.Is(this=bracketed(missing, 5), expression=exp.null()), _text("excluded"))
    if definition.numerator is not None:
        inner = inner.when(_met(naming, definition.numerator), _text("numerator"), copy=False)
    default = definition.has_figure and definition.numerator is None
    inside = _text("numerator" if default else "denominator")
    ends = inner.else_(inside, copy=False) if inner.args.get("ifs") else inside
    stays = [_met(naming, node) for node in definition.denominator]
    if definition.distinct in ("latest", "earliest"):
        stays.insert(0, exp.EQ(this=_place(naming), expression=number(1)))
    if not stays:
        return ends
    return exp.Case().when(both(*stays), ends, copy=False).else_(_text("not counted"), copy=False)


def _place(naming: Naming) -> exp.Expr:
    """A case's place among the child's of the period, by its date, then by file order."""
    definition = naming.definition
    start = definition.period.start
    last = definition.distinct == "latest"
    order = ordered(columns(*([start] if start else []), CASE_ROW), naming.dialect, last=last)
    return exp.Window(this=exp.RowNumber(), partition_by=columns(*KEYS, "child_id"), order=order)


def _part(naming: Naming, part: PartDefinition) -> exp.Expr:
    """1 in the part's numerator, 0 in its denominator alone, missing outside."""
    inside: exp.Expr = number(1)
    if part.numerator is not None:
        inside = exp.Case().when(_met(naming, part.numerator), number(1)).else_(number(0))
    if part.denominator is None:
        return inside
    return exp.Case().when(_met(naming, part.denominator), inside)


def counted_queries(naming: Naming) -> list[tuple[str, exp.Query]]:
    """The cases in the denominator; of a child that counts once one in the numerator, else the first."""
    queries: list[tuple[str, exp.Query]] = []
    frame = "statuses"
    counted: exp.Expr = exp.In(
        this=exp.column("status"), expressions=[_text("numerator"), _text("denominator")]
    )
    if naming.definition.distinct == "any":
        numerator_first = exp.Case().when(is_numerator(), number(0)).else_(number(1))
        order = ordered([numerator_first, exp.column(CASE_ROW)], naming.dialect)
        place = exp.Window(this=exp.RowNumber(), partition_by=columns(*KEYS, "child_id"), order=order)
        query = select(_all_of(frame), place.as_("place")).from_(frame).where(counted)
        query.add_comments([" Each child once: a case in the numerator where there is one "])
        queries.append(("counted_of_child", query))
        frame, counted = "counted_of_child", exp.EQ(this=exp.column("place"), expression=number(1))
    queries.append((COUNTED, select("*").from_(frame).where(counted)))
    if naming.definition.spec.unit == "median":
        queries.append((IN_ORDER, _in_order(naming)))
    return queries


def _in_order(naming: Naming) -> Select:
    """The cases with their place by value: few dialects have a median, so the middle ones are averaged."""
    order = ordered([exp.column("measure")], naming.dialect)
    place = exp.Window(this=exp.RowNumber(), partition_by=columns(*KEYS), order=order)
    of = exp.Window(this=exp.Count(this=exp.Star(), big_int=False), partition_by=columns(*KEYS))
    return select(_all_of(COUNTED), place.as_("value_place"), of.as_("value_count")).from_(COUNTED)


def _all_of(frame: str) -> exp.Expr:
    return exp.Column(this=exp.Star(), table=exp.to_identifier(frame))


def _met(naming: Naming, node: Node) -> exp.Expr:
    return condition(node, naming.names(), naming.dialect)


def is_numerator(table: str | None = None) -> exp.Expr:
    """Whether a case is in the numerator."""
    return exp.EQ(this=exp.column("status", table=table), expression=_text("numerator"))


def _text(text: str) -> exp.Expr:
    return exp.Literal.string(text)
