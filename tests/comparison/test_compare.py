"""Comparison on small tables that can be read at a glance."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from pathlib import Path

import pytest

from chatcalc.comparison.compare import Comparator, compare, latest_year_ended
from chatcalc.comparison.comparison import Comparison, Shown
from chatcalc.indicators.results import Comparable, Figure, Polarity, ResultStatus, Unit
from chatcalc.published.neighbours import Neighbours
from chatcalc.published.reading import read_published
from chatcalc.published.statistics import Published

# Six authorities of 2018, one of them suppressed, and one that came later with a stray figure.
_LAIT = {878: "10.5", 879: "20", 880: "30", 881: "40", 882: "50", 883: "-", 838: "99", 970: "33.3"}
_HEADER = "indicator_id,period,la,statistical_neighbours,england,lower_quartile,upper_quartile"


@pytest.fixture
def lait(tmp_path: Path) -> Published:
    path = tmp_path / "lait.csv"
    rows = "".join(f"Rate,2018,{value},{code}\n" for code, value in _LAIT.items())
    path.write_text("Short Desc,Years,Values,LA Number\n" + rows)
    return read_published([path])


def small(tmp_path: Path, *rows: str, header: str = _HEADER) -> Published:
    path = tmp_path / "small.csv"
    path.write_text("\n".join([header, *rows]) + "\n")
    return read_published([path])


def figure(exact: str | None, decimals: int = 0, unit: Unit = "percent") -> Figure:
    return Figure(None, None, None if exact is None else Fraction(exact), unit, decimals)


def beside(
    latest: str | None,
    published: Published,
    la_code: str | None = "878",
    polarity: Polarity = "low",
    **options: object,
) -> Comparison:
    against = Comparator(published, 2018, la_code, **options)  # type: ignore[arg-type]
    return compare(figure(latest), polarity, "rate", {"lait": "Rate"}, against)


def test_everything_that_stands_beside_a_figure(lait: Published) -> None:
    neighbours = Neighbours("a list", dt.date(2014, 1, 1), {"878": ("879", "881", "883", "838", "878")})
    found = beside("55.2", lait, neighbours=(neighbours,))
    assert (found.direction, found.direction_is_good) == ("Increase", False)
    assert (found.latest_position, found.latest_position_is_good) == ("Higher", False)
    published = found.published
    assert (published.period, published.year) == ("2017-18", 2018)
    assert published.la == Shown(10.5, "11")
    assert published.england == Shown(33.3, "33")
    assert published.statistical_neighbours == Shown(30.0, "30")  # 879 and 881: the others have no figure
    assert (published.neighbours_used, published.neighbours_list) == (2, "a list")
    assert published.neighbour_codes == ("879", "881"), "those that have a figure"
    assert [code for code, _ in published.all_las] == ["878", "879", "880", "881", "882"], "smallest first"
    assert (published.lower_quartile, published.upper_quartile) == (20.0, 40.0)
    assert (published.position, published.position_is_good) == ("Lower", True)
    assert (published.rank, published.of) == (1, 5)


def test_chat_compat_counts_missing_as_nought(lait: Published) -> None:
    found = beside("15", lait, chat_compat=True).published
    assert (found.lower_quartile, found.upper_quartile) == (
        0.0,
        0.0,
    )  # 147 of 152 authorities are missing here
    assert found.position == "Higher"
    assert found.of == 5


def test_a_missing_figure_has_no_direction_position_or_rank(lait: Published) -> None:
    found = beside("15", lait, la_code="883")
    assert found.direction is None
    assert found.published.la == Shown(None, "-")
    assert (found.published.position, found.published.rank) == (None, None)
    assert beside("15", lait, la_code="883", chat_compat=True).published.position is None
    assert found.latest_position == "Lower"


@pytest.mark.parametrize("la_code", [None, "local", "838"])
def test_an_authority_without_figures_still_sees_england(lait: Published, la_code: str | None) -> None:
    found = beside("15", lait, la_code=la_code)
    assert found.published.england.display == "33"
    assert found.published.la == Shown(None, "-")
    assert found.direction is None


def test_no_neighbours_given_is_not_no_neighbour_found(lait: Published) -> None:
    assert beside("15", lait).published.neighbours_used is None
    empty = Neighbours("a list", None, {})
    assert beside("15", lait, neighbours=(empty,)).published.neighbours_used == 0


def test_without_polarity_there_is_no_good_and_no_rank(lait: Published) -> None:
    found = beside("15", lait, polarity="none")
    assert (found.direction, found.direction_is_good, found.latest_position_is_good) == (
        "Increase",
        None,
        None,
    )
    assert (found.published.position, found.published.position_is_good) == ("Lower", None)
    assert (found.published.rank, found.published.of) == (None, 5)


@pytest.mark.parametrize(
    ("status", "comparable", "unit", "direction"),
    [
        ("ok", "yes", "percent", "Increase"),
        ("ok", "period", "rate_per_10000", "Increase"),
        ("ok", "proxy", "percent", "Increase"),
        ("ok", "period", "count", None),
        ("ok", "no", "percent", None),
        ("partial", "yes", "percent", None),
        ("not_computed", "yes", "percent", None),
        ("suppressed", "yes", "percent", None),
    ],
)
def test_only_what_may_be_compared_has_a_direction(
    lait: Published, status: ResultStatus, comparable: Comparable, unit: Unit, direction: str | None
) -> None:
    against = Comparator(lait, 2018, "878")
    latest = figure("15", unit=unit)
    found = compare(latest, "low", "rate", {"lait": "Rate"}, against, status=status, comparable=comparable)
    assert found.direction == direction
    assert (found.latest_position is None) == (direction is None)
    assert found.published.position == "Lower"


def test_the_latest_value_takes_its_position_at_published_precision(tmp_path: Path) -> None:
    published = small(tmp_path, "rate,2017-18,18.8,,21.9,16.25,24.1")
    assert beside("24.14", published).latest_position == "In range"
    assert beside("24.15", published).latest_position == "Higher"


def test_a_small_csv_gives_what_lait_would_be_calculated_from(tmp_path: Path) -> None:
    header = _HEADER + ",neighbours_used"
    found = beside("3.4", small(tmp_path, "rate,2014-17,5.1,3.1,x,2.2,5.1,10", header=header))
    assert found.published.la == Shown(5.1, "5")
    assert found.published.england == Shown(None, "x")
    assert found.published.statistical_neighbours == Shown(3.1, "3")
    assert (found.published.period, found.published.neighbours_used) == ("2014-17", 10)
    assert (found.published.position, found.latest_position) == ("In range", "In range")
    assert (found.published.rank, found.published.of) == (None, None)


@pytest.mark.parametrize(
    ("row", "position"),
    [
        ("rate,2017-18,77,74,70,,,Higher", "Higher"),
        ("rate,2017-18,x,74,70,,,Higher", None),  # a suppressed figure has no position
        ("rate,2017-18,77,74,70,60,80,Higher", "In range"),  # quartiles say more than a word
        ("rate,2017-18,77,74,70,,,", None),
    ],
)
def test_a_printed_position_stands_in_for_unknown_quartiles(
    tmp_path: Path, row: str, position: str | None
) -> None:
    published = small(tmp_path, row, header=_HEADER + ",position")
    assert beside("70", published).published.position == position


def test_a_suppressed_figure_prints_its_symbol(tmp_path: Path) -> None:
    found = beside("18", small(tmp_path, "rate,2016-17,x,13,12,,"))
    assert found.published.la == Shown(None, "x")
    assert (found.direction, found.published.position) == (None, None)
    assert found.published.statistical_neighbours.display == "13"


def test_the_newer_file_is_used_and_of_equals_the_small_one(lait: Published, tmp_path: Path) -> None:
    older = Published.joined([lait.frame, small(tmp_path, "rate,2016-17,1,,,,").frame])
    equal = Published.joined([lait.frame, small(tmp_path, "rate,2017-18,1,,,,").frame])
    assert beside("15", older).published.la.display == "11"
    assert beside("15", equal).published.la.display == "1"


def test_nothing_published_is_blank(lait: Published) -> None:
    assert compare(figure("1"), "low", "other", {}, Comparator(lait, 2018, "878")) == Comparison()
    assert (
        compare(figure("1"), "low", "rate", {"lait": "Rate"}, Comparator(lait, 2017, "878")) == Comparison()
    )


@pytest.mark.parametrize(("day", "year"), [("2024-03-31", 2024), ("2024-03-30", 2023), ("2018-12-31", 2018)])
def test_a_year_has_ended_on_its_last_day(day: str, year: int) -> None:
    assert latest_year_ended(dt.date.fromisoformat(day)) == year


def test_the_last_years_have_no_hole(tmp_path: Path) -> None:
    rows = ("rate,2013-14,1,2,3,,", "rate,2014-15,c,2,3,,", "rate,2017-18,4,5,6,,")
    found = beside("1", small(tmp_path, *rows), past_years=5)
    assert [(year.period, year.la.display, year.england.display) for year in found.years] == [
        ("2013-14", "1", "3"),
        ("2014-15", "c", "3"),
        ("2015-16", "-", "-"),
        ("2016-17", "-", "-"),
        ("2017-18", "4", "6"),
    ]
    assert len(beside("1", small(tmp_path, *rows), past_years=2).years) == 1
    assert beside("1", small(tmp_path, *rows), past_years=0).years == ()
