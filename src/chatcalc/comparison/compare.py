"""One figure set beside what is published of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, cast

from chatcalc.comparison.comparison import Comparison, PastYear, PublishedFigures, Shown
from chatcalc.comparison.direction import direction_is_good, direction_of_travel
from chatcalc.comparison.groups import Group, mean_of
from chatcalc.comparison.quartiles import Position, Quartiles, position_is_good, quartiles, rank
from chatcalc.indicators.results import Comparable, Figure, Polarity, ResultStatus
from chatcalc.published.areas import REGIONS, region_of
from chatcalc.published.neighbours import Neighbours, neighbours_for
from chatcalc.published.statistics import (
    ENGLAND,
    NEIGHBOURS_USED,
    NOTHING,
    POSITION,
    REGION,
    STATISTICAL_NEIGHBOURS,
    Entry,
    Published,
    PublishedYear,
)
from chatcalc.tables.rounding import round_half_up


@dataclass(frozen=True)
class Comparator:
    """What the figures of a report are set beside.

    Attributes:
        published: The published statistics.
        until: Last year (ending 31 March) that may be used.
        la_code: Whose figures stand beside; None where the authority is not known.
        neighbours: Lists of statistical neighbours, of which the one of the published year is used.
        chat_compat: Missing published values count as 0 in the quartiles, as ChAT printed in 2018.
        group: Further authorities, whose mean is wanted.
        past_years: How many years are wanted beside the latest, itself among them; 0 for none.
    """

    published: Published
    until: int
    la_code: str | None = None
    neighbours: Sequence[Neighbours] = ()
    chat_compat: bool = False
    group: Group | None = None
    past_years: int = 0


def latest_year_ended(snapshot: dt.date) -> int:
    """The latest year ending 31 March that had ended by the snapshot, the snapshot's own day included."""
    return snapshot.year if (snapshot.month, snapshot.day) >= (3, 31) else snapshot.year - 1


def compare(
    figure: Figure,
    polarity: Polarity,
    indicator_id: str,
    names: Mapping[str, str],
    against: Comparator,
    *,
    status: ResultStatus = "ok",
    comparable: Comparable = "yes",
) -> Comparison:
    """A figure of an indicator, or of one of its parts, beside what is published of it.

    The published year is the latest, not after `against.until`, that says something of the authority or of
    England. Where a small CSV and LAIT both hold the indicator, the newer year is used, of equals the CSV's.
    Only an `ok` figure that is comparable has a direction or a latest position (clarifications 5 and 21).

    Args:
        figure: The latest figure.
        polarity: Which is good.
        indicator_id: What a small CSV calls it: the id, or `id|part` (clarification 23).
        names: What publications call it, e.g. `{"lait": "Continue_Assess_Comp"}`.
        against: What it is set beside.
        status: The result's status.
        comparable: How far the figure means what the published one means.
    """
    called = (indicator_id, *names.values())
    year = against.published.latest(called, against.la_code, against.until)
    if year is None:
        return Comparison()
    ends = quartiles(year, against.la_code, against.chat_compat)
    latest = figure.exact if status == "ok" and _may_be_compared(figure, comparable) else None
    direction = direction_of_travel(latest, year.authority(against.la_code).exact, figure.decimals)
    position = ends.position(None if latest is None else Fraction(round_half_up(latest, year.decimals)))
    return Comparison(
        direction=direction,
        direction_is_good=direction_is_good(direction, polarity),
        latest_position=position,
        latest_position_is_good=position_is_good(position, polarity),
        published=published_figures(year, polarity, figure.decimals, against),
        years=_past_years(called, figure.decimals, against),
    )


def _may_be_compared(figure: Figure, comparable: Comparable) -> bool:
    # A count over another length of time is not annualised as a rate is, so it cannot stand beside a year's.
    return comparable != "no" and not (comparable == "period" and figure.unit == "count")


