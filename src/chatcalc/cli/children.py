"""`chatcalc children`: the cases behind a number, with where they were read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated, Literal

import typer

from chatcalc.cli import options as shared
from chatcalc.cli.streams import print_renderable, progress, write_text


def children(
    *,
    indicator: Annotated[
        str, typer.Argument(metavar="INDICATOR", help="Its id; `chatcalc specs list` shows all.")
    ],
    extracts: shared.Extracts = None,
    only: Annotated[
        Literal["numerator", "denominator", "excluded", "all"] | None,
        typer.Option(
            "--only",
            help="Cases of this status; `denominator` is who counts without meeting the condition. "
            "Without it all that count and all that are excluded; `all` lists those not counted too.",
        ),
    ] = None,
    as_at: shared.AsAt = None,
    months: shared.Months = None,
    la: shared.La = None,
    source: shared.Source = None,
    specs: shared.Specs = None,
    format_: Annotated[
        Literal["table", "csv"], typer.Option("-f", "--format", help="What to print.")
    ] = "table",
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write a .csv file instead.")
    ] = None,
    config: shared.Config = None,
    quiet: shared.Quiet = None,
    verbose: shared.Verbose = None,
) -> None:
    """List the cases behind a number.

    Each has its status, what decided it, and the file and row it was read from. The list names children;
    a file that -o writes is readable by you alone.
    """
    from chatcalc.cli.config import options
    from chatcalc.reports.case_list import case_csv, case_list, case_table
    from chatcalc.reports.output import check_places

    given = {"extracts": extracts, "as_at": as_at, "months": months, "la": la, "source": source}
    chosen = options({**given, "specs": specs, "quiet": quiet, "verbose": verbose}, config)
    # What a config says of the whole report's indicators and breakdowns is not meant for one list.
    request = replace(chosen.request(), indicators=(indicator,), families=(), by=(), trend=0)
    if output is not None:
        check_places([output], request.extracts, (".csv",))
    with progress(quiet=chosen.quiet, verbose=chosen.verbose) as tell:
        cases = case_list(request, only, tell)
    if output is not None:
        _write(output, case_csv(cases), quiet=chosen.quiet)
    elif format_ == "csv":
        write_text(case_csv(cases))
    else:
        print_renderable(case_table(cases), wide=True)


def _write(path: Path, text: str, *, quiet: bool) -> None:
    from chatcalc.reports.output import write_files

    shared.mention(write_files({path: text.encode()}), quiet=quiet)
