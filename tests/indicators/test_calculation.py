from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from chatcalc.extracts.extract import Extract
from chatcalc.indicators.calculation import calculate
from chatcalc.indicators.jobs import Request
from chatcalc.indicators.results import Period, Result
from indicators.specs import YEAR, extract, indicator

SNAPSHOT = YEAR.end
ANNUAL = Request(SNAPSHOT)
HELD = "count: section_47_enquiries\nperiod: {during: icpc_date}\nnumerator: icpc_not_required\n"


def one(text: str, data: Extract, request: Request = ANNUAL) -> Result:
    (result,) = calculate([indicator(text)], [data], request)
    return result


def enquiry(child: str, held: str | None, needless: bool | None = True, **others: str) -> dict[str, object]:
    return {"child_id": child, "icpc_date": held, "icpc_not_required": needless, **others}


def test_both_ends_of_the_period_are_inside() -> None:
    days = ["2023-03-31", "2023-04-01", "2024-03-31", "2024-04-01", None]
    data = extract(section_47_enquiries=[enquiry(str(n), day) for n, day in enumerate(days)])
    found = one(HELD, data)
    assert (found.figure.numerator, found.figure.denominator) == (2, 2)


@pytest.mark.parametrize(
    ("kind", "start", "end", "inside"),
    [
        ("{open_on: period_end}", "2024-03-31", None, True),
        ("{open_on: period_end}", "2024-03-31", "2024-04-01", True),
        ("{open_on: period_end}", "2020-01-01", "2024-03-31", False),
        ("{open_on: period_end}", "2024-04-01", None, False),
        ("{open_on: period_end}", None, None, False),
        ("{overlapping: period}", "2020-01-01", "2023-04-01", True),
        ("{overlapping: period}", "2020-01-01", "2023-03-31", False),
        ("{overlapping: period}", "2024-03-31", None, True),
        ("{overlapping: period}", "2024-04-01", "2024-05-01", False),
    ],
)
def test_stocks_and_spells(kind: str, start: str | None, end: str | None, inside: bool) -> None:
    data = extract(cp_plans=[{"child_id": "a", "start_date": start, "end_date": end}])
    found = one(f"unit: count\ncount: cp_plans\nperiod: {kind}\n", data)
    assert found.figure.numerator == int(inside)


def test_an_unknown_condition_is_not_met_and_is_counted_as_unknown() -> None:
    days = ["2024-01-01"] * 3
    flags = [True, False, None]
    data = extract(
        section_47_enquiries=[enquiry(str(n), d, s) for n, (d, s) in enumerate(zip(days, flags, strict=True))]
    )
    found = one(HELD, data)
    assert (found.figure.numerator, found.figure.denominator, found.unknown) == (1, 3, 1)


def test_exclusions_are_counted_by_their_first_reason() -> None:
    text = (
        HELD
        + """\
exclude:
  - {when: start_date IS NULL, reason: no start}
  - {when: start_date > icpc_date, reason: ends before it starts}
"""
    )
    starts = [None, "2024-02-01", "2023-12-01", None]
    rows = [enquiry(str(n), "2024-01-01", start_date=start) for n, start in enumerate(starts)]
    found = one(text, extract(section_47_enquiries=rows))
    assert found.excluded == (("ends before it starts", 1), ("no start", 2))
    assert found.figure.denominator == 1


@pytest.mark.parametrize(("keep", "numerator"), [("any", 1), ("latest", 0), ("earliest", 1)])
def test_a_child_counts_once(keep: str, numerator: int) -> None:
    rows = [enquiry("a", "2023-05-01"), enquiry("a", "2024-01-01", needless=False)]
    text = HELD + f"distinct: {{by: child, keep: {keep}}}\n"
    found = one(text, extract(section_47_enquiries=rows))
    assert (found.figure.numerator, found.figure.denominator) == (numerator, 1)


def test_the_latest_is_picked_before_the_denominator_and_any_after() -> None:
    rows = [enquiry("a", "2023-05-01"), enquiry("a", "2024-01-01", needless=None)]
    narrow = HELD + "denominator: icpc_not_required IS NOT NULL\ndistinct: {by: child, keep: KEEP}\n"
    found = {
        k: one(narrow.replace("KEEP", k), extract(section_47_enquiries=rows)).figure
        for k in ("any", "latest")
    }
    assert (found["any"].numerator, found["any"].denominator) == (1, 1)
    assert (found["latest"].numerator, found["latest"].denominator) == (0, 0)


def test_the_same_child_of_two_authorities_is_two() -> None:
    rows = [{**enquiry("a", "2024-01-01"), "la_code": la} for la in ("201", "202")]
    data = extract(las=("201", "202", "203"), section_47_enquiries=rows)
    results = calculate([indicator(HELD + "distinct: {by: child, keep: any}\n")], [data], ANNUAL)
    assert [(r.la_code, r.figure.numerator, r.figure.denominator) for r in results] == [
        ("201", 1, 1), ("202", 1, 1), ("203", 0, 0),
    ]  # fmt: skip
    only = calculate([indicator(HELD)], [data], replace(ANNUAL, la_codes=("202",)))
    assert [result.la_code for result in only] == ["202"]


