"""`chatcalc child`: one child under every indicator."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from chatcalc.cli import options as shared
from chatcalc.cli.errors import FOUND_SOMETHING, say
from chatcalc.cli.streams import print_renderable, progress, write_text


def child(
    *,
    child_id: Annotated[str, typer.Argument(metavar="ID", help="The child's id in the extracts.")],
    extracts: shared.Extracts = None,
    as_at: shared.AsAt = None,
    months: shared.Months = None,
    la: shared.La = None,
    source: shared.Source = None,
    specs: shared.Specs = None,
    format_: Annotated[
        Literal["table", "json", "csv"], typer.Option("-f", "--format", help="What to print.")
    ] = "table",
    config: shared.Config = None,
    quiet: shared.Quiet = None,
    verbose: shared.Verbose = None,
) -> None:
    """Show what every indicator makes of one child, and why.

    Exit code 1 where no extract holds the child. The id stays out of all messages.
    """
    from dataclasses import replace

    from chatcalc.cli.config import options
    from chatcalc.reports.case_list_child import FORMATS, child_record, child_table

    given = {"extracts": extracts, "as_at": as_at, "months": months, "la": la, "source": source}
    chosen = options({**given, "specs": specs, "quiet": quiet, "verbose": verbose}, config)
    request = replace(chosen.request(), indicators=(), families=(), by=(), trend=0)
    with progress(quiet=chosen.quiet, verbose=chosen.verbose) as tell:
        record = child_record(child_id, request, tell)
    if record is None:
        say("no such child in the extracts")
        raise typer.Exit(FOUND_SOMETHING)
    if format_ in FORMATS:
        write_text(FORMATS[format_](record))
    else:
        print_renderable(child_table(record), wide=True)
