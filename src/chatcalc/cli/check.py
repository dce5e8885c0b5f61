"""`chatcalc check`: what was recognised, how many rows, and what in the data touches a figure."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from chatcalc.cli import options as shared
from chatcalc.cli.errors import FOUND_SOMETHING
from chatcalc.cli.streams import plain_table, print_renderable, progress, write_text

_OWN = ("config", "format_", "output", "since")


def check(
    ctx: typer.Context,
    *,
    extracts: shared.Extracts = None,
    as_at: shared.AsAt = None,
    la: shared.La = None,
    source: shared.Source = None,
    specs: shared.Specs = None,
    since: Annotated[
        Path | None,
        typer.Option(
            "--since",
            metavar="FILE",
            help="Say what is gone and what is new since an earlier check, from the .json that it wrote.",
        ),
    ] = None,
    format_: Annotated[
        Literal["table", "json", "csv", "sarif"], typer.Option("-f", "--format", help="What to print.")
    ] = "table",
    output: Annotated[
        list[Path] | None,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            help="Write a file instead; .json, .csv or .sarif is the format; repeatable.",
        ),
    ] = None,
    config: shared.Config = None,
    fail_on: shared.FailOn = None,
    quiet: shared.Quiet = None,
    verbose: shared.Verbose = None,
) -> None:
    """Say what was recognised, and what in the data touches a figure.

    Each finding has a code, its places and the indicators it touches. No message quotes a child's data: a
    file, a place in it, a count. This is no statutory validation: whether a return will be accepted, COLLECT,
    the CIN validator and the SSDA903 validator say.
    """
    from chatcalc.cli.config import options
    from chatcalc.reports.check import SCOPE, make_check
    from chatcalc.reports.check_files import FORMATS, SUFFIXES
    from chatcalc.reports.check_since import changes_since
    from chatcalc.reports.check_terminal import summary, tables_of
    from chatcalc.reports.output import check_not_read, check_places
    from chatcalc.reports.writing import write_files

    chosen = options({name: value for name, value in ctx.params.items() if name not in _OWN}, config)
    request, places = chosen.request(), output or []
    inputs = (*request.extracts, *filter(None, [request.lookup, request.ids, config, since]))
    check_places(places, inputs, tuple(SUFFIXES))
    with progress(quiet=chosen.quiet, verbose=chosen.verbose) as tell:
        made = make_check(request, tell)
    check_not_read(places, inputs, [each for _, each in made.inputs])
    changes = changes_since(made, since) if since else None
    if places:
        contents = {path: FORMATS[SUFFIXES[path.suffix.lower()]](made, changes).encode() for path in places}
        shared.mention(write_files(contents), quiet=chosen.quiet)
    elif format_ != "table":
        write_text(FORMATS[format_](made, changes))
    else:
        for heads, rows in tables_of(made, changes):
            print_renderable(plain_table(heads, rows), wide=True)
            typer.echo()
        typer.echo(summary(made, changes))
        typer.echo(SCOPE)
    if chosen.fail_on and made.at_least(chosen.fail_on):
        raise typer.Exit(FOUND_SOMETHING)
