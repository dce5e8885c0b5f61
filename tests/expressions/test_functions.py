from __future__ import annotations

import inspect
from typing import Any

import polars as pl
import pytest

from chatcalc.expressions.check import condition
from chatcalc.expressions.functions import AGGREGATES, FUNCTIONS
from chatcalc.expressions.to_polars import to_polars
from chatcalc.expressions.tree import Aggregate, Type
from expressions.scope import SCOPE
from reference import arithmetic
from reference.evaluator import Row, evaluate

EXAMPLES = [
    pytest.param(call, result, id=call)
    for function in FUNCTIONS.values()
    for call, result in function.examples
]


def by_polars(text: str) -> Any:
    return pl.select(to_polars(condition(text, SCOPE))).item()


@pytest.mark.parametrize(("call", "result"), EXAMPLES)
def test_the_examples_of_a_function_are_true(call: str, result: str) -> None:
    assert by_polars(call) == by_polars(result)
    assert evaluate(condition(call, SCOPE), Row({})) == by_polars(result)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_has_an_example_and_a_sentence(name: str) -> None:
    function = FUNCTIONS[name]
    assert function.examples
    assert function.summary.endswith(".")
    assert all(name.upper() in call.upper() for call, _ in function.examples)


@pytest.mark.parametrize("name", [name for name, function in FUNCTIONS.items() if not function.many])
def test_a_missing_date_makes_the_result_unknown(name: str) -> None:
    missing = ", ".join("NULL" for _ in FUNCTIONS[name].parameters)
    assert by_polars(f"{name}({missing})") is None


@pytest.mark.parametrize("name", ["working_days", "days_between", "months_between"])
def test_reversed_dates_are_unknown_and_the_same_day_is_nought(name: str) -> None:
    assert by_polars(f"{name}(DATE '2024-03-02', DATE '2024-03-01')") is None
    assert by_polars(f"{name}(DATE '2024-03-02', DATE '2024-03-02')") == 0


def test_the_reference_knows_every_function_by_itself() -> None:
    known = {name for name, _ in inspect.getmembers(arithmetic, callable)}
    assert set(FUNCTIONS) - known == {"coalesce", "greatest", "least", "open_on", "overlaps"}


@pytest.mark.parametrize("name", AGGREGATES)
def test_an_aggregate_has_a_key_that_reads_as_it_is_written(name: str) -> None:
    inside = "earlier.score" if AGGREGATES[name].takes_column else "earlier"
    node = condition(f"{name.upper()}({inside})", SCOPE)
    assert isinstance(node, Aggregate)
    assert node.key == f"{name}({inside})"


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("exists(earlier)", Type.BOOLEAN),
        ("count(earlier)", Type.NUMBER),
        ("count_distinct(earlier.source)", Type.NUMBER),
        ("latest(earlier.source)", Type.TEXT),
        ("min(earlier.start_date)", Type.DATE),
        ("working_days(start_date, authorised_date)", Type.NUMBER),
        ("add_months(start_date, 1)", Type.DATE),
        ("known_from(referrals)", Type.DATE),
        ("COALESCE(source, 'x')", Type.TEXT),
        ("GREATEST(start_date, NULL)", Type.DATE),
        ("CASE WHEN child_seen THEN 1 END", Type.NUMBER),
        ("child.sex", Type.TEXT),
        ("limit", Type.NUMBER),
        ("factors", Type.TEXTS),
    ],
)
def test_types(text: str, type_: Type) -> None:
    assert condition(text, SCOPE).type is type_
