"""LAIT and Explore Education Statistics say the same of every authority and year, or it is known why not.

`agreement.csv` holds how often, for every indicator that both publish, by the edition of the EES file:

- `same` and `other`: authorities and years of which both have a figure, equal or not. In the edition of the
  LAIT file's own year all are equal. In the one before it, rates differ where the population was estimated
  anew (`by_population` counts those that are equal by the newer estimate), others where DfE revised a year.
  Eleven figures of 2016 and 2017 differ for neither reason: `agreement_special_requests.csv` holds each, the
  cases `within` the time and `of` how many by the table, and how many `cases_more` LAIT must have counted
  within. LAIT has these two measures by a special request to DfE and not from the table; the totals are the
  same, and no rounding explains the difference. Why DfE counted those cases apart is not published.
- `only_lait`: LAIT has a figure, and one of the columns it is calculated from is suppressed in EES.
- `only_ees`: LAIT prints `-`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import polars as pl
import pytest

from chatcalc.published.authorities import existed
from chatcalc.published.ees import CHILDREN_0_17, read_ees
from chatcalc.published.equivalents import EesFigure, ees_figure, equivalents_of, with_calculated
from chatcalc.published.lait import read_lait
from chatcalc.specs.loading import load_specs

_COUNTS = Path(__file__).with_name("agreement.csv")
_ASKED_FOR = Path(__file__).with_name("agreement_special_requests.csv")
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
    named = equivalents_of(load_specs().indicators.values())
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
    asked = {row["indicator_id"] for row in special_requests()}
    for id_, (measure, figure) in both_published().items():
        joined = beside(before, lait, measure, figure)
        differing = joined.filter((pl.col("value") - pl.col("lait")).abs() > 1e-9)
        assert differing.height <= 0.25 * joined.height, id_
        assert id_ in asked or differing.filter(pl.col("year") < 2020).is_empty(), id_


def test_eleven_figures_of_2016_and_2017_were_asked_for_and_are_a_few_cases_off(
    ees: pl.DataFrame, lait: pl.DataFrame
) -> None:
    """Of two measures LAIT's dictionary gives no table as the source, but a special request to DfE."""
    before = ees.filter(pl.col("edition") < int(_CURRENT))
    found = []
    for id_ in ("assessments_45wd_pct", "icpc_15wd_pct"):
        measure, figure = both_published()[id_]
        joined = beside(before, lait, measure, figure)
        old = joined.filter((pl.col("year") < 2020) & ((pl.col("value") - pl.col("lait")).abs() > 1e-9))
        for year, la, ours, theirs in old.select("year", "la_code", "value", "lait").sort(pl.all()).rows():
            counts = before.filter(year=year, la_code=la)
            within = sum(counts.filter(measure=each)["value"].item() for each in figure.numerator)
            whole = counts.filter(measure=figure.denominator or "")["value"].item()
            found.append((id_, year, la, int(within), int(whole), ours, theirs))
    assert found == [
        (row["indicator_id"], int(row["year"]), row["la_code"], int(row["within"]), int(row["of"]),
         float(row["ees"]), float(row["lait"]))
        for row in special_requests()
    ]  # fmt: skip


def test_the_dictionary_gives_a_special_request_as_their_source(lait_folder: Path) -> None:
    with (lait_folder / "lait_data_dictionary.csv").open(encoding="utf-8-sig", newline="") as file:
        sources = {row["Measure_short"]: row["Table_status"] for row in csv.DictReader(file)}
    for row in special_requests():
        assert sources[both_published()[row["indicator_id"]][0]] == "Special Request"
    assert sources[both_published()["icpc_rate"][0]].startswith("c4_children_in_need_section_47s_and_icpcs")


def test_no_rounding_explains_them_and_a_few_cases_in_another_band_do() -> None:
    for row in special_requests():
        within, whole, cases = (int(row[name]) for name in ("within", "of", "cases_more"))
        exactly = Decimal(100 * within) / whole
        assert abs(exactly - Decimal(row["lait"])) > Decimal("0.05"), row
        moved = Decimal(100 * (within + cases)) / whole
        assert moved.quantize(Decimal("0.1"), ROUND_HALF_UP) == Decimal(row["lait"]), row
        assert 0 < abs(cases) <= 4


def test_their_totals_are_those_of_the_table(ees: pl.DataFrame, lait_folder: Path) -> None:
    """LAIT's rate of conferences, which is of the table, counts as many as the bands add up to or more."""
    counts = ees.filter((pl.col("measure") != CHILDREN_0_17) & (pl.col("edition") < int(_CURRENT)))
    people = ees.filter((pl.col("measure") == CHILDREN_0_17) & (pl.col("edition") == int(_CURRENT)))
    measure, figure = both_published()["icpc_rate"]
    rates = read_lait(lait_folder / "bds_long_0.parquet", [measure])
    joined = beside(pl.concat([counts, people]), rates, measure, replace(figure, column=None))
    for row in special_requests():
        if row["indicator_id"] == "icpc_15wd_pct" and row["la_code"] != "835":  # no estimate of old Dorset
            ours, theirs = joined.filter(year=int(row["year"]), la_code=row["la_code"])["value", "lait"].row(
                0
            )
            assert ours == pytest.approx(theirs), row


def special_requests() -> list[dict[str, str]]:
    with _ASKED_FOR.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
