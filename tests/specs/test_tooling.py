"""An authority's own specifications are labelled in every report; conditions that are always the same."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from chatcalc.cli.main import app
from chatcalc.expressions.check import Scope, condition
from chatcalc.expressions.tree import Type
from chatcalc.specs.checks_conditions import Known, always_the_same
from specs.test_validate import OWN

CENSUS = Path(__file__).parents[1] / "oracle" / "input" / "cin_2024.xml"
LABEL = "local definition"


def report(folder: Path, format_: str) -> str:
    done = CliRunner().invoke(
        app, ["report", str(CENSUS), "--specs", str(folder), "--family", "assessments", "-f", format_]
    )
    assert done.exit_code == 0, done.stderr
    return done.stdout


@pytest.fixture
def own(tmp_path: Path) -> Path:
    (tmp_path / "own.yaml").write_text(OWN.format(id="assessments_30wd_pct", more=""), encoding="utf-8")
    overriding = OWN.format(id="assessments_45wd_pct", more="overrides: assessments_45wd_pct")
    (tmp_path / "overriding.yaml").write_text(overriding, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("format_", ["table", "csv", "markdown"])
def test_a_local_definition_is_labelled_in_every_report(own: Path, format_: str) -> None:
    out = " ".join(report(own, format_).split()).lower()
    assert "local definition, none of chatcalc's" in out
    assert "local definition in place of chatcalc's" in out


def test_a_local_definition_is_labelled_in_json_and_no_other_is(own: Path) -> None:
    lines = {each["id"]: each for each in json.loads(report(own, "json"))["indicators"]}
    labelled = {id_ for id_, line in lines.items() if any(LABEL in note for note in line["notes"])}
    assert labelled == {"assessments_30wd_pct", "assessments_45wd_pct"}
    assert len(lines) > 2


NUMBERS = {"n": Type.NUMBER, "m": Type.NUMBER}
NAMES = {
    **NUMBERS,
    "code": Type.TEXT,
    "day": Type.DATE,
    "other_day": Type.DATE,
    "flag": Type.BOOLEAN,
    "known_day": Type.DATE,
}


def found(text: str) -> list[str]:
    scope = Scope("rows", NAMES, related={"r": {"day": Type.DATE}})
    known = Known(frozenset({"known_day"}))
    return [mistake.message for mistake in always_the_same(condition(text, scope), known)]


@pytest.mark.parametrize(
    "text",
    [
        "n = n",
        "day >= day",
        "code = 'A' AND code = 'B'",
        "code IN ('A', 'B') AND code = 'C'",
        "code = 'A' AND n > 3 AND code = 'B'",
        "code <> 'A' OR code <> 'B'",
        "n > 5 AND n < 3",
        "n BETWEEN 9 AND 5",
        "n > 5 OR n <= 5",
        "n IS NULL AND n > 3",
        "n IS NULL OR n IS NOT NULL",
        "day < DATE '2024-01-01' AND day > DATE '2024-01-02'",
        "known_day IS NULL",
        "known_day IS NOT NULL AND n > 3",
        "flag AND NOT flag",
        "flag IS TRUE AND flag IS FALSE",
        "count(r) >= 0",
        "count(r) > 0 AND count(r) < 1",
        "days_between(day, other_day) < 0",
        "exists(r) IS NULL",
        "COALESCE(n, 0) IS NULL",
        "day < other_day AND day > other_day",
        "day < other_day OR other_day <= day",
        "1 = 1 OR n > 3",
        "CASE WHEN n > 3 THEN flag ELSE flag END",
        "CASE WHEN code = 'A' AND code = 'B' THEN 1 ELSE 2 END = 1",
    ],
)
def test_what_is_always_the_same_is_found(text: str) -> None:
    assert len(found(text)) == 1, found(text)


@pytest.mark.parametrize(
    "text",
    [
        "code = 'A' OR code = 'B'",
        "code <> 'A' AND code <> 'B'",
        "code IN ('A', 'B') AND code <> 'A'",
        "n > 3 AND n < 5",
        "n >= 5 AND n <= 5",
        "n > 3 AND m < 2",
        "n > 4 AND n < 5",
        "day >= DATE '2024-01-01' AND day <= DATE '2024-01-01'",
        "(code IN ('A')) IS NOT TRUE",
        "flag IS TRUE OR flag IS FALSE",
        "n IS NULL OR n > 3",
        "count(r) > 0",
        "days_between(day, other_day) <= 0",
        "day IS NULL",
        "COALESCE(n, m) IS NULL",
        "day <= other_day AND day >= other_day",
        "known_day >= day",
        "flag OR n > 3",
        "flag",
    ],
)
def test_what_depends_on_the_data_is_left_alone(text: str) -> None:
    assert found(text) == []
