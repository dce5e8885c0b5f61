"""Histories of children in care written as a line an episode, for the tests of what is derived from them."""

from __future__ import annotations

import datetime as dt

import polars as pl

from chatcalc.tables.catalogue import TABLES


def day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text != "-" else None


def episodes(*lines: str, child: str = "child") -> pl.DataFrame:
    """Episodes as `start end RNE PLACE REC home [legal status]`, `-` for a blank; `home` is the postcode."""
    rows = []
    for number, line in enumerate(lines):
        start, end, rne, place, rec, home, *status = line.split()
        rows.append(
            {
                "la_code": "local",
                "child_id": child,
                "source_file": "episodes.csv",
                "source_row": number + 2,
                "start_date": day(start),
                "end_date": day(end),
                "reason_new_episode": rne if rne != "-" else None,
                "placement_type": place if place != "-" else None,
                "reason_ceased": rec if rec != "-" else None,
                "placement_postcode": home if home != "-" else None,
                "legal_status": status[0] if status else "C2",
                "need": "N1",
            }
        )
    return TABLES["care_episodes"].conform(pl.DataFrame(rows, infer_schema_length=None))


def open_on(stays: pl.DataFrame, snapshot: str) -> pl.DataFrame:
    on = day(snapshot)
    return stays.filter(
        (pl.col("start_date") <= on) & (pl.col("end_date").is_null() | (pl.col("end_date") > on))
    )
