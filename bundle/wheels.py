"""Which wheels a target needs: what the project requires, what that requires, and so on.

pip would do this alone, but decides markers by the machine that it runs on even where it downloads for
another: what only Windows needs would be missing from a bundle made on Linux.
"""

from __future__ import annotations

import subprocess
import sys
import zipfile
from collections.abc import Callable, Sequence
from email.parser import HeaderParser
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename
from packaging.version import Version

from bundle.targets import Target

Fetch = Callable[[Sequence[str], Target], Sequence[Path]]
"""Gives the wheels of packages for a target."""


class BundleError(Exception):
    """No bundle can be made; says why."""


def closure(project: Path, target: Target, fetch: Fetch) -> dict[str, Path]:
    """The project's wheel and every wheel that it needs on the target, by the name of the package.

    Raises:
        BundleError: A package has no wheel for the target, or one of a version that is not allowed.
    """
    found = {name_of(project): project}
    needed = _needs(project, target)
    while missing := sorted({each.name for each in needed} - found.keys()):
        wheels = {name_of(wheel): wheel for wheel in fetch(missing, target)}
        if without := [name for name in missing if name not in wheels]:
            raise BundleError(f"no wheel for {target.system}, Python {target.python}: {', '.join(without)}")
        found |= wheels
        needed += [each for wheel in wheels.values() for each in _needs(wheel, target)]
    for each in needed:
        if not each.specifier.contains(version_of(found[each.name]), prereleases=True):
            raise BundleError(f"{found[each.name].name}: {each} is required; correct constraints.txt")
    return found


def name_of(wheel: Path) -> str:
    """The package's name, in the one spelling that all can be compared in."""
    return parse_wheel_filename(wheel.name)[0]


def version_of(wheel: Path) -> Version:
    """The package's version."""
    return parse_wheel_filename(wheel.name)[1]


def _needs(wheel: Path, target: Target) -> list[Requirement]:
    """What a wheel says that it requires on the target."""
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (each for each in archive.namelist() if each.endswith(".dist-info/METADATA"))
        about = HeaderParser().parsestr(archive.read(name).decode())
    stated = [Requirement(line) for line in about.get_all("Requires-Dist", [])]
    asked = [each for each in stated if each.marker is None or each.marker.evaluate(target.markers)]
    for each in asked:
        if each.extras:
            raise BundleError(f"{wheel.name}: requires {each}, and extras are not followed here")
        each.name = canonicalize_name(each.name)
    return asked


def from_pip(folder: Path, constraints: Path, local: Path | None = None) -> Fetch:
    """Fetches with pip what the constraints pin, into a folder a target.

    Args:
        folder: Where the folders are made.
        constraints: The version of every package; one that it does not pin is refused.
        local: A folder of wheels to take instead of a package index.
    """
    pinned = _pins(constraints)

    def fetch(names: Sequence[str], target: Target) -> list[Path]:
        if free := [name for name in names if name not in pinned]:
            raise BundleError(f"{constraints.name} pins no version of {', '.join(free)}")
        place = folder / f"{target.system}-{target.python}"
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
        command += ["--no-deps", "--only-binary=:all:", "--dest", str(place)]
        command += ["--implementation", "cp", "--python-version", target.python]
        command += [word for platform in target.platforms for word in ("--platform", platform)]
        command += ["--no-index", "--find-links", str(local)] if local else []
        done = subprocess.run(
            [*command, *(f"{name}=={pinned[name]}" for name in names)],
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise BundleError(f"{target.system}, Python {target.python}: {done.stderr.strip()}")
        return [wheel for wheel in sorted(place.glob("*.whl")) if name_of(wheel) in names]

    return fetch


def _pins(constraints: Path) -> dict[str, str]:
    lines = constraints.read_text(encoding="utf-8").splitlines()
    pairs = (line.split("==") for line in lines if "==" in line)
    return {canonicalize_name(name.strip()): version.strip() for name, version in pairs}