def test_related_rows_are_of_the_same_child_and_authority_and_never_multiply_cases() -> None:
    text = (
        HELD.replace("icpc_not_required", "count(earlier) >= 2")
        + """\
related:
  earlier: {table: referrals, where: earlier.referral_date < icpc_date}
"""
    )
    referrals = [
        {"child_id": child, "la_code": la, "referral_date": day}
        for child, la, day in [
            ("a", "201", "2023-01-01"), ("a", "201", "2023-02-01"), ("a", "201", "2024-02-01"),
            ("b", "201", "2023-01-01"), ("b", "202", "2023-01-01"),
        ]
    ]  # fmt: skip
    rows = [enquiry("a", "2024-01-01"), enquiry("b", "2024-01-01")]
    found = one(text, extract(section_47_enquiries=rows, referrals=referrals))
    assert (found.figure.numerator, found.figure.denominator) == (1, 2)


def test_latest_and_earliest_go_by_date_then_by_file_and_nulls_never_win() -> None:
    text = """\
unit: count
count: section_47_enquiries
period: {during: icpc_date}
related: {other: {table: referrals}}
values: {first: earliest(other.source), last: latest(other.source)}
denominator: first = 'A' AND last = 'Z'
"""
    referrals = [
        {"child_id": "a", "referral_date": day, "source": source}
        for day, source in [(None, "N"), ("2023-01-01", "A"), ("2023-05-01", "B"), ("2023-01-01", "C"),
                            ("2023-05-01", "Z"), (None, "M")]
    ]  # fmt: skip
    found = one(text, extract(section_47_enquiries=[enquiry("a", "2024-01-01")], referrals=referrals))
    assert found.figure.numerator == 1


def test_a_trend_is_each_month_end_alone() -> None:
    days = ["2024-01-31", "2024-02-01", "2024-02-29", "2024-03-31"]
    data = extract(section_47_enquiries=[enquiry(str(n), day) for n, day in enumerate(days)])
    found = one(HELD, data, replace(ANNUAL, months=1, trend=3))
    assert [(p.period.end.month, p.figure.denominator) for p in found.trend] == [(1, 1), (2, 2), (3, 1)]
    assert found.figure.denominator == 1


@pytest.mark.parametrize(
    ("known_from", "kind", "status"),
    [
        ("2022-04-01", "{during: referral_date}", "ok"),
        ("2022-04-02", "{during: referral_date}", "partial"),
        (None, "{during: referral_date}", "partial"),
        ("2023-04-01", "{all: period_end, year: referral_date}", "ok"),
        ("2023-04-02", "{all: period_end, year: referral_date}", "partial"),
    ],
)
def test_a_figure_is_partial_where_the_data_do_not_reach_back(
    known_from: str | None, kind: str, status: str
) -> None:
    text = f"unit: count\ncount: referrals\nperiod: {kind}\nlook_back: 12 months\n"
    known = {"referrals": dt.date.fromisoformat(known_from)} if known_from else {}
    found = one(text, replace(extract(referrals=[]), known_from=known))
    assert (found.status, found.more_data_adds) == (status, True)
    assert any(note.startswith("partial") for note in found.notes) == (status == "partial")


def test_look_back_speaks_of_every_table_that_is_read_and_of_each_month_of_a_trend() -> None:
    text = """\
unit: count
count: referrals
period: {during: referral_date}
look_back: {months: 12, more_data: either}
related: {plan: {table: cp_plans}}
denominator: NOT exists(plan)
"""
    known = {"referrals": dt.date(2010, 4, 1), "cp_plans": dt.date(2023, 2, 1)}
    found = one(text, replace(extract(referrals=[]), known_from=known), replace(ANNUAL, months=1, trend=3))
    assert (found.status, found.more_data_adds) == ("ok", False)
    assert [point.status for point in found.trend] == ["partial", "ok", "ok"]


def test_a_statutory_return_comes_before_annex_a_unless_a_source_is_asked_for() -> None:
    census, workbook = extract(section_47_enquiries=[]), extract("annex_a", section_47_enquiries=[])
    both = [workbook, census]
    wanted = indicator(HELD)
    assert [r.source for r in calculate([wanted], both, ANNUAL)] == ["cin_census"]
    assert [r.source for r in calculate([wanted], both, replace(ANNUAL, source="annex_a"))] == ["annex_a"]
    pinned = replace(ANNUAL, sources={"sample": "annex_a"})
    assert [r.source for r in calculate([wanted], both, pinned)] == ["annex_a"]
    seen = indicator(HELD.replace("icpc_not_required", "icpc_resulted_in_plan"))
    assert [r.source for r in calculate([seen], both, ANNUAL)] == ["annex_a"]


