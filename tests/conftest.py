"""What tests of several rooms share."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session", autouse=True)
def no_store_of_the_user(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test reads or writes the published statistics that whoever runs it has imported."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CHATCALC_STORE", str(tmp_path_factory.mktemp("store") / "published.parquet"))
        yield


@pytest.fixture(scope="session")
def reference_data() -> Path:
    """The folder of files that are not part of the project; tests that need it are skipped without it.

    `CHATCALC_REFERENCE_DATA` names it, relative to the repository or absolute.
    """
    folder = _ROOT / os.environ.get("CHATCALC_REFERENCE_DATA", "../shared/data")
    if not folder.is_dir():
        pytest.skip("reference data not found; set CHATCALC_REFERENCE_DATA to the folder that holds them")
    return folder


@pytest.fixture(scope="session")
def lait_folder(reference_data: Path) -> Path:
    """DfE's LAIT files: the long file and the lists of statistical neighbours."""
    folder = reference_data / "published" / "lait"
    if not folder.is_dir():
        pytest.skip(f"no published/lait in {reference_data.name}")
    return folder
