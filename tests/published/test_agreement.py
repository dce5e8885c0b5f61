"""LAIT and Explore Education Statistics say the same of every authority and year, or it is known why not.

`agreement.csv` holds how often, for every indicator that both publish, by the edition of the EES file:

- `same` and `other`: authorities and years of which both have a figure, equal or not. In the edition of the
  LAIT file's own year all are equal. In the one before it, rates differ where the population was estimated
  anew (`by_population` counts those that are equal by the newer estimate), others where DfE revised a year.
- `only_lait`: LAIT has a figure, and one of the columns it is calculated from is suppressed in EES.
- `only_ees`: LAIT prints `-`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from chatcalc.published.authorities import existed
from chatcalc.published.ees import CHILDREN_0_17, read_ees
from chatcalc.published.equivalents import EesFigure, ees_figure, with_calculated
from chatcalc.published.lait import read_lait
from chatcalc.specs.loading import load_specs

_COUNTS = Path(__file__).with_name("agreement.csv")
_CURRENT = "2025"  # the edition of the LAIT file


@pytest.fixture(scope="module")
def ees(reference_data: Path) -> pl.DataFrame:
    folder = reference_data / "published"
    files = sorted([*folder.glob("ees/*.csv"), *folder.glob("ees_2025/*.csv")])
    if not files:
        pytest.skip(f"no published/ees in {reference_data.name}")
    return pl.concat(read_ees(path).frame for path in files)


@pytest.fixture(scope="module")
def lait(lait_folder: Path) -> pl.DataFrame:
    return read_lait(lait_folder / "bds_long_0.parquet", [name for name, _ in both_published().values()])


def both_published() -> Mapping[str, tuple[str, EesFigure]]:
    """What LAIT and EES call an indicator or part, of those that both publish."""
    named = {}
    for id_, indicator in load_specs().indicators.items():
        named[id_] = indicator.spec.published
        named |= {f"{id_}|{part}": each.published or {} for part, each in indicator.spec.parts.items()}
    return {id_: (each["lait"], ees_figure(each["ees"])) for id_, each in named.items() if len(each) == 2}


def beside(ees: pl.DataFrame, lait: pl.DataFrame, measure: str, figure: EesFigure) -> pl.DataFrame:
    """Both figures of every authority, in the years it existed."""
    theirs = lait.filter(measure=measure, level="la").select("year", "la_code", lait="value")
    ours = with_calculated(ees, [figure]).filter(measure=figure.name, level="la")
    joined = ours.join(theirs, on=["year", "la_code"])
    there = [existed(la, year) for la, year in joined.select("la_code", "year").rows()]
    return joined.filter(pl.Series(there))


def counted(joined: pl.DataFrame) -> Mapping[str, int]:
    ours, theirs = pl.col("value"), pl.col("lait")
    same = (ours - theirs).abs() < 1e-9
    return joined.select(
        same=same.sum(),
        other=(~same).sum(),
        only_lait=(ours.is_null() & theirs.is_not_null()).sum(),
        only_ees=(theirs.is_null() & ours.is_not_null()).sum(),
    ).row(0, named=True)


def by_population(ees: pl.DataFrame, lait: pl.DataFrame, measure: str, figure: EesFigure) -> int:
    """How many rates of the older edition are LAIT's by the newer estimate of the population."""
    newer = pl.col("edition") == int(_CURRENT)
    populations = ees.filter((pl.col("measure") == CHILDREN_0_17) & newer)
    counts = ees.filter((pl.col("measure") != CHILDREN_0_17) & ~newer)
    anew = beside(pl.concat([counts, populations]), lait, measure, replace(figure, column=None))
    return counted(anew)["same"]


def agreement(ees: pl.DataFrame, lait: pl.DataFrame) -> Iterator[dict[str, str]]:
    for id_, (measure, figure) in both_published().items():
        joined = beside(ees, lait, measure, figure)
        for (edition,), rows in sorted(joined.group_by("edition")):
            is_rate = figure.denominator == CHILDREN_0_17 and str(edition) != _CURRENT
            anew = by_population(ees, lait, measure, figure) if is_rate else ""
            counts = {"indicator_id": id_, "edition": edition, **counted(rows), "by_population": anew}
            yield {key: str(value) for key, value in counts.items()}


def expected() -> list[dict[str, str]]:
    with _COUNTS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_how_often_they_agree(ees: pl.DataFrame, lait: pl.DataFrame) -> None:
    assert list(agreement(ees, lait)) == expected()


def test_in_the_edition_of_one_year_they_always_agree() -> None:
    current = [row for row in expected() if row["edition"] == _CURRENT]
    assert len(current) == 14
    assert all(int(row["other"]) == int(row["only_lait"]) == 0 for row in current)
    assert sum(int(row["same"]) for row in current) == 15_926


def test_rates_of_the_edition_before_agree_by_the_newer_estimate() -> None:
    rates = [row for row in expected() if row["by_population"]]
    assert len(rates) == 6
    assert all(int(row["by_population"]) == int(row["same"]) + int(row["other"]) for row in rates)


def test_what_differs_in_the_edition_before_is_of_revised_years(
    ees: pl.DataFrame, lait: pl.DataFrame
) -> None:
    before = ees.filter(pl.col("edition") < int(_CURRENT))
    for id_, (measure, figure) in both_published().items():
        joined = beside(before, lait, measure, figure)
        differing = joined.filter((pl.col("value") - pl.col("lait")).abs() > 1e-9)
        old = differing.filter(pl.col("year") < 2020)
        # Bands of working days of the first years, which add up to a little more or less than was printed
        assert old.height == {"assessments_45wd_pct": 3, "icpc_15wd_pct": 8}.get(id_, 0), id_
        assert all(abs(ours - theirs) < 0.8 for ours, theirs in old.select("value", "lait").rows())
        assert differing.height <= 0.25 * joined.height, id_
