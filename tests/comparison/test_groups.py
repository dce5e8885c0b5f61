"""Groups to compare with: regions, authorities, groups that have a name."""

from __future__ import annotations

import pytest

from chatcalc.comparison.groups import Group, group_of
from chatcalc.published.authorities import UnknownAuthorityError

_NAMED = {"good": ["845", "Norfolk"], "ours": ["South West"]}


def codes(*texts: str) -> tuple[str, ...]:
    group = group_of(texts, _NAMED)
    assert group is not None
    return group.codes


def test_nothing_asked_is_no_group() -> None:
    assert group_of([], _NAMED) is None


def test_authorities_by_code_and_name_are_one_group() -> None:
    assert group_of(["845", "Norfolk", "926"], {}) == Group("845, Norfolk, 926", ("845", "926"))


def test_a_region_is_all_its_authorities_those_that_are_gone_too() -> None:
    found = codes("south west")
    assert {"878", "879", "835", "838", "837", "839"} <= set(found)
    assert len(found) == 18


def test_london_is_inner_and_outer_london() -> None:
    assert set(codes("London")) == {*codes("Inner London"), *codes("Outer London")}
    assert len(codes("London")) == 33


def test_a_group_of_the_config_may_hold_regions() -> None:
    assert codes("good") == ("845", "926")
    assert set(codes("ours", "good")) == {*codes("South West"), "845", "926"}


def test_what_is_unknown_names_what_is_near() -> None:
    with pytest.raises(
        UnknownAuthorityError, match=r"did you mean 878 Devon.*a group of chatcalc\.toml: good, ours"
    ):
        codes("Devn")
