"""The children behind `chatcalc history compare`, from the extracts of both runs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from chatcalc.cli.streams import plain_table, print_renderable, write_text

if TYPE_CHECKING:
    import polars as pl

    from chatcalc.reports.history_children import MovedChildren
    from chatcalc.reports.history_compare import Moved
    from chatcalc.reports.history_runs import HistoryRun
    from chatcalc.reports.request import Request

_ASKED = ("as_at", "months", "la", "population", "source", "sources", "parameters")
_SHOWN = ("child_id", "other_id", "what", "cause", "fields", "a_values", "b_values", "a_day", "b_day")
_PLACES = ("a_source_file", "a_source_row", "b_source_file", "b_source_row")


def children_between(
    history: pl.DataFrame,
    old: tuple[HistoryRun, list[Path] | None],
    new: tuple[HistoryRun, list[Path] | None],
    moved: Sequence[Moved],
    specs: list[Path] | None,
) -> MovedChildren | None:
    """The children who moved the figures, where the extracts of both runs are given.

    Raises:
        RequestError: Those of one run alone are given.
    """
    from chatcalc.reports.history_children import moved_children
    from chatcalc.reports.request import RequestError

    (before, extracts), (after, later) = old, new
    if not extracts and not later:
        return None
    if not extracts or not later:
        raise RequestError("give the extracts of both runs, with --before and --after")
    if not moved:
        return None
    return moved_children(
        moved, _request(history, before, extracts, specs), _request(history, after, later, specs)
    )


def _request(
    history: pl.DataFrame, run: HistoryRun, extracts: list[Path], specs: list[Path] | None
) -> Request:
    """What the run was asked, of the extracts given."""
    from chatcalc.cli.config import options

    asked = json.loads(history.filter(history["run_id"] == run.run_id)["options"][0])
    given: dict[str, Any] = {name: asked.get(name) for name in _ASKED}
    return options({**given, "as_at": f"{run.as_at}", "extracts": extracts, "specs": specs}).request()


def print_children(children: MovedChildren, format_: str) -> None:
    """The children, figure by figure, or as rows for a program."""
    if format_ == "json":
        content = {"children": children.rows.to_dicts(), "notes": list(children.notes)}
        write_text(json.dumps(content, ensure_ascii=False, indent=2, default=str) + "\n")
        return
    if format_ == "csv":
        from chatcalc.reports.csv_cells import safe_cells

        write_text(safe_cells(children.rows).write_csv())
        return
    for (id_,), rows in children.rows.group_by("indicator_id", maintain_order=True):
        typer.echo(f"\n{id_}")
        shown = [name for name in (*_SHOWN, *_PLACES) if rows[name].count()]
        cells = [
            ["" if each is None else str(each) for each in row] for row in rows.select(shown).iter_rows()
        ]
        print_renderable(plain_table(shown, cells), wide=True)
    for note in children.notes:
        typer.echo(f"\n{note}")
