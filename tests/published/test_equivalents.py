"""Which published figure is the same as an indicator, and figures that follow from several columns."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from chatcalc.published.ees import read_ees
from chatcalc.published.ees_tables import ees_tables
from chatcalc.published.equivalents import (
    NOT_COMPARED,
    ees_figure,
    equivalents_of,
    measure_names,
    why_not_compared,
    with_calculated,
)
from chatcalc.specs.loading import load_specs
from published.ees_files import DEVON, ENGLAND, PLYMOUTH, populations, referrals, row, table

_ON_TIME = {
    "file": "c4_children_in_need_section_47s_and_icpcs",
    "numerator": ["Duration_0-10_days", "Duration_11-15_days"],
    "denominator": "ICPC",
}
_RATE = {
    "file": "c1_children_in_need_referrals_and_rereferrals",
    "column": "referral_rate",
    "numerator": "referral_count",
    "per": "children_0_17",
}


def conferences(folder: Path, *cells: tuple[str, object, object, object]) -> pl.DataFrame:
    what = "Section 47s and Initial Child Protection Conferences"
    headings = "category,ICPC,Duration_0-10_days,Duration_11-15_days"
    rows = (row(place, what, *figures) for place, *figures in cells)
    return read_ees(table(folder, "c4.csv", headings, *rows)).frame


def calculated(frame: pl.DataFrame, keys: Mapping[str, Any]) -> dict[str, object]:
    figure = ees_figure(keys)
    rows = with_calculated(frame, [figure]).filter(measure=figure.name)
    found = rows.select("level", "la_code", "edition", "value", "symbol").rows()
    return {
        f"{la or level} {of}": symbol if value is None else value for level, la, of, value, symbol in found
    }


def test_columns_are_added_and_divided_once_rounded(tmp_path: Path) -> None:
    frame = conferences(tmp_path, (DEVON, 1000, 12, 51), (PLYMOUTH, 80, 5, 0), (ENGLAND, 3, 1, 1))
    assert calculated(frame, _ON_TIME) == {"878 2024": 6.3, "879 2024": 6.3, "england 2024": 66.7}


def test_a_column_that_is_suppressed_takes_the_figure_away(tmp_path: Path) -> None:
    frame = conferences(tmp_path, (DEVON, 1000, "c", 51), (PLYMOUTH, "x", 5, 0), (ENGLAND, 0, 0, 0))
    assert calculated(frame, _ON_TIME) == {"878 2024": "c", "879 2024": "x", "england 2024": "z"}


def test_a_rate_is_taken_where_it_is_printed_and_calculated_where_it_is_not(tmp_path: Path) -> None:
    old, new = referrals(tmp_path), referrals(tmp_path, "c1_2013_to_2025.csv", "2025", rate=False)
    people = [populations(tmp_path), populations(tmp_path, "2024", 160_000)]
    frame = pl.concat(read_ees(path).frame for path in (old, new, *people))
    found = with_calculated(frame, [ees_figure(_RATE)]).filter(measure=ees_figure(_RATE).name, la_code="878")
    by_year = {(row["year"], row["edition"]): row["value"] for row in found.iter_rows(named=True)}
    # 2024 by the newer edition has no estimate of its own time here: that of mid-2024 stands for 2025 only
    assert by_year == {(2024, 2024): 66.7, (2024, 2025): None, (2025, 2025): 62.6}


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ({"file": "x", "colum": "y"}, "`ees` has no key 'colum'"),
        ({"column": "y"}, "`ees` names no `file`"),
        ({"file": "x"}, "neither a `column` nor a `numerator`"),
        ({"file": "x", "numerator": "y"}, "divided by nothing"),
        ({"file": "x", "numerator": "y", "per": "child"}, "`per` is children_0_17"),
        ({"file": "x", "column": "y", "where": ["z"]}, "a text for each heading"),
        ({"file": "x", "column": 3}, "names"),
        ({"file": "x", "column": "y", "decimals": True}, "`decimals` is a number"),
    ],
)
def test_keys_that_cannot_be_meant_are_refused(keys: Mapping[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        ees_figure(keys)


def test_a_specification_with_such_keys_is_a_problem_with_its_place(tmp_path: Path) -> None:
    spec = tmp_path / "own.yaml"
    spec.write_text(
        "id: own\ntitle: An own figure\nfamily: referrals\nunit: count\npolarity: none\nsummary: Referrals.\n"
        "source: [{name: A, publisher: B, year: 2024}]\n"
        "published:\n  ees: {file: c1, colum: referral_count}\n"
        "count: referrals\nperiod: {during: referral_date}\n"
    )
    found = [each for each in load_specs([spec]).problems if each.code == "unknown-key"]
    assert [(each.place.line + 1, each.message) for each in found] == [(9, "`ees` has no key 'colum'")]


def test_lait_comes_first() -> None:
    names = measure_names({"ees": {"file": "x", "column": "y"}, "lait": "LAC"})
    assert list(names.items()) == [("lait", "LAC"), ("ees", "x | y")]


def test_every_built_in_equivalent_is_of_a_known_table() -> None:
    named = equivalents_of(load_specs().indicators.values())
    with_ees = [each["ees"] for each in named.values() if "ees" in each]
    assert len(with_ees) >= 61
    for keys in with_ees:
        assert keys["file"] in ees_tables()
        assert set(keys.get("where", {})) == set(ees_tables()[keys["file"]].filters)


@pytest.mark.parametrize(
    ("table", "why"),
    [
        ("d5_cpps_at31march_by_duration", None),
        ("b5_children_in_need_duration_of_ended_episode", "LAIT has the same figures"),
        ("e1_something_new", "no indicator has its equivalent there"),
    ],
)
def test_a_table_that_nothing_is_compared_with_has_a_reason(table: str, why: str | None) -> None:
    found = why_not_compared(table, load_specs().indicators.values())
    assert found is None if why is None else found and why in found


def test_what_is_not_compared_is_in_no_specification() -> None:
    indicators = load_specs().indicators.values()
    assert all(why_not_compared(table, indicators) == why for table, why in NOT_COMPARED.items())
