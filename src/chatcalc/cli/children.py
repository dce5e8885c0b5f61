"""`chatcalc children`: the cases behind a number, with where they were read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from chatcalc.cli import options as shared
from chatcalc.cli.streams import print_renderable, progress, write_text

if TYPE_CHECKING:
    from chatcalc.indicators.due import Horizon


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
    due: Annotated[
        str | None,
        typer.Option(
            "--due",
            metavar="DAYS",
            help="What falls due next, the most urgent first: within 10wd (working days), 10d or 2w of the "
            "snapshot. For indicators that say when a case is due, such as reviews and visits.",
        ),
    ] = None,
    as_at: shared.AsAt = None,
    months: shared.Months = None,
    period: shared.Period = None,
    la: shared.La = None,
    source: shared.Source = None,
    specs: shared.Specs = None,
    format_: Annotated[
        Literal["table", "csv"], typer.Option("-f", "--format", help="What to print.")
    ] = "table",
    output: Annotated[
        list[Path] | None,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            help="Write a file instead; .csv, .xlsx or .parquet is the format; repeatable.",
        ),
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
    from chatcalc.reports.case_list import case_list, case_table
    from chatcalc.reports.case_list_files import FILES, case_csv
    from chatcalc.reports.output import check_places
    from chatcalc.reports.writing import write_files

    given = {"extracts": extracts, "as_at": as_at, "months": months, "period": period}
    given |= {"la": la, "source": source}
    chosen = options({**given, "specs": specs, "quiet": quiet, "verbose": verbose}, config)
    # What a config says of the whole report's indicators and breakdowns is not meant for one list.
    request = replace(
        chosen.request(), indicators=(indicator,), families=(), by=(), trend=0, change=False, commentary=()
    )
    places = output or []
    inputs = (*request.extracts, *filter(None, [request.lookup, request.ids, config]))
    check_places(places, inputs, tuple(FILES))
    with progress(quiet=chosen.quiet, verbose=chosen.verbose) as tell:
        listed = case_list(request, only, _horizon(due), tell)
    if places:
        written = write_files({path: FILES[path.suffix.lower()](listed) for path in places})
        shared.mention(written, quiet=chosen.quiet)
    elif format_ == "csv":
        write_text(case_csv(listed).decode())
    else:
        print_renderable(case_table(listed), wide=True)


def _horizon(due: str | None) -> Horizon | None:
    from chatcalc.indicators.due import horizon
    from chatcalc.reports.request import RequestError

    try:
        return None if due is None else horizon(due)
    except ValueError as error:
        raise RequestError(f"--due {due}: {error}") from None
