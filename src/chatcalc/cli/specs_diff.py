"""`chatcalc specs diff`: which indicators changed meaning, and by how much their figures move."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from chatcalc.cli import options as shared
from chatcalc.cli.specs_loading import load
from chatcalc.cli.streams import plain_table, print_renderable, progress

if TYPE_CHECKING:
    from rich.table import Table

    from chatcalc.indicators.results import Figure
    from chatcalc.indicators.spec_diff import Move
    from chatcalc.reports.request import Request
    from chatcalc.specs.definition import Indicator
    from chatcalc.specs.diff import Change

Side = "A folder, a git revision, or REVISION:path."
_HEADS = {
    "meaning": "Changed meaning",
    "added": "Added",
    "removed": "Removed",
    "wording": "Worded otherwise, and mean the same",
}


def diff(
    ctx: typer.Context,
    old: Annotated[str, typer.Argument(metavar="OLD", help=Side)],
    new: Annotated[str, typer.Argument(metavar="NEW", help=Side)],
    *,
    extracts: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[EXTRACTS...]", help="To say by how much each figure moves.", show_default=False
        ),
    ] = None,
    as_at: shared.AsAt = None,
    months: shared.Months = None,
    la: shared.La = None,
    quiet: shared.Quiet = None,
    verbose: shared.Verbose = None,
) -> None:
    """Say which indicators changed meaning between two folders or revisions, and by how much figures move."""
    from chatcalc.specs.diff import changes

    before, after = _sets(old, new)
    found = changes(before, after)
    for line in _lines(found):
        typer.echo(line)
    if not extracts or not found:
        return
    from chatcalc.cli.config import options

    given = {name: value for name, value in ctx.params.items() if name not in ("old", "new")}
    request = options(given, None).request()
    with progress(quiet=bool(quiet), verbose=bool(verbose)) as tell:
        moved = _moves(before, after, found, request, tell)
    typer.echo()
    typer.echo("Figures that move" if moved else "No figure moves")
    if moved:
        print_renderable(_table(moved), wide=True)


def _sets(old: str, new: str) -> tuple[dict[str, Indicator], dict[str, Indicator]]:
    """The indicators of both sides.

    Raises:
        RequestError: A side is neither a folder nor a revision.
        InvalidSpecsError: A side has a problem.
    """
    from chatcalc.reports.request import InvalidSpecsError, RequestError
    from chatcalc.specs.revisions import RevisionError, folder_at

    found: list[dict[str, Indicator]] = []
    for side in (old, new):
        with ExitStack() as stack:
            try:
                folder = stack.enter_context(folder_at(side))
            except RevisionError as error:
                raise RequestError(str(error)) from None
            loaded = load([folder])
        if loaded.problems:
            raise InvalidSpecsError(loaded.problems)
        found.append(dict(loaded.indicators))
    return found[0], found[1]


def _lines(found: Sequence[Change]) -> Iterator[str]:
    if not found:
        yield "No indicator differs"
    for kind, head in _HEADS.items():
        of_kind = [change for change in found if change.kind == kind]
        if of_kind:
            yield f"{head}: {len(of_kind)}"
        for change in of_kind:
            yield f"  {change.id}"
            for edit in change.edits:
                yield f"    {edit.key}" + (f" ({', '.join(edit.sources)})" if edit.sources else "")
                if kind == "meaning":
                    yield from (
                        f"      {sign} {text}" for sign, text in (("-", edit.old), ("+", edit.new)) if text
                    )


def _moves(
    before: dict[str, Indicator],
    after: dict[str, Indicator],
    found: Sequence[Change],
    request: Request,
    tell: Any,
) -> list[Move]:
    from chatcalc.indicators.spec_diff import moves
    from chatcalc.reports.authority import known_authority
    from chatcalc.reports.making import question_for, read

    asked = known_authority(request)
    held = read(request, asked, tell)
    tell("calculating")
    ids = [change.id for change in found if change.kind != "wording"]
    return moves(before, after, ids, held, question_for(request, asked, held))


def _table(moved: Sequence[Move]) -> Table:
    rows = [
        (move.indicator, move.part or "", move.la_code, *_shown(move.old), *_shown(move.new), _by(move))
        for move in moved
    ]
    return plain_table(("Indicator", "Part", "LA", "Old", "of", "New", "of", "Moves by"), rows)


def _shown(figure: Figure | None) -> tuple[str, str]:
    """The value as displayed, and what it is made of."""
    if figure is None:
        return "-", ""
    parts = [f"{float(each):g}" for each in (figure.numerator, figure.denominator) if each is not None]
    return figure.display, " / ".join(parts)


def _by(move: Move) -> str:
    return "" if move.by is None else f"{move.by:+.{(move.new or move.old).decimals + 1}f}"  # type: ignore[union-attr]  # both are there
