"""`chatcalc specs validate`: everything wrong in specifications, with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from chatcalc.cli import options as shared
from chatcalc.cli.errors import INVALID_SPEC
from chatcalc.cli.problems import problem_lines
from chatcalc.cli.specs_loading import Paths, count, load
from chatcalc.cli.streams import write_text
from chatcalc.extracts.harmless import harmless

if TYPE_CHECKING:
    from chatcalc.specs.loading import SpecSet

Format = Annotated[
    Literal["text", "json", "github", "junit", "sarif"],
    typer.Option("-f", "--format", help="For people, or for a build server."),
]


def validate(
    paths: Paths = None,
    *,
    specs: shared.Specs = None,
    format_: Format = "text",
    strict: Annotated[bool, typer.Option("--strict", help="Warnings count as errors.")] = False,
) -> None:
    """Check specifications: keys, names, types, functions, conditions, units, tests. Exits 4 on an error."""
    loaded = load(paths, specs)
    _print(loaded, format_)
    if loaded.problems or (strict and loaded.warnings):
        raise typer.Exit(INVALID_SPEC)


def _print(loaded: SpecSet, format_: str) -> None:
    from chatcalc.reports.spec_annotations import of_problems
    from chatcalc.reports.spec_formats import to_github, to_json, to_sarif
    from chatcalc.reports.spec_junit import problems_to_junit

    found = sorted(
        [*loaded.problems, *loaded.warnings], key=lambda p: (p.place.file, p.place.line, p.place.column)
    )
    annotations = of_problems(found)
    match format_:
        case "json":
            write_text(to_json(annotations, len(loaded.documents)))
        case "github":
            write_text(to_github(annotations))
        case "sarif":
            write_text(to_sarif(annotations))
        case "junit":
            write_text(problems_to_junit(annotations, [each.file for each in loaded.documents]))
        case _:
            for line in problem_lines(found):
                typer.echo(harmless(line))
            warnings = f", {count(len(loaded.warnings), 'warning')}" if loaded.warnings else ""
            of = count(len(loaded.documents), "specification")
            typer.echo(f"{of}, {count(len(loaded.problems), 'problem')}{warnings}")
