"""The same child under another id: what one extract calls a child whom the other calls something else.

A case system is changed, two records of a child are made one, or an id was mistyped. Where nothing says so,
date of birth, sex and events on the same days do, as far as only one child fits.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from chatcalc.extracts.extract import Extract
from chatcalc.extracts.ids import NEW, OLD
from chatcalc.tables.catalogue import NOT_OF_CHILDREN, TABLES

LOOKUP: Final = "by the ids given"
DETAILS: Final = "by date of birth, sex and {} events on the same days"
ONE_EVENT: Final = "by date of birth, sex and one event on the same day; look at both records"
_NO_EVENTS: Final = ("children", *NOT_OF_CHILDREN, "allocations", "annual_outcomes", "care_leavers")
_PERSON: Final = ("date_of_birth", "sex")


def same_children(a: Extract, b: Extract, ids: pl.DataFrame | None = None) -> pl.DataFrame:
    """Children whom the two extracts call differently.

    Args:
        a: One extract.
        b: The other, of the same authority.
        ids: `old_id`, each once, and `new_id`, where the authority gave them.

    Returns:
        `a_id`, each once, `b_id`, and `known_by`: how that is known, in words. A child of `a` whose `b_id`
        is another child of `a` was merged with that one.
    """
    held_a, held_b = _held(a), _held(b)
    given = _given(ids, held_a, held_b)
    known = given["a_id"].to_list()
    return pl.concat([given, _by_details(a, b, held_a, held_b).filter(~pl.col("a_id").is_in(known))])


def children_of(extract: Extract) -> pl.Series:
    """The ids of all children whom an extract holds."""
    return _held(extract)


def _held(extract: Extract) -> pl.Series:
    ids = [frame["child_id"] for name, frame in extract.tables.items() if name not in NOT_OF_CHILDREN]
    return pl.concat(ids).unique() if ids else pl.Series("child_id", [], pl.String)


def _given(ids: pl.DataFrame | None, held_a: pl.Series, held_b: pl.Series) -> pl.DataFrame:
    """What the ids say, in whichever of the extracts the old id is."""
    schema = {"a_id": pl.String, "b_id": pl.String, "known_by": pl.String}
    if ids is None:
        return pl.DataFrame(schema=schema)
    forth = ids.select(pl.col(OLD).alias("a_id"), pl.col(NEW).alias("b_id"))
    back = ids.select(pl.col(NEW).alias("a_id"), pl.col(OLD).alias("b_id"))
    there = pl.concat([forth, back]).filter(
        pl.col("a_id").is_in(held_a.implode()), pl.col("b_id").is_in(held_b.implode())
    )
    gone = ~pl.col("a_id").is_in(held_b.implode()) | ~pl.col("b_id").is_in(held_a.implode())
    return (
        there.filter(gone)
        .unique("a_id", keep="first", maintain_order=True)
        .with_columns(pl.lit(LOOKUP).alias("known_by"))
    )


def _by_details(a: Extract, b: Extract, held_a: pl.Series, held_b: pl.Series) -> pl.DataFrame:
    """Children of `a` alone who share birth, sex and events with one child, to whom the events are new."""
    then = _events(a).filter(~pl.col("child_id").is_in(held_b.implode()))
    now = _events(b).join(_events(a), on=["child_id", "table", "day"], how="anti")
    both = then.join(now, on=[*_PERSON, "table", "day"], suffix="_b")
    shared = both.group_by(a_id="child_id", b_id="child_id_b").agg(pl.len().alias("shared"))
    # Twins have a birth and often every event in common: where two fit, neither is taken.
    alone = (pl.col("b_id").n_unique().over("a_id") == 1) & (pl.col("a_id").n_unique().over("b_id") == 1)
    words = (
        pl.when(pl.col("shared") == 1)
        .then(pl.lit(ONE_EVENT))
        .otherwise(pl.format(DETAILS, pl.col("shared")))
        .alias("known_by")
    )
    return shared.filter(alone).sort("a_id").select("a_id", "b_id", words)


def _events(extract: Extract) -> pl.DataFrame:
    """Every day on which something of a child began or happened: child_id, birth, sex, table, day."""
    people = extract.table("children").select("child_id", *_PERSON).drop_nulls()
    people = people.unique("child_id", keep="first", maintain_order=True)
    dated = [
        frame.select("child_id", pl.lit(name).alias("table"), pl.col(TABLES[name].date or "").alias("day"))
        for name, frame in sorted(extract.tables.items())
        if name not in _NO_EVENTS and TABLES[name].date
    ]
    nothing = pl.DataFrame(schema={"child_id": pl.String, "table": pl.String, "day": pl.Date})
    events = pl.concat([nothing, *dated]).drop_nulls().unique()
    return events.join(people, on="child_id")
