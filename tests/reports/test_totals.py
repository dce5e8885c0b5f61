"""Rows of tables beside those of an earlier report."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from chatcalc.cli.main import app
from chatcalc.reports.report import TableRows
from chatcalc.reports.totals import totals_moved

INPUT = Path(__file__).parents[1] / "oracle" / "input"


def moved(then: int, now: int) -> list[str]:
    earlier, latest = (TableRows("annex_a", "referrals", rows) for rows in (then, now))
    return [finding.message for _, finding in totals_moved([latest], [earlier], "last.json")]


@pytest.mark.parametrize(("then", "now"), [(100, 81), (100, 119), (19, 0), (0, 0), (100, 100)])
def test_small_changes_and_small_tables_are_passed_over(then: int, now: int) -> None:
    assert moved(then, now) == []


def test_a_fifth_more_or_fewer_is_said() -> None:
    assert moved(100, 80) == [
        "referrals: 80 rows, 20% fewer than the 100 of the earlier report; is the extract whole?"
    ]
    assert "120 rows, 20% more" in moved(100, 120)[0]
    assert "25 rows, more than the 0" in moved(0, 25)[0]


def test_a_source_that_was_not_read_then_or_now_is_not_compared() -> None:
    assert (
        totals_moved([TableRows("ssda903", "placements", 50)], [TableRows("annex_a", "contacts", 50)], "a")
        == []
    )


def test_a_table_that_is_gone_is_found_by_the_next_run(tmp_path: Path) -> None:
    earlier = tmp_path / "march.json"
    arguments = ["report", str(INPUT / "annex_a"), "-i", "contacts_count", "-q"]
    run = CliRunner().invoke(app, [*arguments, "--as-at", "2024-03-31", "-o", str(earlier)])
    assert run.exit_code == 0, run.stderr
    content = json.loads(earlier.read_text(encoding="utf-8"))
    assert {"source": "annex_a", "table": "contacts", "rows": 605} in content["run"]["tables"]
    for each in content["run"]["tables"]:
        each["rows"] *= 2 if each["table"] == "contacts" else 1
    earlier.write_text(json.dumps(content), encoding="utf-8")
    later = CliRunner().invoke(
        app, [*arguments, "--as-at", "2024-04-30", "--baseline", str(earlier), "-f", "json"]
    )
    assert later.exit_code == 0, later.stderr
    found = [each for each in json.loads(later.stdout)["findings"] if each["code"] == "cross-check-total"]
    assert [(each["file"], each["where"], each["count"]) for each in found] == [
        ("march.json", "contacts of annex_a", 605)
    ]
    assert found[0]["indicators"] == ["contacts_count"]
