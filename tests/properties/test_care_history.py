"""What must not change when a history of care is written down differently."""

from __future__ import annotations

import datetime as dt
import random
import tempfile
from pathlib import Path

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from chatcalc.extracts import ssda903
from chatcalc.tables.catalogue import PROVENANCE, TABLES
from chatcalc.tables.periods_of_care import periods_of_care
from chatcalc.tables.placements import placements
from extracts.ssda903_files import write_csv

START = dt.date(2019, 4, 1)
SNAPSHOTS = [dt.date(2021, 3, 31), dt.date(2022, 9, 30), dt.date(2024, 3, 31)]
PLACES = ["U1", "U2", "U4", "U5", "U6", "K2", "Z1", "A3", "A5", "A6", "T3", "T0"]

# Each episode: how long, how it begins, where, in which home, under which status, whether care ends with it.
STEP = st.tuples(
    st.sampled_from([0, 1, 2, 30, 180, 365, 400]),
    st.sampled_from("PPPLTUB"),
    st.sampled_from(PLACES),
    st.sampled_from("ab"),
    st.sampled_from(["C2", "C2", "V2", "E1", "V3"]),
    st.booleans(),
)
HISTORY = st.lists(STEP, min_size=1, max_size=8)
HISTORIES = st.lists(HISTORY, min_size=1, max_size=4)


def episodes(histories: list[list[tuple[int, str, str, str, str, bool]]]) -> pl.DataFrame:
    """Consistent episodes: each begins where the one before ended, or ten days after care ended."""
    rows = []
    for number, history in enumerate(histories):
        start, new = START + dt.timedelta(days=17 * number), True
        for position, (days, rne, place, home, status, ends) in enumerate(history):
            last = position == len(history) - 1
            end = None if last and not ends else start + dt.timedelta(days=days)
            ceases = ends and days > 0
            rows.append(
                {
                    "la_code": "local",
                    "child_id": f"c{number}",
                    "source_file": "episodes.csv",
                    "source_row": len(rows) + 2,
                    "start_date": start,
                    "end_date": end,
                    "reason_new_episode": "S" if new else rne,
                    "placement_type": place,
                    "placement_postcode": home,
                    "legal_status": status,
                    "need": "N1",
                    "reason_ceased": None if end is None else "E4A" if ceases else "X1",
                }
            )
            start = (end or start) + dt.timedelta(days=10 if ceases else 0)
            new = ceases
    return TABLES["care_episodes"].conform(pl.DataFrame(rows, infer_schema_length=None))


def bare(frame: pl.DataFrame, *without: str) -> pl.DataFrame:
    return frame.drop(*PROVENANCE[2:], *without).sort(pl.all(), nulls_last=True)


