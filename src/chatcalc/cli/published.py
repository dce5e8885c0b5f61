"""`chatcalc published`: the published statistics that reports compare with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from chatcalc.cli import options as shared
from chatcalc.cli.errors import UNUSABLE_FILE, say
from chatcalc.cli.streams import plain_table, print_renderable, printable

if TYPE_CHECKING:
    from chatcalc.comparison.comparison import PublishedFigures, Shown
    from chatcalc.published.importing import Understood
    from chatcalc.published.store import Store
    from chatcalc.reports.published_history import History
    from chatcalc.specs.definition import Indicator

app = typer.Typer(
    rich_markup_mode=None, no_args_is_help=True, help="Import, list and show published statistics."
)


@app.command("import")
def import_(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILES...", help="Files or folders; recognised by what is in them."),
    ],
    store: shared.Store = None,
) -> None:
    """Keep what published files say, so that reports need not be told where they are.

    Known are the long file of LAIT, the CSV files of Explore Education Statistics, mid-year estimates of the
    population, lists of statistical neighbours and small CSVs. A file that is there already changes nothing;
    every edition is kept. Exits 3 where a file is damaged; the others are kept all the same.
    """
    from chatcalc.published.importing import files_in
    from chatcalc.published.statistics import PublishedError
    from chatcalc.specs.loading import load_specs

    kept, indicators = _store(store), load_specs().indicators.values()
    damaged = 0
    for path in files_in(files):
        try:
            typer.echo(_import(kept, path, dt.date.today(), indicators))
        except PublishedError as error:
            damaged += 1
            say(str(error))
    kept.save()
    typer.echo(f"{len(kept.imports)} files in {kept.path}")
    if damaged:
        raise typer.Exit(UNUSABLE_FILE)


@app.command("list")
def list_(store: shared.Store = None) -> None:
    """List what was imported: file, kind, edition, day, figures, and what was left out of it."""
    kept = _store(store)
    rows = [
        (
            *(each.file, each.kind, each.edition, each.imported, f"{each.rows:,}"),
            *(each.sha256[:12], "; ".join(each.left_out)),
        )
        for each in kept.imports
    ]
    heads = ("File", "Kind", "Edition", "Imported", "Rows", "SHA-256", "Left out")
    print_renderable(plain_table(heads, rows), wide=True)
    typer.echo(f"{len(rows)} files in {kept.path}")


@app.command()
def show(
    indicator: Annotated[str, typer.Argument(metavar="INDICATOR", help="An indicator.")],
    la: shared.La = None,
    edition: Annotated[
        int | None,
        typer.Option("--edition", metavar="YEAR", help="As it was published by that year, before revisions."),
    ] = None,
    specs: shared.Specs = None,
    store: shared.Store = None,
) -> None:
    """Show every published year of an indicator: the authority, its neighbours, its region, England."""
    from chatcalc.published.authorities import no_history
    from chatcalc.reports.asking import sound_specs, wanted_ids
    from chatcalc.reports.authority import known_authority
    from chatcalc.reports.published_history import histories
    from chatcalc.reports.request import Request

    request = Request((), la=la, indicators=(indicator,), specs=tuple(specs or ()))
    loaded = sound_specs(request)
    id_ = wanted_ids(request, loaded.indicators)[0]
    asked = known_authority(request)
    kept = _store(store)
    if not kept.exists:
        say(f"nothing was imported yet ({kept.path}); `chatcalc published import` keeps published files")
        raise typer.Exit(UNUSABLE_FILE)
    found = histories(kept, loaded.indicators[id_], asked.code if asked else None, edition)
    said = [each for each in found if each.years]
    young = no_history(asked.code, said[0].years[0].year or 0) if asked and said else None
    if young:
        typer.echo(f"{young}\n")
    for each in said:
        _print(each, asked.name or asked.code if asked else None)
    if not said:
        typer.echo(f"{id_}: the store holds nothing that is published of it")


def _import(store: Store, path: Path, today: dt.date, indicators: Iterable[Indicator]) -> str:
    from chatcalc.published.importing import NotUnderstood, understand
    from chatcalc.specs.checks import lait_measures

    found = understand(path, lait_measures())
    if isinstance(found, NotUnderstood):
        return f"not kept    {path.name}: {found.reason}"
    if store.add(found, today) is None:
        return f"unchanged   {path.name}: it is in the store already"
    return f"kept        {path.name}: {_words(found, indicators)}"


def _words(found: Understood, indicators: Iterable[Indicator]) -> str:
    from chatcalc.published.equivalents import why_not_compared

    edition = f", {found.edition}" if found.edition else ""
    without = f"; left out: {', '.join(found.left_out)}" if found.left_out else ""
    why = why_not_compared(found.table, indicators) if found.kind == "ees" else None
    unused = f"; not compared with: {why}" if why else ""
    return f"{found.kind}, {found.table}{edition}, {found.frame.height:,} rows{without}{unused}"


def _store(path: Path | None) -> Store:
    from chatcalc.published.store import Store, default_path

    return Store(path or default_path())


def _print(history: History, name: str | None) -> None:
    heads = (
        *("Year", name or "Authority", "Neighbours", "of", "Region", "England"),
        *("Middle 50%", "Position", "Rank", "Edition", "File"),
    )
    typer.echo(f"{history.title} ({history.name})")
    print_renderable(plain_table(heads, [_cells(year) for year in history.years]), wide=True)
    for label, values in _lines(history, name):
        typer.echo(f"{label}: {values}")
    typer.echo()


def _cells(year: PublishedFigures) -> tuple[str, ...]:
    rank = f"{year.rank} of {year.of}" if year.rank else ""
    middle = "" if year.lower_quartile is None else f"{year.lower_quartile:g} to {year.upper_quartile:g}"
    used = "" if year.neighbours_used is None else str(year.neighbours_used)
    return (
        *(year.period or "", year.la.display, year.statistical_neighbours.display, used),
        *(year.region.display, year.england.display, middle, year.position or "", rank),
        *("" if year.edition is None else str(year.edition), year.file or ""),
    )


def _lines(history: History, name: str | None) -> Sequence[tuple[str, str]]:
    """A picture of each series, where the stream can print it."""
    from chatcalc.reports.published_history import sparkline

    def picture(shown: Sequence[Shown]) -> str:
        return sparkline([each.value for each in shown])

    series = {name or "Authority": [each.la for each in history.years]}
    series["England"] = [each.england for each in history.years]
    found = [(label, picture(shown)) for label, shown in series.items()]
    return [(label, line) for label, line in found if line and printable(line)]
