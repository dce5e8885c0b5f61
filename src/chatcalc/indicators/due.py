"""What falls due next: the cases that would be late if nothing happened until then.

A specification says with `due` on which day a case is in time for the last time; no figure reads it.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Final, Literal

import polars as pl

from chatcalc.expressions.tree import Column, Name, walk
from chatcalc.extracts.extract import Extract
from chatcalc.indicators.cases import ONCE
from chatcalc.indicators.related import Conditions, with_child_columns
from chatcalc.specs.definition import Definition
from chatcalc.tables.calendar import add_working_days, working_days

DUE: Final = "due"
_ASKED: Final = {
    "counted": ("numerator", "denominator"),
    "counted or excluded": ("numerator", "denominator", "excluded"),
    "all": ("numerator", "denominator", "excluded", "not counted"),
}


@dataclass(frozen=True)
class Horizon:
    """How far ahead of the snapshot: so many working days, days or weeks."""

    count: int
    unit: Literal["wd", "d", "w"]

    def last_day(self, as_at: dt.date) -> dt.date:
        """The last day that is still inside."""
        if self.unit == "wd":
            found = pl.select(add_working_days(pl.lit(as_at), pl.lit(self.count))).item()
            assert isinstance(found, dt.date)
            return found
        return as_at + dt.timedelta(days=self.count * (7 if self.unit == "w" else 1))


def horizon(text: str) -> Horizon:
    """The horizon written `10wd` (working days), `10d` or `2w`.

    Raises:
        ValueError: It is written otherwise.
    """
    found = re.fullmatch(r"(\d{1,4})\s*(wd|d|w)", text.strip().lower())
    if not found:
        raise ValueError("write 10wd for working days, 10d for days or 2w for weeks")
    return Horizon(int(found[1]), found[2])  # type: ignore[arg-type]  # the pattern allows no other


def with_due(frame: pl.LazyFrame, definition: Definition, extract: Extract) -> pl.LazyFrame:
    """The cases (`chatcalc.indicators.cases.cases`) with the day `due`, missing where nothing falls due.

    A case in whose stead another of the same child counts falls due with that one.
    """
    if definition.due is None:
        return frame.with_columns(pl.lit(None, dtype=pl.Date).alias(DUE))
    nodes = [node for node in walk(definition.due.date) if isinstance(node, Column) and node.owner == "child"]
    there = frame.collect_schema().names()
    absent = sorted({node.name for node in nodes if f"child.{node.name}" not in there})
    frame = with_child_columns(frame, extract, absent) if absent else frame
    asked = pl.col("status").is_in(_ASKED[definition.due.of]) & pl.col("reason").ne_missing(ONCE)
    day = Conditions(extract).expression(definition.due.date)
    return frame.with_columns(pl.when(asked).then(day).alias(DUE))


def columns_for_due(definition: Definition) -> list[str]:
    """The columns and values of the case that its due date reads."""
    nodes = walk(definition.due.date) if definition.due else ()
    return [node.name for node in nodes if isinstance(node, Name)]


def falling_due(cases: pl.LazyFrame, as_at: dt.date, within: Horizon) -> pl.LazyFrame:
    """The cases that fall due from the snapshot to the horizon, the most urgent first.

    Adds `days_left` and `working_days_left`, both 0 on the last day in time.
    """
    today = pl.lit(as_at, dtype=pl.Date)
    return (
        cases.filter(pl.col(DUE).is_between(as_at, within.last_day(as_at)))
        .with_columns(
            (pl.col(DUE) - today).dt.total_days().alias("days_left"),
            working_days(today, pl.col(DUE)).alias("working_days_left"),
        )
        .sort(DUE, "case_row")
    )
