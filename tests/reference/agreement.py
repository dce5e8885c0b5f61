"""Holds the cases of the engine beside those of the reference, one by one."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from chatcalc.indicators.cases import cases
from chatcalc.indicators.counting import exclusions, totals
from chatcalc.indicators.periods import period_frame
from chatcalc.indicators.results import Period
from chatcalc.specs.definition import Definition
from reference.definitions import Bounds, Outcome, counts, outcomes
from reference.random_tables import Row, extract_of

KNOWN_FROM = {"referrals": dt.date(2022, 4, 1), "cp_plans": dt.date(2020, 4, 1)}


def assert_cases_agree(
    definition: Definition, tables: Mapping[str, Sequence[Row]], periods: Sequence[Period]
) -> list[Outcome]:
    """Every status, reason, value and count agrees; gives the reference's cases."""
    frame = period_frame(periods, definition.window)
    bounds = [Bounds(**{k: v for k, v in row.items() if k != "period_row"}) for row in frame.to_dicts()]
    expected = outcomes(definition, tables, bounds, KNOWN_FROM)
    plan = cases(definition, extract_of(tables, definition.source, KNOWN_FROM), frame)
    found, counted, excluded = pl.collect_all([plan, totals(plan, definition), exclusions(plan)])
    _compare_cases(found, expected)
    _compare_counts(counted, counts(definition, expected))
    assert excluded["count"].sum() == sum(case.status == "excluded" for case in expected)
    return expected


def _compare_cases(found: pl.DataFrame, expected: Sequence[Outcome]) -> None:
    rows = {(row["case_row"], row["period_row"]): row for row in found.to_dicts()}
    assert len(rows) == found.height, "a case stands twice"
    assert sorted(rows) == sorted((case.case_row, case.period_row) for case in expected)
    for case in expected:
        row = rows[case.case_row, case.period_row]
        want = {"status": case.status, "reason": case.reason, "unknown": case.unknown}
        want |= {"measure": case.measure, **case.derived}
        want |= {f"part:{id_}": met for id_, met in case.parts.items()}
        for name, value in want.items():
            assert _same(row[name], value), f"{name}: {row[name]!r}, not {value!r}, in {case}"


def _compare_counts(found: pl.DataFrame, expected: Mapping[tuple[str, int], Mapping[str, Any]]) -> None:
    rows = {(row["la_code"], row["period_row"]): row for row in found.to_dicts()}
    assert rows.keys() == expected.keys()
    for key, want in expected.items():
        for name, value in want.items():
            assert _same(rows[key][name], value), f"{name} of {key}: {rows[key][name]!r}, not {value!r}"


def _same(found: Any, expected: Any) -> bool:
    if isinstance(found, float) and isinstance(expected, int | float):
        return math.isclose(found, expected, rel_tol=1e-9, abs_tol=1e-9)
    return bool(found == expected)
