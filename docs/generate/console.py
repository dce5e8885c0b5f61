"""Runs the commands of a page in a temporary folder that holds the sample authority, one after another.

A `console` block shows commands after `$ ` and what they print (pages that show the same command run it
once, so what it prints depends on the sample alone); `head=20` after the word keeps the first
lines, `exit=1` expects that exit code. An `sh` block shows commands alone. Any other block with `file=PATH`
is saved there for the commands after it. `make` is not run here.
"""

from __future__ import annotations

import contextlib
import os
import re
import shlex
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from typer.testing import CliRunner

from chatcalc.cli.main import app

WIDTH = "100"
NIGHT = "1546308900"  # 1 January 2019, 02:15 UTC
failures: list[str] = []
_printed: dict[str, list[str]] = {}

_BLOCK = re.compile(r"^```(\w+)( [^\n]*)?\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def refreshed(text: str, page: Path, root: Path) -> str:
    """The page with the output of its commands as they print it now; what fails is noted in `failures`."""
    if not _BLOCK.search(text):
        return text
    with _folder(root):
        return _BLOCK.sub(lambda found: _block(found, page), text)


def _block(found: re.Match[str], page: Path) -> str:
    kind, options, body = found.group(1), found.group(2) or "", found.group(3)
    said = dict(each.split("=") for each in options.split())
    if "file" in said:
        Path(said["file"]).write_text(body, encoding="utf-8")
    if kind not in ("console", "sh"):
        return found.group(0)
    expected, head = int(said.get("exit", 0)), int(said["head"]) if "head" in said else None
    lines: list[str] = []
    for command in _commands(kind, body):
        if command not in _printed or kind == "sh":
            _printed[command] = _run(command, expected, page)
        printed = _printed[command]
        kept = printed if head is None or len(printed) <= head else [*printed[:head], "..."]
        lines += [f"$ {command}", *kept]
    shown = "\n".join(lines) + "\n" if kind == "console" else body
    return f"```{kind}{options}\n{shown}```"


def _commands(kind: str, body: str) -> Iterator[str]:
    """The commands of a block; a line that ends with a backslash goes on in the next."""
    for line in body.replace("\\\n", " ").splitlines():
        if kind == "sh" and line.strip() and not line.startswith("#"):
            yield line
        elif kind == "console" and line.startswith("$ "):
            yield line[2:]


def _run(command: str, expected: int, page: Path) -> list[str]:
    """What a command prints, both streams in order, without blanks at the ends of lines."""
    words = shlex.split(command)
    if words[0] == "make":
        return []
    if words[0] in ("cat", "mkdir"):
        return _file_command(words)
    if words[0] != "chatcalc":
        failures.append(f"{page}: what is `{command}`?")
        return []
    result = CliRunner().invoke(app, words[1:], prog_name="chatcalc")
    if result.exit_code != expected:
        failures.append(
            f"{page}: `{command}` ended with {result.exit_code}, not {expected}: {result.output[-300:]}"
        )
    return [line.rstrip() for line in result.output.rstrip().splitlines()]


def _file_command(words: list[str]) -> list[str]:
    match words:
        case ["cat", file]:
            return Path(file).read_text(encoding="utf-8-sig").rstrip().splitlines()
        case ["mkdir", folder]:
            Path(folder).mkdir()
    return []


@contextlib.contextmanager
def _folder(root: Path) -> Iterator[None]:
    """A folder with copies of the sample authority and the built-in specifications, at a fixed width."""
    before, environment = Path.cwd(), dict(os.environ)
    with tempfile.TemporaryDirectory() as name:
        for part in ("sample_data", "indicator_specs"):
            shutil.copytree(root / part, Path(name) / part)
        os.environ.update(COLUMNS=WIDTH, NO_COLOR="1", CHATCALC_STORE=str(Path(name) / "store.parquet"))
        os.environ["SOURCE_DATE_EPOCH"] = NIGHT  # a history says when a run was
        os.chdir(name)
        try:
            yield
        finally:
            os.chdir(before)
            os.environ.clear()
            os.environ.update(environment)
