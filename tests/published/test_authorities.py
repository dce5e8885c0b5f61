from __future__ import annotations

import datetime as dt

import pytest

from chatcalc.published.authorities import (
    UnknownAuthorityError,
    authorities,
    existed,
    existing,
    find_authority,
    no_history,
)


@pytest.mark.parametrize(
    ("year", "number"),
    [
        (2009, 150),
        (2010, 152),
        (2018, 152),
        (2019, 152),
        (2020, 151),
        (2021, 151),
        (2022, 152),
        (2023, 152),
        (2024, 153),
    ],
)
def test_how_many_authorities_there_were(year: int, number: int) -> None:
    assert len(existing(year)) == number


@pytest.mark.parametrize(
    ("last_year", "before", "after"),
    [
        (2009, {"820"}, {"822", "823"}),
        (2009, {"875"}, {"895", "896"}),
        (2019, {"835", "836", "837"}, {"838", "839"}),
        (2021, {"928"}, {"940", "941"}),
        (2023, {"909"}, {"942", "943"}),
    ],
)
def test_a_reorganisation_on_1_april(last_year: int, before: set[str], after: set[str]) -> None:
    assert before <= existing(last_year)
    assert not after & existing(last_year)
    assert after <= existing(last_year + 1)
    assert not before & existing(last_year + 1)
    assert {each for code in before for each in authorities()[code].successors} == after


def test_who_is_gone_has_successors_and_nobody_else() -> None:
    assert all(bool(each.exists_to) == bool(each.successors) for each in authorities().values())
    assert {each for one in authorities().values() for each in one.successors} <= set(authorities())


def test_an_authority_of_a_later_reorganisation_is_not_refused() -> None:
    assert existed("999", 2028)
    assert not existed("835", 2020)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("878", "878"),
        (" devon ", "878"),
        ("Bristol, City of", "801"),
        ("Hammersmith & Fulham", "205"),
        ("st. helens", "342"),
        ("Bedford Borough", "822"),
        ("Dorset", "838"),
        ("Hull", "810"),
    ],
)
def test_an_authority_is_found_by_code_or_name(text: str, code: str) -> None:
    assert find_authority(text).code == code


def test_a_name_that_two_had_is_settled_by_the_day() -> None:
    assert find_authority("Dorset", on=dt.date(2019, 3, 31)).code == "835"
    assert find_authority("Dorset", on=dt.date(2019, 4, 1)).code == "838"


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("Devn", "878 Devon"),
        ("Northants", "Northamptonshire"),
        ("cheshire w", "896 Cheshire West and Chester"),
        ("8788", "878 Devon"),
        ("zzz", "three-digit code"),
    ],
)
def test_an_unknown_authority_names_the_nearest(text: str, hint: str) -> None:
    with pytest.raises(UnknownAuthorityError, match=hint):
        find_authority(text)


def test_every_authority_has_a_region() -> None:
    assert all(authority.region and len(code) == 3 for code, authority in authorities().items())


@pytest.mark.parametrize(
    ("la_code", "since", "said"),
    [
        ("878", 2000, None),
        (None, 2000, None),
        ("838", 2019, "Dorset (838) has existed since 1 April 2019"),
        ("838", 2020, None),
        ("942", 2020, "Cumberland (942) has existed since 1 April 2023"),
    ],
)
def test_an_authority_without_history_says_so(la_code: str | None, since: int, said: str | None) -> None:
    found = no_history(la_code, since)
    assert found is None if said is None else (found or "").startswith(said)
