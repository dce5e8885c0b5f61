from __future__ import annotations

import datetime as dt

import polars as pl

from chatcalc.tables.caseloads import caseloads
from chatcalc.tables.catalogue import TABLES

MARCH, APRIL, MAY = (dt.date(2024, month, 1) for month in (3, 4, 5))


def held(*rows: tuple[str, str | None, str | None, dt.date | None, dt.date | None]) -> pl.DataFrame:
    """Allocations as child, worker, team, start and end."""
    names = ("child_id", "worker", "team", "start_date", "end_date")
    records = [dict(zip(names, row, strict=True)) | {"la_code": "local"} for row in rows]
    return TABLES["allocations"].conform(pl.DataFrame(records, infer_schema_length=None))


def spans(
    *rows: tuple[str, str | None, str | None, dt.date | None, dt.date | None],
) -> list[tuple[object, ...]]:
    return caseloads(held(*rows)).select("worker", "start_date", "end_date", "children").rows()


def test_the_number_changes_with_every_child_that_comes_and_goes() -> None:
    assert spans(
        ("a", "w1", None, MARCH, None),
        ("b", "w1", None, MARCH, MAY),
        ("c", "w1", None, APRIL, None),
        ("d", "w2", None, APRIL, MAY),
    ) == [
        ("w1", MARCH, APRIL, 2),
        ("w1", APRIL, MAY, 3),
        ("w1", MAY, None, 2),
        ("w2", APRIL, MAY, 1),
    ]


def test_a_child_for_another_is_no_change_and_nobody_held_is_no_row() -> None:
    assert spans(
        ("a", "w1", None, MARCH, APRIL),
        ("b", "w1", None, APRIL, MAY),
        ("nobody's", None, None, MARCH, None),
        ("no day", "w1", None, MAY, MAY),
        ("no start", "w1", None, None, None),
    ) == [("w1", MARCH, MAY, 1)]


def test_a_worker_is_in_the_team_of_most_children_and_the_first_by_name_of_equals() -> None:
    found = caseloads(
        held(
            ("a", "w1", "South", MARCH, None),
            ("b", "w1", "South", MARCH, None),
            ("c", "w1", "North", MARCH, None),
            ("d", "w2", "South", MARCH, None),
            ("e", "w2", "North", MARCH, None),
            ("f", "w2", None, MARCH, None),
            ("g", "w3", None, MARCH, None),
        )
    )
    assert found.select("child_id", "worker", "team", "children").rows() == [
        ("w1", "w1", "South", 3),
        ("w2", "w2", "North", 3),
        ("w3", "w3", None, 1),
    ]


def test_without_allocations_there_are_no_caseloads() -> None:
    assert caseloads(TABLES["allocations"].empty()).is_empty()
