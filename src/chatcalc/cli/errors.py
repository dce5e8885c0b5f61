"""Exit codes, and errors as one line on standard error."""

from __future__ import annotations

import os
import sys
import traceback
from pathlib import Path
from typing import Any, Final

import typer
from typer.core import TyperGroup

FOUND_SOMETHING: Final = 1
WRONG_ARGUMENTS: Final = 2
UNUSABLE_FILE: Final = 3
INVALID_SPEC: Final = 4
BUG: Final = 70
INTERRUPTED: Final = 130

VERBOSE: Final = "chatcalc.verbose"
"""Key of the context's `meta` under which `-v` is remembered."""


class CleanErrors(TyperGroup):
    """A group whose commands end every error in one line and the exit code of its kind."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command."""
        try:
            outcome = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            # The reader (head, less) has seen enough. Python must not complain of it while it closes.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(0) from None
        except (typer.Exit, typer.Abort):
            raise
        except KeyboardInterrupt:
            say("interrupted; no output was written")
            raise typer.Exit(INTERRUPTED) from None
        except Exception as error:
            if type(error).__name__ == "NoArgsIsHelpError":
                raise
            code = _tell(error)
            if ctx.meta.get(VERBOSE) and not _is_usage(error):
                _trace(error)
            raise typer.Exit(code) from None
        return outcome


def say(message: str) -> None:
    """A line on standard error."""
    typer.echo(f"chatcalc: {message}", err=True)


def _tell(error: Exception) -> int:
    """Say what is wrong; the exit code of its kind."""
    if _is_usage(error):
        say(" ".join(error.format_message().split()))  # type: ignore[attr-defined]
        return WRONG_ARGUMENTS
    return _tell_known(error)


def _is_usage(error: Exception) -> bool:
    # The base class of typer's own errors has no public name that all its versions share.
    return hasattr(error, "format_message")


def _tell_known(error: Exception) -> int:
    # Imported here: by now the rooms are loaded, and `--help` need not wait for them.
    from chatcalc.extracts.extract import ExtractError
    from chatcalc.published.statistics import PublishedError
    from chatcalc.reports.request import InvalidSpecsError, RequestError
    from chatcalc.reports.writing import OutputError

    match error:
        case RequestError():
            say(str(error))
            return WRONG_ARGUMENTS
        case ExtractError() | PublishedError() | OutputError():
            say(str(error))
            return UNUSABLE_FILE
        case InvalidSpecsError():
            _tell_problems(error.problems)
            return INVALID_SPEC
        case MemoryError():
            say("not enough memory for these extracts")
            return UNUSABLE_FILE
    say(f"a bug in chatcalc: {type(error).__name__} {_place(error)}; run again with -v and report the lines")
    return BUG


def _tell_problems(problems: tuple[Any, ...]) -> None:
    from chatcalc.cli.problems import problem_lines

    for line in problem_lines(problems):
        typer.echo(line, err=True)
    count = len(problems)
    say(f"{count} {'problem' if count == 1 else 'problems'} in specifications; nothing was calculated")


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
