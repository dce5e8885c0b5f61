"""One indicator over the runs of a history."""

from __future__ import annotations

from typing import Any, Final

import polars as pl

from chatcalc.expressions.problems import did_you_mean
from chatcalc.published.authorities import UnknownAuthorityError, find_authority
from chatcalc.reports.history import plain_number
from chatcalc.reports.request import RequestError

_SHOWN: Final = (
    *("indicator_id", "title", "unit", "la_code", "as_at", "period_start", "period_end", "source"),
    *("numerator", "denominator", "value", "display", "status", "ran_at", "version"),
)

Series = dict[tuple[str, str], list[dict[str, Any]]]
"""The figures of each indicator or part and authority, a run after another."""


def figures_of(history: pl.DataFrame, indicator: str, la: str | None) -> Series:
    """What the runs gave for an indicator, and for its parts where it has no figure of its own.

    Args:
        history: The rows of a history.
        indicator: An indicator, or `indicator|part`.
        la: Code or name of one authority; None for all.

    Raises:
        RequestError: No run has it, or none for that authority, or there is no such authority.
    """
    known = history["indicator_id"].unique(maintain_order=True).to_list()
    if indicator not in known:
        hint = did_you_mean(indicator, known) or "`chatcalc specs list` shows all"
        raise RequestError(f"{indicator}: no run has such an indicator; {hint}")
    wanted = pl.col("indicator_id") == indicator
    own = history.filter(wanted, pl.col("status") != "not_computed")
    if own["display"].is_in(["-"]).all():
        wanted |= pl.col("indicator_id").str.starts_with(f"{indicator}|")
    rows = history.filter(wanted, pl.col("status") != "not_computed")
    if la is not None:
        rows = rows.filter(pl.col("la_code") == _code(la))
    if rows.is_empty():
        whom = f" for {la}" if la else ""
        raise RequestError(f"{indicator}: no run has a figure of it{whom}")
    shown = rows.select(pl.col("run_id").alias("run"), *_SHOWN)
    parted = shown.partition_by("indicator_id", "la_code", maintain_order=True, as_dict=True)
    return {
        (str(id_), str(code)): [
            {name: plain_number(value) for name, value in row.items()} for row in frame.to_dicts()
        ]
        for (id_, code), frame in parted.items()
    }


def _code(la: str) -> str:
    if la == "local":
        return la
    try:
        return find_authority(la).code
    except UnknownAuthorityError as error:
        raise RequestError(f"--la: {error}") from error
