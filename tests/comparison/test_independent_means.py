"""England, region and neighbours from the store, against plain loops over DfE's own files, for three others.

Norfolk, Haringey, and Bournemouth, Christchurch and Poole, which was made of three authorities in 2019.
"""

from __future__ import annotations

import csv
import datetime as dt
from decimal import Decimal
from pathlib import Path

import fastexcel
import polars as pl
import pytest

from chatcalc.comparison.compare import Comparator, compare
from chatcalc.comparison.comparison import PublishedFigures
from chatcalc.comparison.groups import group_of
from chatcalc.indicators.results import Figure
from chatcalc.published.authorities import authorities
from chatcalc.published.equivalents import ees_figure, measure_names
from chatcalc.published.importing import Understood, files_in, understand
from chatcalc.published.store import Store
from chatcalc.specs.checks import lait_measures
from chatcalc.specs.loading import load_specs

_LAS = {"926": ("East of England", 985), "309": ("Inner London", 987), "839": ("South West", 990)}
# Where a plain loop finds the figure: a measure of LAIT; or a file, its column, and texts that the row holds
_REFERRALS = ("c1_children_in_need_referrals_and_rereferrals_2013_to_2024.csv", "Re_referrals_percent")
_REVIEWS = ("d6_cpps_reviewed_within_timescales_2013_to_2024.csv", "Reviewed_within_timescales_percent")
_ACTIVITY = (
    *("la_care_leavers_activity.csv", "percentage"),
    *("Aged 19 to 21", "Total in education, employment or training"),
)
_CEASED = ("la_children_who_ceased_during_the_year.csv", "percentage", "Reason episode ceased", "Adopted")
_RATE = (
    "cla_number_and_rate_per_10k_children.csv",
    "rate_per_10000",
    "Children looked after at 31 March each year",
)
_CASES = [
    ("rereferrals_12m_pct", 2024, "sn_april_2021", _REFERRALS),
    ("cpp_reviews_timely_pct", 2024, "sn_april_2021", _REVIEWS),
    ("cl_19_21_eet_pct", 2024, "sn_april_2021", _ACTIVITY),
    ("cla_ceased_adopted_pct", 2024, "sn_april_2021", _CEASED),
    ("cla_rate", 2024, "sn_april_2021", _RATE),
    ("assessments_45wd_pct", 2024, "sn_april_2021", ("Continue_Assess_Comp",)),  # in EES only bands
    ("assessments_45wd_pct", 2025, "sn_may_2025", ("Continue_Assess_Comp",)),
    ("cla_long_term_stability_pct", 2025, "sn_may_2025", ("LAC_LongStable%",)),
    # A year before the editions that are there is read from the newest
    ("rereferrals_12m_pct", 2021, "sn_april_2021", ("ReReferral",)),
    ("cla_long_term_stability_pct", 2018, "sn_april_2021", ("LAC_LongStable%",)),
]
_GONE = {"835": 2019, "836": 2019, "837": 2019, "928": 2021, "909": 2023}
_NEW = {"838": 2020, "839": 2020, "940": 2022, "941": 2022, "942": 2024, "943": 2024}


@pytest.fixture(scope="module")
def folder(reference_data: Path) -> Path:
    folder = reference_data / "published"
    if not (folder / "ees").is_dir():
        pytest.skip(f"no published/ees in {reference_data.name}")
    return folder


