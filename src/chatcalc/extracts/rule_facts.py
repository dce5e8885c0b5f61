"""What rules know of a row beside its columns: the child, the episode it belongs to, the rows around it."""

from __future__ import annotations

import datetime as dt
from typing import Final

import polars as pl

from chatcalc.extracts.extract import Extract
from chatcalc.tables.care_history import CHILD, overlaps_earlier
from chatcalc.tables.catalogue import TABLES
from chatcalc.tables.dates import age_on, overlaps

NUMBER: Final = "row_number"
_FAR: Final = dt.date(9999, 12, 31)
_AGED_ON: Final = {"care_reviews": "review_date", "annual_outcomes": "year_end"}


def with_facts(extract: Extract, table: str, wanted: frozenset[str]) -> pl.LazyFrame:
    """The rows of a table with the facts that rules about it read; none is added or left out.

    Args:
        extract: Whose rows.
        table: Which rows.
        wanted: Facts by name: `born`, `age` (whole years on the row's date), `episode_closed`, `has_earlier`,
            `has_later`, `in_care`, `overlaps`, `last_day`, `known_from`.

    Returns:
        The table's columns, `row_number` and the facts.
    """
    rows = extract.table(table).lazy().with_row_index(NUMBER)
    if wanted & {"born", "age"}:
        born = extract.table("children").lazy().select(*CHILD, born="date_of_birth")
        rows = rows.join(born, on=CHILD, how="left", maintain_order="left")
    if "age" in wanted:
        rows = rows.with_columns(age=age_on(pl.col("born"), pl.col(_AGED_ON[table])))
    if "episode_closed" in wanted:
        rows = rows.join(_closed(extract), on=[*CHILD, "referral_date"], how="left", maintain_order="left")
    if wanted & {"has_earlier", "has_later"}:
        rows = _with_neighbours(rows)
    if "in_care" in wanted:
        rows = _with_care(rows, extract, table)
    if "overlaps" in wanted:
        rows = _with_overlaps(rows, table)
    return rows.with_columns(
        last_day=pl.lit(extract.last_day, dtype=pl.Date),
        known_from=pl.lit(extract.known_from.get(table), dtype=pl.Date),
    )


def _closed(extract: Extract) -> pl.LazyFrame:
    """Child and referral date of each episode of need, and whether all rows of it are closed."""
    episodes = extract.table("cin_episodes").lazy()
    return episodes.group_by(*CHILD, "referral_date").agg(
        episode_closed=pl.col("closure_date").is_not_null().all()
    )


def _with_neighbours(rows: pl.LazyFrame) -> pl.LazyFrame:
    """Whether another row of the child ends on the day a row starts, or starts on the day it ends.

    A row that starts and ends on one day is its own neighbour, so there it takes a second one.
    """
    ends = rows.group_by(*CHILD, start_date="end_date").agg(ending=pl.len())
    starts = rows.group_by(*CHILD, end_date="start_date").agg(starting=pl.len())
    itself = (pl.col("start_date") == pl.col("end_date")).fill_null(value=False).cast(pl.UInt32)
    return (
        rows.join(ends, on=[*CHILD, "start_date"], how="left", maintain_order="left")
        .join(starts, on=[*CHILD, "end_date"], how="left", maintain_order="left")
        .with_columns(
            has_earlier=pl.col("ending").fill_null(0) > itself,
            has_later=pl.col("starting").fill_null(0) > itself,
        )
    )


def _with_care(rows: pl.LazyFrame, extract: Extract, table: str) -> pl.LazyFrame:
    """Whether the row shares a day with an episode of care, first and last days included.

    A series of short breaks is care, too. A return without episodes cannot tell.
    """
    if "care_episodes" not in extract.tables:
        return rows.with_columns(in_care=pl.lit(value=True))
    start = TABLES[table].start or TABLES[table].date or ""
    end = TABLES[table].end or start
    care = extract.table("care_episodes").lazy().select(*CHILD, care_from="start_date", care_to="end_date")
    shares = overlaps(pl.col("care_from"), pl.col("care_to"), pl.col(start), pl.col(end).fill_null(_FAR))
    within = rows.join(care, on=CHILD, how="inner").filter(shares).select(NUMBER).unique()
    return rows.join(
        within.with_columns(in_care=True), on=NUMBER, how="left", maintain_order="left"
    ).with_columns(pl.col("in_care").is_not_null())


def _with_overlaps(rows: pl.LazyFrame, table: str) -> pl.LazyFrame:
    """Whether the row starts before an earlier one of the child has ended.

    Rows that last no day, and referrals that led to nothing, are no spells.
    """
    start, end = TABLES[table].start or "", TABLES[table].end or ""
    lasting = pl.col(end).is_null() | (pl.col(start) < pl.col(end))
    if table == "cin_episodes":
        lasting &= pl.col("no_further_action").ne_missing(True)
    ordered = (
        rows.filter(lasting, pl.col(start).is_not_null())
        .select(NUMBER, *CHILD, start_date=start, end_date=end)
        .sort(*CHILD, "start_date", "end_date", nulls_last=True)
    )
    found = ordered.with_columns(overlaps=overlaps_earlier()).select(NUMBER, "overlaps")
    return rows.join(found, on=NUMBER, how="left", maintain_order="left").with_columns(
        pl.col("overlaps").fill_null(value=False)
    )
