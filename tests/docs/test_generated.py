"""What the documentation takes from the program is what the program says now."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_pages_and_the_output_of_their_commands_are_up_to_date() -> None:
    """Also runs every command of every page."""
    done = subprocess.run(
        [sys.executable, "docs/generate", "--check"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, f"`make docs` writes them\n{done.stdout}\n{done.stderr}"
