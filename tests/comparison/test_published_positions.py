"""Devon and others by DfE's own figures (LAIT as of 2025), against the table that ChAT printed in 2018."""

from __future__ import annotations

import csv
import re
import statistics
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path
from typing import Final

import polars as pl
import pytest

from chatcalc.comparison.compare import Comparator, compare
from chatcalc.comparison.comparison import PublishedFigures
from chatcalc.indicators.results import Figure, Polarity
from chatcalc.published.neighbours import Neighbours
from chatcalc.published.reading import read_published
from chatcalc.published.statistics import Published

# LAIT's name and the polarity of every row of ChAT's table that the file holds for its year.
_MEASURES: Final[Mapping[str, tuple[str, Polarity]]] = {
    "referrals_rate": ("CPP_Total_Rateper10,000", "none"),
    "rereferrals_12m_pct": ("ReReferral", "low"),
    "assessments_45wd_pct": ("Continue_Assess_Comp", "high"),
    "s47_rate": ("Section_47", "none"),
    "icpc_rate": ("ISCP_Conf", "none"),
    "icpc_15wd_pct": ("CP_conf_15days", "high"),
    "cin_rate": ("CIN", "none"),
    "cpp_rate": ("CPP_rate", "none"),
    "cpp_repeat_ever_pct": ("PrevRegCPR", "low"),
    "cpp_ceased_2y_pct": ("CPPlans2yrs", "low"),
    "cla_rate": ("LAC", "none"),
    "cla_missing_pct": ("Children_missing", "none"),
    "cla_away_pct": ("Children_Away", "none"),
    "cla_ceased_adopted_pct": ("%_of LAC Adopted", "high"),
    "cl_19_21_suitable_accom_pct": ("CareLeaverAcc", "high"),
    "cl_19_21_eet_pct": ("CareLeaverEET", "high"),
}
# The list that reproduces ChAT's averages for Devon: inferred from the printed table, no published document.
_DEVON_2018: Final = Neighbours(
    "Devon, inferred from ChAT 2018",
    None,
    {"878": ("933", "893", "835", "884", "908", "916", "935", "865", "845", "926")},
)


@pytest.fixture(scope="module")
def lait(lait_folder: Path) -> Published:
    return read_published([lait_folder / "bds_long_0.parquet"], [name for name, _ in _MEASURES.values()])


@pytest.fixture(scope="module")
def expected() -> dict[str, dict[str, str]]:
    with (Path(__file__).parent / "devon_quartiles_2018.csv").open(newline="") as file:
        return {row["indicator_id"]: row for row in csv.DictReader(file)}


def published(
    lait: Published, indicator: str, until: int, la: str = "878", compat: bool = False
) -> PublishedFigures:
    measure, polarity = _MEASURES[indicator]
    against = Comparator(lait, until, la, (_DEVON_2018,), compat)
    nothing = Figure(None, None, None, "percent", 0)
    return compare(nothing, polarity, indicator, {"lait": measure}, against).published


@pytest.mark.parametrize("indicator", _MEASURES)
def test_devon_stands_where_the_quartiles_say(
    lait: Published, expected: dict[str, dict[str, str]], indicator: str
) -> None:
    row = expected[indicator]
    year = int(row["year_ending_march"])
    plain, compat = (published(lait, indicator, year, compat=compat) for compat in (False, True))
    assert plain.year == compat.year == year
    assert plain.la.value == float(row["published_la"])
    assert plain.of == int(row["authorities_with_a_value"])
    assert (plain.lower_quartile, plain.upper_quartile, plain.position) == (
        float(row["lower_quartile"]),
        float(row["upper_quartile"]),
        row["position"],
    )
    assert (compat.lower_quartile, compat.upper_quartile, compat.position) == (
        float(row["lower_quartile_missing_as_zero"]),
        float(row["upper_quartile_missing_as_zero"]),
        row["position_missing_as_zero"],
    )
    assert compat.position == row["printed_position"]


