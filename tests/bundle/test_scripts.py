"""The scripts of the bundle: those of Windows as far as their text tells, that of Linux by running it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from bundle.archive import FILES, ROOT, SUMS, contents, write
from bundle.targets import TARGETS, Target
from bundle.wheels import closure, from_pip
from chatcalc.cli.config import options
from writers.small_wheels import wheel

SCRIPTS = ["install.cmd", "month/run-month.cmd"]
_HERE = Target("linux", f"{sys.version_info[0]}.{sys.version_info[1]}")


@pytest.fixture(scope="module")
def shipped() -> dict[str, bytes]:
    return contents({})


def lines(text: bytes) -> list[str]:
    """The commands of a script, without remarks."""
    return [line for line in text.decode("ascii").split("\r\n") if line and not line.startswith("rem ")]


@pytest.mark.parametrize("name", [*SCRIPTS, "README.txt", "LICENSE.txt"])
def test_what_windows_opens_is_ascii_with_its_line_breaks(shipped: dict[str, bytes], name: str) -> None:
    assert shipped[name].isascii()
    assert shipped[name].endswith(b"\r\n")
    assert b"\r\r" not in shipped[name]
    assert shipped[name].count(b"\n") == shipped[name].count(b"\r\n")


@pytest.mark.parametrize("name", SCRIPTS)
def test_paths_stand_in_quotes(shipped: dict[str, bytes], name: str) -> None:
    """A folder may be called `OneDrive - Council & Trust (x86)`: outside quotes cmd would obey the sign."""
    paths = ("HERE", "PLACE", "PYEXE", "LOCALAPPDATA", "USERPROFILE", "~dp0", "~1")
    for line in lines(shipped[name]):
        assert line.count('"') % 2 == 0, line
        outside = "".join(line.split('"')[::2])
        assert not [path for path in paths if f"%{path}" in outside], line
        assert "!" not in outside, "delayed expansion is off, so that a folder may have the sign in its name"


@pytest.mark.parametrize("name", SCRIPTS)
def test_no_block_could_be_ended_by_a_bracket_in_a_path(shipped: dict[str, bytes], name: str) -> None:
    for line in lines(shipped[name]):
        assert not re.search(r"(^|\bdo |\belse )\(", line), line
        assert not re.match(r"if .*\(\s*$", line), line


@pytest.mark.parametrize("name", SCRIPTS)
def test_every_label_is_there_and_reached(shipped: dict[str, bytes], name: str) -> None:
    text = shipped[name].decode()
    labels = re.findall(r"^:(\w+)\r$", text, re.MULTILINE)
    assert len(labels) == len(set(labels))
    assert set(re.findall(r"(?:goto|call) :(\w+)", text)) <= set(labels)


@pytest.mark.parametrize("name", SCRIPTS)
def test_the_exit_code_is_passed_on(shipped: dict[str, bytes], name: str) -> None:
    assert lines(shipped[name])[-2:] == ["%WAIT%", "exit /b %CODE%"]
    assert any(line.startswith('set "CODE=') and line != 'set "CODE=0"' for line in lines(shipped[name]))


def test_the_code_is_taken_right_after_the_report(shipped: dict[str, bytes]) -> None:
    script = lines(shipped["month/run-month.cmd"])
    (report,) = (number for number, line in enumerate(script) if " -m chatcalc report " in line)
    assert script[report + 1] == 'set "CODE=%ERRORLEVEL%"'


def test_every_exit_code_is_put_in_words(shipped: dict[str, bytes]) -> None:
    page = (ROOT / "docs/reference/exit-codes.md").read_text(encoding="utf-8")
    script = shipped["month/run-month.cmd"].decode()
    said = re.findall(r'^if "%CODE%"=="(\d+)" echo', script, re.MULTILINE)
    assert said == re.findall(r"^\| (\d+) \|", page, re.MULTILINE)


def test_nothing_is_fetched_or_needs_an_administrator(shipped: dict[str, bytes]) -> None:
    for name in ("install.cmd", "install.sh"):
        text = shipped[name].decode()
        assert "--no-index" in text
        assert "--require-hashes" in text
        assert "--isolated" in text, "an index that pip.ini names is not asked either"
        assert not re.search(r"runas|setx|sudo|%ProgramFiles%|curl|Invoke-", text, re.IGNORECASE)


def test_the_scripts_take_the_pythons_that_there_are_wheels_for(shipped: dict[str, bytes]) -> None:
    pythons = {target.python for target in TARGETS}
    for name in ("install.cmd", "install.sh"):
        tuples = re.search(r"sys\.version_info\[:2\] not in \[(.*?)\]", shipped[name].decode())
        assert tuples is not None
        assert {f"{one}.{two}" for one, two in re.findall(r"\((\d+), (\d+)\)", tuples[1])} == pythons
    assert "(3.13 3.12 3.11)" in shipped["install.cmd"].decode()


def test_the_example_is_a_configuration_of_what_lies_beside_it(shipped: dict[str, bytes]) -> None:
    chosen = options({}, FILES / "month" / "chatcalc.toml")
    for path in [*chosen.extracts, *chosen.published]:
        name = path.relative_to(FILES).as_posix()
        assert any(each.startswith(name) for each in shipped), name


def test_the_same_files_make_the_same_zip(tmp_path: Path) -> None:
    project = wheel(tmp_path, "chatcalc", "9.9")
    files = contents({_HERE: {"chatcalc": project}})
    one, other = (write(files, tmp_path / name, project) for name in ("one", "other"))
    assert one.name == "chatcalc-9.9-bundle.zip"
    assert one.read_bytes() == other.read_bytes()
    with zipfile.ZipFile(one) as archive:
        assert {name.split("/")[0] for name in archive.namelist()} == {"chatcalc-9.9"}
        listed = archive.read(f"chatcalc-9.9/{SUMS}").decode().splitlines()
        assert {line.split("  ")[1] for line in listed} == set(files) - {SUMS}


@pytest.mark.skipif(sys.platform == "win32" or _HERE not in TARGETS, reason="install.sh is for Linux")
def test_a_bundle_of_local_wheels_installs_offline(tmp_path: Path) -> None:
    """From wheels in a folder to a program that starts, in folders whose names are awkward."""
    shelf = tmp_path / "shelf"
    for tag in ("cp311-abi3-win_amd64", "cp311-abi3-manylinux_2_28_x86_64"):
        wheel(shelf, "engine", tag=tag, requires=['colour; sys_platform == "win32"'])
    wheel(shelf, "colour")
    (tmp_path / "constraints.txt").write_text("engine==1.0\ncolour==1.0\n")
    project = wheel(tmp_path, "chatcalc", "9.9", requires=["engine>=1"])
    fetch = from_pip(tmp_path / "fetched", tmp_path / "constraints.txt", local=shelf)
    targets = [Target("windows", "3.12"), _HERE]
    files = contents({target: closure(project, target, fetch) for target in targets})
    unpacked = _unpacked(write(files, tmp_path, project), tmp_path / "OneDrive - A & B (x86)")
    home = tmp_path / "the user's home"
    done = _sh(unpacked / "install.sh", home)
    assert done.returncode == 0, done.stderr
    assert "chatcalc 9.9" in done.stdout
    assert not list(home.rglob("colour")), "only Windows needs it"
    assert list(home.rglob("engine"))

    wheel(unpacked / "wheels", "engine", tag="cp311-abi3-manylinux_2_28_x86_64")  # no longer the one listed
    again = _sh(unpacked / "install.sh", tmp_path / "another")
    assert again.returncode == 1
    assert "the wheels cannot be installed" in again.stderr


@pytest.mark.skipif(
    "CHATCALC_BUNDLE" not in os.environ,
    reason="CHATCALC_BUNDLE names no folder with a bundle; `make bundle` does",
)
def test_the_bundle_installs_offline_and_reports(tmp_path: Path) -> None:
    (bundle,) = (ROOT / os.environ["CHATCALC_BUNDLE"]).glob("chatcalc-*-bundle.zip")
    unpacked = _unpacked(bundle, tmp_path / "OneDrive - A & B (x86)")
    sums = subprocess.run(["sha256sum", "--check", "--quiet", SUMS], cwd=unpacked, check=False)
    assert sums.returncode == 0
    done = _sh(unpacked / "install.sh", tmp_path)
    assert done.returncode == 0, done.stderr
    program = tmp_path / ".local/share/chatcalc/venv/bin/chatcalc"
    month = unpacked / "month"
    report = subprocess.run(
        [program, "report", "--config", month / "chatcalc.toml", "--log", month / "chatcalc.log"],
        capture_output=True,
        encoding="utf-8",
        env={"HOME": str(tmp_path), "PATH": os.defpath},
        check=False,
    )
    assert report.returncode == 0, report.stderr
    assert "Devon (878) at 31 December 2018" in report.stdout
    assert {path.name for path in month.glob("report.*") if "manifest" not in path.name} == {
        "report.xlsx",
        "report.html",
    }
    assert '"exit_code": 0' in (month / "chatcalc.log").read_text(encoding="utf-8")


def _unpacked(path: Path, folder: Path) -> Path:
    with zipfile.ZipFile(path) as archive:
        archive.extractall(folder)
    return folder / path.name.removesuffix("-bundle.zip")


def _sh(script: Path, home: Path) -> subprocess.CompletedProcess[str]:
    """Run a script as a user whose only Python is the one that runs the tests."""
    home.mkdir(exist_ok=True)
    programs = home / "programs"
    programs.mkdir()
    python = programs / f"python{_HERE.python}"
    python.write_text(f'#!/bin/sh\nexec "{sys.base_prefix}/bin/python{_HERE.python}" "$@"\n')
    python.chmod(0o755)
    environment = {"HOME": str(home), "PATH": f"{programs}:{os.defpath}"}
    return subprocess.run(
        ["sh", script], capture_output=True, text=True, env=environment, cwd=home, check=False
    )
