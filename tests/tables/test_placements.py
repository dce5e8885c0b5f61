from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from chatcalc.tables.placements import placements
from tables.care_cases import day, episodes, open_on

Stay = tuple[str, str | None, str]


def stays(*lines: str) -> list[Stay]:
    found = placements(episodes(*lines))
    return found.select(pl.col("start_date", "end_date").cast(pl.String), "placement_type").rows()


def in_the_year_to(snapshot: str, *lines: str) -> int:
    """How many stays overlap the twelve months: started by the snapshot, not ended by the first day."""
    last = day(snapshot)
    assert last is not None
    first = dt.date(last.year - 1, 4, 1)
    found = placements(episodes(*lines))
    ended = pl.col("end_date") <= first
    return found.filter((pl.col("start_date") <= last) & ended.not_().fill_null(True)).height


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param(
            [
                "2017-05-01 2017-09-01 S U1 X1 a",
                "2017-09-01 2017-10-01 P U1 X1 b",
                "2017-10-01 2017-12-01 P U1 X1 c",
                "2017-12-01 - P U1 - d",
            ],
            4,
            id="four carers",
        ),
        pytest.param(
            [
                "2017-05-01 2017-08-01 S U1 X1 a",
                "2017-08-01 2017-11-01 L U1 X1 a E1",
                "2017-11-01 2018-01-10 P U6 X1 b E1",
                "2018-01-10 - U U4 - b E1",
            ],
            2,
            id="legal status and same carer",
        ),
        pytest.param(
            [
                "2016-01-01 2017-08-01 S U1 X1 a",
                "2017-08-01 2017-08-15 P T3 X1 t",
                "2017-08-15 2017-11-01 P U1 X1 a",
                "2017-11-01 - P K2 - k",
            ],
            2,
            id="respite and return",
        ),
        pytest.param(
            [
                "2017-04-01 2017-10-01 S U1 X1 a",
                "2017-10-01 2018-01-15 P U4 X1 b",
                "2018-01-15 - T A5 - b",
            ],
            2,
            id="adopted by the foster carer",
        ),
        pytest.param(
            [
                "2016-05-01 2017-04-02 S U1 X1 a",
                "2017-04-02 2017-10-01 P U1 X1 b",
                "2017-10-01 - P U1 - c",
            ],
            3,
            id="open on the first day",
        ),
        pytest.param(
            [
                "2016-05-01 2017-04-01 S U1 X1 a",
                "2017-04-01 2017-10-01 P U1 X1 b",
                "2017-10-01 - P U1 - c",
            ],
            2,
            id="ended on the first day",
        ),
        pytest.param(
            [
                "2016-05-01 2017-09-01 S U1 X1 a",
                "2017-09-01 2017-09-01 P U1 X1 h",
                "2017-09-01 2017-12-01 P U1 X1 b",
                "2017-12-01 - P U1 - c",
            ],
            3,
            id="under 24 hours",
        ),
        pytest.param(
            [
                "2017-05-01 2017-08-01 S U1 E4A a",
                "2017-10-01 2017-12-01 S U1 X1 b",
                "2017-12-01 - P U1 - c",
            ],
            3,
            id="two periods of care",
        ),
    ],
)
def test_placements_in_the_year_to_31_march_2018(lines: list[str], expected: int) -> None:
    assert in_the_year_to("2018-03-31", *lines) == expected


@pytest.mark.parametrize(
    ("lines", "stability_start", "previous"),
    [
        pytest.param(
            ["2015-09-30 2016-03-31 S U1 X1 a", "2016-03-31 - P U1 - b"],
            "2016-03-31",
            "2015-09-30",
            id="move",
        ),
        pytest.param(
            ["2014-01-01 2017-06-01 S U1 X1 a", "2017-06-01 - P A6 - b"],
            "2017-06-01",
            "2014-01-01",
            id="adoptive",
        ),
        pytest.param(
            [
                "2013-01-01 2016-06-01 S U1 X1 z",
                "2016-06-01 2017-06-01 P U1 X1 a",
                "2017-06-01 - T A5 - a",
            ],
            "2016-06-01",
            "2013-01-01",
            id="adopted by the carer: previous is the carer before",
        ),
        pytest.param(
            [
                "2014-01-01 2017-05-01 S U1 X1 a",
                "2017-05-01 2017-05-14 P T3 X1 t",
                "2017-05-14 - P U1 - a",
            ],
            "2014-01-01",
            None,
            id="respite",
        ),
        pytest.param(
            ["2014-01-01 2017-05-01 S U6 X1 a", "2017-05-01 - T U1 - b"], "2014-01-01", None, id="same carer"
        ),
        pytest.param(
            ["2014-01-01 2017-05-01 S U1 X1 a", "2017-05-01 - U U2 - a"],
            "2017-05-01",
            "2014-01-01",
            id="recoded to fostering for adoption",
        ),
        pytest.param(
            ["2014-01-01 2017-05-01 S U5 X1 a", "2017-05-01 - T U5 - b"],
            "2014-01-01",
            None,
            id="fostering for adoption moves house",
        ),
        pytest.param(
            ["2014-01-01 2017-05-01 S U1 X1 a", "2017-05-01 - L U1 - a E1"],
            "2014-01-01",
            None,
            id="legal status",
        ),
    ],
)
def test_starts_that_count_for_long_term_stability(
    lines: list[str], stability_start: str, previous: str | None
) -> None:
    stay = open_on(placements(episodes(*lines)), "2018-03-31").row(0, named=True)
    assert stay["stability_start_date"] == day(stability_start)
    assert stay["previous_stability_start_date"] == (day(previous) if previous else None)


