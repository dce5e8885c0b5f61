"""chatcalc against answers it did not compute: figures, the children behind nine, trends and breakdowns."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from acceptance.oracle_data import CATALOGUE
from chatcalc.cli.main import app

ORACLE = Path(__file__).parents[1] / "oracle"
INPUT = ORACLE / "input"
EXTRACTS = {
    "cin_census": [INPUT / "cin_2023.xml", INPUT / "cin_2024.xml"],
    "ssda903": [INPUT / "ssda903"],
    "annex_a": [INPUT / "annex_a"],
}
SOURCES = tuple(EXTRACTS)
COMMON = ["--as-at", "2024-03-31"]


def rows(name: str) -> list[dict[str, str]]:
    with (ORACLE / "headline" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def chatcalc(*arguments: str | Path) -> str:
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert result.exit_code == 0, result.stderr
    return result.stdout


@cache
def report(source: str) -> dict[str, Any]:
    arguments = [*EXTRACTS[source], *COMMON, "--population", "100000", "--trend", "12"]
    text = chatcalc("report", *arguments, "--by", "sex", "--by", "age_band", "-f", "json")
    return {indicator["id"]: indicator for indicator in json.loads(text)["indicators"]}


def entry(source: str, id_: str) -> dict[str, Any]:
    """An indicator, or the part after `|` of one."""
    indicator, _, part = id_.partition("|")
    found = report(source)[indicator]
    return next(p for p in found["parts"] if p["id"] == part) if part else found


@pytest.mark.parametrize(
    "row", rows("headline.csv"), ids=lambda row: f"{row['source']}-{row['indicator_id']}"
)
def test_every_figure_is_the_oracles(row: dict[str, str]) -> None:
    found = entry(row["source"], row["indicator_id"])
    assert found["numerator"] == int(row["numerator"])
    if row["denominator"]:
        assert found["denominator"] == int(row["denominator"])
    if row["value"]:
        assert found["value"] == pytest.approx(float(row["value"]), rel=1e-12)


@pytest.mark.parametrize("source", SOURCES)
def test_nothing_is_calculated_that_the_oracle_does_not_know(source: str) -> None:
    known = {row["indicator_id"] for row in rows("headline.csv") if row["source"] == source}
    found = [indicator for id_, indicator in report(source).items() if id_ in CATALOGUE]
    own = {i["id"] for i in found if i["status"] != "not_computed" and i["numerator"] is not None}
    parts = {f"{i['id']}|{p['id']}" for i in found for p in i["parts"] if i["status"] != "not_computed"}
    assert own | parts == known


@pytest.mark.parametrize("row", rows("trend.csv"), ids=lambda r: f"{r['indicator_id']}-{r['period_end']}")
def test_every_month_end_is_the_oracles(row: dict[str, str]) -> None:
    points = [
        p for p in entry(row["source"], row["indicator_id"])["trend"] if p["period_end"] == row["period_end"]
    ]
    assert [point["period_start"] for point in points] == [row["period_start"]]
    assert points[0]["numerator"] == int(row["numerator"])
    if row["denominator"]:
        assert points[0]["denominator"] == int(row["denominator"])
    assert points[0]["status"] == ("partial" if row["note"].startswith("partial") else "ok")


@pytest.mark.parametrize("row", rows("breakdown.csv"), ids=lambda r: "-".join(list(r.values())[:4]))
def test_every_group_is_the_oracles(row: dict[str, str]) -> None:
    groups = entry(row["source"], row["indicator_id"])["breakdowns"]
    found = [g for g in groups if g["by"] == row["dimension"] and g["group"] == row["category"]]
    assert [group["numerator"] for group in found] == [int(row["numerator"])]
    if row["denominator"]:
        assert found[0]["denominator"] == int(row["denominator"])


DECIDING = {
    "assessments_45wd_pct": ("start_date", "authorised_date"),
    "icpc_15wd_pct": ("icpc_date",),
    "rereferrals_12m_pct": ("referral_date",),
    "cpp_ceased_2y_pct": (("plan_start", "start_date"), ("plan_end", "end_date")),
    "cpp_repeat_ever_pct": (("plan_start", "start_date"), "previous_plans"),
    "cla_3plus_placements_pct": (),
    "cla_dental_pct": (("period_of_care_start", "start_date"),),
    "cla_long_term_stability_pct": (("period_of_care_start", "start_date"),),
    "cla_missing_pct": (),
}
LISTS = sorted((ORACLE / "headline").glob("children_*.csv"))


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem.removeprefix("children_"))
def test_every_child_behind_a_figure_is_the_oracles(path: Path) -> None:
    indicator = next(i for i in DECIDING if f"children_{i}_" in path.name)
    source = path.stem.removeprefix(f"children_{indicator}_")
    text = chatcalc("children", indicator, *EXTRACTS[source], *COMMON, "--only", "all", "-f", "csv")
    columns = [pair if isinstance(pair, tuple) else (pair, pair) for pair in DECIDING[indicator]]
    expected = Counter(
        (row["child_id"], *(row[theirs] for theirs, _ in columns), row["in_numerator"] == "1")
        for row in rows(path.name)
    )
    found = Counter(
        (row["child_id"], *(row[ours] for _, ours in columns), row["status"] == "numerator")
        for row in csv.DictReader(io.StringIO(text))
        if row["status"] in ("numerator", "denominator")
    )
    assert found == expected


def test_the_csv_lists_of_annex_a_give_the_same_indicators_as_its_workbook() -> None:
    arguments = [*COMMON, "--population", "100000", "-f", "json"]
    workbook = json.loads(chatcalc("report", INPUT / "annex_a", *arguments))
    lists = json.loads(chatcalc("report", INPUT / "annex_a_csv", *arguments))
    assert lists["indicators"] == workbook["indicators"]


def test_a_short_history_makes_long_term_stability_partial() -> None:
    years = [INPUT / "ssda903" / str(year) for year in (2022, 2023, 2024)]
    text = chatcalc("report", *years, *COMMON, "-i", "cla_long_term_stability_pct", "-f", "json")
    (found,) = json.loads(text)["indicators"]
    assert found["status"] == "partial"
    assert found["direction"] is None


def test_all_three_extracts_give_one_table() -> None:
    everything = [path for paths in EXTRACTS.values() for path in paths]
    text = chatcalc("report", *everything, *COMMON, "--population", "100000", "-f", "json")
    together = {i["id"]: i for i in json.loads(text)["indicators"] if i["id"] in CATALOGUE}
    statutory = {row["indicator_id"].partition("|")[0]: row["source"] for row in rows("headline.csv")[::-1]}
    assert {i["id"]: i["source"] for i in together.values() if i["source"]} == statutory
    assert dt.date.fromisoformat(together["referrals_rate"]["period"]["start"]) == dt.date(2023, 4, 1)
    assert dt.date.fromisoformat(together["contacts_count"]["period"]["start"]) == dt.date(2023, 10, 1)


def listed(*options: str) -> list[dict[str, str]]:
    text = chatcalc(
        "children", "rereferrals_12m_pct", *EXTRACTS["cin_census"], *COMMON, "-f", "csv", *options
    )
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize(
    ("only", "cases"), [("numerator", 168), ("denominator", 1158 - 168), ("excluded", 0)]
)
def test_children_of_one_status(only: str, cases: int) -> None:
    found = listed("--only", only)
    assert len(found) == cases
    assert {row["status"] for row in found} <= {only}


def test_children_without_a_status_are_those_that_count() -> None:
    assert Counter(row["status"] for row in listed()) == {"numerator": 168, "denominator": 990}


@pytest.mark.parametrize("by", ["sex", "age_band"])
@pytest.mark.parametrize("source", SOURCES)
def test_groups_add_up_to_the_figure(source: str, by: str) -> None:
    for indicator in report(source).values():
        groups = [g for g in indicator["breakdowns"] if g["by"] == by and g["part"] is None]
        if indicator["unit"] in ("percent", "count", "rate_per_10000") and groups:
            assert sum(group["numerator"] for group in groups) == indicator["numerator"], indicator["id"]


def test_children_say_how_each_placement_came_about() -> None:
    text = chatcalc("children", "cla_3plus_placements_pct", INPUT / "ssda903", *COMMON, "-f", "csv")
    found = {row["child_id"]: row for row in csv.DictReader(io.StringIO(text))}
    placements = {child: row["recent_placement"].split(" | ") for child, row in found.items()}
    assert {c: len(p) for c, p in placements.items()} == {
        row["child_id"]: int(row["placements"])
        for row in rows("children_cla_3plus_placements_pct_ssda903.csv")
    }
    assert (
        placements["100028"][-1]
        == "2024-02-19 to  Z1 another carer (RNE P); joined: 1 return from a temporary stay"
    )


def only(source: str, id_: str, *options: str) -> dict[str, Any]:
    text = chatcalc("report", *EXTRACTS[source], *COMMON, "-i", id_, *options, "-f", "json")
    (found,) = json.loads(text)["indicators"]
    return dict(found)


def test_events_before_the_data_make_a_count_partial() -> None:
    assert only("cin_census", "referrals_count", "--months", "24")["status"] == "ok"
    longer = only("cin_census", "referrals_count", "--months", "36")
    assert longer["status"] == "partial"
    assert longer["display"].startswith("≥")


def test_the_lists_of_annex_a_hold_six_months() -> None:
    found = only("annex_a", "referrals_count", "--trend", "2", "--months", "6")
    assert found["status"] == "ok"
    assert [point["status"] for point in found["trend"]] == ["partial", "ok"]
    assert only("annex_a", "referrals_count", "--months", "12")["status"] == "partial"
    stock = only("annex_a", "cla_count", "--trend", "9")["trend"]
    assert [point["status"] for point in stock] == ["not_computed"] * 3 + ["ok"] * 6
    assert {point["numerator"] for point in stock[:3]} == {None}


def test_what_is_recorded_once_a_year_has_no_figure_between_year_ends() -> None:
    trend = only("ssda903", "cla_dental_pct", "--trend", "13")["trend"]
    assert [(point["period_end"], point["numerator"]) for point in trend if point["status"] == "ok"] == [
        ("2023-03-31", trend[0]["numerator"]),
        ("2024-03-31", 726),
    ]
    assert {point["display"] for point in trend[1:-1]} == {"-"}
