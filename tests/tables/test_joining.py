"""Returns that disagree, joined by clarifications 1 to 3."""

import datetime as dt

import polars as pl
import pytest

from chatcalc.tables.joining import assume_ends, forget_returns, mark_return, newest_wins, without_duplicates

KEY = ("la_code", "child_id", "start")


def rows(*cells: tuple[str, str, int | None, int | None]) -> pl.DataFrame:
    """Rows of la, child, start and end (as days of January)."""
    frame = pl.DataFrame(
        cells, schema={"la_code": pl.String, "child_id": pl.String, "s": pl.Int8, "e": pl.Int8}, orient="row"
    )
    day = pl.date(2024, 1, pl.col("s"))
    return frame.select(
        "la_code",
        "child_id",
        pl.when(pl.col("s").is_not_null()).then(day).alias("start"),
        pl.when(pl.col("e").is_not_null()).then(pl.date(2024, 1, pl.col("e"))).alias("end"),
        source_file=pl.lit("f"),
        source_row=pl.int_range(pl.len()),
    )


def returns(*frames: pl.DataFrame) -> pl.DataFrame:
    """Frames from the oldest return to the newest, of one authority."""
    return pl.concat(
        mark_return(frame, rank=rank, last_day=dt.date(2020 + rank, 3, 31), in_newest=rank == len(frames))
        for rank, frame in enumerate(frames, start=1)
    )


def days(frame: pl.DataFrame) -> list[tuple[str, int | None, int | None]]:
    return frame.select("child_id", pl.col("start").dt.day(), pl.col("end").dt.day()).rows()


def test_the_newest_return_wins_for_a_key_and_older_history_stays() -> None:
    old = rows(("1", "A", 1, None), ("1", "A", 5, 9), ("1", "B", 1, 2))
    new = rows(("1", "A", 1, 20), ("1", "C", 1, None))
    assert days(newest_wins(returns(old, new), KEY)) == [
        ("A", 5, 9),
        ("B", 1, 2),
        ("A", 1, 20),
        ("C", 1, None),
    ]


def test_all_rows_of_the_winning_return_stay_but_exact_duplicates() -> None:
    old = rows(("1", "A", 1, None))
    new = rows(("1", "A", 1, 2), ("1", "A", 1, 3), ("1", "A", 1, 3))
    assert days(newest_wins(returns(old, new), KEY)) == [("A", 1, 2), ("A", 1, 3)]


def test_a_key_with_a_missing_part_is_a_key() -> None:
    assert days(newest_wins(returns(rows(("1", "A", None, 2)), rows(("1", "A", None, 3))), KEY)) == [
        ("A", None, 3)
    ]


def test_authorities_do_not_meet() -> None:
    joined = newest_wins(returns(rows(("1", "A", 1, 2)), rows(("2", "A", 1, 3))), KEY)
    assert days(joined) == [("A", 1, 2), ("A", 1, 3)]


def test_one_return_only_loses_its_duplicates() -> None:
    assert days(newest_wins(returns(rows(("1", "A", 1, 2), ("1", "A", 1, 2))), KEY)) == [("A", 1, 2)]


def test_duplicates_may_hold_lists() -> None:
    frame = pl.DataFrame(
        {"codes": [["a"], ["a"], ["a", "b"], None, None, []], "source_row": [1, 2, 3, 4, 5, 6]}
    )
    assert without_duplicates(frame)["source_row"].to_list() == [1, 3, 4, 6]


@pytest.mark.parametrize("known", [True, False])
def test_open_rows_of_older_returns_are_not_open(known: bool) -> None:
    old = rows(("1", "A", 1, None), ("1", "B", 1, 2), ("1", "C", 1, None))
    new = rows(("1", "C", 1, None), ("1", "D", 1, None))
    ended = assume_ends(newest_wins(returns(old, new), KEY), "end", known=known)
    assert ended.select("child_id", "end_assumed").rows() == [
        ("A", True),
        ("B", False),
        ("C", False),
        ("D", False),
    ]
    assert ended["end"].to_list() == [
        dt.date(2021, 3, 31) if known else None,
        dt.date(2024, 1, 2),
        None,
        None,
    ]


def test_the_return_columns_go() -> None:
    frame = rows(("1", "A", 1, 2))
    assert forget_returns(returns(frame)).columns == frame.columns