def test_a_recode_is_a_new_start_for_stability_only() -> None:
    assert stays("2014-01-01 2017-05-01 S U1 X1 a", "2017-05-01 - U U2 - a") == [("2014-01-01", None, "U2")]


def test_another_home_after_a_temporary_stay_is_a_new_one_whatever_the_rne() -> None:
    found = stays(
        "2016-01-01 2017-08-01 S U1 X1 a",
        "2017-08-01 2017-08-15 P T3 X1 t",
        "2017-08-15 - T U1 - b",
    )
    assert found == [("2016-01-01", "2017-08-15", "U1"), ("2017-08-15", None, "U1")]


def test_during_a_temporary_stay_the_stay_before_it_is_open() -> None:
    history = (
        "2016-01-01 2017-08-01 S U1 X1 a",
        "2017-08-01 2017-08-15 P T3 X1 t",
        "2017-08-15 - P U1 - b",
    )
    assert open_on(placements(episodes(*history)), "2017-08-10")["start_date"].to_list() == [
        dt.date(2016, 1, 1)
    ]
    still_away = episodes(history[0], "2017-08-01 - P T0 - t")
    assert open_on(placements(still_away), "2018-03-31")["placement_type"].to_list() == ["U1"]


def test_care_that_begins_with_a_temporary_stay_has_its_first_placement_after_it() -> None:
    assert stays("2017-08-01 2017-08-15 S T1 X1 t", "2017-08-15 - L U1 - a") == [("2017-08-15", None, "U1")]


def test_two_temporary_stays_in_a_row_are_one_absence() -> None:
    found = stays(
        "2016-01-01 2017-08-01 S U1 X1 a",
        "2017-08-01 2017-08-05 P T1 X1 t",
        "2017-08-05 2017-08-15 P T3 X1 t",
        "2017-08-15 - P U1 - a",
    )
    assert found == [("2016-01-01", None, "U1")]


@pytest.mark.parametrize(
    ("place", "rne", "before", "expected"),
    [
        ("A6", "L", "U5", 2),
        ("A4", "T", "U5", 2),
        ("A6", "L", "A6", 1),
        ("A6", "P", "A6", 2),
        ("A5", "U", "U2", 1),
        ("A3", "L", "U6", 1),
        ("A5", "T", "K2", 2),
        ("A5", "P", "U2", 2),
        ("A5", "L", "A3", 1),
    ],
)
def test_arriving_in_an_adoptive_placement(place: str, rne: str, before: str, expected: int) -> None:
    found = stays(f"2016-01-01 2017-08-01 S {before} X1 a", f"2017-08-01 - {rne} {place} - a")
    assert len(found) == expected


def test_z1_is_a_placement() -> None:
    found = stays(
        "2016-01-01 2017-08-01 S U1 X1 a", "2017-08-01 2017-09-01 P Z1 X1 z", "2017-09-01 - P U1 - a"
    )
    assert len(found) == 3


def test_without_an_rne_the_home_decides() -> None:
    assert len(stays("2016-01-01 2017-08-01 S U1 X1 a", "2017-08-01 - - U1 - a")) == 1
    assert len(stays("2016-01-01 2017-08-01 S U1 X1 a", "2017-08-01 - - U1 - b")) == 2


def test_when_a_stay_became_adoptive() -> None:
    stay = placements(episodes("2016-01-01 2017-08-01 S U2 X1 a", "2017-08-01 - U A5 - a")).row(0, named=True)
    assert stay["placed_for_adoption_date"] == dt.date(2017, 8, 1)
    assert stay["start_date"] == dt.date(2016, 1, 1)


def test_a_stay_says_how_it_was_formed() -> None:
    found = placements(
        episodes(
            "2015-01-01 2016-01-01 S U1 X1 a",
            "2016-01-01 2017-01-01 B U1 X1 b",
            "2017-01-01 2017-02-01 L U1 X1 b E1",
            "2017-02-01 2017-03-01 T U1 X1 c E1",
            "2017-03-01 2017-03-10 P T3 X1 t E1",
            "2017-03-10 - P U1 - c E1",
        )
    )
    assert found["formed_by"].to_list() == [
        "start of the period of care",
        "another carer (RNE B); joined: 1 legal status (L), 1 same carer (T, U), "
        "1 return from a temporary stay",
    ]


def test_a_stay_says_why_the_one_before_ended() -> None:
    history = episodes(
        "2015-01-01 2015-01-10 S T4 X1 t",
        "2015-01-10 2016-01-01 P U1 X1 a",
        "2016-01-01 2016-06-01 L U1 X1 a E1",
        "2016-06-01 2016-06-01 P K2 X1 h E1",
        "2016-06-01 2016-07-01 P T3 X1 t E1",
        "2016-07-01 2016-08-01 P T0 X1 t E1",
        "2016-08-01 2017-01-01 P U1 X1 b E1",
        "2017-01-01 2017-02-01 P T3 X1 t E1",
        "2017-02-01 2018-01-01 P U1 X1 c E1",
        "2018-01-01 2018-02-01 P U1 E4A d E1",
        "2018-06-01 - S U1 - e E1",
    )
    left = ["OTHER", "CARPL", "CREQB", "CLOSE", None, None, "ALLEG", "STAND", None, "CHILD", None]
    found = placements(history.with_columns(reason_place_change=pl.Series(left)))
    assert found.select("placement_number", "reason_place_change").rows() == [
        (1, None), (2, "CREQB"), (3, "STAND"), (4, None), (1, None),
    ]  # fmt: skip


def test_no_episodes_give_no_placements() -> None:
    assert placements(episodes("2017-05-01 - S U1 - a").clear()).is_empty()
