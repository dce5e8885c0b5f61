"""What a reconciliation is: two figures an indicator, the causes between them, the children behind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import polars as pl

from chatcalc.indicators.gaps import Share
from chatcalc.indicators.results import Figure, Period, Unit

NOT_ATTRIBUTED: Final = "not attributed"
"""The cause of what lies behind a figure whose records are not at hand."""

COLUMNS: Final = {
    "indicator_id": pl.String,
    "part": pl.String,
    "la_code": pl.String,
    "child_id": pl.String,
    "other_id": pl.String,
    "known_by": pl.String,
    "cause": pl.String,
    "fields": pl.String,
    "a_values": pl.String,
    "b_values": pl.String,
    "a_status": pl.String,
    "b_status": pl.String,
    "numerator": pl.Float64,
    "denominator": pl.Float64,
    "a_day": pl.Date,
    "b_day": pl.Date,
    "a_reason": pl.String,
    "b_reason": pl.String,
    "matched": pl.String,
    "a_source_file": pl.String,
    "a_source_row": pl.Int64,
    "b_source_file": pl.String,
    "b_source_row": pl.Int64,
}


@dataclass(frozen=True)
class SideFigure:
    """A figure of one side, and what it is from: the source is None of a published figure."""

    figure: Figure
    source: str | None
    period: Period | None


@dataclass(frozen=True)
class Reconciled:
    """An indicator, or a part of it, on two sides.

    Attributes:
        part: The part it is of, if any.
        a, b: The figures.
        shares: What each cause adds to the gap, B less A.
        notes: What stands in the way of more.
    """

    id: str
    part: str | None
    title: str
    unit: Unit
    a: SideFigure
    b: SideFigure
    shares: tuple[Share, ...]
    notes: tuple[str, ...] = ()

    @property
    def agrees(self) -> bool:
        """Whether the figures are the same and of the same records."""
        return not self.shares


@dataclass(frozen=True)
class Reconciliation:
    """Two sides, indicator by indicator.

    Attributes:
        a, b: How the user calls the sides, with their snapshots.
        indicators: Those that both sides answer.
        children: A row a record that counts otherwise (`COLUMNS`), with where it was read on both sides.
        left: Indicators of which a side has no figure, each with why.
    """

    a: tuple[str, dt.date]
    b: tuple[str, dt.date]
    indicators: tuple[Reconciled, ...]
    children: pl.DataFrame
    left: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Left:
    """An indicator that cannot be compared."""

    id: str
    reason: str


Found = tuple[Reconciled, pl.DataFrame | None]
"""A line and the records behind it; None where there are none."""
