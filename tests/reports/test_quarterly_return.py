from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import fastexcel
import pytest

from chatcalc.indicators.results import Period
from chatcalc.reports.disclosure import control_disclosure
from chatcalc.reports.lines import PeriodFigure
from chatcalc.reports.quarterly_return import to_return_csv, to_return_xlsx
from chatcalc.reports.report import (
    NamedPeriod,
    Report,
    ReturnColumn,
    ReturnTemplate,
    Run,
)
from chatcalc.reports.return_periods import return_periods
from chatcalc.reports.return_template import FIELDS, template_problems
from chatcalc.specs.loading import load_specs
from reports.examples import BY_SOURCE, NOT_COMPUTED, RUN, line, publishable

QUARTERS = return_periods(["quarters"], dt.date(2018, 12, 31))
LAST = QUARTERS[-1]


def figures(*numerators: int, whole: int = 100) -> tuple[PeriodFigure, ...]:
    return tuple(
        PeriodFigure(each.name, each.period, number, whole, 100 * number / whole, str(number))
        for each, number in zip(QUARTERS, numerators, strict=True)
    )


LARGE = line("rereferrals_12m_pct", title="=Re-referrals", returned=figures(20, 30, 40))
MIX = replace(
    BY_SOURCE, returned=(), parts=tuple(replace(p, returned=figures(7, 8, 9)) for p in BY_SOURCE.parts)
)
ABSENT = replace(
    NOT_COMPUTED,
    returned=tuple(PeriodFigure(e.name, e.period, None, None, None, "-", "not_computed") for e in QUARTERS),
)


def run(**template: Any) -> Run:
    return replace(RUN, returned=QUARTERS, template=ReturnTemplate(**template))


def rows(report: Report) -> list[Mapping[str, str]]:
    text = to_return_csv(publishable(report))
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_a_row_is_an_indicator_or_a_part_and_a_period():
    found = rows(Report(run(), (LARGE, MIX, ABSENT)))
    assert [(each["Indicator"], each["Period"]) for each in found] == [
        (name, period.name)
        for name in (
            "rereferrals_12m_pct",
            "referrals_by_source_pct|individual",
            "referrals_by_source_pct|school",
            "cla_rate",
        )
        for period in QUARTERS
    ]
    assert (found[0]["LA name"], found[0]["Period start"], found[0]["Value"]) == (
        "Devon",
        "2018-04-01",
        "20.0",
    )


def test_what_is_not_computed_has_its_rows_and_says_so():
    found = rows(Report(run(), (ABSENT,)))
    assert {(each["Status"], each["Numerator"], each["Value"]) for each in found} == {
        ("not_computed", "", "")
    }
    assert len(found) == 3


def test_columns_stand_in_the_order_and_under_the_names_of_the_region():
    columns = (
        ReturnColumn("Submitted by", constant="Performance"),
        ReturnColumn("Ref", "ref"),
        ReturnColumn("To", "period_end"),
        ReturnColumn("N", "numerator"),
    )
    template = {"columns": columns, "refs": {LARGE.id: "R3"}, "date_format": "%d/%m/%Y"}
    text = to_return_csv(publishable(Report(run(**template), (LARGE,))))
    assert text.splitlines()[0] == "\ufeffSubmitted by,Ref,To,N"
    assert text.splitlines()[3] == "Performance,R3,31/12/2018,40"


def test_every_field_can_stand_in_a_column():
    columns = tuple(ReturnColumn(field, field) for field in FIELDS)
    (first, *_) = rows(Report(run(columns=columns), (LARGE,)))
    assert list(first) == list(FIELDS)
    assert (first["as_at"], first["classification"], first["source"]) == (
        "2018-12-31",
        "not for publication",
        "cin_census",
    )


def test_indicators_and_families_choose_what_stands_in_it():
    report = Report(run(families=("cla",), indicators=(LARGE.id,)), (LARGE, MIX, ABSENT))
    assert {each["Indicator"] for each in rows(report)} == {LARGE.id, "cla_rate"}


def test_a_title_never_becomes_a_formula():
    assert rows(Report(run(), (LARGE,)))[0]["Title"] == "'=Re-referrals"


def test_the_workbook_has_numbers_as_numbers():
    content = to_return_xlsx(publishable(Report(run(), (LARGE, ABSENT))))
    frame = fastexcel.read_excel(content).load_sheet("Return").to_polars()
    assert frame["Numerator"].to_list() == [20, 30, 40, None, None, None]
    assert frame["Title"][0] == "=Re-referrals"


def with_period(period: Period) -> Run:
    return replace(run(), period=period)


def test_small_counts_are_marked_in_every_cell_that_would_tell_them():
    report = Report(
        with_period(LAST.period),
        (replace(LARGE, period=LAST.period, numerator=40, denominator=100, returned=figures(20, 3, 40)),),
    )
    shown = control_disclosure(report, suppress=6)
    found = list(csv.DictReader(io.StringIO(to_return_csv(shown).removeprefix("\ufeff"))))
    assert [(each["Numerator"], each["Denominator"], each["Value"], each["Status"]) for each in found] == [
        ("20", "100", "20.0", "ok"),
        ("c", "100", "c", "suppressed"),
        ("40", "100", "40.0", "ok"),
    ]


@pytest.mark.parametrize("asked", [{"suppress": 6}, {"audience": "public"}])
def test_a_year_and_its_quarters_would_give_a_hidden_quarter_away(asked: dict[str, Any]):
    """What is left of a year beside three of its quarters is the fourth."""
    shown = control_disclosure(Report(run(), (LARGE,)), **asked).report
    assert shown.run.returned == (NamedPeriod("report", RUN.period),)
    assert [each.numerator for each in shown.indicators[0].returned] == [shown.indicators[0].numerator]
    assert any("own period" in note for note in shown.run.notes)


def test_the_public_sees_one_period_even_of_those_that_lie_apart():
    report = Report(with_period(LAST.period), (replace(LARGE, period=LAST.period),))
    assert len(control_disclosure(report, audience="public").report.run.returned) == 1
    assert len(control_disclosure(report, suppress=6).report.run.returned) == 3


def test_names_that_the_run_does_not_have_are_problems():
    indicators = load_specs().indicators
    template = ReturnTemplate(
        indicators=("cla_rat", "cpp_rate"),
        families=("referals",),
        refs={"referrals_by_source_pct|schools": "S", "referrals_by_source_pct|pub": "P"},
    )
    problems = [str(each) for each in template_problems(template, indicators, ["cla_rate", "referrals_rate"])]
    assert problems == [
        "return.indicators: this run has no indicator 'cla_rat'; did you mean 'cla_rate'?",
        "return.indicators: this run leaves cpp_rate out",
        "return.families: this run has no family 'referals'; did you mean 'referrals'?",
        *problems[3:],
    ]
    assert len(problems) == 4
    assert problems[3].startswith(
        "return.refs: this run has no indicator or part 'referrals_by_source_pct|pub'"
    )
