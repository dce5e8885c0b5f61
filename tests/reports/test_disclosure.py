"""Who may see what: the face of a report, what the public gets, and limits that hide nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chatcalc.reports.disclosure import control_disclosure
from chatcalc.reports.lines import Baseline, Group
from chatcalc.reports.report import Report
from chatcalc.reports.request import RequestError
from reports.examples import FINDING, PERIOD, REPORT, RUN, line

LARGE = line("a_pct", numerator=50, denominator=100, value=50.0, display="50")


def groups(*dimensions: str) -> tuple[Group, ...]:
    return tuple(Group(by, name, 25, 50, 50.0, "50") for by in dimensions for name in ("a", "b"))


def shown(report: Report, **asked: object) -> Report:
    return control_disclosure(report, **asked).report  # type: ignore[arg-type]


def test_a_report_with_small_counts_says_on_its_face_that_it_is_not_for_publication():
    run = shown(REPORT).run
    assert run.classification == "not for publication"
    assert run.notes[0].startswith("Not for publication")


def test_a_report_without_small_counts_does_not():
    run = shown(Report(RUN, (LARGE,))).run
    assert (run.classification, run.notes) == ("internal", ())


@pytest.mark.parametrize(
    "changes",
    [
        {"numerator": 95, "value": 95.0},
        {"unknown": 3},
        {"breakdowns": (Group("sex", "male", 3, 50, 6.0, "6"),)},
        {"baseline": Baseline(PERIOD.start, 2, 50, 4.0, "4")},
    ],
)
def test_what_gives_a_small_count_away_counts_as_one(changes):
    assert shown(Report(RUN, (replace(LARGE, **changes),))).run.classification == "not for publication"


def test_a_lower_limit_than_6_is_still_not_for_publication():
    made = Report(RUN, (replace(LARGE, numerator=4, value=4.0, display="4"),))
    run = shown(made, suppress=3).run
    assert (run.classification, run.suppressed_below) == ("not for publication", 3)


def test_with_small_counts_hidden_it_may_go_round():
    run = shown(REPORT, suppress=6).run
    assert (run.classification, run.suppressed_below) == ("internal", 6)
    assert "Counts from 1 to 5" in run.notes[0]


@pytest.mark.parametrize(("limit", "audience"), [(1, "internal"), (2, "internal"), (5, "public")])
def test_a_limit_that_hides_too_little_is_refused(limit: int, audience: str):
    with pytest.raises(RequestError, match=f"--suppress {limit}: is below"):
        shown(REPORT, suppress=limit, audience=audience)


def test_inputs_and_findings_count_rows_so_they_go_with_the_small_counts():
    assert (shown(REPORT).findings, shown(REPORT).run.inputs) == ((FINDING,), RUN.inputs)
    hidden = shown(REPORT, suppress=6)
    assert (hidden.findings, hidden.run.inputs) == ((), ())


def test_the_public_gets_one_period_one_breakdown_and_nothing_of_the_data():
    made = replace(
        LARGE,
        interval=(40.0, 60.0),
        breakdowns=groups("sex", "age_band"),
        trend=REPORT.indicators[1].trend,
        baseline=Baseline(PERIOD.start, 50, 100, 50.0, "50"),
    )
    public = shown(Report(RUN, (made,), (FINDING,)), audience="public")
    (only,) = public.indicators
    assert {group.by for group in only.breakdowns} == {"sex"}
    assert (only.trend, only.baseline, only.interval) == ((), None, None)
    assert (public.findings, public.run.inputs) == ((), ())
    assert (public.run.classification, public.run.suppressed_below) == ("public", 6)


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        (("sex", "age_band"), {"sex", "age_band"}),
        (("sex,age_band", "sex"), {"sex,age_band"}),
        (("sex", "sex,age_band"), {"sex"}),
        (("team", "locality", "sex"), {"team", "sex"}),
    ],
)
def test_breakdowns_that_could_be_set_against_each_other_are_left_out(asked, kept):
    report = shown(Report(RUN, (replace(LARGE, breakdowns=groups(*asked)),)), suppress=6)
    assert {group.by for group in report.indicators[0].breakdowns} == kept
    left_out = [note for note in report.run.notes if note.startswith("Not broken down by")]
    assert len(left_out) == len(set(asked) - kept)
