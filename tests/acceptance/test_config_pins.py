"""What an authority sets for single indicators: the source that answers, and its own limits."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from chatcalc.cli.main import app

INPUT = Path(__file__).parents[1] / "oracle" / "input"
BOTH = f'extracts = ["{INPUT.as_posix()}/annex_a", "{INPUT.as_posix()}/cin_2024.xml"]\nas_at = 2024-03-31\n'
VISITS = "cin_visit_timeliness_pct"


def report(tmp_path: Path, text: str) -> Result:
    config = tmp_path / "chatcalc.toml"
    config.write_text(
        BOTH + 'indicator = ["cin_rate", "cpp_rate", "cin_visit_timeliness_pct"]\n' + text, encoding="utf-8"
    )
    return CliRunner().invoke(app, ["report", "--config", str(config), "-f", "json"])


def indicators(result: Result) -> dict[str, Any]:
    assert result.exit_code == 0, result.stderr
    return {each["id"]: each for each in json.loads(result.stdout)["indicators"]}


def test_a_pinned_indicator_is_computed_from_its_source(tmp_path: Path) -> None:
    found = indicators(report(tmp_path, '[sources]\ncin_rate = "annex_a"\n'))
    assert (found["cin_rate"]["source"], found["cin_rate"]["numerator"]) == ("annex_a", 898)
    assert found["cpp_rate"]["source"] == "cin_census"


def test_a_limit_is_used_and_printed(tmp_path: Path) -> None:
    usual = indicators(report(tmp_path, ""))[VISITS]
    stricter = indicators(report(tmp_path, f"[parameters.{VISITS}]\nvisit_days = 10\n"))[VISITS]
    assert (usual["numerator"], usual["denominator"]) == (209, 380)
    assert stricter["numerator"] < usual["numerator"]
    assert "28 days" in usual["title"]
    assert "10 days" in stricter["title"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            '[sources]\ncin_rate = "ssda903"\n',
            "sources.cin_rate ssda903: the extracts are annex_a, cin_census",
        ),
        (
            '[sources]\ncin_rat = "annex_a"\n',
            "line 5: sources.cin_rat: there is no such indicator; did you mean 'cin_rate'?",
        ),
        (f"[parameters.{VISITS}]\nvisit_day = 10\n", "no limit 'visit_day'; its limits are visit_days"),
        ("[parameters.cin_rate]\ndays = 10\n", "no limit 'days'; it has none"),
    ],
)
def test_what_cannot_be_set_is_said(tmp_path: Path, text: str, words: str) -> None:
    result = report(tmp_path, text)
    assert result.exit_code == 2
    assert words in result.stderr
