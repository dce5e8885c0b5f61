"""Damaged files of every kind, by chance: refused in one line, or read, soon, and nothing of a child is told.

A thorough run: CHATCALC_FUZZ=1. `make fuzz` prints how many of which kind were tried, and where atheris is
installed goes on with `guided.py`.
"""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuzzing.mutations import mutated
from fuzzing.readers import REFUSED, readers, tried
from reference.fuzzing import RANDOMS, examples

NAMES = (
    *(
        "CIN census",
        "SSDA903 CSV",
        "SSDA903 XML",
        "SSDA903 workbook",
        "Annex A workbook",
        "Annex A old workbook",
    ),
    *("Annex A CSV", "LAIT", "EES", "small published CSV", "neighbours", "lookup", "ids", "chatcalc.toml"),
    *("specification", "earlier report"),
)


@pytest.mark.parametrize("name", NAMES)
def test_a_damaged_file_is_refused_or_read(name: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    reader = readers(tmp_path_factory.mktemp("samples"))[name]
    folder = tmp_path_factory.mktemp("fuzz")

    @examples(12)
    @given(RANDOMS, st.integers(1, 6))
    def run(random: Random, times: int) -> None:
        tried(reader, mutated(random.choice(reader.samples), random, times), folder)

    run()


@pytest.mark.parametrize("name", NAMES)
def test_sound_files_are_read(name: str, tmp_path: Path) -> None:
    reader = readers(tmp_path)[name]
    for sample in reader.samples:
        assert tried(reader, sample, tmp_path).kind != REFUSED


def test_every_reader_is_tried(tmp_path: Path) -> None:
    assert set(readers(tmp_path)) == set(NAMES)
