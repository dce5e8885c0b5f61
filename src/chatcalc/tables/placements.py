"""Placements: episodes joined into stays with one carer (convention C16, clarifications 14 and 15)."""

from __future__ import annotations

from typing import Final

import polars as pl

from chatcalc.tables.care_history import (
    ADOPTION,
    ADOPTION_OTHER_CARER,
    ADOPTION_SAME_CARER,
    CHILD,
    FOSTER,
    FOSTERING_FOR_ADOPTION,
    TEMPORARY,
    in_periods,
    same_as_before,
)
from chatcalc.tables.catalogue import TABLES

_NEW_CARER: Final = ("S", "P", "B")
_SAME_CARER: Final = ("L", "T", "U")
_SAME_CARER_MOVED: Final = ("T", "U")
_HOME: Final = ("placement_type", "placement_postcode", "urn", "provider")

_PLACE: Final = pl.col("placement_type")
_PLACE_BEFORE: Final = pl.col("placement_type").shift(1)
_RNE: Final = pl.col("reason_new_episode")
_LEFT: Final = pl.col("reason_place_change")


def placements(care_episodes: pl.DataFrame) -> pl.DataFrame:
    """The `placements` of `care_episodes`, one row a stay with one carer, by child and start.

    Under-24-hour episodes and temporary stays (T0 to T4) are no placements. A stay lasts until the
    next one begins or the period of care ends, so a child who is on a temporary stay on some day still
    has the stay before it open on that day. For stability alone, U2 or U5 arrived at by T or U begins anew:
    `stability_start_date` is the last such day (on a snapshot before it, `start_date` is the one to use), and
    `previous_stability_start_date` is that of what came immediately before. `reason_place_change` is what the
    return says of the end of the stay before: the reason stands on the episode that ends. Provenance is that
    of the first episode.
    """
    stays = _stays(_placed_episodes(care_episodes))
    same_period = same_as_before("period")
    starts = pl.col("stability_starts")
    stability_start = starts.list.last()
    part_before = pl.when(starts.list.len() > 1).then(starts.list.get(-2, null_on_oob=True))
    before = pl.coalesce(part_before, pl.when(same_period).then(stability_start.shift(1)))
    next_start = pl.when(same_period.shift(-1).fill_null(value=False)).then(pl.col("start_date").shift(-1))
    stays = stays.with_columns(
        stability_start_date=stability_start,
        previous_stability_start_date=before,
        end_date=pl.coalesce(next_start, "period_of_care_end"),
        placement_number=pl.int_range(1, pl.len() + 1).over("period"),
        reason_place_change=pl.when(same_period).then("reason_left"),
        formed_by=_formed_by(),
    )
    return TABLES["placements"].conform(stays)


def _placed_episodes(care_episodes: pl.DataFrame) -> pl.DataFrame:
    """Episodes that are placements, each with `why` it begins a stay (blank where it continues one)."""
    lasting = in_periods(care_episodes).filter(pl.col("start_date").ne_missing(pl.col("end_date")))
    temporary = _is(_PLACE, TEMPORARY)
    away = temporary.shift(1).fill_null(value=False) & same_as_before("period")
    placed = lasting.with_columns(after_temporary=away, reason_left=_reason_left(temporary)).filter(
        temporary.not_()
    )
    return placed.with_columns(
        first=same_as_before("period").not_(), same_home=same_as_before(*_HOME)
    ).with_columns(why=_why_new())


def _reason_left(temporary: pl.Expr) -> pl.Expr:
    """REASON_PLACE_CHANGE of the episode before; a temporary one without passes on what stood before it."""
    said = pl.when(temporary.not_() | _LEFT.is_not_null()).then(_LEFT.fill_null(""))
    before = said.forward_fill().over("period").shift(1).over("period")
    return pl.when(before != "").then(before)


