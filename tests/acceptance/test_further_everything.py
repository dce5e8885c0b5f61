"""No figure beside the oracle's own goes without a loop."""

from __future__ import annotations

import pytest

from acceptance import (
    test_further_care,
    test_further_leaving_care,
    test_further_mixes,
    test_further_need,
    test_further_permanence_and_health,
)
from acceptance.agreeing import SOURCES, figures
from acceptance.oracle_data import CATALOGUE

MODULES = (
    test_further_care,
    test_further_leaving_care,
    test_further_mixes,
    test_further_need,
    test_further_permanence_and_health,
)


@pytest.mark.parametrize("source", SOURCES)
def test_every_figure_outside_the_catalogue_has_a_loop(source: str) -> None:
    looped = {id_ for module in MODULES for from_, id_ in module.LOOPS if from_ == source}
    computed = {id_ for id_, found in figures(source).items() if found and id_ not in CATALOGUE}
    assert computed == looped
