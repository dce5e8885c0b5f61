"""Worked cases of children looked after that the reader of returns settles."""

from __future__ import annotations

from pathlib import Path

from chatcalc.extracts import ssda903
from extracts.ssda903_files import EPISODE, write_csv


def test_a_distance_of_999_miles_is_unknown(tmp_path: Path) -> None:
    children = [
        EPISODE | {"CHILD": "known", "PL_DISTANCE": "20.1", "PL_LOCATION": "OUT"},
        EPISODE | {"CHILD": "unknown", "PL_DISTANCE": "999.9", "PL_LOCATION": "OUT"},
    ]
    extract = ssda903.read([write_csv(tmp_path / "episodes.csv", children)])
    found = extract.tables["care_episodes"].select("child_id", "placement_distance").rows()
    assert dict(found) == {"known": 20.1, "unknown": None}
