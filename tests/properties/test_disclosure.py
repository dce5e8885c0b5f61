"""Whoever solves for what a suppressed report hides finds more than one answer for every hidden count.

Made-up cases are counted by four indicators that share them, as real ones do: a rate, a percentage of the
same cases, a percentage of that one's numerator, and a mix of parts; each by two breakdowns. The reader is
told all of that: which counts are the same, and which add up to which.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections import Counter
from collections.abc import Iterator, Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatcalc.indicators.results import Period
from chatcalc.reports.disclosure import control_disclosure
from chatcalc.reports.lines import Group, Line, Part
from chatcalc.reports.report import Report
from properties.solving import System
from reports.examples import PERIOD, RUN, line

SEXES = ("male", "female", "other or unknown")
AGES = ("1-4", "5-9", "10-15")
PARTS = ("police", "school", "health")
OUTCOMES = ("none", "late", "late and closed")
KINDS = tuple(itertools.product(SEXES, AGES, PARTS, OUTCOMES))
EVERYWHERE = (("all", ""), *(("sex", sex) for sex in SEXES), *(("age_band", age) for age in AGES))
LIMIT = 6

Cases = dict[tuple[str, str, str, str], int]

cases = st.lists(
    st.tuples(st.sampled_from(KINDS), st.sampled_from([1, 1, 2, 3, 5, 8, 20])), min_size=1, max_size=20
).map(lambda drawn: dict(Counter(itertools.chain.from_iterable([kind] * n for kind, n in drawn))))


def truth(found: Cases) -> Counter[str]:
    """Every count by name: what it counts, and where."""
    counts: Counter[str] = Counter()
    for by, group in EVERYWHERE:
        for (sex, age, part, outcome), number in found.items():
            if group in ("", sex if by == "sex" else age):
                late = outcome != "none"
                counts[f"cases {by} {group}"] += number
                counts[f"late {by} {group}"] += number * late
                counts[f"in time {by} {group}"] += number * (not late)
                counts[f"closed {by} {group}"] += number * (outcome == "late and closed")
                counts[f"left open {by} {group}"] += number * (outcome == "late")
                for each in PARTS:
                    counts[f"{each} {by} {group}"] += number * (part == each)
                    counts[f"not {each} {by} {group}"] += number * (part != each)
    return counts


def sums() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Which count is the sum of which."""
    for by, group in EVERYWHERE:
        yield f"cases {by} {group}", (f"late {by} {group}", f"in time {by} {group}")
        yield f"late {by} {group}", (f"closed {by} {group}", f"left open {by} {group}")
        yield f"cases {by} {group}", tuple(f"{part} {by} {group}" for part in PARTS)
        for part in PARTS:
            yield f"cases {by} {group}", (f"{part} {by} {group}", f"not {part} {by} {group}")
    for name in ("cases", "late", "in time", "closed", "left open", *PARTS, *(f"not {p}" for p in PARTS)):
        for by, groups in (("sex", SEXES), ("age_band", AGES)):
            yield f"{name} all ", tuple(f"{name} {by} {group}" for group in groups)


REST = {"late": "in time", "closed": "left open", **{part: f"not {part}" for part in PARTS}}
NAMES = tuple(dict.fromkeys(name for total, of in sums() for name in (total, *of)))
FIGURES = {
    ("a_rate", None): ("cases", None),
    ("late_pct", None): ("late", "cases"),
    ("closed_pct", None): ("closed", "late"),
    **{("mix_pct", part): (part, "cases") for part in PARTS},
}
"""Of each figure its numerator and denominator."""


def report(found: Cases, period: Period = PERIOD) -> Report:
    counts = truth(found)

    def figure(name: tuple[str, str | None], by: str, group: str) -> dict[str, object]:
        numerator, denominator = (f"{each} {by} {group}" if each else None for each in FIGURES[name])
        if denominator is None:
            return {"numerator": counts[numerator], "denominator": 1000, "value": 10.0 * counts[numerator]}
        whole = counts[denominator]
        value = 100 * counts[numerator] / whole if whole else None
        return {"numerator": counts[numerator], "denominator": whole, "value": value}

    def groups(id_: str, parts: tuple[str | None, ...]) -> tuple[Group, ...]:
        return tuple(
            Group(by, group, display="as rounded", part=part, **figure((id_, part), by, group))  # type: ignore[arg-type]
            for by, group in EVERYWHERE[1:]
            for part in parts
        )

    def one(id_: str, unit: str) -> Line:
        shown = figure((id_, None), "all", "")
        return line(
            id_, unit=unit, period=period, display="as rounded", breakdowns=groups(id_, (None,)), **shown
        )

    mix = line(
        "mix_pct",
        period=period,
        numerator=None,
        denominator=None,
        value=None,
        display="-",
        parts=tuple(
            Part(part, part, display="as rounded", unit="percent", **figure(("mix_pct", part), "all", ""))  # type: ignore[arg-type]
            for part in PARTS
        ),
        breakdowns=groups("mix_pct", PARTS),
    )
    rate, late, closed = (
        one("a_rate", "rate_per_10000"),
        one("late_pct", "percent"),
        one("closed_pct", "percent"),
    )
    return Report(RUN, (rate, late, closed, mix))


