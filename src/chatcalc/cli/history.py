"""`chatcalc history`: the figures of earlier runs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from chatcalc.cli import options as shared
from chatcalc.cli.streams import plain_table, print_renderable, printable, write_text

if TYPE_CHECKING:
    import polars as pl

    from chatcalc.reports.history_compare import Moved, RunFigure
    from chatcalc.reports.history_runs import HistoryRun

app = typer.Typer(
    rich_markup_mode=None,
    no_args_is_help=True,
    help="List runs, follow a figure over them, and say what moved between two.",
)

_FACTS = ("numerator", "denominator", "value", "display", "status")
_MOVED = (
    *("indicator_id", "la_code", "title", "unit", "kind"),
    *(f"old_{fact}" for fact in _FACTS),
    *(f"new_{fact}" for fact in _FACTS),
    *("change", "because"),
)
Format = Annotated[Literal["table", "csv", "json"], typer.Option("-f", "--format", help="What to print.")]


def _run(name: str, which: str) -> Any:
    words = f"The {which} run: the beginning of its id, last, previous, or a snapshot such as 2024-03-31."
    return typer.Argument(metavar=name, help=words)


@app.command("list")
def list_(history: shared.History = None, config: shared.Config = None, format_: Format = "table") -> None:
    """List the runs, oldest first."""
    rows: list[dict[str, Any]] = [
        {
            "run": run.run_id,
            "ran_at": f"{run.ran_at:%Y-%m-%dT%H:%M:%SZ}",
            "as_at": run.as_at.isoformat(),
            "la": " ".join(run.la_codes),
            "figures": run.figures,
            "hidden_below": run.suppressed_below,
            "version": run.version,
            "inputs_sha256": run.inputs_sha256,
            "specs_sha256": run.specs_sha256,
        }
        for run in _runs(_history(history, config))
    ]
    if format_ != "table":
        _write(rows, format_)
        return
    heads = ("Run", "Ran (UTC)", "As at", "Authority", "Figures", "Version", "Inputs", "Specifications")
    cells = [
        (
            *(row["run"], row["ran_at"][:16].replace("T", " "), row["as_at"], row["la"]),
            *(f"{row['figures']:,}", row["version"], row["inputs_sha256"][:8], row["specs_sha256"][:8]),
        )
        for row in rows
    ]
    print_renderable(plain_table(heads, cells), wide=True)


@app.command()
def show(
    indicator: Annotated[
        str, typer.Argument(metavar="INDICATOR", help="An indicator, or one of its parts: indicator|part.")
    ],
    la: shared.La = None,
    history: shared.History = None,
    config: shared.Config = None,
    format_: Format = "table",
) -> None:
    """Show what every run gave for an indicator, oldest first."""
    from chatcalc.reports.history_show import figures_of

    found = figures_of(_history(history, config), indicator, la)
    if format_ != "table":
        _write([row for rows in found.values() for row in rows], format_)
        return
    for number, ((name, code), rows) in enumerate(found.items()):
        if number:
            typer.echo()
        typer.echo(f"{rows[-1]['title']} ({name}), {code}")
        _print_series(rows)


@app.command()
def compare(
    *,
    run_a: Annotated[str, _run("RUN_A", "first")],
    run_b: Annotated[str, _run("RUN_B", "second")],
    before: Annotated[
        list[Path] | None,
        typer.Option(
            "--before",
            metavar="FILE",
            help="The extracts of RUN_A, a file or folder; repeatable. With --after: list the children.",
        ),
    ] = None,
    after: Annotated[
        list[Path] | None, typer.Option("--after", metavar="FILE", help="The same of RUN_B.")
    ] = None,
    specs: shared.Specs = None,
    history: shared.History = None,
    config: shared.Config = None,
    format_: Format = "table",
) -> None:
    """Say which figures moved between two runs, and what differs between the runs that may be why.

    A history holds no child. Given the extracts of both runs, the children who moved each figure are listed
    too: new, gone, or changed, with the cause and the field.
    """
    from chatcalc.cli.history_children import children_between, print_children
    from chatcalc.reports.history_compare import compare_runs
    from chatcalc.reports.history_runs import find_run

    held = _history(history, config)
    runs = _runs(held)
    old, new = find_run(runs, run_a), find_run(runs, run_b)
    found = compare_runs(held, old.run_id, new.run_id)
    children = children_between(held, (old, before), (new, after), found.moved, specs)
    if format_ != "table":
        if children:
            print_children(children, format_)
            return
        _write([_moved_row(each) for each in found.moved], format_, _MOVED)
        return
    for word, run in (("From", old), ("to", new)):
        typer.echo(f"{word} run {run.run_id} of {run.ran_at:%Y-%m-%d %H:%M} UTC, as at {run.as_at}")
    moved = sum(each.kind == "moved" for each in found.moved)
    typer.echo(f"{moved} of {found.shared} figures moved; {len(found.moved) - moved} are in one run only.")
    if found.moved:
        typer.echo()
        heads = ("Indicator", "Authority", "From", "To", "Change", "Counts", "Differs")
        print_renderable(plain_table(heads, [_moved_cells(each) for each in found.moved]), wide=True)
    if children:
        print_children(children, format_)


def _history(given: Path | None, config: Path | None) -> pl.DataFrame:
    from chatcalc.cli.config import options
    from chatcalc.reports.history import read_history
    from chatcalc.reports.request import RequestError

    path = options({"history": given}, config).history
    if path is None:
        raise RequestError("which history? Name it with --history, or a config that does with --config")
    return read_history(path)


def _runs(history: pl.DataFrame) -> tuple[HistoryRun, ...]:
    from chatcalc.reports.history_runs import runs_of

    return runs_of(history)


def _print_series(rows: Sequence[dict[str, Any]]) -> None:
    from chatcalc.reports.published_history import sparkline

    heads = ("As at", "Period", "Figure", "Counts", "Status", "Source", "Run", "Ran (UTC)")
    cells = [
        (
            *(f"{row['as_at']}", f"{row['period_start']} to {row['period_end']}", row["display"]),
            *(_counts(row["numerator"], row["denominator"]), row["status"], row["source"] or ""),
            *(row["run"], f"{row['ran_at']:%Y-%m-%d %H:%M}"),
        )
        for row in rows
    ]
    print_renderable(plain_table(heads, cells), wide=True)
    line = sparkline([row["value"] for row in rows])
    if len(rows) > 1 and line and printable(line):
        typer.echo(line)


def _moved_cells(each: Moved) -> tuple[str, ...]:
    change = "" if each.change is None else f"{each.change:+}" if each.change else "0"
    because = "; ".join(each.because) if each.kind == "moved" else f"{each.kind}"
    old, new = each.old, each.new
    return (
        *(each.indicator_id, each.la_code, old.display if old else "", new.display if new else "", change),
        *(" -> ".join(filter(None, [_figure_counts(old), _figure_counts(new)])), because),
    )


def _figure_counts(figure: RunFigure | None) -> str:
    return _counts(figure.numerator, figure.denominator) if figure else ""


def _counts(numerator: float | None, denominator: float | None) -> str:
    shown = [f"{each:,.10g}" for each in (numerator, denominator) if each is not None]
    return " of ".join(shown)


def _moved_row(each: Moved) -> dict[str, Any]:
    """The columns of `_MOVED`."""
    both = [getattr(figure, fact, None) for figure in (each.old, each.new) for fact in _FACTS]
    change = None if each.change is None else float(each.change)
    whose = (each.indicator_id, each.la_code, each.title, each.unit, each.kind)
    return dict(zip(_MOVED, (*whose, *both, change, "; ".join(each.because)), strict=True))


def _write(rows: Sequence[dict[str, Any]], format_: str, heads: Sequence[str] = ()) -> None:
    import csv
    import io
    import json

    if format_ == "json":
        write_text(json.dumps(rows, ensure_ascii=False, indent=2, default=str) + "\n")
        return
    text = io.StringIO()
    writer = csv.DictWriter(text, heads or list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    write_text(text.getvalue())
