from __future__ import annotations

import datetime as dt

import pytest

from chatcalc.tables.interim_care_orders import interim_care_orders
from tables.care_cases import episodes

Order = tuple[str, str | None, str | None, str | None]


def orders(*lines: str) -> list[Order]:
    """Start, end, the status that followed, and why care ceased."""
    found = interim_care_orders(episodes(*lines))
    return [
        (
            str(row["start_date"]),
            row["end_date"] and str(row["end_date"]),
            row["next_legal_status"],
            row["reason_ceased"],
        )
        for row in found.rows(named=True)
    ]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            ["2023-01-02 2023-07-03 S U1 X1 a C1", "2023-07-03 - L U1 - a C2"],
            [("2023-01-02", "2023-07-03", "C2", None)],
        ),
        (
            [
                "2023-01-02 2023-03-01 S U1 X1 a C1",
                "2023-03-01 2023-07-03 P U1 X1 b C1",
                "2023-07-03 - L U1 - b E1",
            ],
            [("2023-01-02", "2023-07-03", "E1", None)],
        ),
        (
            ["2022-05-01 2023-01-02 S U1 X1 a V2", "2023-01-02 - L U1 - a C1"],
            [("2023-01-02", None, None, None)],
        ),
        (["2023-01-02 2023-07-03 S U1 E4A a C1"], [("2023-01-02", "2023-07-03", None, "E4A")]),
        (["2023-01-02 - S U1 E4A a C1"], [("2023-01-02", None, None, None)]),
        (
            [
                "2023-01-02 2023-02-01 S U1 X1 a C1",
                "2023-02-01 2023-03-01 L U1 X1 a V2",
                "2023-03-01 - L U1 - a C1",
            ],
            [("2023-01-02", "2023-02-01", "V2", None), ("2023-03-01", None, None, None)],
        ),
        (
            ["2023-01-02 2023-02-01 S U1 E4A a C1", "2023-02-01 - S U1 - a C1"],
            [("2023-01-02", "2023-02-01", None, "E4A"), ("2023-02-01", None, None, None)],
        ),
        (
            ["2023-01-02 2023-02-01 S U1 X1 a V3", "2023-02-01 - L U1 - a C1"],
            [("2023-02-01", None, None, None)],
        ),
        (["2023-01-02 - S U1 - a C2"], []),
    ],
    ids=[
        "a final order",
        "a move under it",
        "still under it",
        "care ceases under it",
        "REC of an open episode",
        "broken by another status",
        "another period of care",
        "after a short break",
        "none",
    ],
)
def test_times_under_interim_care_orders(lines: list[str], expected: list[Order]) -> None:
    assert orders(*lines) == expected


def test_an_order_says_its_period_of_care_and_where_it_was_read() -> None:
    row = interim_care_orders(episodes("2022-05-01 2023-01-02 S U1 X1 a V2", "2023-01-02 - L U1 - a C1")).row(
        0, named=True
    )
    assert row["period_of_care_start"] == dt.date(2022, 5, 1)
    assert (row["source_file"], row["source_row"]) == ("episodes.csv", 3)


def test_no_episodes_give_no_orders() -> None:
    assert interim_care_orders(episodes("2017-05-01 - S U1 - a").clear()).is_empty()
