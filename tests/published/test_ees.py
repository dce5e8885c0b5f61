"""Files of Explore Education Statistics: two shapes, headings that change, levels, symbols, years."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from chatcalc.published.ees import CHILDREN_0_17, measure_name, read_ees
from chatcalc.published.ees_tables import ees_tables
from chatcalc.published.statistics import PublishedError
from published.ees_files import DEVON, ENGLAND, LONDON_INNER, PLYMOUTH, SOUTH_WEST, populations, row, table


def figures(frame: pl.DataFrame, measure: str) -> dict[str, object]:
    """Value, else symbol, by area."""
    rows = frame.filter(measure=measure).select("level", "la_code", "value", "symbol").rows()
    return {code or level: symbol if value is None else value for level, code, value, symbol in rows}


def test_a_column_for_each_measure(tmp_path: Path) -> None:
    plans = "Child Protection Plans which are a second or subsequent plan"
    path = table(
        tmp_path,
        "download.csv",
        "category,CPP_start,CPP_subsequent,CPP_subsequent_percent",
        row(DEVON, plans, 300, 60, 20.5),
        row(PLYMOUTH, plans, "c", "x", "u"),
        row(SOUTH_WEST, plans, '"2,500"', 500, 20),
        row(LONDON_INNER, plans, 800, 200, 25),
        row(ENGLAND, plans, 61840, 15130, "24.5"),
        bom=True,
    )
    read = read_ees(path)
    assert (read.table, read.left_out) == ("d3_cpps_subsequent_plan", ())
    assert figures(read.frame, "d3_cpps_subsequent_plan | CPP_subsequent_percent") == {
        "878": 20.5,
        "879": "u",
        "990": 20.0,
        "987": 25.0,
        "england": 24.5,
    }
    assert figures(read.frame, "d3_cpps_subsequent_plan | CPP_start")["990"] == 2500
    first = read.frame.row(0, named=True)
    assert (first["year"], first["period"], first["edition"]) == (2024, "2023-24", 2024)
    assert (first["origin"], first["file"]) == ("ees", "download.csv")


@pytest.mark.parametrize(
    ("headings", "age", "texts"),
    [
        ("age,activity,number,percentage", "Aged 19 to 21", "Total"),
        ("care_leaver_age,activity,children_count,children_percent", "19 to 21 years", "Total"),
    ],
)
def test_a_row_for_each_measure_is_called_the_same_every_year(
    tmp_path: Path, headings: str, age: str, texts: str
) -> None:
    path = table(
        tmp_path, "x.csv", headings, row(DEVON, age, texts, 40, 52), row(ENGLAND, age, texts, "c", "k")
    )
    read = read_ees(path)
    assert read.table == "la_care_leavers_activity"
    where = {"care_leaver_age": "19 to 21 years", "activity": "Total"}
    percent = measure_name("la_care_leavers_activity", where, "children_percent")
    assert figures(read.frame, percent) == {"878": 52.0, "england": "k"}
    assert read.frame["measure"].n_unique() == 2


@pytest.mark.parametrize("symbol", ["c", "x", "z", "k", "u", "low", ":", "..", "-", "*"])
def test_every_symbol_is_kept(tmp_path: Path, symbol: str) -> None:
    what = "Children who had a missing incident during the year"
    path = table(tmp_path, "x.csv", "CLA_group,number", row(DEVON, what, symbol), row(ENGLAND, what, 7))
    read = read_ees(path)
    assert read.frame.filter(level="la").select("value", "symbol").row(0) == (None, symbol)


def test_years_of_two_halves_end_in_the_second(tmp_path: Path) -> None:
    plans = "CIN Plans"
    rows = [row(DEVON, plans, 7, year="202324", of="Financial year"), row(DEVON, plans, 6, year="2022")]
    frame = read_ees(table(tmp_path, "b7.csv", "category,CINPlan_At31", *rows)).frame
    assert sorted(frame["year"]) == [2022, 2024]


def test_what_is_not_read_is_said(tmp_path: Path) -> None:
    district = "Local authority district,E92000001,England,E12000009,South West,,E07000040,East Devon"
    nameless = "Local authority,E92000001,England,E12000009,South West,z,E07000040,Elsewhere"
    path = table(
        tmp_path,
        "b7.csv",
        "category,CINPlan_At31",
        row(DEVON, "CIN Plans", 1),
        row(DEVON, "CIN Plans", 1, of="Quarter 1"),
        row(district, "CIN Plans", 1),
        row(nameless, "CIN Plans", 1),
    )
    read = read_ees(path)
    assert read.frame.height == 1
    assert read.left_out == (
        "1 rows that are not of a whole year",
        "1 rows of other levels than England, regions and authorities",
        "1 rows of areas without a code",
    )


def test_a_table_that_is_not_known_is_called_by_its_file(tmp_path: Path) -> None:
    path = table(tmp_path, "e9_new_things_2020_to_2024.csv", "kind,count", row(DEVON, "a thing", 4))
    read = read_ees(path)
    assert read.table == "e9_new_things"
    assert read.frame["measure"].to_list() == ["e9_new_things | a thing | count"]


def test_populations_are_of_the_year_that_uses_them(tmp_path: Path) -> None:
    read = read_ees(populations(tmp_path))
    row = read.frame.filter(la_code="878").row(0, named=True)
    assert (row["origin"], row["measure"], row["value"]) == ("population", CHILDREN_0_17, 150_000)
    assert (row["year"], row["period"], row["edition"]) == (2024, "mid-2023", 2024)
    assert read.frame.filter(la_code="879")["symbol"].to_list() == ["x"]


def test_a_damaged_file_is_said_to_be(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("time_period,time_identifier\n2024,Reporting year\n")
    with pytest.raises(PublishedError, match=r"x\.csv, line 1: no column 'geographic_level'"):
        read_ees(path)


def test_no_two_tables_are_known_by_the_same() -> None:
    known = [(t.category, frozenset(t.filters), t.known_by) for t in ees_tables().values()]
    assert len(set(known)) == len(known) == 21
