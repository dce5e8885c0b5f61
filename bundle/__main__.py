"""Make dist/chatcalc-VERSION-bundle.zip: `python -m bundle`, from a package index or a folder of wheels."""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from bundle.archive import ROOT, contents, write
from bundle.targets import TARGETS
from bundle.wheels import BundleError, closure, from_pip


def main() -> int:
    """Makes the bundle; 1 where it cannot be made."""
    parser = argparse.ArgumentParser(prog="python -m bundle", description=__doc__)
    parser.add_argument("--output", metavar="DIR", type=Path, default=ROOT / "dist")
    parser.add_argument("--wheels", metavar="DIR", type=Path, help="take wheels from here, not from an index")
    chosen = parser.parse_args()
    try:
        with tempfile.TemporaryDirectory() as folder:
            made = make(Path(folder), chosen.output, chosen.wheels)
    except BundleError as error:
        print(f"bundle: {error}", file=sys.stderr)
        return 1
    print(f"{made}: {made.stat().st_size / 1e6:.0f} MB")
    return 0


def make(folder: Path, output: Path, local: Path | None = None) -> Path:
    """The bundle of this version.

    Args:
        folder: Where wheels are kept in between.
        output: Where the zip file shall stand.
        local: A folder of wheels to take instead of a package index.

    Raises:
        BundleError: A wheel is missing.
    """
    project = _build(folder / "project")
    fetch = from_pip(folder, ROOT / "constraints.txt", local)
    wheels = {target: closure(project, target, fetch) for target in TARGETS}
    return write(contents(wheels), output, project)


def _build(folder: Path) -> Path:
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BundleError(f"the wheel of chatcalc cannot be built: {done.stderr.strip()}")
    (wheel,) = folder.glob("*.whl")
    return wheel


if __name__ == "__main__":
    sys.exit(main())
