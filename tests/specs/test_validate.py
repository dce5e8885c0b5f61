"""`validate` points at the line and column of a mistake: mutations of built-in specifications."""

from __future__ import annotations

import json
import shutil
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from chatcalc.cli.main import app
from chatcalc.specs.loading import SpecSet, builtin_folder, load_specs


@dataclass(frozen=True)
class Mistake:
    """A text of a built-in specification and what takes its place; « marks where it must be pointed at."""

    name: str
    file: str
    before: str
    after: str
    code: str
    says: str


_45 = "assessments/assessments_45wd_pct.yaml"
_REREFERRALS = "referrals/rereferrals_12m_pct.yaml"
_CPP_RATE = "cpp/cpp_rate.yaml"
_VISITS = "visits/cpp_visit_timeliness_pct.yaml"
_REVIEWS = "reviews/cpp_reviews_timely_pct.yaml"
_ROW = "start_date: 2024-02-08, authorised_date: 2024-04-15"

MISTAKES = [
    Mistake(
        "misspelt column",
        _45,
        "date, authorised_date)",
        "date, «autorised_date)",
        "unknown-name",
        "authorised_date'?",
    ),
    Mistake(
        "wrong type",
        _45,
        "numerator: days_taken <= 45",
        "numerator: «days_taken <= 'late'",
        "wrong-type",
        "text",
    ),
    Mistake("wrong function", _45, "working_days(", "«workdays(", "unknown-function", "working_days"),
    Mistake(
        "swapped dates",
        _45,
        "working_days(start_date, authorised_date)",
        "«working_days(authorised_date, start_date)",
        "dates-swapped",
        "start_date comes first",
    ),
    Mistake(
        "date plus number",
        _45,
        "working_days(start_date, authorised_date)",
        "«start_date + 45",
        "wrong-type",
        "add_days",
    ),
    Mistake(
        "unknown key", _45, "numerator: days_taken", "«numerater: days_taken", "unknown-key", "numerator"
    ),
    Mistake("bad polarity", _45, "polarity: high", "polarity: «hihg", "wrong-value", "'high'"),
    Mistake(
        "polarity of a count",
        "cin/cin_plans_open.yaml",
        "polarity: none",
        "polarity: «low",
        "polarity-does-not-fit",
        "count",
    ),
    Mistake("tab in YAML", _45, "  days_taken: ", "«\tdays_taken: ", "yaml-not-well-formed", "tab"),
    Mistake(
        "SELECT",
        _45,
        "days_taken <= 45",
        "days_taken <= («SELECT max(x) FROM y)",
        "not-a-condition",
        "SELECT",
    ),
    Mistake("call to a Python name", _45, "days_taken <= 45", "«eval('1') <= 45", "unknown-function", "eval"),
    Mistake(
        "attribute of a Python name",
        _45,
        "days_taken <= 45",
        "«os.system('ls') = 0",
        "outside-language",
        "dot",
    ),
    Mistake("rate without per", _CPP_RATE, "\nper: children_0_17", "", "unit-does-not-fit", "per"),
    Mistake("percent of nothing", _45, "numerator: days_taken <= 45\n", "", "unit-does-not-fit", "numerator"),
    Mistake(
        "misspelt table", _45, "count: assessments", "count: «asessments", "unknown-table", "'assessments'"
    ),
    Mistake(
        "misspelt related",
        _REREFERRALS,
        "numerator: exists(earlier)",
        "numerator: exists(«earler)",
        "unknown-related",
        "earlier",
    ),
    Mistake(
        "in a block of several lines",
        _REREFERRALS,
        "AND earlier.referral_date >= add_months(referral_date, -12)",
        "AND earlier.referral_date >= add_months(«referal_date, -12)",
        "unknown-name",
        "'referral_date'?",
    ),
    Mistake(
        "never met",
        _45,
        "days_taken <= 45",
        "«days_taken < 45 AND days_taken > 45",
        "always-the-same",
        "never",
    ),
    Mistake(
        "always met",
        _45,
        "days_taken <= 45",
        "«days_taken >= 0 OR days_taken < 5",
        "always-the-same",
        "always",
    ),
    Mistake(
        "bracket missing",
        _REREFERRALS,
        "numerator: exists(earlier)",
        "numerator: exists(«earlier",
        "not-well-formed",
        "bracket",
    ),
    Mistake(
        "parameter misspelt in the title",
        _VISITS,
        "{visit_days}",
        "«{visit_day}",
        "unknown-placeholder",
        "visit_days",
    ),
    Mistake(
        "unknown measure",
        _45,
        "lait: Continue_Assess_Comp",
        "lait: «Continue_Asses_Comp",
        "unknown-measure",
        "Continue_Assess_Comp",
    ),
    Mistake("missing tests", _45, "tests:", "TESTS", "missing-tests", "no tests"),
    Mistake(
        "test expects an unknown row",
        _45,
        "expect: {on_day_45: numerator, on_day_46: denominator, dates",
        "expect: {on_day_45: numerator, «on_day_64: denominator, dates",
        "test-unknown-row",
        "on_day_46",
    ),
    Mistake(
        "impossible date in a test",
        _45,
        "{id: on_day_46, start_date: 2024-02-08",
        "{id: on_day_46, start_date: «2024-02-30",
        "test-value",
        "a date",
    ),
    Mistake(
        "misspelt column in a test",
        _45,
        "{id: on_day_46, start_date: 2024-02-08",
        "{id: on_day_46, «start_dat: 2024-02-08",
        "unknown-name",
        "start_date",
    ),
    Mistake(
        "period the wrong way round",
        _45,
        "period: 2024-02-01 to 2024-04-30",
        "period: «2024-04-30 to 2024-02-01",
        "test-period",
        "no period",
    ),
    Mistake(
        "equal keys",
        _45,
        "family: assessments",
        "family: assessments\n«family: cin",
        "yaml-duplicate-key",
        "family",
    ),
    Mistake("wrong family", _45, "family: assessments", "family: «cin", "family-folder", "assessments"),
    Mistake(
        "unknown cohort",
        "cla/cla_count.yaml",
        "cohort: looked_after_on_snapshot",
        "cohort: «looked_after_on_snapshots",
        "unknown-cohort",
        "looked_after_on_snapshot'?",
    ),
]


