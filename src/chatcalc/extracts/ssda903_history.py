"""Episodes of older returns that a newer one contradicts, put right (clarification 3)."""

from __future__ import annotations

import datetime as dt
from typing import Final

import polars as pl

from chatcalc.extracts.extract import Finding
from chatcalc.extracts.ssda903_checks import note
from chatcalc.extracts.ssda903_tables import EPISODES
from chatcalc.tables.care_history import CHILD, CONTINUES, in_order, overlaps_earlier

_NEVER: Final = dt.date(9999, 12, 31)
_OLDER: Final = ~pl.col("in_newest")
_SAID: Final = tuple(field.column for field in EPISODES.fields if field.column != "start_date")
_MESSAGES: Final = {
    "episode-corrected": "differs from a newer return's episode in DECOM alone; the newer one stands",
    "episode-superseded": "starts inside an episode of a newer return; the newer one stands",
    "episode-cut": "runs past the DECOM of a newer return's episode; ended at the child's next DECOM",
    "open-in-older-return": "open in an older return and in no newer one; ended at the child's next DECOM",
    "ended-with-its-return": "open in an older return, with no later episode; ended on its return's 31 March",
}


def episodes_put_right(episodes: pl.DataFrame) -> tuple[pl.DataFrame, list[Finding]]:
    """Joined episodes without what newer returns corrected, and with the ends they imply.

    An episode of an older return is dropped where it equals a newer row in all but DECOM, or starts inside
    one. Otherwise, where it is open or runs past a newer row's start, it ends at the child's next DECOM
    (X1, unless a new start, RNE S, follows); open with no later row, on its return's 31 March, for a reason
    nobody recorded. Each is a finding.

    Returned rows say in `end_assumed` whether their end is such a one.

    Args:
        episodes: The winning rows, with the columns that say which return they came from (`tables.joining`).
    """
    rows = in_order(episodes).with_row_index("row")
    doubtful = rows.join(_doubtful_children(rows), on=CHILD, how="semi", maintain_order="left")
    if doubtful.is_empty():
        return rows.drop("row").with_columns(end_assumed=pl.lit(value=False)), []
    fates = _fates(doubtful)
    told = rows.join(fates, on="row", how="left", maintain_order="left")
    findings = [
        found
        for code, message in _MESSAGES.items()
        for found in note(told, pl.col("fate") == code, code, message, "care_episodes")
    ]
    ended = pl.col("new_end").is_not_null()
    put_right = told.filter(
        ~pl.col("fate").is_in(["episode-corrected", "episode-superseded"]).fill_null(value=False)
    )
    return put_right.with_columns(
        end_date=pl.coalesce("new_end", "end_date"),
        reason_ceased=pl.when(ended).then("new_reason").otherwise("reason_ceased"),
        end_assumed=ended,
    ).select(*episodes.columns, "end_assumed"), findings


def _doubtful_children(rows: pl.DataFrame) -> pl.DataFrame:
    """Children with an open episode in an older return only, or episodes that share a day or an end.

    Rows are in order. Consistent returns give next to none, so pairs of episodes are made for few children.
    """
    stale = _OLDER & pl.col("end_date").is_null()
    return rows.filter(overlaps_earlier() | stale).select(CHILD).unique()


def _fates(rows: pl.DataFrame) -> pl.DataFrame:
    """For each row of an older return that needs it: `fate` (a code), `new_end` and `new_reason`."""
    pairs = _with_newer(rows)
    same = pl.all_horizontal(pl.col(c).eq_missing(pl.col(f"{c}_newer")) for c in _SAID)
    inside = (pl.col("start_date_newer") < pl.col("start_date")) & (pl.col("start_date") < _until("_newer"))
    corrected = pairs.filter(same).select("row").unique()
    superseded = pairs.filter(inside).select("row").unique().join(corrected, on="row", how="anti")
    gone = pl.concat(
        [
            corrected.with_columns(fate=pl.lit("episode-corrected")),
            superseded.with_columns(fate=pl.lit("episode-superseded")),
        ]
    )
    kept = rows.join(gone, on="row", how="anti")
    return pl.concat([gone, _ends(kept)], how="diagonal")


def _ends(kept: pl.DataFrame) -> pl.DataFrame:
    """The ends of rows of older returns that are open, or run past the start of a newer row that stands."""
    overrun = (pl.col("start_date") < pl.col("start_date_newer")) & (
        pl.col("start_date_newer") < pl.col("end_date")
    )
    cut = _with_newer(kept).filter(overrun).select("row").unique()
    is_open = pl.col("end_date").is_null()
    ending = kept.filter(_OLDER).filter(is_open | pl.col("row").is_in(cut["row"].implode()))
    followed = pl.col("next_start").is_not_null()
    return ending.join(_next_starts(kept), on=[*CHILD, "start_date"], how="left").select(
        "row",
        fate=pl.when(~is_open)
        .then(pl.lit("episode-cut"))
        .when(followed)
        .then(pl.lit("open-in-older-return"))
        .otherwise(pl.lit("ended-with-its-return")),
        new_end=pl.coalesce("next_start", "return_last_day"),
        new_reason=pl.when(followed & (pl.col("next_rne") != "S").fill_null(value=True)).then(
            pl.lit(CONTINUES)
        ),
    )


def _with_newer(rows: pl.DataFrame) -> pl.DataFrame:
    """Pairs of a row of an older return and a row of a newer one, of the same child."""
    newer = rows.select(*CHILD, "return_rank", "start_date", *_SAID)
    pairs = rows.filter(_OLDER).join(newer, on=CHILD, how="inner", suffix="_newer")
    return pairs.filter(pl.col("return_rank_newer") > pl.col("return_rank"))


def _next_starts(rows: pl.DataFrame) -> pl.DataFrame:
    """For each child and DECOM the next DECOM, and how that episode begins."""
    starts = (
        rows.sort(*CHILD, "start_date", "end_date", "reason_new_episode", nulls_last=True)
        .group_by(*CHILD, "start_date", maintain_order=True)
        .agg(pl.col("reason_new_episode").first())
    )
    return starts.with_columns(
        next_start=pl.col("start_date").shift(-1).over(CHILD),
        next_rne=pl.col("reason_new_episode").shift(-1).over(CHILD),
    ).drop("reason_new_episode")


def _until(suffix: str) -> pl.Expr:
    return pl.col(f"end_date{suffix}").fill_null(_NEVER)
