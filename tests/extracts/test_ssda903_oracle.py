"""The reader and what is derived from it, against figures worked out by independent loops."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest

from chatcalc.extracts import ssda903
from chatcalc.extracts.extract import Extract
from chatcalc.tables.calendar import working_days
from chatcalc.tables.dates import add_months, age_on

ORACLE = Path(__file__).parents[1] / "oracle"
FIRST, LAST = dt.date(2023, 4, 1), dt.date(2024, 3, 31)
DAY = pl.lit(LAST)


@pytest.fixture(scope="module")
def extract() -> Extract:
    return ssda903.read(sorted((ORACLE / "input" / "ssda903").glob("*/*.csv")))


@pytest.fixture(scope="module")
def looked_after(extract: Extract) -> pl.DataFrame:
    return extract.table("periods_of_care").filter(open_on_last_day())


def open_on_last_day() -> pl.Expr:
    ended = pl.col("end_date") <= LAST
    return (pl.col("start_date") <= LAST) & ended.not_().fill_null(True)


def overlaps_the_year() -> pl.Expr:
    return (pl.col("start_date") <= LAST) & (pl.col("end_date").is_null() | (pl.col("end_date") > FIRST))


def cases(name: str) -> pl.DataFrame:
    path = ORACLE / "headline" / f"children_{name}_ssda903.csv"
    return pl.read_csv(path, schema_overrides={"child_id": pl.String}, try_parse_dates=True)


def children(frame: pl.DataFrame) -> int:
    return frame["child_id"].n_unique()


def test_the_returns_are_known_by_their_dates(extract: Extract) -> None:
    assert extract.last_day == LAST
    assert extract.known_from["care_episodes"] == extract.known_from["placements"] == dt.date(2012, 4, 1)
    assert extract.known_from["care_reviews"] == extract.known_from["missing_episodes"] == dt.date(2022, 4, 1)


def test_children_looked_after_starting_and_ceasing(extract: Extract, looked_after: pl.DataFrame) -> None:
    care = extract.table("periods_of_care")
    assert children(looked_after) == looked_after.height == 1350
    assert children(care.filter(pl.col("start_date").is_between(FIRST, LAST))) == 429
    assert children(care.filter(pl.col("end_date").is_between(FIRST, LAST))) == 473


def test_children_looked_after_at_month_ends(extract: Extract) -> None:
    trend = pl.read_csv(ORACLE / "headline" / "trend.csv", infer_schema=False)
    trend = trend.filter(pl.col("indicator_id") == "cla_rate")
    care = extract.table("periods_of_care")
    end = pl.col("end_date").is_null() | (pl.col("end_date") > pl.col("day"))
    days = trend.select(day=pl.nth(3).str.to_date("%Y-%m-%d"), expected=pl.nth(4).cast(pl.Int64))
    counted = days.join(care, how="cross").filter((pl.col("start_date") <= pl.col("day")) & end)
    counted = counted.group_by("day").agg(pl.col("child_id").n_unique().cast(pl.Int64).alias("counted"))
    both = days.join(counted, on="day")
    assert both.height == 12
    assert both["expected"].to_list() == both["counted"].to_list()


def test_unaccompanied_children(extract: Extract, looked_after: pl.DataFrame) -> None:
    """Without a DUC the eighteenth birthday ends it: one child turned eighteen on the snapshot."""
    uasc = extract.table("children").filter("uasc").select("child_id", "date_of_birth", "uasc_ceased_date")
    on = pl.col("uasc_ceased_date").is_null() & (age_on(pl.col("date_of_birth"), DAY) < 18)
    here = looked_after.join(uasc, on="child_id")
    assert children(here.filter(on | (pl.col("uasc_ceased_date") > LAST))) == 35
    starts = extract.table("periods_of_care").filter(pl.col("start_date").is_between(FIRST, LAST))
    first = (
        starts.sort("start_date")
        .unique("child_id", keep="first", maintain_order=True)
        .join(uasc, on="child_id")
    )
    assert children(first.filter(on | (pl.col("uasc_ceased_date") > pl.col("start_date")))) == 18


@pytest.mark.parametrize(
    ("types", "expected"),
    [
        (["U1", "U2", "U3", "U4", "U5", "U6"], 975),
        (["A3", "A4", "A5", "A6"], 11),
        (["P1"], 41),
        (["K1"], 17),
        (["K2"], 76),
        (["H5"], 22),
        (["T0", "T1", "T2", "T3", "T4"], 1),
        (["Z1"], 46),
    ],
)
def test_placement_types(extract: Extract, types: list[str], expected: int) -> None:
    episodes = extract.table("care_episodes").filter(
        open_on_last_day() & ~pl.col("legal_status").is_in(["V3", "V4"])
    )
    assert children(episodes.filter(pl.col("placement_type").is_in(types))) == expected


def test_three_or_more_placements_child_by_child(extract: Extract, looked_after: pl.DataFrame) -> None:
    counted = (
        extract.table("placements")
        .filter(overlaps_the_year())
        .join(looked_after, on="child_id", how="semi")
        .group_by("child_id")
        .agg(pl.len().cast(pl.Int64).alias("counted"))
    )
    expected = cases("cla_3plus_placements_pct")
    both = expected.join(counted, on="child_id", how="left").with_columns(pl.col("counted").fill_null(0))
    assert both.height == 1350
    assert both.filter(pl.col("placements") != pl.col("counted")).is_empty()
    assert both.filter(pl.col("counted") >= 3).height == 342


def test_long_term_stability_child_by_child(extract: Extract, looked_after: pl.DataFrame) -> None:
    cohort = (
        looked_after.join(extract.table("children").select("child_id", "date_of_birth"), on="child_id")
        .filter(~pl.col("began_as_short_breaks") & (age_on(pl.col("date_of_birth"), DAY) < 16))
        .filter(pl.col("start_date") <= add_months(DAY, -30))
    )
    current = extract.table("placements").filter(open_on_last_day())
    stays = cohort.select("child_id").join(current, on="child_id", how="left")
    limit = add_months(DAY, -24)
    together = (pl.col("placed_for_adoption_date") <= LAST) & (
        pl.col("previous_stability_start_date") <= limit
    )
    stays = stays.with_columns(stable=((pl.col("stability_start_date") <= limit) | together).fill_null(False))
    both = cases("cla_long_term_stability_pct").join(stays, on="child_id", how="full", coalesce=True)
    assert both.height == 585
    assert both.filter(pl.col("in_numerator").cast(pl.Boolean).ne_missing(pl.col("stable"))).is_empty()
    assert both.filter(pl.col("current_spell_start").ne_missing(pl.col("stability_start_date"))).is_empty()
    before = pl.col("previous_spell_start").ne_missing(pl.col("previous_stability_start_date"))
    assert both.filter(before).is_empty()
    assert both["stable"].sum() == 174


@pytest.mark.parametrize(("kind", "expected"), [("M", 187), ("A", 87)])
def test_missing_and_away(extract: Extract, kind: str, expected: int) -> None:
    care = extract.table("periods_of_care").filter(
        (pl.col("start_date") <= LAST) & (pl.col("end_date").is_null() | (pl.col("end_date") >= FIRST))
    )
    absent = extract.table("missing_episodes").filter(
        (pl.col("kind") == kind)
        & (pl.col("start_date") <= LAST)
        & (pl.col("end_date").is_null() | (pl.col("end_date") >= FIRST))
    )
    pairs = care.join(absent, on="child_id", suffix="_absent").filter(
        (pl.col("start_date_absent") <= pl.col("end_date").fill_null(dt.date.max))
        & (pl.col("end_date_absent").fill_null(dt.date.max) >= pl.col("start_date"))
    )
    assert (children(pairs), children(care)) == (expected, 1781)


def test_three_or_more_social_workers(extract: Extract, looked_after: pl.DataFrame) -> None:
    workers = extract.table("social_worker_episodes").join(looked_after, on="child_id", how="semi")
    counted = workers.filter(overlaps_the_year()).group_by("child_id").agg(pl.col("worker").n_unique())
    assert (counted.filter(pl.col("worker") >= 3).height, children(workers)) == (172, 1328)


def test_reviews_in_time(extract: Extract, looked_after: pl.DataFrame) -> None:
    known = pl.lit(extract.known_from["care_reviews"])
    reviews = extract.table("care_reviews").filter(pl.col("review_date") <= LAST)
    start, number = pl.col("period_of_care_start"), pl.col("review_number")
    gap = (pl.col("review_date") - pl.col("previous_review_date")).dt.total_days()
    old = start < known
    in_time = (
        pl.when(number == 1)
        .then(old | (working_days(start, pl.col("review_date")) <= 20))
        .when((number == 2) & ~old)
        .then(gap <= 91)
        .otherwise(gap <= 183)
    )
    of_child = reviews.group_by("child_id", "period_of_care_start").agg(
        in_time.all().alias("in_time"), pl.col("review_date").max().alias("last"), number.max().alias("held")
    )
    care = looked_after.filter(working_days(pl.col("start_date"), DAY) >= 20).join(
        of_child,
        left_on=["child_id", "start_date"],
        right_on=["child_id", "period_of_care_start"],
        how="left",
    )
    since = (DAY - pl.col("last")).dt.total_days()
    one_only = (pl.col("held") == 1) & (pl.col("start_date") >= known)
    none_due = working_days(pl.col("start_date"), DAY) <= 20
    now = (
        pl.when(pl.col("held").is_null())
        .then(none_due)
        .when(one_only)
        .then(since <= 91)
        .otherwise(since <= 183)
    )
    timely = care.filter(pl.col("in_time").fill_null(True) & now)
    assert (timely.height, care.height) == (847, 1348)


def test_remaining_looked_after_to_eighteen(extract: Extract) -> None:
    ends = (
        extract.table("periods_of_care")
        .filter(pl.col("end_date").is_between(FIRST, LAST))
        .sort("end_date")
        .unique("child_id", keep="last", maintain_order=True)
        .join(extract.table("children").select("child_id", "date_of_birth"), on="child_id")
        .with_columns(age=age_on(pl.col("date_of_birth"), pl.col("end_date")))
        .filter(pl.col("age") >= 16)
    )
    assert (ends.filter(pl.col("age") >= 18).height, ends.height) == (6, 64)


@pytest.mark.parametrize(
    ("reasons", "expected"),
    [
        (["E11", "E12"], 36),
        (["E43", "E44", "E45", "E46", "E47", "E48"], 77),
        (["E4A"], 56),
        (["E4B"], 32),
        (["E41"], 16),
    ],
)
def test_reasons_of_the_last_end(extract: Extract, reasons: list[str], expected: int) -> None:
    ends = extract.table("periods_of_care").filter(pl.col("end_date").is_between(FIRST, LAST))
    last = ends.sort("end_date").unique("child_id", keep="last", maintain_order=True)
    assert last.filter(pl.col("reason_ceased").is_in(reasons)).height == expected


def test_adoption_timeliness(extract: Extract) -> None:
    adopted = extract.table("adoptions").filter(pl.col("order_date").is_between(dt.date(2021, 4, 1), LAST))
    placed = adopted.drop_nulls("placed_date")
    until_family = pl.coalesce("entered_foster_family_date", "placed_date")
    a1 = placed.select((pl.col("placed_date") - pl.col("entered_care_date")).dt.total_days().sum()).item()
    a10 = placed.select((until_family - pl.col("entered_care_date")).dt.total_days().sum()).item()
    assert (adopted.height, placed.height, a1, a10) == (53, 7, 3632, 2535)
    matched = adopted.drop_nulls(["match_date", "placement_order_date"])
    wait = (pl.col("match_date") - pl.col("placement_order_date")).dt.total_days().clip(lower_bound=0)
    assert (matched.height, matched.select(wait.sum()).item()) == (4, 993)


def test_placement_orders_and_placed_for_adoption(extract: Extract) -> None:
    episodes = extract.table("care_episodes").filter(open_on_last_day())
    assert children(episodes.filter(pl.col("legal_status") == "E1")) == 57
    assert children(episodes.filter(pl.col("placement_type").is_in(["A3", "A4", "A5", "A6"]))) == 11


def test_care_leavers(extract: Extract) -> None:
    """Birthdays in the year, DIED and RHOM left out, and one who was looked after for less than 13 weeks."""
    lengths = (
        extract.table("periods_of_care")
        .group_by("child_id")
        .agg(days=(pl.col("end_date") - pl.col("start_date")).dt.total_days().sum())
    )
    leavers = (
        extract.table("care_leavers")
        .filter((pl.col("year_end") == LAST) & ~pl.col("in_touch").is_in(["DIED", "RHOM"]))
        .join(extract.table("children").select("child_id", "date_of_birth"), on="child_id")
        .with_columns(age=age_on(pl.col("date_of_birth"), DAY))
        .filter(pl.col("age").is_between(19, 21))
        .join(lengths.filter(pl.col("days") < 91), on="child_id", how="anti")
    )
    assert leavers.height == 188
    eet = ["F1", "P1", "F2", "P2", "F3", "P3", "F4", "P4", "F5", "P5"]
    assert leavers.filter(pl.col("activity").is_in(eet)).height == 113
    assert leavers.filter(pl.col("activity").is_in(["G4", "G5", "G6"])).height == 61
    assert leavers.filter(pl.col("in_touch") == "YES").height == 139
    settled = leavers.filter(~pl.col("accommodation").is_in(["G", "H", "R"]).fill_null(False))
    assert (settled.filter("accommodation_suitable").height, settled.height) == (95, 179)


def test_staying_put(extract: Extract) -> None:
    born = extract.table("children").select("child_id", "date_of_birth")
    left_at_eighteen = (
        extract.table("periods_of_care")
        .join(born, on="child_id")
        .filter(pl.col("end_date") == add_months(pl.col("date_of_birth"), 12 * 18))
        .filter(pl.col("placement_type").str.starts_with("U"))
        .filter(age_on(pl.col("date_of_birth"), DAY).is_between(18, 20))
    )
    leavers = extract.table("care_leavers").filter(pl.col("year_end") == LAST)
    both = left_at_eighteen.join(leavers, on="child_id", how="left").filter(
        pl.col("in_touch").is_in(["DIED", "RHOM"]).not_().fill_null(True)
    )
    assert (both.filter(pl.col("accommodation") == "Z").height, both.height) == (2, 5)


def test_dental_checks_child_by_child(extract: Extract, looked_after: pl.DataFrame) -> None:
    breaks = extract.table("care_episodes").filter(
        pl.col("legal_status").is_in(["V3", "V4"]) & overlaps_the_year()
    )
    cohort = looked_after.filter(pl.col("start_date") <= FIRST).join(breaks, on="child_id", how="anti")
    outcomes = extract.table("annual_outcomes").filter(pl.col("year_end") == LAST)
    both = cohort.join(outcomes, on="child_id", how="left")
    assert (both.filter("teeth_check").height, both.height) == (726, 974)
    expected = cases("cla_dental_pct").filter(pl.col("in_numerator") == 1)["child_id"]
    assert sorted(both.filter("teeth_check")["child_id"]) == sorted(expected)
