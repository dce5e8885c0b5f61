"""Every gap is the sum of its causes, whatever the data; a lone change in them is found as what it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from random import Random

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatcalc.extracts.extract import Extract
from chatcalc.indicators.calculation import calculate
from chatcalc.indicators.causes import CAUSES
from chatcalc.indicators.differences import differences
from chatcalc.indicators.gaps import SCALE, Gap, gap
from chatcalc.indicators.jobs import Job, Request, job_for
from chatcalc.indicators.results import Figure, Period, Result
from chatcalc.indicators.same_child import same_children
from chatcalc.indicators.sides import Sides
from chatcalc.specs.definition import Indicator
from chatcalc.specs.loading import load_specs
from chatcalc.tables.catalogue import TABLES
from reference.fuzzing import examples, seeds
from reference.random_tables import OWNERS, PERIODS, Row, pools_for, random_row, random_tables

LA = "101"
CHILDREN = [owner for owner in OWNERS if owner[0] == LA]
INDICATORS = load_specs().indicators
PAIRS = [
    pytest.param(indicator, a, b, id=f"{indicator.id}-{a}-{b}")
    for indicator in INDICATORS.values()
    for a in indicator.definitions
    for b in indicator.definitions
]
YEAR = Period(dt.date(2023, 4, 1), dt.date(2024, 3, 31))
MONTH_LATER = Period(dt.date(2023, 5, 1), dt.date(2024, 4, 30))


def one_authority(tables: Mapping[str, Sequence[Row]], source: str) -> Extract:
    frames = {name: pl.DataFrame(rows, schema=TABLES[name].dtypes) for name, rows in tables.items()}
    return Extract(source, frames, {}, None, la_codes=(LA,))


def mutated(
    tables: Mapping[str, Sequence[Row]], rng: Random, fresh: Callable[[str], Row]
) -> dict[str, list[Row]]:
    """Rows gone, new, with other values, and children under other ids."""
    found: dict[str, list[Row]] = {}
    renamed = {"a": "z"} if rng.random() < 0.4 else {"a": "b"} if rng.random() < 0.3 else {}
    for name, rows in tables.items():
        kept = [dict(row) for row in rows if rng.random() < 0.85]
        for row in kept:
            if rng.random() < 0.3:
                column = rng.choice([each for each in row if each not in ("la_code", "child_id")])
                row[column] = fresh(name)[column]
            row["child_id"] = renamed.get(row["child_id"], row["child_id"])
        kept += [fresh(name) for _ in range(rng.choice((0, 0, 1, 2))) if name != "children"]
        found[name] = rng.sample(kept, len(kept))
    return found


@pytest.mark.parametrize(("indicator", "a", "b"), PAIRS)
def test_the_causes_sum_to_the_gap(indicator: Indicator, a: str, b: str) -> None:
    for seed in seeds(1):
        rng = Random(f"gap of {indicator.id} {a} {b} {seed}")
        periods = [rng.choice(PERIODS), rng.choice(PERIODS)]
        definitions = [indicator.definitions[each] for each in (a, b)]
        names = {name for each in definitions for name in each.tables}
        names |= {each.needs.table for each in definitions if each.needs}
        pools = pools_for(rng, definitions, periods)
        tables = random_tables(rng, sorted(names), pools, CHILDREN)
        others = mutated(tables, rng, lambda name: random_row(rng, name, rng.choice(CHILDREN), pools))  # noqa: B023
        sides = [
            (
                one_authority(each, source),
                Request(period.end, period=period, population=rng.choice((1000, 1100))),
            )
            for each, source, period in zip((tables, others), (a, b), periods, strict=True)
        ]
        check(indicator, *sides, earlier=rng.random() < 0.5)


def check(
    indicator: Indicator,
    a: tuple[Extract, Request],
    b: tuple[Extract, Request],
    *,
    earlier: bool = True,
) -> dict[str | None, Gap]:
    """The gaps of an indicator and its parts; the figures are the report's, and the causes sum to the gap."""
    jobs = [job_for(indicator, [extract], request) for extract, request in (a, b)]
    if not all(isinstance(job, Job) for job in jobs):
        return {}
    sides = Sides(jobs[0], jobs[1], same_children(a[0], b[0]), a_is_earlier=earlier)
    results = [calculate([indicator], [extract], request)[0] for extract, request in (a, b)]
    found = differences(sides)
    gaps: dict[str | None, Gap] = {}
    for part in parts_of(sides):
        gaps[part] = between = gap(found, sides, LA, part)
        assert [between.a, between.b] == [figure_of(each, part) for each in results]
        for name, of_share in (
            ("numerator", "numerator"),
            ("denominator", "denominator"),
            ("exact", "value"),
        ):
            left, right = getattr(between.a, name), getattr(between.b, name)
            steps = [getattr(share, of_share) for share in between.shares]
            if left is not None and right is not None and None not in steps:
                assert sum(steps) == right - left
        assert between.records["cause"].is_in(CAUSES).all()
        counted_by_worker = sides.a.definition.distinct_per
        for share in between.shares:
            if share.cause != SCALE:
                behind = between.records.filter(pl.col("cause") == share.cause)
                assert behind.height == share.records
                moved = {name: Fraction((behind[f"b.{name}"] - behind[f"a.{name}"]).sum()) for name in "nd"}
                assert share.numerator in (None, moved["n"])
                assert (
                    counted_by_worker
                    or sides.a.definition.population
                    or share.denominator in (None, moved["d"])
                )
    return gaps


