"""Which specifications a command of `chatcalc specs` is about."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from chatcalc.specs.loading import SpecSet
    from chatcalc.specs.yaml_reader import Document

Paths = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="[PATH...]", help="Files or folders; the built-in ones without.", show_default=False
    ),
]


def load(paths: Sequence[Path] | None, own: Sequence[Path] | None = None) -> SpecSet:
    """The specifications of files and folders, or the built-in ones and an authority's own beside them.

    Paths stand for themselves, so that a copy of the built-in folder may be edited; cohorts are shared.

    Raises:
        RequestError: A file or folder is missing, or both kinds are given.
    """
    from chatcalc.reports.request import RequestError
    from chatcalc.specs.loading import COHORTS_FILE, builtin_folder, load_specs, yaml_files

    for path in (*(paths or ()), *(own or ())):
        if not path.exists():
            raise RequestError(f"{path}: no such file or folder of specifications")
    if own and paths:
        raise RequestError(
            "give files and folders that stand for themselves, or --specs beside the built-in ones"
        )
    if own:
        return load_specs(own, check_builtin=True)
    wanted = paths or [_shown(builtin_folder())]
    own_cohorts = any(file.name == COHORTS_FILE for path in wanted for file in yaml_files(path))
    cohorts = [] if own_cohorts else [builtin_folder() / COHORTS_FILE]
    return load_specs([*wanted, *cohorts], builtin=False)


def by_indicator(loaded: SpecSet) -> dict[str, Document]:
    """The file of each indicator; of an overridden one the authority's own."""
    return {str(each.data.get("id")): each for each in loaded.documents}


def count(number: int, noun: str) -> str:
    """`1 problem`, `2 problems`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _shown(path: Path) -> Path:
    """A path as seen from here, so that messages can be clicked and build servers find the file."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path
