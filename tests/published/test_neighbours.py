from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from chatcalc.published.neighbours import Neighbours, neighbours_for, read_neighbours
from chatcalc.published.statistics import PublishedError


def test_dfe_workbooks(lait_folder: Path) -> None:
    old, new = read_neighbours([lait_folder / "sn_april_2021.xlsx", lait_folder / "sn_may_2025.xlsx"])
    assert old.of("878") == ("933", "893", "838", "884", "908", "916", "935", "865", "885", "926")
    assert new.of("878") == ("845", "838", "926", "886", "933", "935", "938", "830", "881", "885")
    assert (old.date, new.date) == (dt.date(2021, 4, 1), dt.date(2025, 5, 1))
    assert old.of("942") == ()  # Cumberland was in no list before it existed
    assert all(len(near) == 10 for near in (*old.lists.values(), *new.lists.values()))
    assert len(new.lists) == 158


def test_a_csv_is_in_order_and_may_say_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / "neighbours.csv"
    path.write_text("la_code,neighbour,list,date\n878,933,Model of 2014,2014-10-01\n878,893,,\n879,801,,\n")
    (made,) = read_neighbours([path])
    assert made == Neighbours("Model of 2014", dt.date(2014, 10, 1), {"878": ("933", "893"), "879": ("801",)})
    assert made.of(None) == ()


def test_the_list_goes_with_the_year() -> None:
    old, new = (Neighbours(str(year), dt.date(year, 5, 1), {}) for year in (2021, 2025))
    assert neighbours_for([new, old], 2024) == old
    assert neighbours_for([new, old], 2025) == new
    assert neighbours_for([new, old], 2018) == old  # nothing older was given
    assert neighbours_for([], 2018) is None


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("a,b\n1,2\n", "rows of la_code,neighbour"),
        ("la_code,neighbour\n", "rows of la_code,neighbour"),
        ("", "cannot be read as a list"),
        ("la_code,neighbour\n878,933\n878,Somerset\n", "line 3: codes of authorities have three digits"),
        ("la_code,neighbour,date\n878,933,April\n", "line 2, column date"),
        ("PK\x03\x04nonsense", "a damaged workbook"),
    ],
)
def test_a_file_that_is_no_list_says_so(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "file"
    path.write_text(content)
    with pytest.raises(PublishedError, match=message):
        read_neighbours([path])


def test_another_workbook_is_no_list(tmp_path: Path) -> None:
    with pytest.raises(PublishedError, match="no sheet 'LA SN Groups'"):
        read_neighbours([Path(__file__).parents[1] / "oracle" / "input" / "annex_a" / "Annex_A.xlsx"])
    with pytest.raises(PublishedError, match="no such file"):
        read_neighbours([tmp_path / "gone.xlsx"])


def test_an_authority_that_is_new_is_looked_for_on_a_later_list() -> None:
    early = Neighbours("early", dt.date(2021, 4, 1), {"878": ("879",)})
    late = Neighbours("late", dt.date(2025, 5, 1), {"878": ("926",), "942": ("943",)})
    assert neighbours_for([early, late], 2024, "878") is early
    assert neighbours_for([early, late], 2024, "942") is late
    assert neighbours_for([early, late], 2024, "201") is early