def copied(folder: Path, file: str) -> None:
    family = Path(file).parent.name
    shutil.copytree(builtin_folder() / family, folder / "specs" / family)
    shutil.copy(builtin_folder() / "cohorts.yaml", folder / "specs")


def broken(folder: Path, mistake: Mistake) -> tuple[SpecSet, tuple[int, int] | None]:
    """The built-in specifications of a family with one mistake, and the line and column that are marked."""
    copied(folder, mistake.file)
    file = folder / "specs" / mistake.file
    text = file.read_text(encoding="utf-8")
    assert mistake.before in text
    if mistake.after == "TESTS":
        text, marked = text[: text.index("\ntests:") + 1], None
    else:
        text = text.replace(mistake.before, mistake.after, 1)
        start = text.find("«")
        marked = None
        if start >= 0:
            marked = text.count("\n", 0, start) + 1, start - (text.rfind("\n", 0, start) + 1) + 1
    file.write_text(text.replace("«", ""), encoding="utf-8")
    return load_specs([folder / "specs"], builtin=False), marked


@pytest.mark.parametrize("mistake", [pytest.param(each, id=each.name) for each in MISTAKES])
def test_a_mistake_is_named_at_its_line_and_column(tmp_path: Path, mistake: Mistake) -> None:
    loaded, marked = broken(tmp_path, mistake)
    found = [*loaded.problems, *loaded.warnings]
    assert [problem.code for problem in found] == [mistake.code], [str(problem) for problem in found]
    problem = found[0]
    assert problem.place.file.endswith(mistake.file)
    assert mistake.says in str(problem)
    if marked:
        assert (problem.place.line + 1, problem.place.column + 1) == marked, problem.excerpt
    assert "^" in problem.excerpt


def test_two_specifications_of_one_id_are_named(tmp_path: Path) -> None:
    copied(tmp_path, _45)
    shutil.copy(tmp_path / "specs" / _45, tmp_path / "specs" / "assessments" / "copy.yaml")
    (problem,) = load_specs([tmp_path / "specs"], builtin=False).problems
    assert (problem.code, problem.place.line, problem.place.column) == ("duplicate-id", 1, 4)
    assert problem.hint is not None
    assert "assessments_45wd_pct.yaml" in problem.hint


def test_all_problems_of_all_files_come_in_one_run(tmp_path: Path) -> None:
    copied(tmp_path, _45)
    copied(tmp_path, _REREFERRALS)
    for mistake in (MISTAKES[0], MISTAKES[6], MISTAKES[15]):
        file = tmp_path / "specs" / mistake.file
        text = file.read_text(encoding="utf-8").replace(mistake.before, mistake.after.replace("«", ""), 1)
        file.write_text(text, encoding="utf-8")
    codes = [problem.code for problem in load_specs([tmp_path / "specs"], builtin=False).problems]
    assert codes == ["wrong-value", "unknown-name", "unknown-related"]