def _why_new() -> pl.Expr:
    """Why a stay begins with an episode, or null where the episode continues the stay before it.

    The order matters: after a temporary stay only the home decides, whatever the RNE; arriving in an
    adoptive placement decides before the RNE does. A blank or unknown RNE tells nothing of the carer, so
    there the home decides too.
    """
    after_temporary = pl.col("after_temporary")
    fostered_by_them = _is(_PLACE_BEFORE, FOSTER) & _is(_RNE, _SAME_CARER)
    return (
        pl.when(pl.col("first") & after_temporary)
        .then(pl.lit("first home after a temporary stay"))
        .when(pl.col("first"))
        .then(pl.lit("start of the period of care"))
        .when(after_temporary & pl.col("same_home"))
        .then(None)
        .when(after_temporary)
        .then(pl.lit("another home after a temporary stay"))
        .when(_arrives(ADOPTION_OTHER_CARER))
        .then(pl.lit("placed for adoption, not with the carer before"))
        .when(_is(_RNE, _NEW_CARER))
        .then(pl.format("another carer (RNE {})", _RNE))
        .when(_arrives(ADOPTION_SAME_CARER) & fostered_by_them.not_())
        .then(pl.lit("placed for adoption, not after a foster placement"))
        .when(_is(_RNE, _SAME_CARER) | pl.col("same_home"))
        .then(None)
        .otherwise(pl.lit("another home, RNE not recorded"))
    )


def _arrives(types: tuple[str, ...]) -> pl.Expr:
    return _is(_PLACE, types) & _is(_PLACE_BEFORE, types).not_()


def _is(code: pl.Expr, codes: tuple[str, ...]) -> pl.Expr:
    """Whether the code is one of them; a blank is none."""
    return code.is_in(codes).fill_null(value=False)


def _stays(placed: pl.DataFrame) -> pl.DataFrame:
    """One row a stay: when it began (also for stability), what it was at its end, and what was joined."""
    begins = pl.col("why").is_not_null()
    recoded = begins.not_() & _is(_RNE, _SAME_CARER_MOVED) & _arrives(FOSTERING_FOR_ADOPTION)
    returned = begins.not_() & pl.col("after_temporary")
    marked = placed.with_columns(stay=begins.cum_sum(), begins=begins, recoded=recoded, returned=returned)
    continued = pl.col("begins").not_() & pl.col("returned").not_()
    return marked.group_by("stay", maintain_order=True).agg(
        *(pl.col(c).first() for c in (*CHILD, "source_file", "source_row", "period", "start_date", "why")),
        *(pl.col(c).first() for c in ("reason_left", "period_of_care_start", "period_of_care_end")),
        *(pl.col(c).last() for c in ("placement_type", "provider")),
        *(pl.col(c).last() for c in ("placement_distance", "placement_location")),
        pl.col("start_date").filter(pl.col("begins") | pl.col("recoded")).alias("stability_starts"),
        pl.col("start_date").filter(_PLACE.is_in(ADOPTION)).first().alias("placed_for_adoption_date"),
        (continued & _is(_RNE, ("L",))).sum().alias("legal"),
        (continued & _is(_RNE, _SAME_CARER_MOVED)).sum().alias("carer"),
        (continued & _is(_RNE, _SAME_CARER).not_()).sum().alias("home"),
        pl.col("returned").sum().alias("returns"),
    )


def _formed_by() -> pl.Expr:
    """`why`, and how many episodes of which kind were joined to the first."""
    kinds = {
        "legal": "legal status (L)",
        "carer": "same carer (T, U)",
        "returns": "return from a temporary stay",
        "home": "same home, RNE not recorded",
    }
    joined = [pl.when(pl.col(c) > 0).then(pl.format("{} " + kind, c)) for c, kind in kinds.items()]
    text = pl.concat_str(*joined, separator=", ", ignore_nulls=True)
    return pl.when(text == "").then(pl.col("why")).otherwise(pl.format("{}; joined: {}", "why", text))
