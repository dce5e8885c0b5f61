"""`specs new` writes a specification to fill in, wanting only what is empty, never over another."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from chatcalc.cli.main import app
from chatcalc.indicators.spec_tests import outcomes_of
from chatcalc.specs.loading import load_specs
from chatcalc.specs.new import skeleton
from chatcalc.tables.catalogue import TABLES


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["specs", *map(str, arguments)])


def test_only_what_is_empty_is_wanting_and_tests_come_first(tmp_path: Path) -> None:
    assert run("new", "late_pct", "-o", tmp_path / "own").exit_code == 0
    file = tmp_path / "own" / "late_pct.yaml"
    text = file.read_text(encoding="utf-8")
    assert text.index("tests:") < text.index("title:\n") < text.index("numerator:")
    problems = load_specs([file], builtin=False).problems
    assert {problem.code for problem in problems} == {"missing-key"}
    assert all("is empty; fill it in" in str(problem) for problem in problems)
    assert text.startswith("# yaml-language-server: $schema=file://")


@pytest.mark.parametrize("table", [name for name, table in TABLES.items() if table.date])
def test_filled_in_it_is_sound_and_its_tests_pass(tmp_path: Path, table: str) -> None:
    text = skeleton("late_pct", table, "referrals")
    filled = {
        "title:\n": "title: Something (%)\n",
        "summary:\n": "summary: Something.\n",
        "{name: , publisher: }": "{name: Something, publisher: Somebody}",
        "numerator:\n": "numerator: child.sex = 'F'\n",
    }
    for empty, full in filled.items():
        assert empty in text
        text = text.replace(empty, full)
    file = tmp_path / "late_pct.yaml"
    file.write_text(text, encoding="utf-8")
    loaded = load_specs([file], builtin=False)
    assert [str(problem) for problem in (*loaded.problems, *loaded.warnings)] == []
    assert all(outcome.passed for outcome in outcomes_of(loaded.indicators["late_pct"]))


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "late_pct.yaml").write_text("mine", encoding="utf-8")
    done = run("new", "late_pct", "-o", tmp_path)
    assert done.exit_code == 3
    assert "is there already" in done.stderr
    assert (tmp_path / "late_pct.yaml").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["Late pct"], "is no id"),
        (["../late"], "is no id"),
        (["late_pct", "--table", "referals"], "did you mean 'referrals'"),
        (["late_pct", "--family", "referral"], "did you mean 'referrals'"),
    ],
)
def test_wrong_arguments_are_said(arguments: list[str], says: str) -> None:
    done = run("new", *arguments)
    assert done.exit_code == 2
    assert says in done.stderr
