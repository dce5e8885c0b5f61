"""chatcalc where Python has no modules of POSIX, no time zones, and a console of cp1252."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CONFIG = ["--config", "sample_data/chatcalc.toml"]

IMPORT_EVERYTHING = """
import importlib, pkgutil, sys, types

def import_all():
    import chatcalc
    found = [each.name for each in pkgutil.walk_packages(chatcalc.__path__, "chatcalc.")]
    for name in found:
        if not name.endswith("__main__"):
            importlib.import_module(name)
    return len(found)

count = import_all()  # the libraries too, which choose by platform themselves
for name in [name for name in sys.modules if name.partition(".")[0] == "chatcalc"]:
    del sys.modules[name]
for name in ("fcntl", "resource", "pwd", "grp", "termios", "tty", "pty", "syslog", "readline"):
    sys.modules[name] = None  # importing it fails, as on Windows

class msvcrt(types.ModuleType):
    LK_NBLCK = 2
    held = False

    @classmethod
    def locking(cls, descriptor, mode, size):
        if cls.held:
            raise PermissionError(13, "Permission denied")
        cls.held = True

sys.modules["msvcrt"] = msvcrt("msvcrt")
sys.platform = "win32"
assert import_all() == count > 200
"""
LOCKS = """
from chatcalc.reports.locking import held_by_nobody, try_lock
with open(sys.argv[1], "w+b") as file:
    print(try_lock(file), try_lock(file), held_by_nobody(sys.argv[1]))
"""


def python(code: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)


@pytest.mark.skipif(sys.platform == "win32", reason="acts out what is the case there")
def test_every_module_is_imported_without_the_modules_of_posix(tmp_path: Path) -> None:
    done = python(IMPORT_EVERYTHING + LOCKS, tmp_path / "lock")
    assert done.stderr == ""
    assert done.stdout == "this run another True\n"


COMMANDS = [
    ["--help"],
    *([command, "--help"] for command in ("report", "children", "child", "check", "convert", "reconcile")),
    *(["history", command, "--help"] for command in ("list", "show", "compare")),
    *(["published", command, "--help"] for command in ("import", "list", "show")),
    *(["specs", each, "--help"] for each in ("list", "show", "validate", "test", "sql", "new", "diff")),
    ["specs", "list", "--specs", "{own}"],
    ["specs", "show", "own_figure", "--specs", "{own}"],
    ["specs", "validate", "{own}"],
    ["specs", "sql", "own_figure", "--dialect", "spark", "--specs", "{own}"],
    ["report", *CONFIG, "-q", "--family", "cpp"],
    ["report", *CONFIG, "-q", "-i", "cin_rate", "--trend", "3"],
    ["report", *CONFIG, "-q", "-i", "own_figure", "--specs", "{own}"],
    ["report", *CONFIG, "-q", "-i", "cin_rate", "-f", "csv"],
    ["children", "cin_rate", *CONFIG, "-q"],
    ["child", "1014488", *CONFIG, "-q"],
    ["check", "sample_data/Annex_A.xlsx"],
    ["published", "list"],
    ["report", "no such – file ŵ.xml"],
]
"""Every group of commands, with a title of letters and signs that cp1252 does not have."""


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("own")
    text = (ROOT / "indicator_specs/assessments/assessments_45wd_pct.yaml").read_text(encoding="utf-8")
    head, _, tests = text.partition("\ntests:")
    lines = [line for line in head.splitlines() if not line.startswith(("id:", "title:"))]
    named = ["id: own_figure", "title: Asesiadau ŵ ≥ → ŷ", *lines]
    (folder / "own_figure.yaml").write_text("\n".join(named) + f"\ntests:{tests}", encoding="utf-8")
    return folder


@pytest.mark.parametrize("arguments", COMMANDS, ids=lambda each: " ".join(each[:3]))
def test_a_console_of_cp1252_without_time_zones(arguments: list[str], own: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "chatcalc", *(each.format(own=own) for each in arguments)],
        capture_output=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0", "PYTHONTZPATH": ""},
        check=False,
    )
    assert b"Traceback" not in done.stderr
    assert b"bug in chatcalc" not in done.stderr
    assert done.returncode == (3 if "no such – file ŵ.xml" in arguments else 0), done.stderr
    assert done.stdout or done.returncode
