"""`chatcalc convert`: the canonical tables as Parquet."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from chatcalc.cli import options as shared
from chatcalc.cli.errors import say
from chatcalc.cli.streams import progress


def convert(
    ctx: typer.Context,
    *,
    folder: Annotated[
        Path, typer.Option("-o", "--output", metavar="DIR", help="Where a folder for each source is made.")
    ],
    extracts: shared.Extracts = None,
    la: shared.La = None,
    config: shared.Config = None,
    quiet: shared.Quiet = None,
    verbose: shared.Verbose = None,
) -> None:
    """Write the canonical tables as Parquet.

    Each becomes DIR/SOURCE/TABLE.parquet. The files hold children's records and are readable by you alone.
    DIR is an extract itself: `chatcalc report DIR` reads it in a fraction of the time.
    """
    from chatcalc.cli.config import options
    from chatcalc.reports.authority import known_authority
    from chatcalc.reports.making import read
    from chatcalc.reports.parquet import write_tables

    given = {name: value for name, value in ctx.params.items() if name not in ("config", "folder")}
    chosen = options(given, config)
    request = chosen.request()
    with progress(quiet=chosen.quiet, verbose=chosen.verbose) as tell:
        held = read(request, known_authority(request), tell)
        tell("writing")
        written = write_tables(held, folder)
    if not chosen.quiet:
        say(f"wrote {written} tables under {folder}")
