"""Ethnic groups, disability, teams, authorities, lookups, and two dimensions crossed."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from chatcalc.extracts.cin_codes import ETHNICITY
from chatcalc.extracts.extract import Extract
from chatcalc.indicators.calculation import calculate
from chatcalc.indicators.jobs import Request
from chatcalc.indicators.results import Result
from indicators.specs import YEAR, extract, indicator

PLANS = "unit: count\ncount: cp_plans\nperiod: {open_on: period_end}\n"
BLANK = {"start_date": "2024-01-01"}


def result(data: Extract, *by: str) -> Result:
    (found, *_) = calculate([indicator(PLANS)], [data], Request(YEAR.end, by=by))
    return found


def by_group(data: Extract, by: str) -> dict[str, int]:
    """Cases by group; groups without any too."""
    return {row.group: int(row.figure.numerator or 0) for row in result(data, by).breakdowns}


def one_child(source: str = "cin_census", **child: object) -> Extract:
    return extract(source, children=[{"child_id": "a", **child}], cp_plans=[{"child_id": "a", **BLANK}])


@pytest.mark.parametrize(
    ("codes", "group"),
    [
        ("WBRI WIRI WIRT WROM WOTH", "White"),
        ("MWBC MWBA MWAS MOTH", "Mixed"),
        ("AIND APKN ABAN CHNE AOTH", "Asian"),
        ("BCRB BAFR BOTH", "Black"),
        ("OOTH", "Other"),
        ("REFU NOBT XXXX", "not known"),
    ],
)
def test_every_code_is_in_its_census_group(codes: str, group: str) -> None:
    for code in codes.split():
        found = by_group(one_child(ethnicity=code), "ethnic_group")
        assert [name for name, count in found.items() if count] == [group]
        assert list(found) == ["White", "Mixed", "Asian", "Black", "Other", "not known"]
    assert set(codes.split()) - {"XXXX"} <= ETHNICITY


def test_a_blank_ethnicity_is_not_known() -> None:
    assert by_group(one_child(), "ethnic_group")["not known"] == 1


@pytest.mark.parametrize(("disability", "group"), [(True, "yes"), (False, "no"), (None, "not recorded")])
def test_disability(disability: bool | None, group: str) -> None:
    found = by_group(one_child(disability=disability), "disability")
    assert found == {**dict.fromkeys(("yes", "no", "not recorded"), 0), group: 1}


def teams(*names: str | None) -> Extract:
    return extract(
        "annex_a", cp_plans=[{"child_id": str(n), "team": t, **BLANK} for n, t in enumerate(names)]
    )


def test_teams_are_those_that_occur_by_name_and_the_unknown_last() -> None:
    found = by_group(teams("West", None, "East", " ", "West "), "team")
    assert list(found.items()) == [("East", 1), ("West", 2), ("not recorded", 2)]


def test_a_team_without_a_case_that_counts_has_no_row() -> None:
    rows = [{"child_id": "a", "team": "Gone", "start_date": "2024-01-01", "end_date": "2024-02-01"}]
    assert by_group(extract("annex_a", cp_plans=rows), "team") == {}


def test_a_lookup_fills_teams_in_but_never_replaces_what_a_row_records() -> None:
    said = pl.DataFrame({"la_code": ["201"] * 2, "child_id": ["0", "1"], "team": ["Other", "South"]})
    assert by_group(replace(teams("West", None, None), lookup=said), "team") == {
        "South": 1,
        "West": 1,
        "not recorded": 1,
    }


def test_two_dimensions_crossed_have_every_pair_of_known_groups() -> None:
    found = by_group(one_child(sex="F", disability=True), "sex,disability")
    assert len(found) == 9
    assert {group for group, count in found.items() if count} == {"female,yes"}


def test_crossed_with_teams_each_team_that_occurs_has_all_known_groups() -> None:
    found = by_group(teams("West", "East"), "team,sex")
    sexes = ("male", "female", "other or unknown")
    assert list(found) == [f"{team},{sex}" for team in ("East", "West") for sex in sexes]


def test_each_authority_has_its_own_groups_and_itself() -> None:
    rows = [{"child_id": "a", "la_code": la, "team": f"Team {la}", **BLANK} for la in ("201", "202")]
    data = extract("annex_a", ("201", "202"), cp_plans=rows)
    found = calculate([indicator(PLANS)], [data], Request(YEAR.end, by=("team", "la")))
    assert [[row.group for row in each.breakdowns] for each in found] == [
        ["Team 201", "201"],
        ["Team 202", "202"],
    ]


@pytest.mark.parametrize(
    ("source", "las", "by", "note"),
    [
        ("cin_census", ("201",), "team",
         "no breakdown by team: the CIN census records no team in cp plans, and no lookup gives one"),
        ("cin_census", ("201",), "sex,team",
         "no breakdown by sex,team: the CIN census records no team in cp plans, and no lookup gives one"),
        ("annex_a", ("local",), "la", "no breakdown by la: Annex A names no authority"),
    ],
)  # fmt: skip
def test_what_is_not_recorded_is_said(source: str, las: tuple[str, ...], by: str, note: str) -> None:
    found = result(extract(source, las, cp_plans=[{"child_id": "a", **BLANK}]), by)
    assert found.breakdowns == ()
    assert found.notes == (note,)