@pytest.fixture(scope="module")
def store(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Store:
    store = Store(tmp_path_factory.mktemp("independent") / "store.parquet")
    for path in files_in([folder]):
        found = understand(path, lait_measures())
        if isinstance(found, Understood):
            store.add(found, dt.date(2025, 11, 20))
    store.save()
    return Store(store.path)


def from_store(store: Store, indicator: str, la: str, until: int) -> PublishedFigures:
    published = load_specs().indicators[indicator].spec.published
    held = store.published(measure_names(published).values(), [ees_figure(published["ees"])], until)
    against = Comparator(held, until, la, store.neighbours(), group=group_of([_LAS[la][0]], {}))
    nothing = Figure(None, None, None, "percent", 1)
    return compare(nothing, "high", indicator, measure_names(published), against).published


def plain(folder: Path, source: tuple[str, ...], year: int) -> dict[str, Decimal]:
    """The figures of a year by authority, region and England, by plain loops."""
    return _plain_lait(folder, source[0], year) if len(source) == 1 else _plain_ees(folder, source, year)


def _plain_ees(folder: Path, source: tuple[str, ...], year: int) -> dict[str, Decimal]:
    name, column, *texts = source
    found = {}
    with (folder / "ees" / name).open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if row["time_period"] == str(year) and set(texts) <= set(row.values()):
                area = row["old_la_code"] or row["region_name"] or "England"
                if row[column].replace(".", "").isdigit():
                    found[area] = Decimal(row[column])
    return found


def _plain_lait(folder: Path, measure: str, year: int) -> dict[str, Decimal]:
    names = {number: name for name, number in _LAS.values()} | {970: "England"}
    frame = pl.read_parquet(folder / "lait" / "bds_long_0.parquet")
    found = {}
    for row in frame.filter(pl.col("Short Desc") == measure).iter_rows(named=True):
        if row["Years"] == str(year) and row["Values"] != "-":
            code = int(row["LA Number"])
            found[names.get(code, str(code))] = Decimal(str(round(float(row["Values"]), 6)))
    return found


def neighbours_of(folder: Path, name: str, la: str) -> list[str]:
    sheet = fastexcel.read_excel(folder / "lait" / f"{name}.xlsx").load_sheet(
        "LA SN Groups", header_row=None, dtypes="string"
    )
    for row in sheet.to_polars().rows():
        if (row[0] or "").removesuffix(".0") == la:
            codes = [cell.removesuffix(".0") for cell in row[1:] if cell]
            return [code for code in codes if code.isdigit() and len(code) == 3]
    raise AssertionError(la)


def exists(code: str, year: int) -> bool:
    return _NEW.get(code, 0) <= year <= _GONE.get(code, 9999)


def mean(figures: dict[str, Decimal], codes: list[str], la: str, year: int) -> tuple[float | None, int]:
    there = [figures[code] for code in codes if code in figures and code != la and exists(code, year)]
    return (float(sum(there) / len(there)) if there else None), len(there)


@pytest.mark.parametrize("la", _LAS)
@pytest.mark.parametrize("case", _CASES, ids=lambda case: f"{case[0]}-{case[1]}")
def test_means_are_those_of_a_plain_loop(
    folder: Path, store: Store, la: str, case: tuple[str, int, str, tuple[str, ...]]
) -> None:
    indicator, year, listed, source = case
    figures = plain(folder, source, year)
    found = from_store(store, indicator, la, year)
    assert (found.year, found.edition) == (year, 2025 if len(source) == 1 else 2024)
    there = la in figures and exists(la, year)
    assert found.la.value == (float(figures[la]) if there else None)
    assert found.england.value == float(figures["England"])
    region, _ = _LAS[la]
    assert (found.region_name, found.region.value) == (region, float(figures[region]))
    expected, used = mean(figures, neighbours_of(folder, listed, la), la, year)
    assert (found.neighbours_list, found.neighbours_used) == (listed, used)
    assert found.statistical_neighbours.value == pytest.approx(expected)
    inside = [code for code, each in authorities().items() if each.region == region]
    expected, used = mean(figures, inside, la, year)
    assert (found.group_name, found.group_used) == (region, used)
    assert found.group.value == pytest.approx(expected)


def test_the_reorganised_authority_has_no_figure_before_it_was_made(store: Store) -> None:
    found = from_store(store, "cla_long_term_stability_pct", "839", 2018)
    assert found.la.value is None
    assert found.position is None
    assert found.statistical_neighbours.value is not None
