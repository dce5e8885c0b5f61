"""`chatcalc specs test`: the tests that stand in specifications, and the changes that they notice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from chatcalc.cli import options as shared
from chatcalc.cli.errors import FOUND_SOMETHING
from chatcalc.cli.specs_loading import Paths, by_indicator, count, load
from chatcalc.cli.streams import progress, write_text

if TYPE_CHECKING:
    from chatcalc.indicators.spec_runs import SpecRun
    from chatcalc.specs.yaml_reader import Document

Format = Annotated[
    Literal["text", "junit", "github"],
    typer.Option("-f", "--format", help="For people, or for a build server."),
]


def run(
    paths: Paths = None,
    *,
    specs: shared.Specs = None,
    mutants: Annotated[
        bool,
        typer.Option(
            "--mutants", help="Change each condition a little, and name every change no test notices."
        ),
    ] = False,
    format_: Format = "text",
    quiet: shared.Quiet = None,
    verbose: shared.Verbose = None,
) -> None:
    """Run the tests that stand in the specifications. Exits 1 where one fails or a change goes unnoticed."""
    from chatcalc.indicators.spec_runs import run_specs
    from chatcalc.reports.request import InvalidSpecsError

    loaded = load(paths, specs)
    if loaded.problems:
        raise InvalidSpecsError(loaded.problems)
    runs: list[SpecRun] = []
    with progress(quiet=bool(quiet), verbose=bool(verbose)) as tell:
        indicators = list(loaded.indicators.values())
        for run in run_specs(indicators, mutants=mutants):
            runs.append(run)
            tell(f"{len(runs)} of {len(indicators)}: {run.indicator}")
    _print(runs, by_indicator(loaded), format_, verbose=bool(verbose))
    if not all(run.sound for run in runs):
        raise typer.Exit(FOUND_SOMETHING)


def _print(runs: list[SpecRun], documents: dict[str, Document], format_: str, *, verbose: bool) -> None:
    from chatcalc.reports.spec_annotations import of_mutations, of_outcomes
    from chatcalc.reports.spec_formats import to_github
    from chatcalc.reports.spec_junit import outcomes_to_junit

    outcomes = [outcome for run in runs for outcome in run.outcomes]
    mutations = [run.mutation for run in runs if run.mutation]
    if format_ == "junit":
        write_text(outcomes_to_junit(outcomes, mutations))
        return
    found = [*of_outcomes(outcomes, documents), *of_mutations(mutations, documents)]
    if format_ == "github":
        write_text(to_github(found))
        return
    if verbose:
        for outcome in outcomes:
            if outcome.passed:
                typer.echo(f"ok      {outcome.indicator}: {outcome.test}")
    for each in found:
        word = "FAILED" if each.code == "failed-test" else "UNNOTICED"
        typer.echo(f"{each.file}:{each.line}:{each.column}: {word}: {each.message}")
        for line in each.details:
            typer.echo(f"    {line}")
    typer.echo("; ".join(_summary(runs)))


def _summary(runs: list[SpecRun]) -> Iterator[str]:
    outcomes = [outcome for run in runs for outcome in run.outcomes]
    failed = sum(not outcome.passed for outcome in outcomes)
    yield f"{count(len(outcomes), 'test')} of {count(len(runs), 'specification')}, {failed} failed"
    mutations = [run.mutation for run in runs if run.mutation]
    if mutations:
        survivors = [survivor for report in mutations for survivor in report.survivors]
        tried = count(sum(report.tried for report in mutations), "change")
        unnoticed = sum(survivor.wanting for survivor in survivors)
        listed = len(survivors) - unnoticed
        yield f"{tried}, {unnoticed} unnoticed, {listed} listed as equivalent"
