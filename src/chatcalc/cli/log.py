"""What a run did, as JSON lines, for whoever reads in the morning what happened at night.

A line is written in one call to the end of the file: a run that is killed leaves every earlier line as it
was. Nothing of a child is in it: counts, names of files, durations, and the lines that errors are on standard
error.
"""

from __future__ import annotations

import datetime as dt
import errno
import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, Literal

import typer

from chatcalc.cli.errors import LOG

_START: Final = b'{"time": '
Level = Literal["info", "warning", "error"]


class RunLog:
    """The log of one run."""

    def __init__(self, path: Path, command: str) -> None:
        """Write the first line.

        Raises:
            OutputError: The file cannot be written.
        """
        from chatcalc import __version__

        self.path = path
        self._command = command
        self._began = time.monotonic()
        self.add("started", version=__version__)

    def add(self, event: str, level: Level = "info", **fields: object) -> None:
        """Write a line.

        Raises:
            OutputError: The file cannot be written.
        """
        now = dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        line = {
            "time": now,
            "level": level,
            "event": event,
            "command": self._command,
            "pid": os.getpid(),
            "seconds": round(time.monotonic() - self._began, 3),
            **fields,
        }
        try:
            _append(self.path, json.dumps(line, ensure_ascii=False, default=str))
        except OSError as error:
            from chatcalc.reports.writing import OutputError

            reason = error.strerror or "unknown reason"
            raise OutputError(f"{self.path}: the log cannot be written ({reason})") from error


def start(ctx: typer.Context, path: Path) -> None:
    """Keep the log of the run, where it is not kept already.

    Raises:
        OutputError: The file cannot be written.
    """
    if LOG not in ctx.meta:
        ctx.meta[LOG] = RunLog(path, ctx.command_path.partition(" ")[2])


def add(ctx: typer.Context, event: str, level: Level = "info", **fields: object) -> None:
    """Write a line where a log was asked for.

    Raises:
        OutputError: The file cannot be written.
    """
    log: RunLog | None = ctx.meta.get(LOG)
    if log:
        log.add(event, level, **fields)


def telling(ctx: typer.Context, tell: Callable[[str], None]) -> Callable[[str], None]:
    """What hears what is being done, and logs it."""

    def heard(words: str) -> None:
        tell(words)
        add(ctx, "step", what=words)

    return heard


def _append(path: Path, line: str) -> None:
    """A line of its own, even where a full disk cut the one before; never into a file of another kind."""
    handle = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
    try:
        size = os.fstat(handle).st_size
        if size and os.read(handle, len(_START)) != _START:
            raise OSError(errno.EINVAL, "it holds something else than a log")
        if size:
            os.lseek(handle, size - 1, os.SEEK_SET)
        cut = bool(size) and os.read(handle, 1) != b"\n"
        content = (("\n" if cut else "") + line + "\n").encode()
        if os.write(handle, content) < len(content):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    finally:
        os.close(handle)


def peek(config: Path) -> Path | None:
    """The log that a config names, even where the rest of it is wrong: the log shall tell so."""
    from chatcalc.cli.config_file import read_config
    from chatcalc.reports.request import RequestError

    try:
        named: Any = read_config(config).raw.get("log")
    except RequestError:
        return None
    return config.parent / named if isinstance(named, str) and named else None
