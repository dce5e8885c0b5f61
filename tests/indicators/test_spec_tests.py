"""The tests that specifications carry: the built-in ones pass, and a failing one says what was found."""

from __future__ import annotations

import textwrap

import pytest

from chatcalc.indicators.spec_tests import Outcome, run_tests
from chatcalc.specs.definition import Indicator
from chatcalc.specs.loading import load_specs
from indicators.specs import indicator

BUILTIN = load_specs().indicators


@pytest.mark.parametrize("found", BUILTIN.values(), ids=BUILTIN)
def test_the_tests_of_a_built_in_specification_pass(found: Indicator) -> None:
    outcomes = run_tests([found])
    assert outcomes
    assert [(o.test, o.mistake, o.differences) for o in outcomes if not o.passed] == []
    assert [o.number for o in outcomes] == list(range(1, len(outcomes) + 1))


SPEC = """\
count: assessments
period: {during: authorised_date}
parameters: {limit: 45}
values: {days_taken: "working_days(start_date, authorised_date)"}
exclude: [{when: start_date IS NULL, reason: no start}]
numerator: days_taken <= limit
parts: {quick: {title: Quick, numerator: days_taken <= 10}}
tests:
  - title: t
    period: 2024-01-01 to 2024-03-31
    given:
      assessments:
        - {id: quick, start_date: 2024-02-01, authorised_date: 2024-02-02}
        - {id: slow, start_date: 2023-02-01, authorised_date: 2024-02-02}
        - {id: left_out, authorised_date: 2024-02-02}
        - {id: elsewhere, start_date: 2024-02-01, authorised_date: 2024-04-01}
"""
STATUSES = "expect: {quick: numerator, slow: denominator, left_out: excluded, elsewhere: not counted}"


def outcome(*lines: str, spec: str = SPEC) -> Outcome:
    (found,) = run_tests([indicator(spec + textwrap.indent("\n".join(lines) + "\n", "    "))])
    return found


@pytest.mark.parametrize("result", ["1 / 2", "50", "{value: 1 / 2, quick: 50}", "{quick: 1 / 2}"])
def test_a_test_that_holds(result: str) -> None:
    assert outcome(STATUSES, f"result: {result}").passed


@pytest.mark.parametrize(
    ("lines", "what", "expected", "found"),
    [
        (["expect: {quick: denominator}"], "quick", "denominator", "numerator"),
        (["expect: {elsewhere: denominator}"], "elsewhere", "denominator", "not counted"),
        (["expect: {left_out: not counted}"], "left_out", "not counted", "excluded"),
        (["result: 2 / 2"], "result", "2 / 2", "1 / 2"),
        (["result: 51"], "result", "51", "50"),
        (["result: '-'"], "result", "-", "50"),
        (["result: {value: 1 / 2, quick: 0 / 2}"], "quick", "0 / 2", "1 / 2"),
        (["parameters: {limit: 0}", "expect: {quick: numerator}"], "quick", "numerator", "denominator"),
    ],
)
def test_a_difference_says_what_was_expected_and_found(
    lines: list[str], what: str, expected: str, found: str
) -> None:
    result = outcome(*lines)
    assert not result.passed
    assert [(d.what, d.expected, d.found) for d in result.differences] == [(what, expected, found)]


@pytest.mark.parametrize(
    ("spec", "lines", "mistake"),
    [
        (SPEC, ["expect: {slwo: numerator}"], "expects slwo, which no given row is called"),
        (SPEC, ["result: many / 2"], "the result 'many ' is no number"),
        (SPEC, ["result: 1 / none"], "the result ' none' is no number"),
        (SPEC, ["result: {slow: 1}"], "gives a result for slow, which is no part"),
        (SPEC, ["source: ssda903"], "the source ssda903 cannot compute it"),
        (SPEC.replace("2024-01-01 to 2024-03-31", "2024-03"), [],
         "the period '2024-03' is not written 2024-01-01 to 2024-03-31"),
        (SPEC.replace("      assessments:", "      assesments:"), [], "no table 'assesments'"),
        (SPEC.replace("slow, start_date", "slow, strat_date"), [], "assessments has no column 'strat_date'"),
        (SPEC.replace("start_date: 2023-02-01", "start_date: soon"), [],
         "assessments.start_date is given something that is no date"),
        (SPEC.replace("id: slow, start_date", "id: slow, child_seen: 1, start_date"), [],
         "assessments.child_seen is true or false"),
        (SPEC.replace("{id: slow, ", "{"), [], "a row of assessments has neither id nor child"),
    ],
)  # fmt: skip
def test_a_test_that_is_itself_wrong_says_how(spec: str, lines: list[str], mistake: str) -> None:
    result = outcome(*lines, spec=spec)
    assert (result.passed, result.mistake) == (False, mistake)


def test_a_wrong_test_fails_alone() -> None:
    second = textwrap.indent(textwrap.dedent(SPEC.partition("tests:\n")[2]), "  ")
    found = run_tests([indicator(SPEC + "    result: many / 2\n" + second + "    result: 1 / 2\n")])
    assert [o.passed for o in found] == [False, True]
    assert [o.number for o in found] == [1, 2]


def test_giving_care_episodes_derives_periods_of_care_which_are_called_like_their_first_episode() -> None:
    text = """\
unit: count
count: periods_of_care
period: {during: start_date}
tests:
  - title: two episodes of one period of care
    period: 2024-01-01 to 2024-03-31
    given:
      care_episodes:
        - id: first
          child: a
          start_date: 2024-01-01
          end_date: 2024-02-01
          reason_new_episode: S
          reason_ceased: X1
        - {id: second, child: a, start_date: 2024-02-01, reason_new_episode: P}
    expect: {first: numerator, second: not counted}
    result: 1
"""
    assert [o.passed for o in run_tests([indicator(text)])] == [True]
