from __future__ import annotations

from random import Random

import polars as pl
import pytest

from chatcalc.indicators.calculation import calculate
from chatcalc.indicators.children import children
from chatcalc.indicators.jobs import Request
from chatcalc.specs.definition import Indicator
from chatcalc.specs.loading import load_specs
from indicators.specs import YEAR, extract, indicator
from reference.random_tables import extract_of, pools_for, random_tables

BUILTIN = [
    pytest.param(found, source, id=f"{found.id}-{source}")
    for found in load_specs().indicators.values()
    for source in found.definitions
]


@pytest.mark.parametrize(("found", "source"), BUILTIN)
def test_the_list_adds_up_to_the_figure(found: Indicator, source: str) -> None:
    definition = found.definitions[source]
    rng = Random(f"children of {found.id} {source}")
    names = {*definition.tables, *([definition.needs.table] if definition.needs else [])}
    tables = random_tables(rng, sorted(names), pools_for(rng, [definition], [YEAR]))
    data = extract_of(tables, source)
    request = Request(YEAR.end, period=YEAR, population=1000)
    listed = children(found, [data], request)
    results = calculate([found], [data], request)
    if isinstance(listed, str):
        assert [result.notes for result in results] == [(listed,)]
        return
    for result in results:
        mine = listed.filter(pl.col("la_code") == result.la_code)
        status = mine["status"].cast(pl.String)
        assert status.is_in(["excluded"]).sum() == sum(count for _, count in result.excluded)
        if definition.value is None and definition.has_figure and not definition.distinct_per:
            assert (status == "numerator").sum() == result.figure.numerator
        if result.figure.denominator is not None and not (definition.population or definition.distinct_per):
            assert status.is_in(["numerator", "denominator"]).sum() == result.figure.denominator
        for part in result.parts:
            column = f"part:{part.id}" if f"part:{part.id}" in mine.columns else part.id
            assert mine[column].sum() == part.figure.numerator


def test_a_list_shows_what_decided_and_where_it_was_read() -> None:
    text = """\
count: assessments
period: {during: authorised_date}
related: {earlier: {table: referrals, where: earlier.referral_date <= start_date}}
values: {days_taken: "working_days(start_date, authorised_date)"}
exclude: [{when: start_date IS NULL, reason: no start}]
numerator: days_taken <= 45 AND count(earlier) >= 1 AND child.sex = 'F'
"""
    rows = [
        {"child_id": "b", "start_date": "2024-01-02", "authorised_date": "2024-01-31", "source_row": 9},
        {"child_id": "a", "authorised_date": "2024-01-31", "source_file": "x.xml", "source_row": 3},
    ]
    data = extract(assessments=rows, referrals=[{"child_id": "b", "referral_date": "2024-01-01"}],
                   children=[{"child_id": "b", "sex": "F"}])  # fmt: skip
    found = children(indicator(text), [data], Request(YEAR.end))
    assert isinstance(found, pl.DataFrame)
    assert found.columns[:4] == ["la_code", "child_id", "status", "reason"]
    assert found.columns[-2:] == ["source_file", "source_row"]
    assert {"days_taken", "count(earlier)", "child.sex"} <= set(found.columns)
    shown = found.select("child_id", "status", "reason", "days_taken", "count(earlier)", "source_row").rows()
    assert shown == [("b", "numerator", None, 21, 1, 9), ("a", "excluded", "no start", None, 0, 3)]


def test_where_nothing_answers_it_says_why() -> None:
    text = "count: assessments\nperiod: {during: authorised_date}\nnumerator: start_date = authorised_date\n"
    assert children(indicator(text), [], Request(YEAR.end)) == "needs the CIN census or Annex A"


def test_a_part_called_like_a_column_keeps_its_prefix() -> None:
    found = load_specs().indicators["cl_17_18_outcomes_pct"]
    row = {"child_id": "a", "in_touch": "YES"}
    listed = children(found, [extract("annex_a", care_leavers=[row])], Request(YEAR.end))
    assert isinstance(listed, pl.DataFrame)
    assert listed.schema["in_touch"] == pl.String
    assert listed.schema["part:in_touch"] == pl.Boolean
    assert {"suitable_accommodation", "eet"} <= set(listed.columns)
