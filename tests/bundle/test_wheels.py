"""Which wheels are chosen for which machine; nothing here asks a package index."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from bundle.archive import requirements
from bundle.targets import TARGETS, Target, marker
from bundle.wheels import BundleError, closure, from_pip, name_of
from writers.small_wheels import wheel

WINDOWS, LINUX = Target("windows", "3.12"), Target("linux", "3.12")


class Shelf:
    """Wheels by name, and what was asked for."""

    def __init__(self, *wheels: Path) -> None:
        self._wheels = {name_of(each): each for each in wheels}
        self.asked: list[str] = []

    def __call__(self, names: Sequence[str], target: Target) -> list[Path]:
        self.asked += names
        return [self._wheels[name] for name in names if name in self._wheels]


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        (WINDOWS, {"project", "colour", "table", "only-windows", "deep"}),
        (LINUX, {"project", "colour", "table"}),
        (Target("linux", "3.11"), {"project", "colour", "table", "old-python"}),
    ],
)
def test_markers_are_decided_by_the_target(tmp_path: Path, target: Target, expected: set[str]) -> None:
    project = wheel(tmp_path, "project", requires=["Colour>=1", "table; extra == 'never'", "Table<2"])
    shelf = Shelf(
        wheel(tmp_path, "colour", requires=['only_windows; platform_system == "Windows"', "table"]),
        wheel(tmp_path, "table", requires=["old.python; python_version < '3.12'"]),
        wheel(tmp_path, "only_windows", requires=["deep"]),
        wheel(tmp_path, "old_python"),
        wheel(tmp_path, "deep", requires=["colour"]),
    )
    assert set(closure(project, target, shelf)) == expected
    assert len(shelf.asked) == len(set(shelf.asked)), "nothing is fetched twice"


def test_a_package_without_a_wheel_is_named(tmp_path: Path) -> None:
    project = wheel(tmp_path, "project", requires=["sourceonly"])
    with pytest.raises(BundleError, match=r"no wheel for windows, Python 3\.12: sourceonly"):
        closure(project, WINDOWS, Shelf())


def test_a_version_that_is_not_allowed_is_named(tmp_path: Path) -> None:
    project = wheel(tmp_path, "project", requires=["table>=2"])
    with pytest.raises(BundleError, match=r"table-1\.0.*table>=2 is required"):
        closure(project, LINUX, Shelf(wheel(tmp_path, "table")))


def test_extras_are_refused_as_they_are_not_followed(tmp_path: Path) -> None:
    project = wheel(tmp_path, "project", requires=["table[excel]"])
    with pytest.raises(BundleError, match="extras are not followed"):
        closure(project, LINUX, Shelf(wheel(tmp_path, "table")))


@pytest.mark.parametrize(
    ("needed_on", "expected"),
    [
        (TARGETS, ""),
        (TARGETS[:3], 'sys_platform == "win32"'),
        (TARGETS[:1], '(sys_platform == "win32" and python_version == "3.11")'),
        (
            [*TARGETS[:3], TARGETS[4]],
            'sys_platform == "win32" or (sys_platform == "linux" and python_version == "3.12")',
        ),
    ],
)
def test_markers_say_where_a_package_is_needed(needed_on: Sequence[Target], expected: str) -> None:
    found = marker(needed_on, TARGETS)
    assert found == expected
    if found:
        read = Requirement(f"any ; {found}").marker
        assert read is not None
        assert [target for target in TARGETS if read.evaluate(target.markers)] == list(needed_on)


def test_the_list_has_the_hash_of_every_wheel(tmp_path: Path) -> None:
    both = wheel(tmp_path, "plain")
    one, other = wheel(tmp_path, "fast", tag="cp311-abi3-win_amd64"), wheel(tmp_path, "fast", tag="cp311-x-y")
    text = requirements(
        {WINDOWS: {"plain": both, "fast": one}, LINUX: {"plain": both, "fast": other, "extra": both}}
    )
    assert text.count("--hash=sha256:") == 4
    for path in (both, one, other):
        assert hashlib.sha256(path.read_bytes()).hexdigest() in text
    assert 'extra==1.0 ; sys_platform == "linux" \\\n' in text


def test_two_versions_of_a_package_are_refused(tmp_path: Path) -> None:
    old, new = wheel(tmp_path, "table"), wheel(tmp_path, "table", "2.0")
    with pytest.raises(BundleError, match="table: 2 versions"):
        requirements({WINDOWS: {"table": old}, LINUX: {"table": new}})


def test_pip_takes_for_each_target_the_wheel_that_runs_there(tmp_path: Path) -> None:
    shelf = tmp_path / "shelf"
    for tag in ("cp310-abi3-win_amd64", "cp312-cp312-manylinux_2_17_x86_64.manylinux2014_x86_64"):
        wheel(shelf, "fast", tag=tag)
    wheel(shelf, "fast", tag="cp312-cp312-win_arm64")
    (tmp_path / "constraints.txt").write_text("Fast==1.0\n")
    fetch = from_pip(tmp_path / "fetched", tmp_path / "constraints.txt", local=shelf)
    assert [each.name for each in fetch(["fast"], WINDOWS)] == ["fast-1.0-cp310-abi3-win_amd64.whl"]
    assert "manylinux" in fetch(["fast"], LINUX)[0].name
    with pytest.raises(BundleError, match=r"linux, Python 3\.13"):
        fetch(["fast"], Target("linux", "3.13"))
    with pytest.raises(BundleError, match=r"constraints\.txt pins no version of other"):
        fetch(["fast", "other"], WINDOWS)
