"""Every built-in specification, from every source that computes it, over random tables: case by case."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest

from chatcalc.specs.definition import Definition
from chatcalc.specs.loading import load_specs
from reference.agreement import assert_cases_agree
from reference.fuzzing import seeds
from reference.random_tables import PERIODS, pools_for, random_tables

DEFINITIONS = [
    pytest.param(definition, id=f"{indicator.id}-{source}")
    for indicator in load_specs().indicators.values()
    for source, definition in indicator.definitions.items()
]


@pytest.mark.parametrize("definition", DEFINITIONS)
def test_a_builtin_spec_agrees_with_the_reference(definition: Definition) -> None:
    met: Counter[str] = Counter()
    for seed in seeds(6):
        rng = Random(f"{definition.spec.id} {definition.source} {seed}")
        periods = rng.sample(PERIODS, 2)
        pools = pools_for(rng, [definition], periods)
        tables = random_tables(rng, definition.tables, pools)
        met.update(case.status for case in assert_cases_agree(definition, tables, periods))
    assert met, "no case in any of the random tables"
