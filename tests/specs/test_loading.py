"""Folders of specifications: places of problems; how cohorts, variants and an authority's own are merged."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from chatcalc.specs.definition import Definition, RelatedRows, Value
from chatcalc.specs.loading import SpecSet, builtin_folder, load_specs, yaml_files

HEAD = """\
id: sample_pct
title: A sample of {limit} days
family: assessments
unit: percent
polarity: high
summary: Sample.
source: [{name: None, publisher: None}]
"""
BODY = """\
count: assessments
period: {during: authorised_date}
parameters: {limit: 45}
values:
  days_taken: working_days(start_date, authorised_date)
numerator: days_taken <= limit
"""
COHORTS = """\
cohorts:
  completed:
    count: assessments
    period: {during: authorised_date}
    parameters: {limit: 45}
    values: {days_taken: "working_days(start_date, authorised_date)"}
    denominator: start_date <= authorised_date
    exclude: [{when: end_assumed, reason: "end not known"}]
    variants:
      annex_a:
        denominator: start_date < authorised_date
        exclude: null
"""


def load(folder: Path, **files: str) -> SpecSet:
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(textwrap.dedent(text), encoding="utf-8")
    return load_specs([folder], builtin=False)


def definition(specs: SpecSet, source: str = "cin_census") -> Definition:
    assert specs.problems == ()
    return specs.indicators["sample_pct"].definitions[source]


@pytest.mark.parametrize(
    ("old", "new", "code", "piece"),
    [
        ("authorised_date}", "autorised_date}", "unknown-name", "autorised_date"),
        ("authorised_date)", "autorised_date)", "unknown-name", "autorised_date)"),
        ("working_days(start", "workin_days(start", "unknown-function", "workin_days("),
        ("days_taken <= limit", "days_taken <= '45'", "wrong-type", "days_taken <= '45'"),
        ("days_taken <= limit", "start_date", "wrong-type", "start_date\n"),
        ("days_taken <= limit", "SELECT 1", "not-a-condition", "SELECT"),
        ("days_taken <= limit", "limit <= 45", "always-the-same", "limit <= 45"),
        ("polarity: high", "polarity: hihg", "wrong-value", "hihg"),
        ("polarity: high", "polarty: high", "unknown-key", "polarty"),
        ("unit: percent", "unit: percentage", "wrong-value", "percentage"),
        ("count: assessments", "count: asessments", "unknown-table", "asessments"),
        ("count: assessments", "cohort: completd", "unknown-cohort", "completd"),
        ("during: authorised_date", "durring: authorised_date", "unknown-key", "durring"),
        ("days_taken: working", "start_date: working", "name-taken", "working_days"),
        ("days_taken: working", "reason: working", "name-taken", "working_days"),
        ("{limit: 45}", "{limit: many}", "wrong-shape", "many"),
    ],
)  # fmt: skip
def test_a_problem_points_at_its_piece(tmp_path: Path, old: str, new: str, code: str, piece: str) -> None:
    assert (HEAD + BODY).count(old) >= 1
    text = (HEAD + BODY).replace(old, new, 1) + "# end\n"
    problems = [problem for problem in load(tmp_path, one=text).problems if problem.code == code]
    assert problems, f"no {code}"
    place = problems[0].place
    rest = "\n".join(text.splitlines()[place.line :])
    assert rest[place.column :].startswith(piece)
    assert place.file.endswith("one.yaml")


@pytest.mark.parametrize(
    ("values", "piece"),
    [
        ("  one: two + 1\n  two: one + 1\n", "one"),
        ("  one: one + 1\n", "itself"),
        ("  one: three\n  two: one\n  three: two\n", "depend on each other"),
    ],
)
def test_a_cycle_is_one_problem(tmp_path: Path, values: str, piece: str) -> None:
    text = (
        HEAD + "count: assessments\nperiod: {during: start_date}\nvalues:\n" + values + "numerator: one > 1\n"
    )
    cycles = [problem for problem in load(tmp_path, one=text).problems if problem.code == "cycle"]
    assert len(cycles) == 1
    assert piece in cycles[0].message
    assert cycles[0].place.line >= 10


def test_a_missing_key_is_named(tmp_path: Path) -> None:
    (problem,) = load(tmp_path, one=(HEAD + BODY).replace("summary: Sample.\n", "")).problems
    assert (problem.code, problem.message) == ("missing-key", "the key 'summary' is missing")


def test_problems_of_all_files_come_in_one_run(tmp_path: Path) -> None:
    wrong = (HEAD + BODY).replace("authorised_date", "wrong")
    specs = load(tmp_path, one=wrong, two="a: [", three=HEAD + BODY)
    assert {Path(problem.place.file).name for problem in specs.problems} == {"one.yaml", "two.yaml"}
    assert list(specs.indicators) == ["sample_pct"]


def test_the_same_id_twice(tmp_path: Path) -> None:
    (problem,) = load(tmp_path, one=HEAD + BODY, two=HEAD + BODY).problems
    assert problem.code == "duplicate-id"
    assert "one.yaml" in (problem.hint or "")


def test_steps_come_in_order_of_dependency_however_they_are_written(tmp_path: Path) -> None:
    body = """\
    count: assessments
    period: {during: authorised_date}
    related:
      later:
        table: assessments
        where: later.start_date > last_referral
      earlier:
        table: referrals
        where: earlier.referral_date < day
    values:
      both: exists(later) AND last_referral IS NOT NULL
      last_referral: latest(earlier.referral_date)
      day: COALESCE(start_date, period_start)
    numerator: both
    """
    steps = definition(load(tmp_path, one=HEAD.replace("{limit} ", "") + textwrap.dedent(body))).steps
    names = [step.name for step in steps]
    assert sorted(names) == ["both", "day", "earlier", "last_referral", "later"]
    for before, after in [
        ("day", "earlier"),
        ("earlier", "last_referral"),
        ("last_referral", "later"),
        ("later", "both"),
    ]:
        assert names.index(before) < names.index(after)
    assert {type(step) for step in steps} == {Value, RelatedRows}


def test_a_cohort_gives_what_the_specification_does_not(tmp_path: Path) -> None:
    own = "cohort: completed\ndenominator: child_seen\nexclude: [{when: team = 'x', reason: 'own reason'}]\n"
    specs = load(tmp_path, cohorts=COHORTS, one=HEAD + own + "numerator: days_taken <= limit\n")
    annex_a = definition(specs, "annex_a")
    assert specs.indicators["sample_pct"].unavailable.keys() == {"cin_census", "ssda903"}
    assert annex_a.table == "assessments"
    assert annex_a.parameters == {"limit": 45}
    assert annex_a.denominator_texts == ("start_date < authorised_date", "child_seen")
    assert [exclusion.reason for exclusion in annex_a.exclude] == ["own reason"]


def test_exclusions_of_a_cohort_come_first_and_values_are_merged(tmp_path: Path) -> None:
    own = """\
    cohort: completed
    parameters: {limit: 50, other: 1}
    values: {twice: days_taken * 2}
    exclude: [{when: start_date IS NULL, reason: own reason}]
    numerator: twice <= limit + other
    """
    found = definition(load(tmp_path, cohorts=COHORTS, one=HEAD + textwrap.dedent(own)))
    assert [exclusion.reason for exclusion in found.exclude] == ["end not known", "own reason"]
    assert [step.name for step in found.steps] == ["days_taken", "twice"]
    assert found.parameters == {"limit": 50, "other": 1}


def test_keys_of_a_specification_win_over_its_cohorts(tmp_path: Path) -> None:
    own = "cohort: completed\nperiod: {during: start_date}\nnumerator: days_taken <= limit\n"
    assert definition(load(tmp_path, cohorts=COHORTS, one=HEAD + own)).period.start == "start_date"


def test_a_variant_replaces_keys_of_one_source(tmp_path: Path) -> None:
    variant = """\
    variants:
      annex_a:
        comparable: period
        period: {during: start_date}
        numerator: days_taken <= 10
      ssda903: {unavailable: no assessments there}
    """
    specs = load(tmp_path, one=HEAD + BODY + textwrap.dedent(variant))
    cin, annex_a = (definition(specs, source) for source in ("cin_census", "annex_a"))
    assert (cin.period.start, annex_a.period.start) == ("authorised_date", "start_date")
    assert (cin.spec.comparable, annex_a.spec.comparable) == ("yes", "period")
    assert cin.numerator != annex_a.numerator
    assert specs.indicators["sample_pct"].unavailable == {"ssda903": "no assessments there"}


def test_null_in_a_variant_takes_a_key_away(tmp_path: Path) -> None:
    body = BODY + "denominator: start_date IS NOT NULL\nvariants: {annex_a: {denominator: null}}\n"
    specs = load(tmp_path, one=HEAD + body)
    assert len(definition(specs, "cin_census").denominator) == 1
    assert definition(specs, "annex_a").denominator == ()


@pytest.mark.parametrize("key", ["id: other", "unit: count", "polarity: low"])
def test_a_variant_may_not_be_another_indicator(tmp_path: Path, key: str) -> None:
    text = HEAD + BODY + f"variants:\n  annex_a:\n    {key}\n"
    (problem,) = load(tmp_path, one=text).problems
    assert (problem.code, problem.place.line, problem.place.column) == ("fixed-key", 15, 4)


def test_a_variant_of_an_unknown_source(tmp_path: Path) -> None:
    (problem,) = load(
        tmp_path, one=HEAD + BODY + "variants:\n  annexa: {period: {during: start_date}}\n"
    ).problems
    assert (problem.code, problem.place.line) == ("wrong-value", 14)


def test_what_a_source_does_not_hold_makes_it_unavailable_and_says_so(tmp_path: Path) -> None:
    seen = BODY.replace("days_taken <= limit", "child_seen AND days_taken <= limit")
    unavailable = load(tmp_path, one=HEAD + seen).indicators["sample_pct"].unavailable
    assert unavailable == {
        "cin_census": "the CIN census does not record assessments.child_seen",
        "ssda903": "the SSDA903 return does not hold assessments",
    }


def test_limits_of_an_authority_reach_the_definition(tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_text(HEAD + BODY, encoding="utf-8")
    specs = load_specs([tmp_path], builtin=False, parameters={"sample_pct": {"limit": 50}})
    assert definition(specs).parameters == {"limit": 50}


def test_an_authoritys_own_replaces_a_built_in_one_only_where_it_says_so(tmp_path: Path) -> None:
    own = (HEAD + BODY).replace("sample_pct", "assessments_45wd_pct")
    (tmp_path / "own.yaml").write_text(own, encoding="utf-8")
    refused = load_specs([tmp_path])
    assert [problem.code for problem in refused.problems] == ["duplicate-id"]
    assert not refused.indicators["assessments_45wd_pct"].local
    (tmp_path / "own.yaml").write_text(own + "overrides: assessments_45wd_pct\n", encoding="utf-8")
    replaced = load_specs([tmp_path])
    assert replaced.problems == ()
    assert replaced.indicators["assessments_45wd_pct"].local


def test_the_built_in_specifications_are_sound() -> None:
    specs = load_specs()
    assert specs.problems == ()
    assert len(specs.indicators) == len(yaml_files(builtin_folder())) - 1
