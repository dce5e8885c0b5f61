"""The oracle's extracts, each read once, and how they are asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

from chatcalc.extracts.extract import Extract
from chatcalc.extracts.reading import read_extracts
from chatcalc.indicators.jobs import Request
from chatcalc.specs.definition import Indicator
from chatcalc.specs.loading import load_specs

_TESTS = Path(__file__).parents[1]
INPUT = _TESTS / "oracle" / "input"
EXTRACTS = {
    "cin_census": [INPUT / "cin_2023.xml", INPUT / "cin_2024.xml"],
    "ssda903": [INPUT / "ssda903"],
    "annex_a": [INPUT / "annex_a"],
}
SNAPSHOT = dt.date(2024, 3, 31)
CATALOGUE = frozenset(
    id_
    for path in _TESTS.glob("worked_cases*.yaml")
    for id_ in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506  # keeps text
)
"""The 77 indicators of the catalogue of definitions, which the oracle's own figures speak of."""
ASKED = Request(SNAPSHOT, population=100_000)


@cache
def extract(source: str) -> Extract:
    (found,) = read_extracts(EXTRACTS[source], la="878")
    return found


@cache
def indicators() -> Mapping[str, Indicator]:
    return load_specs().indicators
