"""The command line: `chatcalc COMMAND`. Every command is in a module of its own group."""

from __future__ import annotations

import gc
import signal
import sys
from types import FrameType
from typing import Annotated

import typer

from chatcalc import __version__
from chatcalc.cli import check, child, children, convert, history, pack, published, reconcile, report, specs
from chatcalc.cli.errors import INTERRUPTED, CleanErrors

# Markup would swallow published symbols such as [x] in help texts, and doubles the start-up time.
app = typer.Typer(
    cls=CleanErrors,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    no_args_is_help=True,
    help="The indicator table of children's services, from the extracts a local authority holds.",
)
app.command("report")(report.report)
app.command("children")(children.children)
app.command("child")(child.child)
app.command("check")(check.check)
app.command("convert")(convert.convert)
app.command("reconcile")(reconcile.reconcile)
app.command("pack")(pack.pack)
app.add_typer(specs.app, name="specs")
app.add_typer(published.app, name="published")
app.add_typer(history.app, name="history")


def run() -> None:
    """The entry point of the `chatcalc` command."""
    # A scheduler ends a job with SIGTERM: clean up as for Ctrl-C, so that no half-written file stays.
    signal.signal(signal.SIGTERM, _interrupt)
    # What is imported and loaded stays to the end: looking for cycles in it takes a seventh of a report.
    gc.set_threshold(100_000, 50, 100)
    try:
        app()
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"chatcalc {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """What stands before a command."""
