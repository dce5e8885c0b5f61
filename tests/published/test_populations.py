"""Which mid-year estimate a rate uses (convention C13, clarification 25)."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest

from chatcalc.indicators.populations import estimate_on
from chatcalc.published.ees import read_ees
from chatcalc.published.populations import estimates
from published.ees_files import populations


@pytest.fixture
def frame(tmp_path: Path) -> pl.DataFrame:
    """Mid-2022 and mid-2023 by the edition of their time, and mid-2023 revised in the next."""
    first = read_ees(populations(tmp_path, "2022", 100)).frame
    second = read_ees(populations(tmp_path, "2023", 200)).frame
    third = read_ees(populations(tmp_path, "2024", 300)).frame
    revised = second.filter(la_code="878").with_columns(
        value=pl.lit(201.0), edition=pl.lit(2025, dtype=pl.Int32), file=pl.lit("new")
    )
    return pl.concat([third, revised, first, second])


@pytest.mark.parametrize(
    ("as_at", "until", "expected"),
    [
        (dt.date(2024, 3, 31), 2024, (200, 2023, 2024)),  # the year ending 31 March 2024 uses June 2023
        (dt.date(2024, 12, 31), 2024, (200, 2023, 2024)),  # in the year: the one behind the published figures
        (dt.date(2025, 3, 31), 2025, (300, 2024, 2025)),
        (dt.date(2024, 3, 30), 2023, (100, 2022, 2023)),
        (dt.date(2024, 3, 31), 2025, (201, 2023, 2025)),  # compared with a later edition: as revised there
        (dt.date(2027, 3, 31), 2027, (300, 2024, 2025)),  # none of that June yet: the newest before
    ],
)
def test_the_june_before_the_year_ends(
    frame: pl.DataFrame, as_at: dt.date, until: int, expected: tuple[int, int, int]
) -> None:
    found = estimate_on(estimates(frame, as_at, until)["878"], as_at)
    assert found is not None
    assert (found.count, found.mid_year, found.edition) == expected


def test_the_source_names_the_june_and_the_vintage(frame: pl.DataFrame) -> None:
    assert estimates(frame, dt.date(2024, 3, 31), 2024)["878"][-1].source == (
        "children aged 0 to 17: 200 by the mid-2023 estimate of the Office for National Statistics, "
        "as used in the statistics of 2024"
    )


def test_an_authority_without_an_estimate_has_none(frame: pl.DataFrame) -> None:
    assert "879" not in estimates(frame, dt.date(2024, 3, 31), 2024)
    assert not estimates(frame, dt.date(2020, 3, 31), 2020)


@pytest.mark.parametrize(
    ("day", "count"),
    [
        (dt.date(2024, 3, 30), 100),  # the year had not ended: still the one behind the figures of 2023
        (dt.date(2024, 3, 31), 200),
        (dt.date(2025, 3, 30), 200),
        (dt.date(2025, 3, 31), 300),
        (dt.date(2023, 3, 30), 100),  # none of that June: the oldest stands in
    ],
)
def test_every_snapshot_has_its_own(frame: pl.DataFrame, day: dt.date, count: int) -> None:
    found = estimate_on(estimates(frame, dt.date(2025, 3, 31), 2024)["878"], day)
    assert found is not None
    assert found.count == count


def test_nothing_later_than_the_snapshot_asks_for_is_kept(frame: pl.DataFrame) -> None:
    assert [each.mid_year for each in estimates(frame, dt.date(2024, 6, 30), 2024)["878"]] == [2022, 2023]
