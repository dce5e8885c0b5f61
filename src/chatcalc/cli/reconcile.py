"""`chatcalc reconcile`: why two figures differ, child by child."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from chatcalc.cli import options as shared
from chatcalc.cli.streams import print_renderable, progress, write_text

if TYPE_CHECKING:
    from chatcalc.reports.reconciliation import Reconciliation

_SUFFIXES = (".csv", ".xlsx", ".parquet", ".json", ".md")


def reconcile(
    *,
    a: Annotated[
        str,
        typer.Argument(
            metavar="A",
            help="Extracts (a file, a folder, or a chatcalc.toml that names several), the JSON of a "
            "report, run:ID of a history, or published:2018 for what was published of the year to 31 March "
            "2018.",
        ),
    ],
    b: Annotated[
        str | None,
        typer.Argument(
            metavar="B", help="The same for the other side. Default: A again.", show_default=False
        ),
    ] = None,
    also_a: Annotated[
        list[Path] | None,
        typer.Option("--also-a", metavar="FILE", help="A further file or folder of A; repeatable."),
    ] = None,
    also_b: Annotated[
        list[Path] | None,
        typer.Option("--also-b", metavar="FILE", help="The same of B."),
    ] = None,
    indicator: Annotated[
        list[str] | None,
        typer.Option(
            "-i", "--indicator", metavar="ID", help="Only this indicator, with its parts; repeatable."
        ),
    ] = None,
    sources: Annotated[
        str | None,
        typer.Option(
            "--sources",
            metavar="A,B",
            help="From which extract each side is computed, e.g. annex_a,cin_census.",
        ),
    ] = None,
    as_at: shared.AsAt = None,
    as_at_b: Annotated[
        str | None,
        typer.Option("--as-at-b", metavar="DATE", help="The snapshot of B, where it is another."),
    ] = None,
    months: shared.Months = None,
    la: shared.La = None,
    specs: shared.Specs = None,
    ids: Annotated[
        Path | None,
        typer.Option(
            "--ids",
            metavar="FILE",
            help="A CSV with old_id and new_id: whom the sides call differently. What is counted stays.",
        ),
    ] = None,
    children: Annotated[
        bool, typer.Option("--children", help="List the children behind each cause too.")
    ] = False,
    format_: Annotated[
        Literal["table", "csv", "json", "markdown"], typer.Option("-f", "--format", help="What to print.")
    ] = "table",
    output: Annotated[
        list[Path] | None,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            help="Write a file instead: the children as .csv, .xlsx or .parquet, the causes as .json or "
            ".md; repeatable.",
        ),
    ] = None,
    history: Annotated[
        Path | None,
        typer.Option("--history", metavar="FILE", help="The history of the runs that are named as run:ID."),
    ] = None,
    config: shared.Config = None,
    quiet: shared.Quiet = None,
    verbose: shared.Verbose = None,
) -> None:
    """Say why two figures differ: each child's records are set side by side, and the causes sum to the gap.

    A list of children names them; a file that -o writes is readable by you alone.
    """
    from chatcalc.cli.reconcile_asking import asked, config_of, inputs_of, sources_of
    from chatcalc.reports.output import check_places
    from chatcalc.reports.reconcile import reconcile as reconciled
    from chatcalc.reports.request import RequestError
    from chatcalc.reports.writing import write_files

    if also_b and b is None:
        raise RequestError("--also-b: there is no B; name it")
    pinned = sources_of(sources)
    given: dict[str, Any] = {"as_at": as_at, "months": months, "la": la, "indicator": indicator}
    given |= {"specs": specs, "history": history, "quiet": quiet, "verbose": verbose}
    given_b = {**given, "as_at": as_at_b or as_at, "source": pinned[1]}
    left, chosen = asked(a, also_a, {**given, "source": pinned[0]}, config or config_of(b))
    right, _ = asked(b or a, also_b if b else also_a, given_b, config or config_of(a))
    places = output or []
    inputs = [*inputs_of(a, left), *inputs_of(b, right)]
    check_places(places, [*inputs, *filter(None, [ids, config])], _SUFFIXES)
    with progress(quiet=chosen.quiet, verbose=chosen.verbose) as tell:
        found = reconciled(left, right, ids, tell)
    if places:
        written = write_files({path: _content(found, path.suffix.lower()) for path in places})
        shared.mention(written, quiet=chosen.quiet)
    else:
        _print(found, format_, children=children)


def _content(found: Reconciliation, suffix: str) -> bytes:
    from chatcalc.reports.case_list import CaseList
    from chatcalc.reports.case_list_files import FILES
    from chatcalc.reports.reconcile_formats import reconciliation_json
    from chatcalc.reports.reconcile_printed import reconciliation_markdown

    if suffix == ".json":
        return reconciliation_json(found).encode()
    if suffix == ".md":
        return reconciliation_markdown(found).encode()
    title = f"Children between {found.a[0]} and {found.b[0]}"
    return FILES[suffix](CaseList(title, found.b[1], found.children))


def _print(found: Reconciliation, format_: str, *, children: bool) -> None:
    from chatcalc.reports import reconcile_formats as formats
    from chatcalc.reports import reconcile_printed as printed
    from chatcalc.reports.csv_cells import safe_cells

    match format_:
        case "json":
            write_text(formats.reconciliation_json(found, children=children))
        case "markdown":
            write_text(printed.reconciliation_markdown(found, children=children))
        case "csv":
            rows = safe_cells(found.children)
            write_text(rows.write_csv() if children else formats.reconciliation_csv(found))
        case _:
            print_renderable(printed.reconciliation_table(found, children=children), wide=True)
