from __future__ import annotations

from fractions import Fraction

import pytest

from chatcalc.comparison.direction import direction_is_good, direction_of_travel


@pytest.mark.parametrize(
    ("latest", "published", "decimals", "direction"),
    [
        ("68", "77.3", 0, "Decrease"),
        ("78", "77.3", 0, "Increase"),
        ("76.6", "77.3", 0, "No change"),  # both print 77
        ("76.5", "77.3", 0, "No change"),  # half up
        ("76.49", "77.3", 0, "Decrease"),
        ("89.45", "90", 0, "Decrease"),  # rounded once: 89.45 is 89, never 89.5 and then 90
        ("2.449", "2.4", 1, "No change"),
        ("2.45", "2.4", 1, "Increase"),
        ("0", "0", 0, "No change"),
    ],
)
def test_direction_is_what_the_reader_sees(
    latest: str, published: str, decimals: int, direction: str
) -> None:
    assert direction_of_travel(Fraction(latest), Fraction(published), decimals) == direction


@pytest.mark.parametrize(("latest", "published"), [(None, Fraction(1)), (Fraction(1), None), (None, None)])
def test_no_direction_where_either_side_is_missing(
    latest: Fraction | None, published: Fraction | None
) -> None:
    assert direction_of_travel(latest, published, 0) is None


@pytest.mark.parametrize(
    ("direction", "polarity", "good"),
    [
        ("Increase", "high", True),
        ("Increase", "low", False),
        ("Decrease", "high", False),
        ("Decrease", "low", True),
        ("No change", "high", None),
        ("No change", "low", None),
        ("Increase", "none", None),
        ("Decrease", "none", None),
        (None, "high", None),
    ],
)
def test_only_polarity_says_what_is_good(direction, polarity, good) -> None:  # type: ignore[no-untyped-def]
    assert direction_is_good(direction, polarity) is good
