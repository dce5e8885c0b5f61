"""`specs diff` tells a changed meaning from other words, and says by how much figures move."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from chatcalc.cli.main import app
from chatcalc.specs.diff import Change, changes
from chatcalc.specs.loading import builtin_folder, load_specs

CENSUS = Path(__file__).parents[1] / "oracle" / "input" / "cin_2024.xml"
_45 = "assessments/assessments_45wd_pct.yaml"
_REREFERRALS = "referrals/rereferrals_12m_pct.yaml"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["specs", "diff", *map(str, arguments)])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for family in ("assessments", "referrals"):
        shutil.copytree(builtin_folder() / family, tmp_path / "specs" / family)
    return tmp_path / "specs"


def edited(folder: Path, file: str, before: str, after: str) -> list[Change]:
    old = load_specs([folder], builtin=False).indicators
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")
    loaded = load_specs([folder], builtin=False)
    assert not loaded.problems, [str(problem) for problem in loaded.problems]
    return changes(old, loaded.indicators)


def test_a_limit_changes_the_meaning_for_both_extracts(folder: Path) -> None:
    (change,) = edited(folder, _45, "days_taken <= 45", "days_taken <= 44")
    (edit,) = change.edits
    assert (change.id, change.kind) == ("assessments_45wd_pct", "meaning")
    assert (edit.key, edit.old, edit.new) == ("numerator", "days_taken <= 45", "days_taken <= 44")
    assert edit.sources == ("cin_census", "annex_a")


@pytest.mark.parametrize(
    ("file", "before", "after"),
    [
        (_45, "days_taken", "days_needed"),
        (_45, "numerator: days_taken <= 45", "numerator: (days_taken <= 45)"),
        (_45, "title: Assessments completed", "title: Assessments finished"),
        (_REREFERRALS, "earlier", "before"),
        (_REREFERRALS, "THEN exists(earlier)", "THEN  exists(earlier)"),
    ],
    ids=["value renamed", "brackets", "title", "related renamed", "white space"],
)
def test_other_words_do_not_change_the_meaning(folder: Path, file: str, before: str, after: str) -> None:
    assert {change.kind for change in edited(folder, file, before, after)} <= {"wording"}


@pytest.mark.parametrize(
    ("file", "before", "after", "key"),
    [
        (_45, "working_days(start_date", "days_between(start_date", "values.days_taken"),
        (_45, "polarity: high", "polarity: none", "polarity"),
        (_REREFERRALS, "-12)", "-11)", "related.earlier.where"),
        (_REREFERRALS, "look_back: 12 months", "look_back: 24 months", "look_back"),
        (_45, "comparable: period", "unavailable: not recorded well", "unavailable"),
    ],
)
def test_what_decides_a_figure_changes_the_meaning(
    folder: Path, file: str, before: str, after: str, key: str
) -> None:
    text = (folder / file).read_text(encoding="utf-8")
    if "unavailable" in after:  # its tests from Annex A could not run any more
        text = text[: text.index("  - title: From Annex A")]
        (folder / file).write_text(text, encoding="utf-8")
    (change,) = edited(folder, file, before, after)
    assert change.kind == "meaning"
    assert key in {edit.key for edit in change.edits}


def test_added_and_removed_ones_are_named(folder: Path) -> None:
    old = load_specs([folder], builtin=False).indicators
    (folder / _45).unlink()
    new = load_specs([folder], builtin=False).indicators
    assert changes(old, new) == [Change("assessments_45wd_pct", "removed")]
    assert changes(new, old) == [Change("assessments_45wd_pct", "added")]
    assert changes(old, old) == []


def test_figures_that_move_stand_beside_each_other(folder: Path) -> None:
    path = folder / _45
    path.write_text(path.read_text(encoding="utf-8").replace("<= 45", "<= 44"), encoding="utf-8")
    done = run(builtin_folder() / "assessments", folder / "assessments", CENSUS)
    assert done.exit_code == 0
    assert "Changed meaning: 1" in done.stdout
    row = next(line for line in done.stdout.splitlines() if line.startswith("assessments_45wd_pct"))
    assert row.split() == [
        "assessments_45wd_pct",
        "201",
        "71",
        "779",
        "/",
        "1095",
        "56",
        "616",
        "/",
        "1095",
        "-14.9",
    ]


def test_a_revision_is_compared_with_a_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    repository = folder.parent
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    for arguments in (["init", "-q"], ["add", "specs"], [*identity, "commit", "-q", "-m", "first"]):
        subprocess.run(["git", *arguments], cwd=repository, check=True)
    path = folder / _45
    path.write_text(path.read_text(encoding="utf-8").replace("<= 45", "<= 44"), encoding="utf-8")
    monkeypatch.chdir(repository)
    done = run("HEAD:specs", "specs")
    assert done.exit_code == 0
    assert "+ days_taken <= 44" in done.stdout


@pytest.mark.parametrize("side", ["nowhere", "--output=x", "HEAD:nowhere", "a b"])
def test_what_is_neither_folder_nor_revision_is_a_wrong_argument(side: str, folder: Path) -> None:
    done = run("--", side, folder)
    assert done.exit_code == 2
    assert "no such folder" in done.stderr