@pytest.mark.parametrize(
    ("indicator", "year", "used", "printed"),
    [
        ("rereferrals_12m_pct", 2018, 10, ("19", "21", "22")),
        # ChAT printed 78 for the neighbours: it seems to have rounded the members first
        ("assessments_45wd_pct", 2018, 10, ("77", "77", "83")),
        ("icpc_15wd_pct", 2018, 10, ("67", "80", "77")),
        ("cpp_repeat_ever_pct", 2018, 10, ("26", "22", "20")),
        ("cpp_ceased_2y_pct", 2018, 9, ("5", "3", "3")),
        ("cla_rate", 2017, 10, ("48", "54", "62")),
        ("cla_missing_pct", 2017, 10, ("13", "8", "10")),
        ("cla_away_pct", 2017, 4, ("7", "2", "5")),
        ("cla_ceased_adopted_pct", 2017, 10, ("14", "16", "14")),
        ("cl_19_21_suitable_accom_pct", 2017, 10, ("80", "84", "84")),
        ("cl_19_21_eet_pct", 2017, 10, ("42", "50", "50")),
    ],
)
def test_devon_neighbours_and_england_print_as_in_chat(
    lait: Published, indicator: str, year: int, used: int, printed: tuple[str, str, str]
) -> None:
    found = published(lait, indicator, year)
    assert (found.la.display, found.statistical_neighbours.display, found.england.display) == printed
    assert found.neighbours_used == used


def test_neighbour_means_are_not_rounded(lait: Published) -> None:
    assert published(lait, "assessments_45wd_pct", 2018).statistical_neighbours.value == pytest.approx(77.42)
    assert published(lait, "cla_away_pct", 2017).statistical_neighbours.value == 1.75


@pytest.mark.parametrize("la", ["835", "838", "201", "302"])  # Dorset before and after 2019, the City, Barnet
@pytest.mark.parametrize("year", [2018, 2021])
@pytest.mark.parametrize("indicator", ["rereferrals_12m_pct", "cla_rate", "icpc_15wd_pct"])
def test_a_slow_calculation_agrees(
    lait: Published, lait_folder: Path, la: str, year: int, indicator: str
) -> None:
    measure, polarity = _MEASURES[indicator]
    rows = _rows(lait_folder, measure, year)
    own = rows.get(la)
    values = list(rows.values())
    lower, _, upper = statistics.quantiles(values, n=4, method="inclusive")
    found = published(lait, indicator, year, la)
    assert found.year == year
    assert found.la.value == (None if own is None else float(own))
    assert (found.lower_quartile, found.upper_quartile) == (float(lower), float(upper))
    assert found.of == len(values)
    if own is None:
        assert (found.position, found.rank, found.la.display) == (None, None, "-")
        return
    assert found.la.display == str(own.quantize(Decimal(1), ROUND_HALF_UP))
    assert found.position == ("Lower" if own < lower else "Higher" if own > upper else "In range")
    better = [v for v in values if (v > own if polarity == "high" else v < own)]
    assert found.rank == (None if polarity == "none" else len(better) + 1)


def _rows(lait_folder: Path, measure: str, year: int) -> dict[str, Decimal]:
    """The figures of a year by plain loops; who existed is written out here once more."""
    gone_after = {"835": 2019, "836": 2019, "837": 2019, "928": 2021, "909": 2023}
    new_in = {"838": 2020, "839": 2020, "940": 2022, "941": 2022, "942": 2024, "943": 2024}
    frame = pl.read_parquet(lait_folder / "bds_long_0.parquet")
    found = {}
    for row in frame.filter(pl.col("Short Desc") == measure).iter_rows(named=True):
        code = str(int(row["LA Number"]))
        there = new_in.get(code, 0) <= year <= gone_after.get(code, 9999)
        if int(code) < 970 and there and row["Years"] == str(year) and re.match(r"\d", row["Values"]):
            found[code] = Decimal(str(round(float(row["Values"]), 6)))
    return found


def test_a_stray_figure_of_an_authority_that_is_gone_does_not_count(lait: Published) -> None:
    year = lait.latest(["CareLeaverEET"], None, 2020)
    assert year is not None
    assert year.entry("la", "835").exact is not None  # LAIT holds one for Dorset as it was before April 2019
    assert year.authority("835").exact is None
    assert len(year.values) <= 151
    assert all(isinstance(value, Fraction) for value in year.values)
