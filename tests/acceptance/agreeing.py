"""Holds chatcalc's figures on the oracle's input beside those of a loop."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

import pytest

from acceptance.oracle_data import ASKED, extract, indicators
from acceptance.raw_oracle import Figure as Expected
from acceptance.raw_oracle import Figures, Loops
from chatcalc.indicators.calculation import calculate
from chatcalc.indicators.results import Figure

SOURCES = ("cin_census", "ssda903", "annex_a")


def every_source(loops: Loops) -> pytest.MarkDecorator:
    """Each indicator of the loops with each source, those that cannot compute it too."""
    pairs = [(source, id_) for id_ in sorted({id_ for _, id_ in loops}) for source in SOURCES]
    return pytest.mark.parametrize(("source", "id_"), pairs)


def assert_agree(loops: Loops, source: str, id_: str) -> None:
    """The indicator and each of its parts are the loop's; where no loop speaks, chatcalc is silent."""
    loop = loops.get((source, id_))
    expected = loop() if loop else {}
    found = figures(source)[id_]
    assert found.keys() == expected.keys()
    for part, (numerator, denominator, value) in expected.items():
        assert found[part][:2] == (numerator, denominator), part
        assert found[part][2] == (None if value is None else pytest.approx(value, rel=1e-12)), part


@cache
def figures(source: str) -> Mapping[str, Figures]:
    """chatcalc's own figures by indicator and part, nothing for what the source cannot compute."""
    results = calculate(indicators().values(), [extract(source)], replace(ASKED, source=source))
    found: dict[str, Figures] = {}
    for result in results:
        parts = {part.id: _numbers(part.figure) for part in result.parts}
        own = _numbers(result.figure)
        shown = own[0] is not None or own[2] is not None or not parts
        found[result.id] = {} if result.status == "not_computed" else ({None: own} if shown else {}) | parts
    return found


def _numbers(figure: Figure) -> Expected:
    whole = (figure.numerator, figure.denominator)
    numerator, denominator = (None if each is None else float(each) for each in whole)
    return numerator, denominator, figure.value
