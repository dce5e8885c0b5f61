"""Files and folders as extracts: what is there is recognised, and each kind is read by its reader."""

from __future__ import annotations

import importlib
import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final, Protocol, cast

from chatcalc.extracts.converted import CONVERTED, DESCRIPTION, read_converted
from chatcalc.extracts.detection import kind_of
from chatcalc.extracts.extract import Extract, ExtractError, Finding
from chatcalc.extracts.files import labels, walk
from chatcalc.extracts.findings import finding
from chatcalc.extracts.ids import Ids
from chatcalc.extracts.rule_findings import with_rule_findings
from chatcalc.tables.columns import SOURCES

Progress = Callable[[str], None]

_KINDS: Final = "no CIN census, SSDA903 return or Annex A list"


class Reader(Protocol):
    """What the reader of a format is: files of that format in, one extract out."""

    def __call__(
        self,
        files: Sequence[Path],
        /,
        *,
        la: str | None = None,
        ids: Ids | None = None,
        on_progress: Progress | None = None,
    ) -> Extract:
        """Reads files of one format."""
        ...


def read_extracts(
    paths: Sequence[Path],
    *,
    la: str | None = None,
    ids: Ids | None = None,
    on_progress: Progress | None = None,
) -> tuple[Extract, ...]:
    """The extracts that files and folders hold, one for each source, in the order of `SOURCES`.

    A folder's files are taken with those of its subfolders; what is not recognised among them is passed over,
    with a finding. A file that is named must be recognised. What `chatcalc convert` wrote is an extract too.

    Args:
        paths: Files and folders.
        la: The authority where the files do not say one.
        ids: New ids of children for old ones.
        on_progress: Called now and then with a line about where reading is.

    Raises:
        ExtractError: Nothing was given or found; a file is missing, empty, unreadable, damaged or of
            another kind.
    """
    named, in_folders = _files(paths)
    shown = labels([*named, *in_folders])
    kinds = {path: kind_of(path, shown[path]) for path in named}
    for path, kind in kinds.items():
        if kind is None:
            raise ExtractError(f"{shown[path]}: {_KINDS}, nothing chatcalc reads")
    kinds |= {path: kind_of(path, shown[path]) if path.stat().st_size else None for path in in_folders}
    kinds = {path: kind for path, kind in kinds.items() if not _is_converted_table(path)}
    by_kind = {kind: [path for path in kinds if kinds[path] == kind] for kind in SOURCES}
    extracts = [
        with_rule_findings(_reader(kind)(found, la=la, ids=ids, on_progress=on_progress))
        for kind, found in by_kind.items()
        if found
    ]
    extracts = _with_converted(extracts, [path for path in kinds if kinds[path] == CONVERTED])
    if not extracts:
        where = ", ".join(path.resolve().name for path in paths) or "nothing given"
        raise ExtractError(f"{where}: {_KINDS} there")
    ignored = tuple(_ignored(shown[path]) for path, kind in kinds.items() if kind is None)
    return (replace(extracts[0], findings=extracts[0].findings + ignored), *extracts[1:])


def _files(paths: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    """The files that were named, and those found in folders that were named; none twice."""
    named: list[Path] = []
    in_folders: list[Path] = []
    seen: set[str] = set()
    for path in sorted(paths, key=Path.is_dir):
        for found in walk(path) if path.is_dir() else (path,):
            place = os.path.realpath(found)  # unlike `resolve`, it takes links that go in a circle
            if place not in seen:
                seen.add(place)
                (in_folders if path.is_dir() else named).append(found)
    return named, in_folders


def _is_converted_table(path: Path) -> bool:
    """A table that the description beside it speaks for."""
    return path.suffix == ".parquet" and path.with_name(DESCRIPTION).is_file()


def _with_converted(extracts: list[Extract], descriptions: Sequence[Path]) -> list[Extract]:
    """The extracts and the converted ones, in the order of `SOURCES`."""
    converted = read_converted(descriptions) if descriptions else []
    if both := {one.source for one in extracts} & {one.source for one in converted}:
        raise ExtractError(
            f"{', '.join(sorted(both))}: both converted tables and files of it; name one of the two"
        )
    return sorted([*extracts, *converted], key=lambda one: SOURCES.index(one.source))


def _reader(kind: str) -> Reader:
    """The reader of a format; its libraries are loaded when a file of the format is there."""
    return cast("Reader", importlib.import_module(f"chatcalc.extracts.{kind}").read)


def _ignored(file: str) -> Finding:
    return finding("file-ignored", file, "whole file", f"{_KINDS}; not read")
