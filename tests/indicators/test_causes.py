"""Why a record counts otherwise on two sides: a case a cause, and where two could be said, which is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

import polars as pl
import pytest

from chatcalc.extracts.extract import Extract
from chatcalc.indicators.differences import differences
from chatcalc.indicators.gaps import Gap, gap
from chatcalc.indicators.jobs import Job, Request, job_for
from chatcalc.indicators.results import Period
from chatcalc.indicators.same_child import same_children
from chatcalc.indicators.sides import Sides
from chatcalc.specs.definition import Indicator
from indicators.specs import YEAR, extract, indicator

LATER = Period(dt.date(2023, 5, 1), dt.date(2024, 4, 30))
DONE = indicator("""\
count: assessments
period: {during: authorised_date}
values: {days_taken: "working_days(start_date, authorised_date)"}
numerator: days_taken <= 45
""")
OPEN = indicator("""\
count: cp_plans
period: {open_on: period_end}
unit: count
denominator: age_on(child.date_of_birth, period_end) < 18
""")
SEEN = indicator("""\
count: cp_plans
period: {open_on: period_end}
numerator: days_between(last_seen_date, period_end) <= 28
""")
REFERRED = indicator("""\
count: referrals
period: {during: referral_date}
related: {earlier: {table: referrals, where: earlier.referral_date < referral_date}}
numerator: exists(earlier)
""")
ONCE = indicator("""\
count: assessments
period: {during: authorised_date}
distinct: {by: child, keep: latest}
numerator: child_seen
""")


def between(
    asked: Indicator | tuple[Indicator, Indicator],
    a: Extract,
    b: Extract,
    periods: tuple[Period, Period] = (YEAR, YEAR),
    ids: pl.DataFrame | None = None,
    *,
    earlier: bool = True,
) -> Gap:
    pair = asked if isinstance(asked, tuple) else (asked, asked)
    jobs = [
        job_for(each, [side], Request(period.end, period=period))
        for each, side, period in zip(pair, (a, b), periods, strict=True)
    ]
    assert isinstance(jobs[0], Job)
    assert isinstance(jobs[1], Job)
    sides = Sides(jobs[0], jobs[1], same_children(a, b, ids), a_is_earlier=earlier)
    return gap(differences(sides), sides, "201")


def causes(found: Gap) -> list[tuple[str, str]]:
    rows = found.records.select(pl.coalesce("b_id", "a_id").alias("id"), "cause").sort("id")
    return rows.rows()


def assessed(*days: tuple[str, str | None], child: str = "c", **more: object) -> list[dict[str, Any]]:
    return [{"child_id": child, "start_date": start, "authorised_date": end, **more} for start, end in days]


def of(*rows: dict[str, Any], table: str = "assessments", source: str = "cin_census") -> Extract:
    born = [{"child_id": each, "date_of_birth": BORN[each]} for each in {row["child_id"] for row in rows}]
    return extract(source, **{"children": born, table: list(rows)})


def plan(**more: object) -> Extract:
    return of({"child_id": "c", "start_date": "2023-06-01", **more}, table="cp_plans", source="annex_a")


def seen(day: str) -> Extract:
    return plan(last_seen_date=day)


BORN = {"c": "2015-01-01", "d": "2015-02-01", "e": "2015-03-01", "old": "2006-04-15"}
NOVEMBER, DECEMBER = ("2023-11-01", "2023-11-20"), ("2023-12-01", "2023-12-20")
MAY, JUNE, LATE = ("2023-05-01", "2023-05-20"), ("2023-06-01", "2023-06-20"), ("2023-05-01", "2023-12-01")


@pytest.mark.parametrize(
    ("a", "b", "cause", "fields"),
    [
        pytest.param([MAY], [], "deleted record", [], id="gone"),
        pytest.param([], [MAY], "late recording", [], id="new"),
        pytest.param([MAY], [LATE], "changed field", ["authorised_date"], id="another date"),
        pytest.param([MAY], [(MAY[0], None)], "changed field", ["authorised_date"], id="a date gone"),
        pytest.param([(MAY[0], None)], [MAY], "changed field", ["authorised_date"], id="a date written late"),
    ],
)
def test_changes_of_the_data_in_one_period(
    a: Sequence[tuple[str, str | None]], b: Sequence[tuple[str, str | None]], cause: str, fields: list[str]
) -> None:
    sides = [of(*assessed(*days), *assessed(JUNE, child="d")) for days in (a, b)]
    found = between(DONE, *sides)
    assert causes(found) == [("c", cause)]
    assert found.records["fields"].to_list() == [fields]


def test_what_only_the_earlier_side_has_was_deleted_and_the_other_way_round_recorded_late() -> None:
    there, gone = of(*assessed(MAY), *assessed(JUNE, child="d")), of(*assessed(JUNE, child="d"))
    assert causes(between(DONE, gone, there, earlier=False)) == [("c", "deleted record")]
    assert causes(between(DONE, there, gone, earlier=False)) == [("c", "late recording")]


@pytest.mark.parametrize(
    ("asked", "a", "b", "cause"),
    [
        pytest.param(DONE, of(*assessed(("2023-04-03", "2023-04-20"))), None, "period", id="left the period"),
        pytest.param(
            DONE, of(*assessed(("2023-04-03", "2023-04-20"))), of(*assessed(JUNE, child="d")), "period",
            id="left the period and the data",
        ),
        pytest.param(OPEN, plan(), plan(end_date="2024-04-10"), "period", id="ended since"),
        pytest.param(OPEN, plan(), plan(end_date="2024-03-10"), "changed field", id="end written late"),
        pytest.param(OPEN, plan(child_id="old"), None, "cohort", id="turned 18"),
        pytest.param(SEEN, seen("2024-03-20"), None, "period", id="not seen since"),
        pytest.param(SEEN, seen("2024-01-20"), seen("2024-04-20"), "period", id="seen since"),
        pytest.param(SEEN, seen("2024-01-20"), seen("2024-04-02"), "period", id="seen just in time"),
    ],
)  # fmt: skip
def test_a_month_later(asked: Indicator, a: Extract, b: Extract | None, cause: str) -> None:
    found = between(asked, a, b or a, (YEAR, LATER))
    assert {each for id_, each in causes(found) if id_ != "d"} == {cause}


def test_a_late_visit_recorded_for_before_the_snapshot_is_a_changed_field() -> None:
    a, b = seen("2024-01-20"), seen("2024-03-31")
    later = Period(YEAR.start, dt.date(2024, 4, 10))
    found = between(SEEN, a, b, (YEAR, later))
    assert causes(found) == [("c", "changed field")]
    assert found.records["a_values"].item() == "last_seen_date=2024-01-20"


def test_another_definition_of_the_same_data() -> None:
    stricter = indicator(
        "count: assessments\nperiod: {during: authorised_date}\nnumerator: start_date IS NULL\n"
    )
    data = of(*assessed(MAY))
    assert causes(between((DONE, stricter), data, data)) == [("c", "definition")]


def test_a_record_of_one_source_is_not_said_to_be_late_or_deleted() -> None:
    both = indicator(
        "count: assessments\nperiod: {during: authorised_date}\nnumerator: start_date IS NOT NULL\n"
    )
    a = replace(of(*assessed(NOVEMBER)), source="annex_a")
    found = between(both, a, of(*assessed(DECEMBER, child="d")))
    assert causes(found) == [("c", "one source only"), ("d", "one source only")]


def test_records_of_a_child_that_is_another_one_by_now() -> None:
    ids = pl.DataFrame({"old_id": ["c"], "new_id": ["d"]})
    a = of(*assessed(MAY), *assessed(MAY, JUNE, child="d"))
    found = between(DONE, a, of(*assessed(MAY, JUNE, child="d")), ids=ids)
    assert causes(found) == [("c", "merged record")]


def test_another_id_is_a_cause_of_nothing_but_is_said() -> None:
    ids = pl.DataFrame({"old_id": ["c"], "new_id": ["e"]})
    found = between(DONE, of(*assessed(MAY)), of(*assessed(MAY, child="e")), ids=ids)
    assert causes(found) == [("e", "changed id")]
    (share,) = found.shares
    assert (share.numerator, share.denominator, share.value) == (0, 0, 0)


def test_what_became_of_other_records_of_the_child_is_said() -> None:
    days = [{"child_id": "c", "referral_date": day} for day in ("2022-01-01", "2023-06-01")]
    a, b = of(*days, table="referrals"), of(days[1], table="referrals")
    found = between(REFERRED, a, b)
    assert causes(found) == [("c", "changed field")]
    assert found.records["fields"].to_list() == [["referrals (earlier)"]]


def test_a_case_that_gives_way_to_another_has_its_cause() -> None:
    a = of(*assessed(NOVEMBER, child_seen=True), source="annex_a")
    more = assessed(DECEMBER, child_seen=False)
    b = of(*assessed(NOVEMBER, child_seen=True), *more, source="annex_a")
    found = between(ONCE, a, b)
    assert causes(found) == [("c", "late recording")] * 2
    assert [share.numerator for share in found.shares] == [-1]


def test_the_value_is_taken_from_one_side_to_the_other_in_steps() -> None:
    """1 of 2 on side A; a late record in time makes it 2 of 3; one that is late now, 1 of 3."""
    a = of(*assessed(MAY), *assessed(LATE, child="d"))
    b = of(*assessed(LATE), *assessed(LATE, child="d"), *assessed(JUNE, child="e"))
    found = between(DONE, a, b)
    steps = {share.cause: share.value for share in found.shares}
    assert steps == {
        "late recording": Fraction(200, 3) - 50,
        "changed field": Fraction(100, 3) - Fraction(200, 3),
    }
    assert (found.a.display, found.b.display) == ("50", "33")


def test_nobody_on_the_way_is_no_figure_to_step_to() -> None:
    found = between(DONE, of(*assessed(MAY)), of({"child_id": "c"}))
    assert found.b.exact is None
    assert [share.value for share in found.shares] == [None]
    assert sum(share.numerator or 0 for share in found.shares) == -1
