from __future__ import annotations

import datetime as dt

import polars as pl

from chatcalc.tables.periods_of_care import periods_of_care
from tables.care_cases import episodes, open_on


def spans(frame: pl.DataFrame) -> list[tuple[str, str | None, str | None]]:
    text = frame.select(pl.col("start_date", "end_date").cast(pl.String), "reason_ceased")
    return text.rows()


def test_episodes_that_hand_over_with_x1_on_one_day_are_one_period() -> None:
    care = periods_of_care(
        episodes(
            "2017-05-01 2017-08-01 S U1 X1 a",
            "2017-08-01 2017-11-01 L U1 X1 a E1",
            "2017-11-01 2018-01-10 P K2 E4A b E1",
        )
    )
    assert spans(care) == [("2017-05-01", "2018-01-10", "E4A")]
    assert care.row(0, named=True)["placement_type"] == "K2"
    assert care.row(0, named=True)["legal_status"] == "E1"


def test_a_gap_or_another_reason_begins_a_new_period() -> None:
    care = periods_of_care(
        episodes(
            "2017-05-01 2017-08-01 S U1 E4A a",
            "2017-08-01 2017-11-01 S U1 X1 a",
            "2017-11-02 - P U1 - b",
        )
    )
    assert spans(care) == [
        ("2017-05-01", "2017-08-01", "E4A"),
        ("2017-08-01", "2017-11-01", "X1"),
        ("2017-11-02", None, None),
    ]


def test_a_reason_on_an_open_episode_is_no_end() -> None:
    assert spans(periods_of_care(episodes("2017-05-01 - S U1 E4A a"))) == [("2017-05-01", None, None)]


def test_an_open_period_ends_after_the_day_it_ceased() -> None:
    care = periods_of_care(episodes("2018-06-01 2018-12-31 S U1 E4A a"))
    assert open_on(care, "2018-12-30").height == 1
    assert open_on(care, "2018-12-31").is_empty()


def test_short_breaks_are_no_care() -> None:
    care = periods_of_care(episodes("2018-01-01 2018-02-01 S U1 E4A a V4", "2018-06-01 - S U1 - a C2"))
    assert spans(care) == [("2018-06-01", None, None)]
    assert care["began_as_short_breaks"].to_list() == [False]


def test_care_that_continues_short_breaks_without_a_gap_is_marked() -> None:
    care = periods_of_care(episodes("2018-01-01 2018-06-01 S U1 X1 a V3", "2018-06-01 - L U1 - a C2"))
    assert spans(care) == [("2018-06-01", None, None)]
    assert care["began_as_short_breaks"].to_list() == [True]


def test_v2_and_remand_are_care() -> None:
    care = periods_of_care(episodes("2018-01-01 2018-06-01 S U1 X1 a V2", "2018-06-01 - B R5 - b J1"))
    assert spans(care) == [("2018-01-01", None, None)]


def test_an_under_24_hour_episode_does_not_break_the_chain() -> None:
    care = periods_of_care(
        episodes(
            "2017-05-01 2017-09-01 S U1 X1 a",
            "2017-09-01 2017-09-01 P U6 X1 h",
            "2017-09-01 - P U1 - b",
        )
    )
    assert spans(care) == [("2017-05-01", None, None)]


def test_children_and_authorities_are_kept_apart() -> None:
    one = episodes("2017-05-01 2017-08-01 S U1 X1 a", child="one")
    two = episodes("2017-08-01 - P U1 - a", child="two")
    other = two.with_columns(la_code=pl.lit("306"), child_id=pl.lit("one"))
    care = periods_of_care(pl.concat([two, one, other]))
    assert care["start_date"].to_list() == [dt.date(2017, 8, 1), dt.date(2017, 5, 1), dt.date(2017, 8, 1)]


def test_no_episodes_give_no_periods() -> None:
    assert periods_of_care(episodes("2017-05-01 - S U1 - a").clear()).is_empty()
