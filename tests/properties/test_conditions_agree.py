"""Random well-typed conditions over random rows: Polars, on both its engines, agrees with the reference."""

from __future__ import annotations

import datetime as dt
import math
from random import Random
from typing import Any

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from chatcalc.expressions.check import Scope, condition
from chatcalc.expressions.to_polars import DTYPES, to_polars
from chatcalc.expressions.tree import Node, Type
from reference.evaluator import Row, evaluate
from reference.fuzzing import RANDOMS, examples
from reference.printing import printed
from reference.random_conditions import DAYS, NUMBERS, TEXTS, aggregates, random_condition

SCOPE = Scope(
    table="rows",
    names={
        "day": Type.DATE, "other_day": Type.DATE, "period_end": Type.DATE, "whole": Type.NUMBER,
        "decimal": Type.NUMBER, "code": Type.TEXT, "text": Type.TEXT, "flag": Type.BOOLEAN,
        "codes": Type.TEXTS,
    },
    owners={"child": {"born": Type.DATE, "sex": Type.TEXT, "uasc": Type.BOOLEAN}},
    related={"earlier": {"day": Type.DATE, "code": Type.TEXT, "score": Type.NUMBER, "flag": Type.BOOLEAN}},
    tables=("referrals", "assessments"),
    parameters=("limit",),
)  # fmt: skip
KNOWN_FROM = {"referrals": dt.date(2022, 4, 1)}
TYPES = {
    **SCOPE.names,
    "limit": Type.NUMBER,
    **{f"child.{name}": type_ for name, type_ in SCOPE.owners["child"].items()},
    **{aggregate.key: aggregate.type for aggregate in aggregates(SCOPE)},
}
WHOLE = ("whole", "count(earlier)", *(key for key in TYPES if key.startswith("count_distinct")))
KINDS = ("full", "sparse", "empty", "one row over and over", "no rows")


def random_rows(rng: Random, kind: str) -> list[dict[str, Any]]:
    """Rows of every column of the scope: filled, with gaps, all missing, or all equal."""
    missing = {"full": 0.0, "sparse": 0.4, "empty": 1.0}.get(kind, 0.2)
    if kind == "no rows":
        return []
    rows = [{name: _value(rng, name, missing) for name in TYPES} for _ in range(10)]
    return [rows[0]] * 4 if kind == "one row over and over" else rows


def _value(rng: Random, name: str, missing: float) -> Any:
    if name in ("period_end", "limit") or name.startswith("exists"):
        missing = 0.0
    if rng.random() < missing:
        return None
    match TYPES[name]:
        case Type.DATE:
            step = dt.timedelta(days=rng.choice((0, 0, 1, -1, 28, 365, -400)))
            return min(max(rng.choice(DAYS) + step, dt.date(1990, 1, 1)), dt.date(2050, 12, 31))
        case Type.NUMBER:
            return rng.choice((0, 1, 2, 45, -3)) if name in WHOLE else float(rng.choice(NUMBERS))
        case Type.TEXT:
            return rng.choice(TEXTS)
        case Type.BOOLEAN:
            return rng.random() < 0.5
        case _:
            return [rng.choice(TEXTS) for _ in range(rng.randint(0, 2))]


def frame_of(rows: list[dict[str, Any]]) -> pl.LazyFrame:
    schema = {name: pl.Int64() if name in WHOLE else DTYPES[type_] for name, type_ in TYPES.items()}
    return pl.LazyFrame(rows, schema=schema, orient="row").with_row_index("row")


def seen(row: dict[str, Any]) -> Row:
    child = {name.removeprefix("child."): value for name, value in row.items() if name.startswith("child.")}
    return Row(row, {"child": child}, row, KNOWN_FROM)


def same(found: Any, expected: Any) -> bool:
    if isinstance(found, float) and isinstance(expected, int | float):
        return math.isclose(found, expected, rel_tol=1e-12, abs_tol=1e-12)
    return bool(found == expected)


def assert_agree(node: Node, rows: list[dict[str, Any]]) -> None:
    expression = to_polars(node, KNOWN_FROM).cast(DTYPES[node.type])
    expected = [evaluate(node, seen(row)) for row in rows]
    for engine in ("in-memory", "streaming"):
        frame = frame_of(rows)
        found = frame.with_columns(expression.alias("found")).collect(engine=engine).sort("row")["found"]
        assert len(found) == len(rows)
        for row, (one, other) in enumerate(zip(found.to_list(), expected, strict=True)):
            assert same(one, other), f"row {row}, {engine}: {one!r}, not {other!r}: {printed(node)}"
        if node.type is Type.BOOLEAN:
            met = frame.filter(expression.fill_null(value=False)).collect(engine=engine)
            assert sorted(met["row"]) == [n for n, value in enumerate(expected) if value is True]


@examples(400)
@given(
    RANDOMS,
    st.sampled_from([Type.BOOLEAN, Type.BOOLEAN, Type.NUMBER, Type.DATE, Type.TEXT]),
    st.sampled_from(KINDS),
)
def test_polars_agrees_with_the_reference(rng: Random, type_: Type, kind: str) -> None:
    node = random_condition(rng, SCOPE, type_, rng.randint(1, 4))
    assert_agree(node, random_rows(rng, kind))


@examples(400)
@given(RANDOMS)
def test_a_printed_condition_reads_back_as_itself(rng: Random) -> None:
    node = random_condition(rng, SCOPE, Type.BOOLEAN, rng.randint(1, 4))
    assert condition(printed(node), SCOPE) == node