def printed(shown: Report) -> Iterator[tuple[str, int | None]]:
    """Each count that has a cell in the report, None where it is hidden."""
    for each in shown.indicators:
        figures: list[tuple[str | None, str, str, Line | Part | Group]] = [(None, "all", "", each)]
        figures += [(part.id, "all", "", part) for part in each.parts]
        figures += [(group.part, group.by, group.group, group) for group in each.breakdowns]
        for part, by, group, figure in figures:
            if (each.id, part) in FIGURES:
                numerator, denominator = FIGURES[each.id, part]
                assert figure.value is None or figure.numerator is not None
                assert figure.value is None or figure.denominator is not None
                yield f"{numerator} {by} {group}", figure.numerator  # type: ignore[misc]
                if denominator:
                    yield f"{denominator} {by} {group}", figure.denominator  # type: ignore[misc]


def known_and_hidden(shown: Report) -> tuple[dict[str, int], set[str]]:
    cells = list(printed(shown))
    known = {name: count for name, count in cells if count is not None}
    return known, {name for name, count in cells if count is None}


def hides(found: Cases, limit: int = LIMIT) -> None:
    counts = truth(found)
    known, hidden = known_and_hidden(control_disclosure(report(found), suppress=limit).report)
    assert all(known[name] == counts[name] for name in known)
    assert not [name for name in known if 0 < known[name] < limit]
    system = System(known, list(sums()), sum(found.values()))
    for name in secret(hidden, counts, known, limit):
        assert system.another(name, counts), f"{name} can be worked out"


def secret(hidden: set[str], counts: Mapping[str, int], known: Mapping[str, int], limit: int) -> list[str]:
    """What nobody shall find: small counts, printed or not, and what is hidden to hide them.

    None and all are no secrets where they are large, and neither is a group that is all there is of a total
    that is shown.
    """
    small = {name for name, count in counts.items() if 0 < count < limit}
    others = {name for name in hidden if counts[name] and counts[name] != known.get(total_of(name))}
    others = {n for n in others if n.rpartition(": ")[2].startswith("cases") or counts.get(rest_of(n))}
    return sorted(small | others)


def rest_of(name: str) -> str:
    """What is left of the denominator: a name, or one that no count has."""
    year, _, counted = name.rpartition(": ")
    what = next((each for each in REST if counted.startswith(each)), counted)
    rest = counted.replace(what, REST.get(what, "nothing"), 1)
    return f"{year}: {rest}" if year else rest


def total_of(name: str) -> str:
    return re.sub(r" (sex|age_band) .*", " all ", name)


@settings(max_examples=60, deadline=None)
@given(cases)
def test_no_hidden_count_can_be_worked_out(found: Cases):
    hides(found)


@pytest.mark.parametrize("limit", [3, 10])
@settings(max_examples=15, deadline=None)
@given(found=cases)
def test_nor_with_another_limit(limit: int, found: Cases):
    hides(found, limit)


@settings(max_examples=6, deadline=None)
@given(cases, cases, cases)
def test_nor_from_two_rolling_years_a_month_apart(first: Cases, both: Cases, last: Cases):
    """The second report drops the first month's cases, adds the last month's and keeps those between."""
    months = {"first": Counter(first), "both": Counter(both), "last": Counter(last)}
    years = {"year 1": months["first"] + months["both"], "year 2": months["both"] + months["last"]}
    next_month = Period(dt.date(2018, 2, 1), dt.date(2019, 1, 31))
    counts, known, hidden = {}, {}, set()
    for name, found in (months | years).items():
        counts |= {f"{name}: {each}": truth(found)[each] for each in NAMES}
    for year, found in years.items():
        period = PERIOD if year == "year 1" else next_month
        shown, left = known_and_hidden(control_disclosure(report(found, period), audience="public").report)
        known |= {f"{year}: {each}": count for each, count in shown.items()}
        hidden |= {f"{year}: {each}" for each in left}
    adding_up = [
        (f"{t}: {total}", tuple(f"{t}: {each}" for each in of))
        for total, of in sums()
        for t in (*months, *years)
    ]
    adding_up += [(f"year 1: {each}", (f"first: {each}", f"both: {each}")) for each in NAMES]
    adding_up += [(f"year 2: {each}", (f"both: {each}", f"last: {each}")) for each in NAMES]
    system = System(known, adding_up, max(counts.values()))
    of_years = {name: count for name, count in counts.items() if name.startswith("year")}
    for name in secret(hidden, of_years, known, LIMIT):
        assert system.another(name, counts), f"{name} can be worked out"


def test_a_report_that_hides_nothing_else_is_seen_through():
    """The solver itself: without the second hidden group it finds the first."""
    counts = truth({("male", "1-4", "police", "none"): 3, ("female", "1-4", "police", "none"): 20})
    known = {name: counts[name] for name in NAMES} | {"cases sex other or unknown": 0}
    for name in ("cases sex male", "in time sex male", "police sex male"):
        del known[name]
    assert System(known, list(sums()), 23).another("cases sex male", counts) is None
