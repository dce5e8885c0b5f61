"""Whatever stands in a specification, loading it gives problems with places and never a traceback."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml
from hypothesis import given

from chatcalc.specs.loading import builtin_folder, load_specs, yaml_files
from reference.fuzzing import RANDOMS, examples

FILES = [path for path in yaml_files(builtin_folder()) if path.name != "cohorts.yaml"]
COHORTS = builtin_folder() / "cohorts.yaml"
ODD: tuple[Any, ...] = (
    None, True, 0, -1, 2.5, "", "x", "NO", "SELECT 1", "start_date", "count(", [], [None], ["x"], {},
    {"x": "y"}, {"during": "x"}, {"table": "referrals"}, [{"when": "x"}],
    {"a": {"b": {"c": []}}}, "9" * 30, "é",
)  # fmt: skip


def damaged(rng: Random, data: Any) -> Any:
    """The same with a piece or two replaced, lost, added or moved."""
    if rng.random() < 0.06:
        return rng.choice(ODD)
    if isinstance(data, dict):
        kept = {key: damaged(rng, value) for key, value in data.items() if rng.random() > 0.03}
        if kept and rng.random() < 0.1:
            kept[rng.choice(["x", "when", "count", "values", "1", ""])] = rng.choice(list(kept.values()))
        return kept
    if isinstance(data, list):
        return [damaged(rng, item) for item in data if rng.random() > 0.03]
    if isinstance(data, str) and rng.random() < 0.1:
        at = rng.randrange(len(data) + 1)
        return (
            data[:at]
            + rng.choice(["", " ", ")", "'", " AND", ".", ";", "9"])
            + data[at + rng.randint(0, 3) :]
        )
    return data


def read(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("damaged")


@examples(60)
@given(rng=RANDOMS)
def test_a_damaged_specification_gives_problems(rng: Random, folder: Path) -> None:
    spec = damaged(rng, read(rng.choice(FILES)))
    cohorts = read(COHORTS)
    cohorts = damaged(rng, cohorts) if rng.random() < 0.5 else cohorts
    (folder / "spec.yaml").write_text(yaml.safe_dump(spec, allow_unicode=True), encoding="utf-8")
    (folder / "cohorts.yaml").write_text(yaml.safe_dump(cohorts, allow_unicode=True), encoding="utf-8")
    specs = load_specs([folder], builtin=False)
    assert specs.problems or specs.indicators
    for problem in specs.problems:
        lines = problem.place.text.splitlines()
        assert problem.message
        assert problem.place.line <= len(lines)
        assert problem.place.column <= len(problem.place.shown)
        assert str(problem)
        assert problem.excerpt is not None
