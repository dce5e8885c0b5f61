"""Polars 2.0 and 2.1 lose rows, or stop, where a constant meets a choice of constants that all rows share.

Every way in which a condition can hold such a choice: in `select`, `with_columns` and `filter`, on both
engines, each row keeps its answer.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pytest

from chatcalc.expressions.check import Scope, condition
from chatcalc.expressions.to_polars import DTYPES, to_polars
from chatcalc.expressions.tree import Node, Type
from reference.evaluator import Row, evaluate

SCOPE = Scope("rows", {"flag": Type.BOOLEAN}, tables=("referrals", "assessments"))
KNOWN_FROM = {"referrals": dt.date(2024, 3, 1)}
DAY = "DATE '2024-03-01'"
NUMBERS = ("CASE WHEN flag THEN 1 ELSE 9 END", "CASE WHEN flag THEN 1 END")
DATES = (
    "CASE WHEN flag THEN DATE '2024-01-01' ELSE DATE '2024-06-01' END",
    "CASE WHEN flag THEN DATE '2024-01-01' END",
)
TEXT = "CASE WHEN flag THEN 'M' ELSE 'F' END"
FLAG = "CASE WHEN flag THEN TRUE ELSE FALSE END"

TEXTS = [
    *(f"2 {op} {x}" for x in NUMBERS for op in ("=", "<>", "<", "<=", ">", ">=", "+", "-", "*", "/")),
    *(f"{x} {op} 2" for x in NUMBERS for op in ("=", "<>", "<", "<=", ">", ">=", "+", "-", "*", "/")),
    *(f"{DAY} {op} {x}" for x in DATES for op in ("=", "<", ">=")),
    *(f"known_from(referrals) {op} {x}" for x in DATES for op in ("=", "<", ">=")),
    *(f"known_from(assessments) < {x}" for x in DATES),
    *(
        text
        for x in NUMBERS
        for text in (
            f"-({x})", f"{x} IN (1, 2)", f"{x} BETWEEN 0 AND 2", f"2 BETWEEN {x} AND 10", f"GREATEST(2, {x})",
            f"LEAST({x}, 2)", f"COALESCE({x}, 2)", f"add_months({DAY}, {x})", f"add_days({DAY}, {x})",
            f"{x} IS NULL", f"CASE WHEN 2 > {x} THEN 3 ELSE 4 END",
        )
    ),
    *(
        text
        for x in DATES
        for function in ("working_days", "days_between", "months_between", "age_on")
        for text in (f"{function}({DAY}, {x})", f"{function}({x}, {DAY})", f"{function}({x}, {x})")
    ),
    *(
        text
        for x in DATES
        for text in (
            f"open_on({DAY}, NULL, {x})", f"open_on({DAY}, {x}, {DAY})", f"open_on({x}, {DAY}, {DAY})",
            f"overlaps({DAY}, {x}, {DAY}, {x})", f"overlaps({DAY}, {DAY}, {x}, {x})",
            f"overlaps({x}, {x}, {DAY}, {DAY})", f"GREATEST({DAY}, {x})", f"COALESCE({x}, {DAY})",
        )
    ),
    *(f"{a} {op} {FLAG}" for op in ("AND", "OR", "=") for a in ("TRUE", "FALSE")),
    *(f"{FLAG} {op} {b}" for op in ("AND", "OR", "=") for b in ("TRUE", "FALSE")),
    *(f"CASE WHEN {x} THEN flag WHEN flag THEN NULL ELSE {FLAG} END" for x in ("TRUE", "FALSE", "NULL")),
    f"NOT {FLAG}", f"{FLAG} IS NOT TRUE", f"'M' = {TEXT}", f"{TEXT} IN ('M')", f"NULL AND {FLAG}",
    f"NULL OR {FLAG}", f"working_days({DAY}, DATE '2024-04-02') < 20 AND flag",
]  # fmt: skip
CHOICES = {
    "all take the first": [True] * 4,
    "all take the second": [False] * 4,
    "unknown to all": [None] * 4,
    "mixed": [True, False, None, True],
    "a single row": [True],
}


def found(node: Node, flags: list[bool | None], how: str, engine: Any) -> list[Any]:
    expression = to_polars(node, KNOWN_FROM).cast(DTYPES[node.type]).alias("found")
    frame = pl.LazyFrame(
        {"row": range(len(flags)), "flag": flags}, schema={"row": pl.Int64, "flag": pl.Boolean}
    )
    if how == "filter":
        rows = frame.filter(expression.fill_null(value=False)).collect(engine=engine)["row"].to_list()
        return [row in rows for row in range(len(flags))]
    chosen = frame.select(expression) if how == "select" else frame.with_columns(expression)
    return chosen.collect(engine=engine)["found"].to_list()


@pytest.mark.parametrize("engine", ["in-memory", "streaming"])
@pytest.mark.parametrize("flags", CHOICES.values(), ids=CHOICES)
def test_every_row_keeps_its_answer(flags: list[bool | None], engine: str) -> None:
    for text in TEXTS:
        node = condition(text, SCOPE)
        expected = [evaluate(node, Row({"flag": flag}, known_from=KNOWN_FROM)) for flag in flags]
        for how in ("select", "with_columns"):
            assert found(node, flags, how, engine) == expected, text
        if node.type is Type.BOOLEAN:
            assert found(node, flags, "filter", engine) == [value is True for value in expected], text