def parts_of(sides: Sides) -> list[str | None]:
    theirs = {part.id for part in sides.b.definition.parts}
    return [None, *(part.id for part in sides.a.definition.parts if part.id in theirs)]


def figure_of(result: Result, part: str | None) -> Figure:
    return result.figure if part is None else next(each.figure for each in result.parts if each.id == part)


@pytest.mark.parametrize(
    ("indicator", "a", "b"), [each for each in PAIRS if each.values[1] == each.values[2]]
)
def test_the_same_data_in_another_period_differ_by_period_and_cohort_alone(
    indicator: Indicator, a: str, b: str
) -> None:
    rng = Random(f"periods of {indicator.id} {a}")
    definition = indicator.definitions[a]
    names = sorted({*definition.tables, *([definition.needs.table] if definition.needs else [])})
    tables = random_tables(rng, names, pools_for(rng, [definition], [YEAR, MONTH_LATER]), CHILDREN)
    extract = one_authority(tables, a)
    for between in check(
        indicator, *((extract, Request(p.end, period=p)) for p in (YEAR, MONTH_LATER))
    ).values():
        assert set(between.records["cause"]) <= {"period", "cohort"}


# A small authority in which a change has one meaning: children of their own days of birth, each with a
# referral and an assessment of their own days.


def small(count: int) -> dict[str, list[Row]]:
    children, referrals, assessments = [], [], []
    for number in range(count):
        who = {"la_code": LA, "child_id": f"c{number}", "source_file": "made up", "source_row": number}
        referred = dt.date(2023, 4, 20) + dt.timedelta(days=13 * number)
        children.append(
            {**who, "date_of_birth": dt.date(2010, 1, 1) + dt.timedelta(days=100 * number), "sex": "F"}
        )
        referrals.append({**who, "referral_date": referred, "source": "1A"})
        assessments.append(
            {
                **who,
                "referral_date": referred,
                "start_date": referred,
                "authorised_date": referred + dt.timedelta(days=40),
            }
        )
    return {"children": children, "referrals": referrals, "assessments": assessments}


def without(tables: Mapping[str, Sequence[Row]], number: int) -> dict[str, list[Row]]:
    return {name: [row for row in rows if row["source_row"] != number] for name, rows in tables.items()}


def with_values(
    tables: Mapping[str, Sequence[Row]], number: int, table: str | None = None, **values: object
) -> dict[str, list[Row]]:
    def changed(name: str, row: Row) -> Row:
        return {**row, **values} if row["source_row"] == number and table in (None, name) else dict(row)

    return {name: [changed(name, row) for row in rows] for name, rows in tables.items()}


KINDS = ("deleted record", "late recording", "changed field", "changed id")


@given(
    kinds=st.lists(st.sampled_from([None, *KINDS]), min_size=6, max_size=24),
    shifted=st.booleans(),
)
@examples(15)
def test_each_change_is_found_as_what_it_is(kinds: list[str | None], shifted: bool) -> None:
    a, b = small(len(kinds)), small(len(kinds))
    for number, kind in enumerate(kinds):
        match kind:
            case "deleted record":
                b = without(b, number)
            case "late recording":
                a = without(a, number)
            case "changed field":
                b = with_values(b, number, "assessments", authorised_date=None)
            case "changed id":
                b = with_values(b, number, child_id=f"new{number}")
    here, there = one_authority(a, "cin_census"), one_authority(b, "cin_census")
    period = MONTH_LATER if shifted else YEAR
    request = Request(YEAR.end, period=YEAR)
    for id_ in ("assessments_45wd_pct", "referrals_count"):
        asked = replace(request, as_at=period.end, period=period)
        between = check(INDICATORS[id_], (here, request), (there, asked))[None]
        found = {row["child"]: row["cause"] for row in causes(between)}
        for number, kind in enumerate(kinds):
            counted = {name: in_period(id_, number, p) for name, p in (("a", YEAR), ("b", period))}
            id_now = f"new{number}" if kind == "changed id" else f"c{number}"
            assert found.pop(id_now, None) == expected(kind, counted, id_)
        assert not found


def causes(between: Gap) -> list[dict[str, str]]:
    return between.records.select(pl.coalesce("b_id", "a_id").alias("child"), "cause").to_dicts()


def in_period(id_: str, number: int, period: Period) -> bool:
    """Whether a record nobody touched is a case."""
    day = dt.date(2023, 4, 20) + dt.timedelta(days=13 * number + (40 if id_ == "assessments_45wd_pct" else 0))
    return period.start <= day <= period.end


def expected(kind: str | None, counted: Mapping[str, bool], id_: str) -> str | None:
    """A record in one period alone differs by the period, whatever else became of it."""
    on_a = counted["a"] and kind != "late recording"
    blanked = kind == "changed field" and id_ == "assessments_45wd_pct"
    on_b = counted["b"] and kind != "deleted record" and not blanked
    if kind == "changed field" and not blanked:
        kind = None
    if kind == "changed id" and on_a == on_b:
        return "changed id" if on_a else None
    if on_a == on_b:
        return None
    return "period" if counted["a"] != counted["b"] else kind
