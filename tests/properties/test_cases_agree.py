"""Random specifications over random tables: every case, value and count is as the reference has it."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from hypothesis import assume, given

from chatcalc.specs.definition import Definition
from chatcalc.specs.loading import load_specs
from reference.agreement import assert_cases_agree
from reference.fuzzing import RANDOMS, examples
from reference.random_conditions import TEXTS
from reference.random_specs import random_spec, write_spec
from reference.random_tables import PERIODS, pools_for, random_tables


def random_definitions(rng: Random, folder: Path) -> list[Definition]:
    """Definitions of a random specification, one a source; none where a condition never depends on data."""
    specs = load_specs([write_spec(folder, *random_spec(rng))], builtin=False)
    unexpected = [str(p) for p in specs.problems if p.code != "always-the-same"]
    assert specs.indicators or not unexpected, unexpected
    return [d for indicator in specs.indicators.values() for d in indicator.definitions.values()]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("random_specs")


@examples(100)
@given(rng=RANDOMS)
def test_random_specs_agree_with_the_reference(rng: Random, folder: Path) -> None:
    definitions = random_definitions(rng, folder)
    assume(definitions)
    periods = rng.sample(PERIODS, rng.randint(1, 3))
    pools = pools_for(rng, definitions, periods)
    pools.codes[""].extend(TEXTS)
    tables = random_tables(rng, sorted({name for d in definitions for name in d.tables}), pools)
    for definition in definitions:
        assert_cases_agree(definition, tables, periods)
