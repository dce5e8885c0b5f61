"""Whole commands on the returns of several authorities."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from chatcalc.cli.main import app
from extracts.census import census, child, header, write

_CASES = {
    "878": (3, 1),
    "933": (5, 4),
    "942": (2, 2),
}  # children, and those of them that were assessed in time
_FAMILIES = ("--family", "referrals", "--family", "assessments")


def run(*arguments: object) -> Result:
    done = CliRunner().invoke(app, [str(each) for each in arguments])
    assert done.exit_code == 0, done.stderr
    return done


def _child(number: int, in_time: bool) -> str:
    done = "2023-06-30" if in_time else "2023-12-29"
    return child(
        "<CINreferralDate>2023-06-01</CINreferralDate><ReferralSource>1A</ReferralSource>"
        "<PrimaryNeedCode>N1</PrimaryNeedCode><ReferralNFA>0</ReferralNFA><Assessments>"
        "<AssessmentActualStartDate>2023-06-02</AssessmentActualStartDate>"
        f"<AssessmentAuthorisationDate>{done}</AssessmentAuthorisationDate></Assessments>",
        identifier=f"C{number}",
        characteristics="<PersonBirthDate>2015-01-01</PersonBirthDate>",
    )


@pytest.fixture
def returns(tmp_path: Path) -> Path:
    """A folder with the census of three authorities."""
    for la, (children, in_time) in _CASES.items():
        records = (_child(number, number < in_time) for number in range(children))
        write(tmp_path / "returns", census(*records, head=header(la=la)), f"{la}.xml")
    return tmp_path / "returns"


@pytest.fixture
def neighbours(tmp_path: Path) -> Path:
    rows = "la_code,neighbour\n878,933\n878,942\n878,845\n933,878\n"
    return write(tmp_path, rows, "sn_april_2021.csv")


def _json(*arguments: object) -> dict[str, Any]:
    return json.loads(run("report", *arguments, "-f", "json").stdout)


def test_the_authorities_together_are_their_sum(returns: Path):
    rows = {(each["id"], each["part"]): each for each in _json(returns, *_FAMILIES)["regional"]}
    together = rows["assessments_45wd_pct", None]
    assert (together["numerator"], together["denominator"], together["value"]) == (7, 10, 70.0)
    assert (together["display"], together["status"], together["n"]) == ("70", "ok", 3)
    assert together["mean"] == pytest.approx((100 / 3 + 80 + 100) / 3)
    assert (rows["referrals_count", None]["value"], rows["referrals_rate", None]["value"]) == (10, None)


@pytest.mark.parametrize("la", _CASES)
def test_each_has_the_figures_of_its_file_alone(returns: Path, la: str):
    asked = (*_FAMILIES, "--by", "age_band")
    together = [each for each in _json(returns, *asked)["indicators"] if each["la_code"] == la]
    alone = {each["id"]: each for each in _json(returns / f"{la}.xml", *asked)["indicators"]}
    computed = [each for each in together if each["status"] != "not_computed"]
    assert len(computed) > 8
    assert computed == [alone[each["id"]] for each in computed]


def test_one_authority_alone_has_no_table_of_all(returns: Path):
    assert "regional" not in _json(returns / "878.xml", *_FAMILIES)
    assert "regional" not in _json(returns, "--la", "878", *_FAMILIES)
    done = CliRunner().invoke(app, ["report", str(returns / "878.xml"), *_FAMILIES, "--layout", "region"])
    assert (done.exit_code, "figures of one authority only" in done.stderr) == (2, True)


def test_the_layout_is_one_table(returns: Path):
    printed = run("report", returns, "--family", "assessments", "--layout", "region").stdout
    heads = next(text for text in printed.splitlines() if text.startswith("Indicator"))
    assert heads.split() == ["Indicator", "All", "Mean", "878", "933", "942"]
    assert "Authority 878" not in printed
    assert "Assessments completed within 45" in printed
    figures = next(text for text in printed.splitlines() if text.startswith("Assessments completed within"))
    assert figures.split()[-5:] == ["70", "71", "33", "80", "100"]
    both = run("report", returns, "--family", "assessments").stdout
    assert "Authority 878" in both
    assert "All 3 authorities" in both


def test_the_table_is_in_markdown_and_a_narrow_terminal_has_it_in_bands(returns: Path, monkeypatch):
    text = run("report", returns, "-i", "assessments_45wd_pct", "--layout", "region", "-f", "markdown").stdout
    assert "| Indicator | All | Mean | 878 | 933 | 942 |" in text
    assert "| 70 | 71 | 33 | 80 | 100 |" in text
    monkeypatch.setenv("COLUMNS", "50")
    narrow = run("report", returns, "-i", "assessments_45wd_pct", "--layout", "region").stdout
    heads = [text.split()[1:] for text in narrow.splitlines() if text.startswith("Indicator")]
    assert len(heads) > 1
    assert [code for head in heads for code in head] == ["All", "Mean", "878", "933", "942"]


def test_neighbours_from_the_run_itself_where_they_are_asked_for(returns: Path, neighbours: Path):
    asked = (returns, "-i", "assessments_45wd_pct", "--neighbours", neighbours)
    (without,) = _json(*asked)["regional"]
    assert without["own_neighbours"] == []
    made = _json(*asked, "--own-neighbours")
    (row,) = made["regional"]
    assert row["own_neighbours"] == [
        {"la_code": "878", "value": 90.0, "used": 2, "neighbours_list": "sn_april_2021"}
    ]
    assert [each["file"] for each in made["run"]["published"]] == ["sn_april_2021.csv"]
    assert "90 (2)" in run("report", *asked, "--own-neighbours").stdout


def test_neighbours_need_a_list(returns: Path):
    done = CliRunner().invoke(app, ["report", str(returns), *_FAMILIES, "--own-neighbours"])
    assert (done.exit_code, "no list of neighbours" in done.stderr) == (2, True)


def test_a_new_authority_says_since_when(returns: Path):
    said = "Cumberland (942) has existed since 1 April 2023; earlier figures are of its predecessors."
    assert said in _json(returns, *_FAMILIES)["run"]["notes"]
    assert said in _json(returns / "942.xml", "-i", "rereferrals_12m_pct")["run"]["notes"]
    assert said not in _json(returns / "942.xml", "-i", "assessments_45wd_pct")["run"]["notes"]
    assert said not in _json(returns, "--la", "878", *_FAMILIES)["run"]["notes"]
