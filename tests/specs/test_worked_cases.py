"""Every worked case of the catalogue is tested somewhere, and the maps that say where are true."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from chatcalc.specs.definition import Indicator
from chatcalc.specs.loading import load_specs

TESTS = Path(__file__).parents[1]
MAPS = sorted(TESTS.glob("worked_cases*.yaml"))


def _read(path: Path) -> dict[str, Any]:
    """A YAML file whose keys and values stay text."""
    found: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506
    return found


@pytest.fixture(scope="module")
def indicators() -> Mapping[str, Indicator]:
    return load_specs().indicators


@pytest.fixture(scope="module")
def places() -> dict[str, dict[str, dict[str, str]]]:
    """Where each worked case is tested, by indicator and case."""
    return {id_: cases for path in MAPS for id_, cases in _read(path).items()}


@pytest.mark.parametrize("path", MAPS, ids=lambda path: path.stem)
def test_each_case_points_at_something_that_exists(path: Path, indicators: Mapping[str, Indicator]) -> None:
    missing = []
    for id_, cases in _read(path).items():
        titles = {test.title for test in indicators[id_].spec.tests}
        for case, where in cases.items():
            match where:
                case {"spec": title} if title in titles:
                    pass
                case {"test": file, "because": _} if (TESTS.parent / file).is_file():
                    pass
                case {"none": _}:
                    pass
                case _:
                    missing.append(f"{id_}: {case}: {where}")
    assert missing == []


def test_every_worked_case_of_the_catalogue_is_placed(
    reference_data: Path, places: dict[str, dict[str, dict[str, str]]]
) -> None:
    catalogue = reference_data.parent / "indicators" / "indicators.yaml"
    if not catalogue.is_file():
        pytest.skip("the catalogue of definitions is not part of the project")
    wanted = {
        f"{indicator['id']}: {case['case']}"
        for indicator in _read(catalogue)["indicators"]
        if indicator["id"] in places
        for case in indicator.get("worked_cases", [])
    }
    placed = {f"{id_}: {case}" for id_, cases in places.items() for case in cases}
    assert wanted - placed == set()
