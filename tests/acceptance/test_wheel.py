"""An installed wheel, away from the repository, finds its specifications and its data."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel's content, as an installer lays it down."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def run(installed: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(installed), "PYTHONSAFEPATH": "1"}
    command = [sys.executable, "-m", "chatcalc", *arguments]
    return subprocess.run(
        command, cwd=installed, env=environment, capture_output=True, text=True, check=False
    )


def test_a_wheel_holds_the_specifications_and_the_package_data(installed: Path) -> None:
    assert (installed / "chatcalc" / "indicator_specs" / "cohorts.yaml").is_file()
    assert (installed / "chatcalc" / "published" / "authorities.csv").is_file()
    assert (installed / "chatcalc" / "py.typed").is_file()
    assert not (installed / "tests").exists()


def test_an_installed_wheel_reports(installed: Path) -> None:
    census = ROOT / "tests" / "oracle" / "input" / "cin_2024.xml"
    done = run(
        installed, "report", str(census), "--as-at", "2024-03-31", "-i", "referrals_count", "-f", "csv"
    )
    assert done.returncode == 0, done.stderr
    assert "referrals_count" in done.stdout
    assert "1158" in done.stdout


def test_an_installed_wheel_uses_its_own_specifications(installed: Path) -> None:
    done = run(installed, "specs", "validate")
    assert done.returncode == 0, done.stdout
    code = "from chatcalc.specs.loading import builtin_folder; print(builtin_folder())"
    where = subprocess.run(
        [sys.executable, "-c", code],
        cwd=installed,
        env={**os.environ, "PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert Path(where.stdout.strip()) == installed / "chatcalc" / "indicator_specs"
