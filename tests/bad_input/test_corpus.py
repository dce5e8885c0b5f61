"""Whatever is put in: an exit code, one line that says what, where and what to do, and no child's data."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from bad_input import annex_a, censuses, places, published, returns, settings
from bad_input.case import CANARIES, CODES, Case
from chatcalc.cli.main import app
from chatcalc.reports import asking
from chatcalc.specs.loading import SpecSet

CASES = (
    *censuses.CASES,
    *returns.CASES,
    *annex_a.CASES,
    *published.CASES,
    *settings.CASES,
    *places.CASES,
)
_SECONDS = 5.0  # for any file, on a machine that is busy; and for each megabyte:
_SECONDS_A_MEGABYTE = 2.0


@pytest.fixture(scope="module", autouse=True)
def made_once() -> Iterator[None]:
    """The command line and the specifications, for both take longer than most cases."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("typer.testing._get_command", lru_cache(get_command))
        patch.setattr(asking, "load_specs", _remembering(asking.load_specs))
        asking.load_specs((), parameters={})
        yield


def _remembering(load: Callable[..., SpecSet]) -> Callable[..., SpecSet]:
    once = lru_cache(maxsize=1)(lambda: load((), parameters={}))

    def remembered(paths: Sequence[Path], parameters: Mapping[str, Mapping[str, float]]) -> SpecSet:
        return load(paths, parameters=parameters) if paths or parameters else once()

    return remembered


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_bad_input(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, elsewhere = tmp_path / "case", tmp_path / "elsewhere"
    folder.mkdir()
    elsewhere.mkdir()
    arguments = [str(each) for each in case.build(folder)]
    monkeypatch.chdir(elsewhere)
    before = _files(tmp_path)
    began = time.perf_counter()
    result = CliRunner().invoke(app, arguments)
    took = time.perf_counter() - began
    said = result.stdout + result.stderr
    assert result.exit_code == case.code, said
    assert not result.exception or isinstance(result.exception, SystemExit), result.exception
    assert [each for each in CANARIES if each in said.lower()] == [], said[:500]
    assert "Traceback" not in said
    assert _unprintable(said) == []
    assert took < _SECONDS + _SECONDS_A_MEGABYTE * sum(size for size, _ in before.values()) / 1e6
    assert _files(tmp_path) == before
    if case.code == CODES["invalid"]:
        assert "own.yaml" in said
    elif case.code:
        assert len(result.stderr.splitlines()) == 1
        assert result.stderr.startswith("chatcalc: ")
        assert case.words in result.stderr
        assert result.stdout == "" or arguments[:2] == ["published", "import"]
    elif case.words:
        found = {each["code"] for each in json.loads(result.stdout)["findings"]}
        assert set(case.words.split()) <= found


def test_the_corpus_is_large_and_its_names_are_unique() -> None:
    assert len({case.name for case in CASES}) == len(CASES) >= 200


def _files(folder: Path) -> dict[str, tuple[int, int]]:
    """Size and time of every file below a folder, links not followed."""
    found = {}
    for path in folder.rglob("*"):
        about = path.lstat()
        found[str(path)] = (0 if path.is_dir() else about.st_size, about.st_mtime_ns)
    return found


def _unprintable(text: str) -> list[str]:
    """Characters that a terminal acts on instead of showing them."""
    return [c for c in text if (not c.isprintable() and c != "\n")]
