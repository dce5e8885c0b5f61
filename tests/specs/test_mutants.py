"""Every change of a built-in definition is noticed by its tests, or listed with a reason that holds."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from chatcalc.cli.main import app
from chatcalc.indicators.mutation import mutation_report
from chatcalc.indicators.spec_runs import run_specs
from chatcalc.indicators.spec_tests import outcomes_of
from chatcalc.specs.definition import Indicator
from chatcalc.specs.loading import load_specs

BUILT_IN = [pytest.param(each, id=each.id) for each in load_specs().indicators.values()]

SPEC = """\
id: late_pct
title: Late assessments (%)
family: assessments
unit: percent
polarity: low
summary: Something.
source: [{name: Something, publisher: Somebody}]
count: assessments
period: {during: authorised_date}
values:
  days_taken: days_between(start_date, authorised_date)
numerator: days_taken > 45 AND child_seen
tests:
  - title: Seen, after 45 and 46 days
    period: 2024-02-01 to 2024-04-30
    given:
      assessments:
        - {id: day_45, start_date: 2024-02-10, authorised_date: 2024-03-26, child_seen: true}
        - {id: day_46, start_date: 2024-02-10, authorised_date: 2024-03-27, child_seen: true}
    expect: {day_45: denominator, day_46: numerator}
"""


@pytest.mark.parametrize("indicator", BUILT_IN)
def test_the_tests_of_a_built_in_specification_notice_every_change(indicator: Indicator) -> None:
    assert all(outcome.passed for outcome in outcomes_of(indicator))
    report = mutation_report(indicator)
    assert [f"{s.key}: {s.change}\n{s.case}" for s in report.survivors if s.wanting] == []


def run(file: Path, *options: str) -> Result:
    return CliRunner().invoke(app, ["specs", "test", str(file), *options])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "late_pct.yaml").write_text(SPEC, encoding="utf-8")
    return tmp_path / "late_pct.yaml"


def test_an_unnoticed_change_comes_with_its_place_and_a_test_that_notices(file: Path) -> None:
    done = run(file, "--mutants")
    assert done.exit_code == 1
    assert f"{file}:12:" in done.stdout
    assert "numerator: one side of AND was dropped" in done.stdout
    pasted = re.findall(r"^    (- title: .*\n(?:^      .*\n)+)", done.stdout, re.MULTILINE)
    assert pasted
    grown = SPEC
    for number, text in enumerate(pasted):
        indented = "".join(
            f"  {line[4:] if line.startswith('    ') else line}\n" for line in text.splitlines()
        )
        grown += indented.replace("a title that says what this shows", f"made-up rows {number}")
    file.write_text(grown, encoding="utf-8")
    assert run(file, "--mutants").exit_code == 0, run(file, "--mutants").stdout


def test_a_listed_change_is_accepted_unless_rows_refute_it(file: Path) -> None:
    listed = """\
equivalent:
  - {condition: numerator, change: one side of AND was dropped, reason: whoever is late has been seen}
"""
    file.write_text(SPEC + listed, encoding="utf-8")
    done = run(file, "--mutants")
    assert done.exit_code == 1
    assert "is listed as equivalent, and the case below tells them apart" in done.stdout
    harmless = """\
equivalent:
  - {condition: numerator, change: one side of AND was dropped, reason: what is above 45 is above 30}
  - {condition: numerator, change: "> became >=", reason: what is above 45 is above 30}
  - {condition: numerator, change: 30 became 29, reason: what is above 45 is above 30}
  - {condition: numerator, change: 30 became 31, reason: what is above 45 is above 30}
"""
    harmless = SPEC.replace("AND child_seen", "AND days_taken > 30") + harmless
    file.write_text(harmless, encoding="utf-8")
    done = run(file, "--mutants")
    assert done.exit_code == 0, done.stdout
    assert "0 unnoticed, 4 listed as equivalent" in done.stdout


def test_a_reason_for_nothing_is_named(file: Path) -> None:
    listed = (
        "equivalent:\n  - {condition: numerator, change: AND became XOR, reason: there is no such change}\n"
    )
    file.write_text(SPEC.replace(" AND child_seen", "") + listed, encoding="utf-8")
    done = run(file, "--mutants")
    assert done.exit_code == 1
    assert "lists a change that tests notice, or that there is not" in done.stdout
    assert f"{file}:22:36" in done.stdout


def test_a_failing_test_says_why(file: Path) -> None:
    file.write_text(SPEC.replace("day_45: denominator", "day_45: numerator"), encoding="utf-8")
    out = run(file).stdout
    assert f"{file}:14:12: FAILED" in out
    assert "day_45: expected numerator, found denominator" in out
    assert "days_taken > 45 is not met: days_taken = 45, start_date = 2024-02-10" in out
    assert "child_seen is met" in out


def test_a_case_outside_the_period_says_its_date(file: Path) -> None:
    file.write_text(SPEC.replace("to 2024-04-30", "to 2024-03-26"), encoding="utf-8")
    assert "no case of the period 2024-02-01 to 2024-03-26: authorised_date = 2024-03-27" in run(file).stdout


def test_build_servers_get_failures_in_their_formats(file: Path) -> None:
    file.write_text(SPEC.replace("day_45: denominator", "day_45: numerator"), encoding="utf-8")
    junit = run(file, "--format", "junit").stdout
    assert '<testsuite name="late_pct" tests="1" failures="1">' in junit
    assert "expected numerator, found denominator" in junit
    github = run(file, "--format", "github").stdout
    assert github.startswith(f"::error file={file},line=14,col=12")
    assert github.count("\n") == 1
    file.write_text(SPEC, encoding="utf-8")
    assert "one side of AND was dropped" in run(file, "--mutants", "--format", "junit").stdout


def test_one_process_and_several_find_the_same() -> None:
    some = [each for each in load_specs().indicators.values() if each.spec.family == "referrals"]
    assert len(some) >= 4
    alone = list(run_specs(some, mutants=True, jobs=1))
    together = list(run_specs(some, mutants=True, jobs=2))
    assert [(run.indicator, run.mutation and run.mutation.tried) for run in alone] == [
        (run.indicator, run.mutation and run.mutation.tried) for run in together
    ]
    assert all(run.sound for run in together)
