from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from chatcalc.extracts.extract import Extract
from chatcalc.indicators.results import Period
from chatcalc.reports.baseline import (
    baseline_note,
    can_answer,
    change_of,
    check_earlier,
    earlier_of,
    read_baseline,
    with_baseline,
)
from chatcalc.reports.disclosure import control_disclosure
from chatcalc.reports.json import to_json
from chatcalc.reports.lines import Part
from chatcalc.reports.report import Report
from chatcalc.reports.request import RequestError
from chatcalc.specs.loading import load_specs
from reports.examples import PERIOD, RUN, line

INDICATORS = load_specs().indicators
DAY = dt.date(2017, 12, 31)
THEN = line(
    "a_pct",
    numerator=70,
    denominator=100,
    value=70.0,
    display="70",
    parts=(Part("one", "One", 30, 100, 30.0, "30", "percent"),),
)
NOW = replace(
    THEN,
    numerator=68,
    value=68.0,
    display="68",
    parts=(Part("one", "One", 31, 100, 31.0, "31", "percent"),),
)


@pytest.mark.parametrize(
    ("latest", "earlier", "change"),
    [("68", "70", "-2"), ("12.5", "12.1", "0.4"), ("c", "70", None), ("68", "≥70", None), ("-", "70", None)],
)
def test_a_change_is_of_figures_as_displayed(latest: str, earlier: str, change: str | None):
    found = change_of(latest, earlier)
    assert (None if found is None else str(found)) == change


def test_the_earlier_figure_and_the_change_stand_beside():
    (shown,) = with_baseline([NOW], earlier_of(DAY, [THEN]))
    assert shown.baseline is not None
    assert (shown.baseline.as_at, shown.baseline.display) == (DAY, "70")
    assert (shown.baseline.change, shown.baseline.change_display) == (-2.0, "-2")
    part = shown.parts[0].baseline
    assert part is not None
    assert (part.display, part.change_display) == ("30", "+1")


def test_a_report_in_json_gives_the_same(tmp_path: Path):
    file = tmp_path / "run.json"
    report = Report(replace(RUN, as_at=DAY), (THEN,))
    file.write_text(to_json(control_disclosure(report)), encoding="utf-8")
    assert with_baseline([NOW], read_baseline(file)) == with_baseline([NOW], earlier_of(DAY, [THEN]))


def test_there_is_no_change_from_or_to_a_partial_figure():
    partial = replace(THEN, status="partial", display="≥70")
    for now, then in ((NOW, partial), (replace(NOW, status="partial"), THEN)):
        (shown,) = with_baseline([now], earlier_of(DAY, [then]))
        assert shown.baseline is not None
        assert (shown.baseline.change, shown.baseline.change_display) == (None, "-")


def test_what_is_not_known_has_no_baseline():
    earlier = earlier_of(DAY, [replace(THEN, id="another_pct")])
    lines = with_baseline([NOW], earlier)
    assert lines == (NOW,)
    assert "do not reach back" in baseline_note(lines, earlier)[0]
    assert baseline_note(with_baseline([NOW], earlier_of(DAY, [THEN])), earlier) == ()


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"run": {"as_at": "2017-12-31"}, "indicators": [3]}'])
def test_a_file_that_is_no_report_is_refused(tmp_path: Path, text: str):
    file = tmp_path / "run.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(RequestError, match="is no report in JSON"):
        read_baseline(file)


def test_a_missing_file_is_said(tmp_path: Path):
    with pytest.raises(RequestError, match="no such file"):
        read_baseline(tmp_path / "run.json")


def test_a_baseline_is_earlier():
    check_earlier(DAY, PERIOD.end)
    with pytest.raises(RequestError, match="is not before the snapshot"):
        check_earlier(PERIOD.end, PERIOD.end)


@pytest.mark.parametrize(
    ("id_", "source", "known_from", "answers"),
    [
        ("assessments_45wd_pct", "cin_census", PERIOD.start, True),
        ("assessments_45wd_pct", "cin_census", PERIOD.start + dt.timedelta(days=1), False),
        ("assessments_45wd_pct", "annex_a", PERIOD.start, False),
        ("cpp_rate", "cin_census", PERIOD.end, True),
        ("cpp_rate", "cin_census", PERIOD.end + dt.timedelta(days=1), False),
    ],
)
def test_events_need_their_whole_period_and_stocks_their_day(id_, source, known_from, answers):
    table = INDICATORS[id_].definitions[source].table
    extract = Extract(source, {}, {table: known_from}, None, la_codes=("878",))
    made = line(id_, source=source, period=Period(PERIOD.start, PERIOD.end))
    assert can_answer(made, INDICATORS, [extract]) is answers
