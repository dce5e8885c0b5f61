"""`chatcalc pack`: the report as a page to be printed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

from chatcalc.cli import options as shared
from chatcalc.cli.report import run

FILE: Final = "pack.html"


def pack(
    ctx: typer.Context,
    *,
    extracts: shared.Extracts = None,
    as_at: shared.AsAt = None,
    months: shared.Months = None,
    la: shared.La = None,
    population: shared.Population = None,
    source: shared.Source = None,
    published: shared.Published = None,
    neighbours: shared.Neighbours = None,
    store: shared.Store = None,
    published_until: shared.PublishedUntil = None,
    specs: shared.Specs = None,
    indicator: shared.Indicators = None,
    family: shared.Families = None,
    trend: Annotated[
        int | None,
        typer.Option("--trend", metavar="N", help="The N month-ends up to the snapshot. Default: 18."),
    ] = None,
    commentary: shared.Commentary = None,
    suppress: shared.Suppress = None,
    audience: shared.Audience = None,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", help=f"The file, an .html. Default: {FILE}."),
    ] = None,
    manifest: shared.Manifest = None,
    log: shared.Log = None,
    config: shared.Config = None,
    fail_on: shared.FailOn = None,
    quiet: shared.Quiet = None,
    verbose: shared.Verbose = None,
) -> None:
    """Write a day-one pack: one page to be printed on A4, or saved as PDF by a browser.

    It holds the comparison, each figure with its definition, trend and commentary, known issues in the data,
    what could not be computed, and the words it uses. It is `chatcalc report --layout pack -o pack.html`
    without the table on the screen.
    """
    from chatcalc.cli.config import options

    given = {name: value for name, value in ctx.params.items() if name != "config"}
    asked = options({**given, "layout": "pack", "output": [output or Path(FILE)]}, config)
    # The history keeps the runs of reports; a pack of the same month is none of its own.
    run(ctx, asked.model_copy(update={"history": None}), config, prints=False)
