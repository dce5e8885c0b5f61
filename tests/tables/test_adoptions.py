from __future__ import annotations

import datetime as dt

import polars as pl

from chatcalc.extracts.ssda903_children import adoption_path
from chatcalc.tables.adoptions import adoptions
from chatcalc.tables.allocations import allocations
from chatcalc.tables.catalogue import TABLES
from chatcalc.tables.placements import placements
from tables.care_cases import episodes


def adopted(*lines: str, ad1: pl.DataFrame | None = None) -> dict[str, object]:
    history = episodes(*lines)
    return adoptions(adoption_path(ad1, None), history, placements(history)).row(0, named=True)


def record(foster_carer: bool) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "la_code": ["local"],
            "child_id": ["child"],
            "source_file": ["ad1.csv"],
            "source_row": [2],
            "intent_date": [dt.date(2015, 5, 1)],
            "match_date": [dt.date(2016, 2, 10)],
            "foster_carer_adoption": [foster_carer],
            "adopters": ["2"],
        }
    )


def days(row: dict[str, object], column: str) -> int:
    end, start = row[column], row["entered_care_date"]
    assert isinstance(end, dt.date)
    assert isinstance(start, dt.date)
    return (end - start).days


def test_entry_to_family_from_the_latest_period_of_care() -> None:
    row = adopted(
        "2014-01-01 2014-06-01 S U1 E4A a",
        "2015-01-10 2016-03-01 S U1 X1 b E1",
        "2016-03-01 2017-02-01 P A6 E11 c E1",
    )
    assert days(row, "placed_date") == 416
    assert row["order_date"] == dt.date(2017, 2, 1)
    assert row["placement_order_date"] == dt.date(2015, 1, 10)
    assert row["foster_carer_adoption"] is False
    assert row["entered_foster_family_date"] is None


def test_fostering_for_adoption_counts_from_the_day_the_child_moved_in() -> None:
    row = adopted(
        "2015-01-10 2015-07-20 S U1 X1 a",
        "2015-07-20 2016-03-01 P U2 X1 b",
        "2016-03-01 2017-02-01 U A5 E12 b",
    )
    assert days(row, "placed_date") == 416
    assert days(row, "entered_foster_family_date") == 191
    assert row["foster_carer_adoption"] is True


def test_the_record_says_who_adopted_and_when_the_match_was() -> None:
    lines = ("2015-01-10 2016-03-01 S U1 X1 a", "2016-03-01 2017-02-01 P A6 E11 b")
    row = adopted(*lines, ad1=record(foster_carer=True))
    assert row["match_date"] == dt.date(2016, 2, 10)
    assert row["decision_date"] == dt.date(2015, 5, 1)
    assert row["entered_foster_family_date"] == dt.date(2016, 3, 1)
    assert row["source_file"] == "ad1.csv"


def test_an_adopted_child_who_came_back_keeps_the_adopted_period() -> None:
    row = adopted(
        "2014-01-01 2014-06-01 S A6 E11 a",
        "2018-01-10 - S U1 - b",
    )
    assert row["entered_care_date"] == dt.date(2014, 1, 1)
    assert row["order_date"] == dt.date(2014, 6, 1)


def test_a_pair_of_child_and_worker_is_held_once_a_day() -> None:
    spells = [
        ("w1", dt.date(2020, 1, 1), dt.date(2020, 3, 1)),
        ("w1", dt.date(2020, 2, 1), dt.date(2020, 4, 1)),
        ("w2", dt.date(2020, 4, 1), dt.date(2020, 5, 1)),
        ("w1", dt.date(2020, 5, 1), None),
        ("w1", dt.date(2020, 6, 1), None),
    ]
    rows = [
        {"la_code": "local", "child_id": "child", "worker": worker, "start_date": start, "end_date": end}
        for worker, start, end in spells
    ]
    held = allocations(TABLES["social_worker_episodes"].conform(pl.DataFrame(rows)))
    assert held.select("worker", "start_date", "end_date").rows() == [
        ("w1", dt.date(2020, 1, 1), dt.date(2020, 4, 1)),
        ("w1", dt.date(2020, 5, 1), None),
        ("w2", dt.date(2020, 4, 1), dt.date(2020, 5, 1)),
    ]
