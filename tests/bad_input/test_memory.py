"""How much memory hostile files take, each in a process of its own; and what the system refuses."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from bad_input.annex_a import cells_added, member
from bad_input.case import Build, file, write
from bad_input.honest import CENSUS, EPISODES

BASE = 350  # MB: Python, Polars, the specifications, and what any file may take
_MEASURED = """
import sys
from chatcalc.cli.main import app
sys.argv = ["chatcalc", *sys.argv[1:]]
try:
    app()
finally:
    status = dict(line.split(":", 1) for line in open("/proc/self/status") if ":" in line)
    sys.stderr.write("\\npeak " + str(int(status["VmHWM"].split()[0]) // 1024))
"""

# At most, in MB: the base, and the multiple of its size that docs/explanation/security.md names.
HOSTILE: dict[str, tuple[Build, int]] = {
    "cells-in-two-corners": (file("a.xlsx", cells_added("XFD1048576")), BASE),
    "cells-just-not-too-far": (file("a.xlsx", cells_added("BH65000")), BASE + 400),
    "strings-just-not-too-long": (
        file(
            "a.xlsx",
            member("xl/sharedStrings.xml", b"<si>", b"<si><t>" + b"x" * 60_000_000 + b"</t></si><si>"),
        ),
        BASE + 400,
    ),
    "a-million-elements-in-the-header": (
        file("a.xml", CENSUS.replace("<Children>", "<x/>" * 1_000_000 + "<Children>")),
        BASE + 40 * 4,
    ),
    "a-row-of-a-million-cells": (file("a.csv", EPISODES + "x," * 1_000_000 + "\n" + "x\n" * 100_000), BASE),
}


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells the peak")
@pytest.mark.parametrize("name", HOSTILE)
def test_peak_memory(name: str, tmp_path: Path) -> None:
    build, most = HOSTILE[name]
    path = build(tmp_path)[1]
    done = subprocess.run(
        [sys.executable, "-c", _MEASURED, "check", str(path)], capture_output=True, text=True, check=False
    )
    assert done.returncode in (0, 3), done.stderr
    assert int(done.stderr.rsplit("peak ", 1)[1]) < most


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    return write(tmp_path / "sound.xml", CENSUS)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that everybody may enter; those of pytest are for their owner."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o777)
        yield Path(folder)


@pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions")
def test_a_file_that_another_user_may_not_read(sound: Path, open_folder: Path) -> None:
    census = write(open_folder / "census.xml", CENSUS)
    census.chmod(0)
    done = _as_somebody(sound, "check", census)
    assert done.returncode == 3
    assert done.stderr == "chatcalc: census.xml: cannot be read: permission denied\n"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such limit")
def test_a_disk_that_is_full(sound: Path, open_folder: Path) -> None:
    census = write(open_folder / "census.xml", CENSUS)
    output = write(open_folder / "report.csv", "the report of last month")
    done = _as_somebody(sound, "report", census, "-o", output, largest=1_000)
    assert done.returncode == 3, done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert "report.csv: cannot be written" in done.stderr
    assert output.read_text() == "the report of last month"
    assert sorted(each.name for each in open_folder.iterdir()) == ["census.xml", "report.csv"]


_WITHOUT_RIGHTS = """
import os, resource, sys
from typer.testing import CliRunner
from chatcalc.cli.main import app, run
sound, largest = sys.argv[1], int(sys.argv[2])
warm = CliRunner().invoke(app, ["report", sound, "-o", sound + ".csv"])  # what is imported may be root's
assert warm.exit_code == 0, warm.stderr
if largest:
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))
if os.getuid() == 0:
    os.setuid(65_534)
sys.argv = ["chatcalc", *sys.argv[3:]]
run()
"""


def _as_somebody(sound: Path, *arguments: object, largest: int = 0) -> subprocess.CompletedProcess[str]:
    """Runs chatcalc as a user without rights, where the tests run as root, with files of a size at most."""
    command = [sys.executable, "-c", _WITHOUT_RIGHTS, str(sound), str(largest), *map(str, arguments)]
    store = {"CHATCALC_STORE": str(Path(tempfile.gettempdir()) / "nowhere.parquet")}
    return subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, **store})
