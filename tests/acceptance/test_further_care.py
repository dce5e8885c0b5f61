"""Placements, moves, orders and returns to care, worked out anew from the oracle's files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from functools import cache, partial

import pytest

from acceptance.agreeing import SOURCES, assert_agree, every_source
from acceptance.plain_care import Row, Stay, begins, interim_orders, periods_of_care, stays
from acceptance.raw_oracle import (
    FIRST_DAY,
    SNAPSHOT,
    Figures,
    Loops,
    annex_a,
    day,
    episodes,
    is_open,
    share,
)
from reference.arithmetic import add_days, add_months

WEEKS_26 = 26 * 7
LEGAL = {
    "interim_order": ("C1",),
    "full_order": ("C2",),
    "placement_order": ("E1", "D1"),
    "accommodated": ("V2",),
    "child_protection": ("L1", "L2", "L3"),
    "youth_justice": ("J1", "J2", "J3"),
}
NEEDS = {f"N{n}": (f"N{n}",) for n in range(1, 9)}
PROVIDERS = {f"PR{n}": (f"PR{n}",) for n in range(6)}
REASONS = (
    *("CARPL", "CLOSE", "ALLEG", "STAND", "APPRR", "CREQB"),
    *("CREQO", "CHILD", "LAREQ", "PLACE", "CUSTOD", "OTHER"),
)


@cache
def periods() -> list[list[Row]]:
    return [period for rows in episodes().values() for period in periods_of_care(rows)]


@cache
def in_care() -> list[Row]:
    """The episode on the snapshot of every child looked after then."""
    found: dict[str, Row] = {}
    for period in periods():
        for row in period:
            if is_open(begins(row), day(row["DEC"])):
                found[row["CHILD"]] = row
    return list(found.values())


@cache
def on_list() -> list[dict[str, str]]:
    """The rows of List 8 of children looked after on the snapshot, under the names of the return."""
    names = {
        "LS": "Child's Legal Status",
        "CIN": "Child's Category of Need",
        "PLACE": "Placement Type",
        "PLACE_PROVIDER": "Placement Provider",
        "location": "Placement Location",
        "status_since": "Start date of current legal status",
    }
    return [
        {name: row[heading].strip() for name, heading in names.items()}
        for row in annex_a(8)
        if is_open(day(row["Date Started to be Looked After"]), day(row["Date Ceased to be Looked After"]))
        and row["Child's Legal Status"] not in ("V3", "V4")
    ]


def mix(rows: Callable[[], list[Row]], field: str, groups: dict[str, tuple[str, ...]]) -> Figures:
    """Each group of codes as a share of all; what is in none is not recorded."""
    of = len(rows())
    met = {part: sum(row[field] in codes for row in rows()) for part, codes in groups.items()}
    return {part: share(n, of) for part, n in met.items()} | {
        "not_recorded": share(of - sum(met.values()), of)
    }


def with_parents(rows: Callable[[], list[Row]]) -> Figures:
    of = len(rows())
    statuses = [row["LS"] for row in rows() if row["PLACE"] == "P1"]
    full, interim = statuses.count("C2"), statuses.count("C1")
    return {
        None: share(full + interim, of),
        "full_order": share(full, of),
        "interim_order": share(interim, of),
    }


def unregistered() -> Figures:
    return {None: share(sum(row["URN"] == "XXXXXXX" for row in in_care()), len(in_care()))}


def outside() -> Figures:
    return {None: share(sum(row["location"].startswith("Out") for row in on_list()), len(on_list()))}


@cache
def all_stays() -> list[tuple[str, Stay]]:
    return [(period[0]["CHILD"], stay) for period in periods() for stay in stays(period)]


def many_placements() -> Figures:
    """The two years begin on 1 April 2022; what ended on that day is not in them."""
    first = add_months(add_days(SNAPSHOT, 1), -24)
    lived: dict[str, int] = {}
    for child, stay in all_stays():
        if stay.start <= SNAPSHOT and (stay.end is None or stay.end > first):
            lived[child] = lived.get(child, 0) + 1
    counts = [lived.get(row["CHILD"], 0) for row in in_care()]
    return {None: share(sum(count >= 3 for count in counts), len(counts))}


def moves() -> Figures:
    reasons = [
        stay.reason for _, stay in all_stays() if stay.number > 1 and FIRST_DAY <= stay.start <= SNAPSHOT
    ]
    of = len(reasons)
    other = sum(reason not in ("", "CARPL") for reason in reasons)
    found: Figures = {None: share(other, of)}
    found |= {code: share(reasons.count(code), of) for code in REASONS}
    return found | {"not_recorded": share(sum(reason not in REASONS for reason in reasons), of)}


def returns_home() -> Iterator[tuple[str, bool]]:
    """How each child went home in the year to 31 March 2023, and whether care began again in 12 months."""
    first = dt.date(2022, 4, 1)
    for rows in episodes().values():
        care = periods_of_care(rows)
        for period in care:
            last, how = day(period[-1]["DEC"]), period[-1]["REC"]
            if last is None or not first <= last < FIRST_DAY or how not in ("E4A", "E4B"):
                continue
            starts = [begins(other[0]) for other in care if other is not period]
            yield how, any(start >= last and add_months(start, -12) <= last for start in starts)


def back_in_care() -> Figures:
    found = list(returns_home())
    figures: Figures = {None: share(sum(again for _, again in found), len(found))}
    for part, code in (("care_plan", "E4A"), ("not_care_plan", "E4B")):
        those = [again for how, again in found if how == code]
        figures[part] = share(sum(those), len(those))
    return figures


def proceedings_ended() -> Figures:
    days = [
        (end - start).days
        for period in periods()
        for start, end, status in interim_orders(period)
        if end and FIRST_DAY <= end <= SNAPSHOT and status in ("C2", "E1")
    ]
    return {None: share(sum(n > WEEKS_26 for n in days), len(days))}


def proceedings_open() -> Figures:
    days = [
        (SNAPSHOT - start).days
        for period in periods()
        for start, end, _ in interim_orders(period)
        if is_open(start, end)
    ]
    return {None: share(sum(n > WEEKS_26 for n in days), len(days))}


def proceedings_open_on_list() -> Figures:
    since = [day(row["status_since"]) for row in on_list() if row["LS"] == "C1"]
    return {None: share(sum(d is not None and (SNAPSHOT - d).days > WEEKS_26 for d in since), len(since))}


LOOPS: Loops = {
    ("ssda903", "cla_legal_status_pct"): partial(mix, in_care, "LS", LEGAL),
    ("annex_a", "cla_legal_status_pct"): partial(mix, on_list, "LS", LEGAL),
    ("ssda903", "cla_need_pct"): partial(mix, in_care, "CIN", NEEDS),
    ("annex_a", "cla_need_pct"): partial(mix, on_list, "CIN", NEEDS),
    ("ssda903", "cla_provider_pct"): partial(mix, in_care, "PLACE_PROVIDER", PROVIDERS),
    ("annex_a", "cla_provider_pct"): partial(mix, on_list, "PLACE_PROVIDER", PROVIDERS),
    ("ssda903", "cla_placed_with_parents_order_pct"): partial(with_parents, in_care),
    ("annex_a", "cla_placed_with_parents_order_pct"): partial(with_parents, on_list),
    ("ssda903", "cla_unregistered_setting_pct"): unregistered,
    ("annex_a", "cla_outside_boundary_pct"): outside,
    ("ssda903", "cla_3plus_placements_2y_pct"): many_placements,
    ("ssda903", "cla_moves_by_reason_pct"): moves,
    ("ssda903", "cla_return_to_care_12m_pct"): back_in_care,
    ("ssda903", "care_proceedings_over_26w_pct"): proceedings_ended,
    ("ssda903", "care_proceedings_open_over_26w_pct"): proceedings_open,
    ("annex_a", "care_proceedings_open_over_26w_pct"): proceedings_open_on_list,
}


@every_source(LOOPS)
def test_a_loop_over_the_files_comes_to_the_same(source: str, id_: str) -> None:
    assert_agree(LOOPS, source, id_)


@pytest.mark.parametrize("source", SOURCES)
def test_orders_of_liberty_are_in_no_return_of_2024(source: str) -> None:
    assert_agree({}, source, "cla_deprivation_of_liberty_count")
