"""`chatcalc specs`: the specifications, their problems and their tests."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from chatcalc.cli import options as shared
from chatcalc.cli.errors import FOUND_SOMETHING, INVALID_SPEC
from chatcalc.cli.problems import problem_lines
from chatcalc.cli.streams import plain_table, print_renderable, write_text

if TYPE_CHECKING:
    from chatcalc.indicators.spec_tests import Outcome
    from chatcalc.specs.loading import SpecSet

app = typer.Typer(
    rich_markup_mode=None, no_args_is_help=True, help="List, show, validate and test specifications."
)

Paths = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="[PATH...]", help="Files or folders; the built-in ones without.", show_default=False
    ),
]


@app.command("list")
def list_(specs: shared.Specs = None) -> None:
    """List the indicators: id, title, family, unit, and how each extract computes them.

    An extract computes an indicator exactly, over another period than the published figure, or as a proxy for
    it; a dash says that it does not.
    """
    from chatcalc.specs.describe import computed_by, titled

    loaded = _sound(specs)
    sources = {"cin_census": "CIN census", "ssda903": "SSDA903", "annex_a": "Annex A"}
    rows = [
        (
            *(each.id, titled(each.spec), each.spec.family, each.spec.unit),
            *(computed_by(each).get(source, "-") for source in sources),
        )
        for each in loaded.indicators.values()
    ]
    heads = ("Indicator", "Title", "Family", "Unit", *sources.values())
    print_renderable(plain_table(heads, rows), wide=True)


@app.command()
def show(
    indicator: Annotated[str, typer.Argument(metavar="ID", help="An indicator.")],
    as_yaml: Annotated[bool, typer.Option("--yaml", help="Print the specification itself.")] = False,
    specs: shared.Specs = None,
) -> None:
    """Say in plain English what an indicator counts, from which fields, and how it is tested."""
    import shutil

    from chatcalc.reports.asking import wanted_ids
    from chatcalc.reports.definition_text import definition_text
    from chatcalc.reports.request import Request
    from chatcalc.specs.describe import describe

    loaded = _sound(specs)
    wanted_ids(Request((), indicators=(indicator,)), loaded.indicators)
    if as_yaml:
        document = [each for each in loaded.documents if each.data.get("id") == indicator][-1]
        write_text(document.place(("id",)).text)
        return
    width = min(shutil.get_terminal_size().columns, 100)
    write_text(definition_text(describe(loaded.indicators[indicator]), width))


@app.command()
def validate(paths: Paths = None) -> None:
    """Check specifications: keys, names, types, functions. Exits 4 where anything is wrong."""
    loaded = _load(paths)
    for line in problem_lines(loaded.problems):
        typer.echo(line)
    typer.echo(f"{_count(len(loaded.documents), 'specification')}, {_count(len(loaded.problems), 'problem')}")
    if loaded.problems:
        raise typer.Exit(INVALID_SPEC)


@app.command("test")
def run_(paths: Paths = None, verbose: shared.Verbose = None) -> None:
    """Run the tests that stand in the specifications. Exits 1 where one fails."""
    from chatcalc.indicators.spec_tests import run_tests
    from chatcalc.reports.request import InvalidSpecsError

    loaded = _load(paths)
    if loaded.problems:
        raise InvalidSpecsError(loaded.problems)
    outcomes = run_tests(loaded.indicators.values())
    for outcome in outcomes:
        _print_outcome(outcome, verbose=bool(verbose))
    failed = sum(not outcome.passed for outcome in outcomes)
    of = _count(len(loaded.indicators), "specification")
    typer.echo(f"{_count(len(outcomes), 'test')} of {of}, {failed} failed")
    if failed:
        raise typer.Exit(FOUND_SOMETHING)


@app.command()
def schema() -> None:
    """Print the JSON Schema of specifications, for editors."""
    import json

    from chatcalc.specs.model import Spec

    write_text(json.dumps(Spec.model_json_schema(), indent=2) + "\n")


def _sound(paths: Sequence[Path] | None) -> SpecSet:
    from chatcalc.reports.asking import sound_specs
    from chatcalc.reports.request import Request

    return sound_specs(Request((), specs=tuple(paths or ())))


def _load(paths: Sequence[Path] | None) -> SpecSet:
    """Paths stand for themselves, so that a copy of the built-in folder may be edited; cohorts are shared."""
    from chatcalc.specs.loading import COHORTS_FILE, builtin_folder, load_specs, yaml_files

    if not paths:
        return load_specs()
    own_cohorts = any(file.name == COHORTS_FILE for path in paths for file in yaml_files(path))
    cohorts = [] if own_cohorts else [builtin_folder() / COHORTS_FILE]
    return load_specs([*paths, *cohorts], builtin=False)


def _print_outcome(outcome: Outcome, *, verbose: bool) -> None:
    if outcome.passed:
        if verbose:
            typer.echo(f"ok      {outcome.indicator}: {outcome.test}")
        return
    typer.echo(f"FAILED  {outcome.indicator}: {outcome.test} ({outcome.file}, test {outcome.number})")
    if outcome.mistake:
        typer.echo(f"        the test is wrong: {outcome.mistake}")
    for each in outcome.differences:
        typer.echo(f"        {each.what}: expected {each.expected}, found {each.found}")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