def published_figures(
    year: PublishedYear, polarity: Polarity, decimals: int, against: Comparator
) -> PublishedFigures:
    """What is published of a measure for a year, as it stands beside a figure.

    Args:
        year: What is published.
        polarity: Which is good.
        decimals: Digits shown.
        against: Whose figures, and what they are compared with.
    """
    ends = quartiles(year, against.la_code, against.chat_compat)
    own = year.authority(against.la_code)
    neighbours, used, made_of, codes = _neighbours(year, against)
    position = _position(year, ends, own, against.la_code)
    whole = year.holds_all_authorities
    return PublishedFigures(
        period=year.period,
        year=year.year,
        la=_shown(own, decimals),
        statistical_neighbours=_shown(neighbours, decimals),
        neighbours_used=used,
        neighbours_list=made_of,
        england=_shown(year.entry(ENGLAND, against.la_code), decimals),
        lower_quartile=_float(ends.lower),
        upper_quartile=_float(ends.upper),
        position=position,
        position_is_good=position_is_good(position, polarity),
        rank=rank(own.exact, year.values, polarity) if whole else None,
        of=len(year.values) if whole else None,
        all_las=year.as_floats if whole else (),
        neighbour_codes=codes,
        edition=year.edition,
        file=year.file,
        **_region(year, against.la_code, decimals),
        **_group(year, against, decimals),
    )


def _position(year: PublishedYear, ends: Quartiles, own: Entry, la_code: str | None) -> Position | None:
    """By the quartiles; by the word of a small CSV where it gives none."""
    said = year.entry(POSITION, la_code).symbol
    if ends.lower is None and own.exact is not None and said is not None:
        return cast(Position, said)  # the reader has let no other word pass
    return ends.position(own.exact)


def _neighbours(
    year: PublishedYear, against: Comparator
) -> tuple[Entry, int | None, str | None, tuple[str, ...]]:
    """The mean of the neighbours, how many it is of, which list, and who (comparison rules, section 3)."""
    la_code = against.la_code
    if not year.holds_all_authorities:
        used = year.entry(NEIGHBOURS_USED, la_code).exact
        return year.entry(STATISTICAL_NEIGHBOURS, la_code), None if used is None else int(used), None, ()
    chosen = neighbours_for(against.neighbours, year.year, la_code)
    if chosen is None:
        return NOTHING, None, None, ()
    mean, used_codes = mean_of(year, chosen.of(la_code), la_code)
    return mean, len(used_codes), chosen.name, used_codes


def _group(year: PublishedYear, against: Comparator, decimals: int) -> dict[str, Any]:
    if against.group is None or not year.holds_all_authorities:
        return {"group_name": against.group.name if against.group else None}
    mean, codes = mean_of(year, against.group.codes, against.la_code)
    return {"group": _shown(mean, decimals), "group_name": against.group.name, "group_used": len(codes)}


def _region(year: PublishedYear, la_code: str | None, decimals: int) -> dict[str, Any]:
    number = region_of(la_code)
    if number is None:
        return {}
    return {"region": _shown(year.entry(REGION, number), decimals), "region_name": REGIONS[number]}


def _past_years(called: Sequence[str], decimals: int, against: Comparator) -> tuple[PastYear, ...]:
    """The last years, those among them of which nothing is published without figures."""
    if not against.past_years:
        return ()
    years = against.published.years(called, against.la_code, against.until, against.past_years)
    said = {year.year: year for year in years}
    wanted = range(min(said), max(said) + 1) if said else ()
    return tuple(
        _past_year(said[year], decimals, against) if year in said else PastYear(_label(year), year)
        for year in wanted
    )


def _past_year(year: PublishedYear, decimals: int, against: Comparator) -> PastYear:
    return PastYear(
        period=year.period,
        year=year.year,
        la=_shown(year.authority(against.la_code), decimals),
        statistical_neighbours=_shown(_neighbours(year, against)[0], decimals),
        england=_shown(year.entry(ENGLAND, against.la_code), decimals),
    )


def _label(year: int) -> str:
    """`2017-18` for the year ending 31 March 2018."""
    return f"{year - 1}-{year % 100:02}"


def _shown(entry: Entry, decimals: int) -> Shown:
    if entry.exact is None:
        return Shown(display=entry.symbol or "-")
    return Shown(float(entry.exact), str(round_half_up(entry.exact, decimals)))


def _float(exact: Fraction | None) -> float | None:
    return None if exact is None else float(exact)
