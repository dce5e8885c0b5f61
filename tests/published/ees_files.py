"""Small made-up files in the shapes of Explore Education Statistics; no figure here is a published one."""

from __future__ import annotations

from pathlib import Path

_PLACE = (
    "time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,"
    "old_la_code,new_la_code,la_name"
)
DEVON = "Local authority,E92000001,England,E12000009,South West,878,E10000008,Devon"
PLYMOUTH = "Local authority,E92000001,England,E12000009,South West,879,E06000026,Plymouth"
CITY = "Local authority,E92000001,England,E13000001,Inner London,201,E09000001,City of London"
SOUTH_WEST = "Regional,E92000001,England,E12000009,South West,,,"
LONDON_INNER = "Regional,E92000001,England,E13000001,Inner London,,,"
ENGLAND = "National,E92000001,England,,,,,"


def row(place: str, *cells: object, year: str = "2024", of: str = "Reporting year") -> str:
    return ",".join([year, of, place, *map(str, cells)])


def table(folder: Path, name: str, headings: str, *rows: str, bom: bool = False) -> Path:
    path = folder / name
    text = "\n".join([f"{_PLACE},{headings}", *rows]) + "\n"
    path.write_text(text, encoding="utf-8-sig" if bom else "utf-8")
    return path


def referrals(folder: Path, name: str = "c1_2013_to_2024.csv", year: str = "2024", rate: bool = True) -> Path:
    """A column for each measure; the newer edition has other headings and no rates."""
    what = "Referrals and Re-referrals"
    if rate:
        headings = "category,Referrals,Referrals_rate,Re_referrals,Re_referrals_percent"
        rows = [row(DEVON, what, 1000, 66.7, 123, 12.3), row(ENGLAND, what, 60000, 50.5, 9000, 15)]
    else:
        headings = "category,referral_count,rereferral_count,rereferral_percent"
        rows = [row(DEVON, what, 1001, 124, 12.4, year=year), row(ENGLAND, what, 60010, 9010, 15, year=year)]
        rows += [row(DEVON, what, 1001, 124, 12.4), row(ENGLAND, what, 60010, 9010, 15)]
    return table(folder, name, headings, *rows)


def populations(folder: Path, mid_year: str = "2023", devon: int = 150_000) -> Path:
    ages = "Children aged 0 to 17 years"
    rows = [row(DEVON, ages, devon, year=mid_year), row(PLYMOUTH, ages, "x", year=mid_year)]
    rows += [row(CITY, ages, 1500, year=mid_year)]
    name = f"ons_mid-year_population_estimates_2012_to_{mid_year}.csv"
    return table(folder, name, "age_group,population_estimate", *rows)