def test_an_extract_that_ends_before_the_snapshot_does_not_answer() -> None:
    old = replace(extract(section_47_enquiries=[]), last_day=dt.date(2023, 3, 31))
    workbook = extract("annex_a", section_47_enquiries=[])
    assert one(HELD, old).status == "not_computed"
    assert one(HELD, old).notes == ("the data end on 2023-03-31, before the snapshot",)
    (found,) = calculate([indicator(HELD)], [old, workbook], ANNUAL)
    assert found.source == "annex_a"


def test_why_nothing_answers() -> None:
    (nothing,) = calculate([indicator(HELD)], [], ANNUAL)
    assert nothing.notes == ("needs the CIN census or Annex A",)
    care = extract("ssda903")
    assert one(HELD, care).notes == ("needs the CIN census or Annex A",)
    assert (nothing.figure.exact, nothing.figure.numerator, nothing.source) == (None, None, None)


@pytest.mark.parametrize(
    ("needs", "row", "status"),
    [
        ("{table: annual_outcomes, year: year_end}", {"year_end": "2024-03-31"}, "ok"),
        ("{table: annual_outcomes, year: year_end}", {"year_end": "2023-03-31"}, "not_computed"),
        ("{table: annual_outcomes, column: sdq_score}", {"sdq_score": 0}, "ok"),
        ("{table: annual_outcomes, column: sdq_score}", {"sdq_score": None}, "not_computed"),
    ],
)
def test_a_figure_that_needs_a_record_does_not_exist_without(
    needs: str, row: dict[str, object], status: str
) -> None:
    text = f"unit: count\ncount: periods_of_care\nperiod: {{open_on: period_end}}\nneeds: {needs}\n"
    data = extract("ssda903", periods_of_care=[], annual_outcomes=[{"child_id": "a", **row}])
    found = one(text, data)
    assert found.status == status
    assert bool(found.notes) == (status == "not_computed")


def test_a_window_stands_in_for_the_period() -> None:
    text = "unit: count\ncount: referrals\nperiod: {during: referral_date}\n"
    text += "window: {months: 24, ending: 31 March}\n"
    days = ["2022-03-31", "2022-04-01", "2024-03-31", "2024-04-01"]
    data = extract(referrals=[{"child_id": "a", "referral_date": day} for day in days])
    found = one(text, data, Request(dt.date(2024, 12, 31)))
    assert found.period == Period(dt.date(2022, 4, 1), dt.date(2024, 3, 31))
    assert found.figure.numerator == 2


def test_a_limit_of_an_authority_shows_in_the_title() -> None:
    text = HELD.replace("icpc_not_required", "working_days(start_date, icpc_date) <= limit")
    found = one(
        "title: Within {limit} days\nparameters: {limit: 45}\n" + text, extract(section_47_enquiries=[])
    )
    assert found.title == "Within 45 days"


def test_a_rate_without_a_population_says_so() -> None:
    text = (
        "unit: rate_per_10000\ncount: section_47_enquiries\nperiod: {during: icpc_date}\nper: children_0_17\n"
    )
    data = extract(section_47_enquiries=[enquiry("a", "2024-01-01")])
    found = one(text, data)
    assert (found.figure.numerator, found.figure.exact) == (1, None)
    assert any("population" in note for note in found.notes)
    assert one(text, data, replace(ANNUAL, population=10_000)).figure.display == "1"


def test_a_reason_of_the_table_is_read_by_parts_before_the_reason_of_the_case() -> None:
    text = """\
count: social_worker_episodes
period: {during: start_date}
numerator: worker = 'w'
exclude: [{when: "end_date < start_date", reason: swapped}]
parts: {manager: {title: Manager, numerator: "reason = 'MANAGE'"}}
"""
    rows = [
        {"child_id": "a", "start_date": "2024-01-01", "worker": "w", "reason": r} for r in ("MANAGE", "SICK")
    ]
    found = one(text, extract("ssda903", social_worker_episodes=rows))
    assert (found.parts[0].figure.numerator, found.parts[0].figure.denominator) == (1, 2)


def test_a_case_counts_once_in_each_code_of_a_list() -> None:
    text = "unit: count\ncount: assessments\nperiod: {during: authorised_date}\n"
    text += "split_each: {by: factors, parts: {1A: Alcohol, 2B: Drugs}}\n"
    lists = [["1A", "2B"], ["1A"], [], None]
    rows = [
        {"child_id": str(n), "authorised_date": "2024-01-01", "factors": codes}
        for n, codes in enumerate(lists)
    ]
    found = one(text, extract(assessments=rows))
    assert [(p.id, p.figure.numerator, p.figure.denominator) for p in found.parts] == [
        ("1A", 2, 4),
        ("2B", 1, 4),
    ]
