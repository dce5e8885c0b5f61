"""Exit codes, and errors as one line on standard error."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import typer
from typer.core import TyperGroup

from chatcalc.extracts.harmless import harmless

if TYPE_CHECKING:
    from chatcalc.reports.request import RequestError

FOUND_SOMETHING: Final = 1
WRONG_ARGUMENTS: Final = 2
UNUSABLE_FILE: Final = 3
INVALID_SPEC: Final = 4
BUG: Final = 70
INTERRUPTED: Final = 130

# Keys of the context's `meta`, which a command shares with the group that ends its errors.
VERBOSE: Final = "chatcalc.verbose"
CONFIG: Final = "chatcalc.config"
LOG: Final = "chatcalc.log"

_NAME: Final = "chatcalc: "


class CleanErrors(TyperGroup):
    """A group whose commands end every error in one line and the exit code of its kind."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command; where a log is kept, its last line says how it ended."""
        try:
            outcome = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            # The reader (head, less) has seen enough. Python must not complain of it while it closes.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise _ended(ctx, 0) from None
        except typer.Abort:
            raise
        except typer.Exit as end:
            raise _ended(ctx, end.exit_code) from None
        except KeyboardInterrupt:
            say("interrupted; no output was written")
            raise _ended(ctx, INTERRUPTED, ["interrupted"]) from None
        except Exception as error:
            if type(error).__name__ == "NoArgsIsHelpError":
                raise
            code, lines = _meaning(error, ctx)
            for line in lines:
                _echo(line if code == INVALID_SPEC else line.replace("\n", " "))
            if ctx.meta.get(VERBOSE) and not _is_usage(error):
                _trace(error)
            raise _ended(ctx, code, [line.removeprefix(_NAME) for line in lines]) from None
        _ended(ctx, 0)
        return outcome


def say(message: str) -> None:
    """A line on standard error."""
    _echo(_NAME + message.replace("\n", " "))


def _echo(line: str) -> None:
    """A line on standard error, in which names of files and words of specifications command no terminal."""
    typer.echo(harmless(line), err=True)


def _ended(ctx: Any, code: int, errors: Sequence[str] = ()) -> typer.Exit:
    """The end with an exit code, logged where a log is kept; a log that fails now has nobody to tell."""
    log = ctx.meta.get(LOG)
    with suppress(Exception):
        for line in errors if log else ():
            log.add("error", "error", message=line)
        if log:
            log.add("finished", "info" if code == 0 else "warning" if code == 1 else "error", exit_code=code)
    return typer.Exit(code)


def _meaning(error: Exception, ctx: Any) -> tuple[int, list[str]]:
    """The exit code of an error's kind, and the lines that say what is wrong."""
    if _is_usage(error):
        words = " ".join(error.format_message().split())  # type: ignore[attr-defined]
        return WRONG_ARGUMENTS, [_NAME + words]
    return _known_meaning(error, ctx)


def _is_usage(error: Exception) -> bool:
    # The base class of typer's own errors has no public name that all its versions share.
    return hasattr(error, "format_message")


def _known_meaning(error: Exception, ctx: Any) -> tuple[int, list[str]]:
    # Imported here: by now the rooms are loaded, and `--help` need not wait for them.
    from chatcalc.extracts.extract import ExtractError
    from chatcalc.published.statistics import PublishedError
    from chatcalc.reports.history import HistoryError
    from chatcalc.reports.request import InvalidSpecsError, RequestError, SettingsError
    from chatcalc.reports.writing import OutputError

    match error:
        case SettingsError():
            return WRONG_ARGUMENTS, [_NAME + _located(each, ctx) for each in error.errors]
        case RequestError():
            return WRONG_ARGUMENTS, [_NAME + _located(error, ctx)]
        case ExtractError() | PublishedError() | OutputError() | HistoryError():
            return UNUSABLE_FILE, [f"{_NAME}{error}"]
        case InvalidSpecsError():
            return INVALID_SPEC, _problem_lines(error.problems)
        case MemoryError():
            return UNUSABLE_FILE, [f"{_NAME}not enough memory for these extracts"]
    said = f"a bug in chatcalc: {type(error).__name__} {_place(error)}"
    return BUG, [f"{_NAME}{said}; run again with -v and report the lines"]


def _located(error: RequestError, ctx: Any) -> str:
    """The error with the line of the config where it can stand nowhere else."""
    from chatcalc.cli.config_file import read_config

    path = ctx.meta.get(CONFIG)
    return f"{read_config(path).place(error.option)}: {error}" if error.option and path else str(error)


def _problem_lines(problems: tuple[Any, ...]) -> list[str]:
    from chatcalc.cli.problems import problem_lines

    count = len(problems)
    words = f"{count} {'problem' if count == 1 else 'problems'} in specifications; nothing was calculated"
    return [*problem_lines(problems), _NAME + words]


def _place(error: Exception) -> str:
    """The innermost place in chatcalc, e.g. `in reports/build.py, line 40`."""
    ours = [frame for frame in traceback.extract_tb(error.__traceback__) if "chatcalc" in frame.filename]
    if not ours:
        return "before a command ran"
    path = Path(ours[-1].filename)
    return f"in {path.parent.name}/{path.name}, line {ours[-1].lineno}"


def _trace(error: Exception) -> None:
    """Where it happened: the calls, without local values and without messages, which may quote data."""
    seen: BaseException | None = error
    while seen is not None:
        typer.echo("".join(traceback.format_tb(seen.__traceback__)) + type(seen).__name__, err=True)
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)