def test_the_built_in_specifications_have_neither_problems_nor_warnings() -> None:
    loaded = load_specs(check_builtin=True)
    assert [str(problem) for problem in (*loaded.problems, *loaded.warnings)] == []


OWN = """\
id: {id}
title: Assessments completed within 30 working days (%)
family: assessments
unit: percent
polarity: high
summary: Our own limit.
source: [{{name: Our practice standard, publisher: Us}}]
count: assessments
period: {{during: authorised_date}}
numerator: working_days(start_date, authorised_date) <= 30
{more}
tests:
  - title: On the day
    period: 2024-02-01 to 2024-04-30
    given: {{assessments: [{{id: a, start_date: 2024-02-08, authorised_date: 2024-02-08}}]}}
    expect: {{a: numerator}}
"""


@pytest.mark.parametrize(
    ("id_", "more", "codes"),
    [
        ("assessments_30wd_pct", "", []),
        ("assessments_45wd_pct", "", ["duplicate-id"]),
        ("assessments_45wd_pct", "overrides: assessments_45wd_pct", []),
        ("assessments_45wd_pct", "overrides: cin_rate", ["wrong-overrides"]),
        ("assessments_30wd_pct", "overrides: assessments_30wd_pct", ["wrong-overrides"]),
    ],
)
def test_an_authority_overrides_only_what_it_says(
    tmp_path: Path, id_: str, more: str, codes: list[str]
) -> None:
    (tmp_path / "own.yaml").write_text(OWN.format(id=id_, more=more), encoding="utf-8")
    loaded = load_specs([tmp_path])
    assert [problem.code for problem in loaded.problems] == codes
    if not codes:
        assert loaded.indicators[id_].local
        assert loaded.indicators[id_].spec.summary == "Our own limit."
        assert sum(each.local for each in loaded.indicators.values()) == 1


def validate(*arguments: object) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["specs", "validate", *map(str, arguments)])
    return done.exit_code, done.stdout


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    file = tmp_path / "own.yaml"
    text = OWN.format(id="assessments_30wd_pct", more="").replace("authorised_date) <=", "authorised_dat) <=")
    file.write_text(
        text.replace("polarity: high", "polarity: high\npublished: {lait: Nothing}"), encoding="utf-8"
    )
    return file


def test_json_gives_code_place_and_length(wrong: Path) -> None:
    code, out = validate(wrong, "--format", "json")
    (problem,) = json.loads(out)["problems"]
    assert (code, problem["code"], problem["level"]) == (4, "unknown-name", "error")
    assert (problem["line"], problem["column"], problem["length"]) == (11, 37, 14)
    assert problem["file"] == str(wrong)


def test_github_annotations_are_one_line_each(wrong: Path) -> None:
    code, out = validate(wrong, "--format", "github")
    assert code == 4
    assert out.startswith(f"::error file={wrong},line=11,col=37,endColumn=51,title=unknown-name::no column")
    assert out.count("\n") == 1


def test_sarif_names_rule_and_region(wrong: Path) -> None:
    code, out = validate(wrong, "--format", "sarif")
    (run,) = json.loads(out)["runs"]
    (result,) = run["results"]
    assert code == 4
    assert result["ruleId"] == run["tool"]["driver"]["rules"][0]["id"] == "unknown-name"
    assert result["locations"][0]["physicalLocation"]["region"]["startColumn"] == 37


def test_junit_has_a_suite_a_file(wrong: Path) -> None:
    code, out = validate(wrong, builtin_folder() / "referrals", "--format", "junit")
    suites = ET.fromstring(out)  # noqa: S314 - our own output
    assert code == 4
    assert suites.get("failures") == "1"
    assert len(suites) > 3


def test_warnings_alone_are_no_failure_unless_strict(wrong: Path) -> None:
    wrong.write_text(
        wrong.read_text(encoding="utf-8").replace("authorised_dat)", "authorised_date)"), encoding="utf-8"
    )
    assert validate(wrong)[0] == 0
    assert "1 warning" in validate(wrong)[1]
    assert validate(wrong, "--strict")[0] == 4


def test_a_missing_folder_is_a_wrong_argument() -> None:
    assert validate("nowhere")[0] == 2
