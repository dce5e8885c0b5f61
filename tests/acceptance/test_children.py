"""Lists of children: as many as the report counts, in every format, and what falls due."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path

import fastexcel
import polars as pl
import pytest
from typer.testing import CliRunner, Result

from acceptance.oracle_data import ASKED, EXTRACTS, SNAPSHOT, extract, indicators
from chatcalc.cli.main import app
from chatcalc.indicators.calculation import calculate
from chatcalc.indicators.children import children
from chatcalc.indicators.due import horizon
from chatcalc.indicators.one_child import one_child
from chatcalc.indicators.results import Result as Figures
from chatcalc.reports.case_list import CaseList
from chatcalc.reports.case_list_files import case_xlsx
from chatcalc.tables.calendar import add_working_days

COMPUTED = [
    pytest.param(source, id_, id=f"{source}-{id_}")
    for source in EXTRACTS
    for id_, each in indicators().items()
    if source in each.definitions
]
DUE = [
    pytest.param(source, id_, id=f"{source}-{id_}")
    for source in EXTRACTS
    for id_, each in indicators().items()
    if source in each.definitions and each.definitions[source].due
]


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(each) for each in arguments])


@cache
def report(source: str) -> dict[str, Figures]:
    found = calculate(indicators().values(), [extract(source)], replace(ASKED, source=source))
    return {each.id: each for each in found}


@pytest.mark.parametrize(("source", "id_"), COMPUTED)
def test_the_list_holds_as_many_as_the_report_counts(source: str, id_: str) -> None:
    definition, result = indicators()[id_].definitions[source], report(source)[id_]
    cases = children(indicators()[id_], [extract(source)], replace(ASKED, source=source))
    if isinstance(cases, str):
        assert result.notes == (cases,)
        return
    status = Counter(cases["status"].to_list())
    counted = cases.filter(pl.col("status").cast(pl.String).is_in(["numerator", "denominator"]))
    figure = result.figure
    assert sum(count for _, count in result.excluded) == status["excluded"]
    if definition.distinct_per:
        assert figure.numerator == counted.height
        assert figure.denominator == counted[definition.distinct_per].drop_nulls().n_unique()
    elif result.unit == "median":
        assert figure.value == counted["measure"].median()
        assert figure.denominator == counted.height
    elif result.unit == "max":
        assert figure.value == counted["measure"].max()
        assert figure.denominator == counted.height
    elif definition.value is not None:
        assert figure.numerator == counted["measure"].sum()
        assert figure.denominator == counted.height
    elif definition.has_figure:
        assert figure.numerator == status["numerator"]
    if figure.denominator is not None and not (definition.population or definition.distinct_per):
        assert figure.denominator == counted.height
    for part in result.parts:
        inside = counted[f"part:{part.id}" if f"part:{part.id}" in counted.columns else part.id]
        assert part.figure.numerator == inside.sum()
        assert part.figure.denominator in (None, inside.count())


LISTED = ("children", "cla_reviews_timely_pct", *EXTRACTS["annex_a"], "--as-at", SNAPSHOT)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lists")
    outputs = [part for suffix in ("csv", "xlsx", "parquet") for part in ("-o", folder / f"list.{suffix}")]
    done = run(*LISTED, *outputs)
    assert done.exit_code == 0, done.stderr
    assert done.stdout == ""
    return folder


def test_all_files_hold_the_same_list(files: Path) -> None:
    printed = run(*LISTED, "-f", "csv").stdout
    assert (files / "list.csv").read_text(encoding="utf-8") == printed
    text = list(csv.DictReader(io.StringIO(printed)))
    typed = pl.read_parquet(files / "list.parquet")
    assert typed.schema["review_date"] == pl.Date
    sheet = fastexcel.read_excel(files / "list.xlsx").load_sheet(0, header_row=2).to_polars()
    sheet = sheet.with_columns(pl.col("source_row").cast(pl.Int64))  # a sheet knows one kind of number
    assert typed.columns == sheet.columns == list(text[0])
    for column in ("child_id", "status", "team", "source_row"):
        shown = [row[column] for row in text]
        assert typed[column].cast(pl.String).fill_null("").to_list() == shown
        assert sheet[column].cast(pl.String).fill_null("").to_list() == shown
    days = [str(day or "") for day in typed["review_date"]]
    assert days == [row["review_date"] for row in text]
    assert days == [str(day or "") for day in sheet["review_date"].cast(pl.Date)]


def test_only_the_user_may_read_them(files: Path) -> None:
    assert {path.stat().st_mode & 0o077 for path in files.iterdir()} == {0}


def test_text_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    texts = ["=1+1", "+1", "-1", "@SUM(A1)", "https://example.org", "007"]
    cases = pl.DataFrame({"child_id": texts, "flag": [True, None] * 3, "codes": [["1A", "2B"], []] * 3})
    path = tmp_path / "list.xlsx"
    path.write_bytes(case_xlsx(CaseList("=Title", SNAPSHOT, cases)))
    read = fastexcel.read_excel(path).load_sheet(0, header_row=2, dtypes="string").to_polars()
    assert read["child_id"].to_list() == texts
    assert read["flag"].to_list() == ["yes", None] * 3
    assert read["codes"].to_list() == ["1A 2B", None] * 3
    assert b"<f>" not in path.read_bytes()


def test_an_unknown_kind_of_file_is_refused_before_any_work() -> None:
    done = run(*LISTED, "-o", "list.html")
    assert done.exit_code == 2
    assert "the suffix is the format, .csv or .xlsx or .parquet" in done.stderr


@pytest.mark.parametrize(("source", "id_"), DUE)
def test_what_falls_due_is_in_time_until_then_and_late_after_it(source: str, id_: str) -> None:
    """Of those that are not late already and to whom nothing happens."""
    late = "numerator" if indicators()[id_].spec.polarity == "low" else "denominator"
    # A plan of three months without a review is late to its indicator on the last day for the first one.
    before = dt.timedelta(days=1 if id_ == "cpp_reviews_timely_pct" else 0)

    def late_on(day: dt.date) -> set[str]:
        data, asked = replace(extract(source), last_day=None), replace(ASKED, as_at=day, source=source)
        found = children(indicators()[id_], [data], asked)
        assert isinstance(found, pl.DataFrame)
        return set(found.filter(pl.col("status") == late)["child_id"])

    due = children(indicators()[id_], [extract(source)], replace(ASKED, source=source), horizon("20wd"))
    assert isinstance(due, pl.DataFrame)
    due = due.filter(pl.col("status") != late)
    assert not due.is_empty()
    for day in due["due"].unique().sort()[:6]:
        mine = set(due.filter(pl.col("due") == day)["child_id"])
        next_day = pl.select(add_working_days(pl.lit(day), pl.lit(1))).item()
        assert not mine & late_on(day - before)
        assert mine <= late_on(next_day)


@pytest.mark.parametrize("due", ["3wd", "5d", "1w"])
def test_the_most_urgent_come_first(due: str) -> None:
    done = run(
        "children",
        "cpp_visit_timeliness_pct",
        *EXTRACTS["annex_a"],
        "--as-at",
        SNAPSHOT,
        "--due",
        due,
        "-f",
        "csv",
    )
    found = list(csv.DictReader(io.StringIO(done.stdout)))
    days = [dt.date.fromisoformat(row["due"]) for row in found]
    last = {"3wd": "2024-04-04", "5d": "2024-04-05", "1w": "2024-04-07"}[due]
    assert days == sorted(days)
    assert days[0] >= SNAPSHOT
    assert days[-1] <= dt.date.fromisoformat(last)
    assert [int(row["days_left"]) for row in found] == [(day - SNAPSHOT).days for day in days]
    assert found[0].keys() >= {"team", "worker", "working_days_left", "last_seen_date"}


@pytest.mark.parametrize(
    ("id_", "due", "message"),
    [
        (
            "cla_rate",
            "10wd",
            "cla_rate does not say when a case falls due; these do: assessments_open_overdue",
        ),
        ("cla_dental_pct", "10", "--due 10: write 10wd for working days, 10d for days or 2w for weeks"),
    ],
)
def test_what_cannot_fall_due(id_: str, due: str, message: str) -> None:
    done = run("children", id_, *EXTRACTS["annex_a"], "--due", due)
    assert done.exit_code == 2
    assert message in done.stderr


@cache
def everybody(source: str, id_: str) -> pl.DataFrame | str:
    return children(indicators()[id_], [extract(source)], replace(ASKED, source=source))


@pytest.mark.parametrize("source", EXTRACTS)
def test_one_child_is_what_every_list_says_of_that_child(source: str) -> None:
    data, asked = extract(source), replace(ASKED, source=source)
    child = data.tables["placements" if source == "ssda903" else "cp_plans"]["child_id"].mode().sort()[0]
    found = one_child(child, indicators().values(), [data], asked)
    assert found is not None
    assert [*dict.fromkeys(each.id for each in found)] == list(indicators())
    for id_ in indicators():
        mine = [each for each in found if each.id == id_]
        listed = everybody(source, id_)
        if isinstance(listed, str):
            assert [(each.status, each.reason) for each in mine] == [("not computed", listed)]
            continue
        rows = listed.filter(pl.col("child_id") == child).to_dicts()
        if not rows:
            assert [each.status for each in mine] == ["no case"]
            continue
        assert [(each.status, each.reason, each.source_row) for each in mine] == [
            (row["status"], row["reason"], row["source_row"]) for row in rows
        ]
        for each, row in zip(mine, rows, strict=True):
            assert all(each.decided[name] == row[name] for name in each.decided)


def of_child(id_: str, *options: object) -> Result:
    return run("child", id_, *EXTRACTS["annex_a"], "--as-at", SNAPSHOT, *options)


def test_child_prints_by_family_why_and_where() -> None:
    found = extract("annex_a").tables["cp_plans"]["child_id"][0]
    printed = of_child(found).stdout
    assert "As at 31 March 2024" in printed
    assert "\nChild protection plans" in printed
    assert "Annex_A.xlsx [List 7]" in printed
    assert found not in printed
    content = json.loads(of_child(found, "-f", "json").stdout)
    assert (content["child_id"], content["as_at"]) == (found, "2024-03-31")
    rows = list(csv.DictReader(io.StringIO(of_child(found, "-f", "csv").stdout)))
    assert [row["status"] for row in rows] == [each["status"] for each in content["indicators"]]
    (rate,) = [each for each in content["indicators"] if each["id"] == "cpp_rate"]
    assert rate["decided"]["start_date"].startswith("20")


def test_an_unknown_child_ends_with_1_and_is_not_named() -> None:
    done = of_child("SECRET-1")
    assert done.exit_code == 1
    assert done.stdout == ""
    assert done.stderr == "chatcalc: no such child in the extracts\n"


def test_an_old_id_finds_the_child(tmp_path: Path) -> None:
    new = extract("annex_a").tables["cp_plans"]["child_id"][0]
    (tmp_path / "ids.csv").write_text(f"old_id,new_id\nbefore,{new}\n", encoding="utf-8")
    (tmp_path / "chatcalc.toml").write_text('ids.children = "ids.csv"\n', encoding="utf-8")
    done = of_child("before", "--config", tmp_path / "chatcalc.toml", "-f", "json")
    assert json.loads(done.stdout)["child_id"] == new


def test_a_lookup_gives_the_list_of_a_return_teams_and_workers(tmp_path: Path) -> None:
    child = extract("cin_census").tables["cp_plans"]["child_id"][0]
    text = f"child_id,team,worker,locality\n{child},North,Kim,Coast\n"
    (tmp_path / "teams.csv").write_text(text, encoding="utf-8")
    (tmp_path / "chatcalc.toml").write_text('lookups.children = "teams.csv"\n', encoding="utf-8")
    asked = ("children", "cpp_started_rate", EXTRACTS["cin_census"][1], "--only", "all")
    done = run(*asked, "--config", tmp_path / "chatcalc.toml", "-f", "csv")
    rows = [row for row in csv.DictReader(io.StringIO(done.stdout)) if row["child_id"] == child]
    assert rows
    assert {(row["team"], row["worker"], row["locality"]) for row in rows} == {("North", "Kim", "Coast")}
