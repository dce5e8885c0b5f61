"""`chatcalc check`: what was recognised, how many rows, and what is wrong in the data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import typer

from chatcalc.cli import options as shared
from chatcalc.cli.errors import FOUND_SOMETHING
from chatcalc.cli.streams import plain_table, print_renderable, progress

if TYPE_CHECKING:
    from rich.table import Table

    from chatcalc.extracts.extract import Extract, Finding


def check(
    ctx: typer.Context,
    *,
    extracts: shared.Extracts = None,
    la: shared.La = None,
    config: shared.Config = None,
    fail_on: shared.FailOn = None,
    quiet: shared.Quiet = None,
    verbose: shared.Verbose = None,
) -> None:
    """Say what was recognised and what is wrong in the data.

    No message quotes a child's data: a file, a place in it, a count.
    """
    from chatcalc.cli.config import options
    from chatcalc.reports.authority import known_authority
    from chatcalc.reports.making import read

    chosen = options({name: value for name, value in ctx.params.items() if name != "config"}, config)
    request = chosen.request()
    with progress(quiet=chosen.quiet, verbose=chosen.verbose) as tell:
        held = read(request, known_authority(request), tell)
    for table in (_files(held), _tables(held), _findings(held)):
        print_renderable(table, wide=True)
        typer.echo()
    found = [finding for extract in held for finding in extract.findings]
    typer.echo(_summary(found))
    if chosen.fail_on and any(_at_least(finding, chosen.fail_on) for finding in found):
        raise typer.Exit(FOUND_SOMETHING)


def _files(extracts: Sequence[Extract]) -> Table:
    rows = [
        (extract.source, each.file, each.kind, f"{each.rows:,}")
        for extract in extracts
        for each in extract.inputs
    ]
    return plain_table(("Source", "File", "Kind", "Rows"), rows)


def _tables(extracts: Sequence[Extract]) -> Table:
    rows = [
        (extract.source, name, f"{frame.height:,}")
        for extract in extracts
        for name, frame in extract.tables.items()
    ]
    return plain_table(("Source", "Table", "Rows"), rows)


def _findings(extracts: Sequence[Extract]) -> Table:
    return plain_table(
        ("Severity", "Code", "File", "Where", "Finding", "Cases"), list(_finding_rows(extracts))
    )


def _finding_rows(extracts: Sequence[Extract]) -> Iterator[tuple[str, ...]]:
    order = ("error", "warning", "info")
    found = [finding for extract in extracts for finding in extract.findings]
    for each in sorted(found, key=lambda finding: order.index(finding.severity)):
        yield each.severity, each.code, each.file, each.where, each.message, f"{each.count:,}"


def _summary(found: Sequence[Finding]) -> str:
    if not found:
        return "No findings."
    counts = {level: sum(each.severity == level for each in found) for level in ("error", "warning", "info")}
    return f"Findings: {', '.join(f'{count} {level}' for level, count in counts.items() if count)}."


def _at_least(finding: Finding, level: str) -> bool:
    order = ("info", "warning", "error")
    return order.index(finding.severity) >= order.index(level)
