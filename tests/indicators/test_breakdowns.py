from __future__ import annotations

import pytest

from chatcalc.indicators.breakdowns import AGE_BANDS, SEXES
from chatcalc.indicators.calculation import calculate
from chatcalc.indicators.jobs import Request
from chatcalc.indicators.results import BreakdownRow
from indicators.specs import YEAR, extract, indicator

EVENT = "count: section_47_enquiries\nperiod: {during: icpc_date}\nnumerator: icpc_not_required\n"
STOCK = "unit: count\ncount: cp_plans\nperiod: {open_on: period_end}\n"


def groups(
    text: str, by: str, child: dict[str, object] | None, **tables: list[dict[str, object]]
) -> list[BreakdownRow]:
    children = [] if child is None else [{"child_id": "a", **child}]
    data = extract(children=children, **tables)
    (result,) = calculate([indicator(text)], [data], Request(YEAR.end, by=(by,), population=1000))
    return list(result.breakdowns)


def group_of(text: str, by: str, child: dict[str, object] | None, **tables: list[dict[str, object]]) -> str:
    (found,) = [
        r.group for r in groups(text, by, child, **tables) if (r.figure.denominator or r.figure.numerator)
    ]
    return found


@pytest.mark.parametrize(
    ("child", "group"),
    [({"sex": "M"}, "male"), ({"sex": "F"}, "female"), ({"sex": "U"}, "other or unknown"),
     ({"sex": None}, "other or unknown"), ({"sex": "X"}, "other or unknown"), (None, "other or unknown")],
)  # fmt: skip
def test_by_sex(child: dict[str, object] | None, group: str) -> None:
    plan = {"child_id": "a", "start_date": "2024-01-01"}
    assert group_of(STOCK, "sex", child, cp_plans=[plan]) == group


@pytest.mark.parametrize(
    ("child", "group"),
    [
        ({"date_of_birth": "2024-03-31"}, "under 1"),
        ({"date_of_birth": "2023-04-01"}, "under 1"),
        ({"date_of_birth": "2023-03-31"}, "1-4"),
        ({"date_of_birth": "2019-04-01"}, "1-4"),
        ({"date_of_birth": "2019-03-31"}, "5-9"),
        ({"date_of_birth": "2014-03-31"}, "10-15"),
        ({"date_of_birth": "2008-04-01"}, "10-15"),
        ({"date_of_birth": "2008-03-31"}, "16-17"),
        ({"date_of_birth": "2006-04-01"}, "16-17"),
        ({"date_of_birth": "2006-03-31"}, "18+"),
        ({"date_of_birth": "2024-04-01"}, "unborn"),
        ({"date_of_birth": None, "unborn": True}, "unborn"),
        ({"date_of_birth": "2020-01-01", "unborn": True}, "unborn"),
        ({"date_of_birth": None, "unborn": False}, "unknown"),
        ({"date_of_birth": None}, "unknown"),
        (None, "unknown"),
    ],
)
def test_the_age_of_a_stock_is_that_on_the_snapshot(child: dict[str, object] | None, group: str) -> None:
    plan = {"child_id": "a", "start_date": "2010-01-01"}
    assert group_of(STOCK, "age_band", child, cp_plans=[plan]) == group


@pytest.mark.parametrize(("day", "group"), [("2023-05-01", "10-15"), ("2023-05-02", "16-17")])
def test_the_age_of_an_event_is_that_on_its_day(day: str, group: str) -> None:
    row = {"child_id": "a", "icpc_date": day}
    assert group_of(EVENT, "age_band", {"date_of_birth": "2007-05-02"}, section_47_enquiries=[row]) == group


@pytest.mark.parametrize(("by", "names"), [("sex", SEXES), ("age_band", AGE_BANDS)])
def test_every_group_has_a_row_in_its_order_even_without_cases(by: str, names: tuple[str, ...]) -> None:
    rows = groups(EVENT, by, None, section_47_enquiries=[])
    assert [row.group for row in rows] == list(names)
    assert {(row.figure.numerator, row.figure.denominator, row.figure.exact) for row in rows} == {
        (0, 0, None)
    }


def test_parts_are_broken_down_and_a_rate_of_a_group_is_its_count_alone() -> None:
    text = "count: cp_plans\nperiod: {open_on: period_end}\nnumerator: end_date IS NULL\n"
    text += "unit: rate_per_10000\nper: children_0_17\n"
    text += "parts: {neglect: {title: Neglect, numerator: \"latest_category = 'NEG'\", unit: percent}}\n"
    plan = {"child_id": "a", "start_date": "2024-01-01", "latest_category": "NEG"}
    rows = [row for row in groups(text, "sex", {"sex": "F"}, cp_plans=[plan]) if row.group == "female"]
    assert [(row.part, row.figure.numerator, row.figure.display) for row in rows] == [
        (None, 1, "-"),
        ("neglect", 1, "100"),
    ]