def derived(frame: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    return bare(periods_of_care(frame)), bare(placements(frame))


def equal(one: tuple[pl.DataFrame, ...], other: tuple[pl.DataFrame, ...]) -> bool:
    return all(left.equals(right) for left, right in zip(one, other, strict=True))


@given(HISTORIES, st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=60)
def test_the_order_of_rows_does_not_matter(
    histories: list[list[tuple[int, str, str, str, str, bool]]], order: random.Random
) -> None:
    frame = episodes(histories)
    rows = list(range(frame.height))
    order.shuffle(rows)
    assert equal(derived(frame), derived(frame[rows]))


@given(HISTORIES, st.data())
@settings(deadline=None, max_examples=60)
def test_a_change_of_legal_status_inside_an_episode_changes_no_stay(
    histories: list[list[tuple[int, str, str, str, str, bool]]], data: st.DataObject
) -> None:
    frame = episodes(histories)
    whole = frame.filter((pl.col("end_date") - pl.col("start_date")).dt.total_days().fill_null(99) >= 2)
    if whole.is_empty():
        return
    row = whole.row(data.draw(st.integers(0, whole.height - 1)), named=True)
    middle = row["start_date"] + dt.timedelta(days=1)
    chosen = (pl.col("source_row") == row["source_row"]).fill_null(False)
    first = frame.filter(chosen).with_columns(end_date=pl.lit(middle), reason_ceased=pl.lit("X1"))
    second = frame.filter(chosen).with_columns(start_date=pl.lit(middle), reason_new_episode=pl.lit("L"))
    split = pl.concat([frame.filter(~chosen), first, second])
    assert bare(placements(frame), "formed_by").equals(bare(placements(split), "formed_by"))
    assert bare(periods_of_care(frame)).equals(bare(periods_of_care(split)))


@given(HISTORIES, st.data())
@settings(deadline=None, max_examples=60)
def test_a_respite_stay_inside_a_placement_changes_no_stay(
    histories: list[list[tuple[int, str, str, str, str, bool]]], data: st.DataObject
) -> None:
    frame = episodes(histories)
    long = (pl.col("end_date") - pl.col("start_date")).dt.total_days().fill_null(99) >= 30
    whole = frame.filter(long & ~pl.col("placement_type").is_in(["T0", "T3"]))
    if whole.is_empty():
        return
    row = whole.row(data.draw(st.integers(0, whole.height - 1)), named=True)
    leaves, returns = (row["start_date"] + dt.timedelta(days=days) for days in (7, 14))
    chosen = (pl.col("source_row") == row["source_row"]).fill_null(False)
    one = frame.filter(chosen)
    moved = {"reason_ceased": pl.lit("X1"), "end_date": pl.lit(leaves)}
    away = one.with_columns(
        start_date=pl.lit(leaves),
        end_date=pl.lit(returns),
        reason_ceased=pl.lit("X1"),
        reason_new_episode=pl.lit("P"),
        placement_type=pl.lit("T3"),
        placement_postcode=pl.lit("elsewhere"),
    )
    back = one.with_columns(start_date=pl.lit(returns), reason_new_episode=pl.lit("P"))
    respite = pl.concat([frame.filter(~chosen), one.with_columns(**moved), away, back])
    assert bare(placements(frame), "formed_by").equals(bare(placements(respite), "formed_by"))


NAMES = {
    "child_id": "CHILD",
    "start_date": "DECOM",
    "reason_new_episode": "RNE",
    "legal_status": "LS",
    "need": "CIN",
    "placement_type": "PLACE",
    "end_date": "DEC",
    "reason_ceased": "REC",
    "placement_postcode": "PL_POST",
}


def yearly_returns(folder: Path, frame: pl.DataFrame, order: random.Random) -> list[Path]:
    """Each year's return: the episodes open at any time of it, with the ends known by its last day."""
    paths = []
    for year in range(2020, 2032):
        last = dt.date(year, 3, 31)
        ended = pl.col("end_date") <= last
        of_year = frame.filter(
            (pl.col("start_date") <= last)
            & (pl.col("end_date").is_null() | (pl.col("end_date") >= dt.date(year - 1, 4, 1)))
        ).with_columns(pl.when(ended).then("end_date"), pl.when(ended).then("reason_ceased"))
        marker = {
            "CHILD": "other",
            "DECOM": last.isoformat(),
            "RNE": "S",
            "LS": "C2",
            "DEC": last.isoformat(),
        }
        rows = of_year.select(pl.col(NAMES).cast(pl.String).fill_null("")).rename(NAMES).to_dicts()
        rows.append(dict.fromkeys(NAMES.values(), "") | marker)
        order.shuffle(rows)
        paths.append(write_csv(folder / str(year) / f"{year}.csv", rows))
    order.shuffle(paths)
    return paths


@given(HISTORIES, st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=25)
def test_a_history_cut_into_yearly_returns_comes_back_when_they_are_joined(
    histories: list[list[tuple[int, str, str, str, str, bool]]], order: random.Random
) -> None:
    frame = episodes(histories)
    with tempfile.TemporaryDirectory() as folder:
        extract = ssda903.read(yearly_returns(Path(folder), frame, order))
    ours = pl.col("child_id") != "other"
    lasting = pl.col("end_date").ne_missing(pl.col("start_date"))
    joined = extract.table("care_episodes").filter(ours)
    columns = list(NAMES)
    assert (
        joined.filter(lasting)
        .select(columns)
        .sort(columns)
        .with_columns(pl.col("placement_postcode").str.to_lowercase())
    ).equals(frame.filter(lasting).select(columns).sort(columns))
