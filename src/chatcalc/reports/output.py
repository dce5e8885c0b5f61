"""Files that appear whole or not at all."""

from __future__ import annotations

import itertools
import os
import tempfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from chatcalc.extracts.extract import InputFile
from chatcalc.reports.csv import to_csv
from chatcalc.reports.disclosure import Publishable
from chatcalc.reports.json import to_json
from chatcalc.reports.markdown import to_markdown
from chatcalc.reports.request import RequestError

RENDERERS: Final = {"json": to_json, "csv": to_csv, "markdown": to_markdown}
SUFFIXES: Final = {
    ".json": "json",
    ".csv": "csv",
    ".md": "markdown",
    ".html": "html",
    ".xlsx": "xlsx",
    ".parquet": "parquet",
}


class OutputError(Exception):
    """An output that cannot be written. Exit code 3."""


def check_places(
    outputs: Sequence[Path], inputs: Sequence[Path], suffixes: Collection[str] = SUFFIXES
) -> None:
    """Refuse, before any work is done, files that cannot become reports.

    Args:
        outputs: Where reports shall be written.
        inputs: Files and folders that are read.
        suffixes: What can be written.

    Raises:
        RequestError: A suffix stands for no format, a file is named twice, or it is itself an input.
    """
    for path in outputs:
        if path.suffix.lower() not in suffixes:
            raise RequestError(f"-o {path}: the suffix is the format, {' or '.join(suffixes)}")
        if sum(path.resolve() == other.resolve() for other in outputs) > 1:
            raise RequestError(f"-o {path}: named twice")
        if any(path.exists() and each.is_file() and path.samefile(each) for each in inputs):
            raise RequestError(f"-o {path}: is an input; nothing is written over what was read")


def check_not_read(outputs: Sequence[Path], inputs: Sequence[Path], read: Sequence[InputFile]) -> None:
    """Refuse to write over a file of an input folder that was read.

    Raises:
        RequestError: It was.
    """
    names = {each.file for each in read}
    folders = [each.resolve() for each in inputs if each.is_dir()]
    for path in outputs:
        inside = any(path.resolve().is_relative_to(folder) for folder in folders)
        if inside and path.exists() and path.name in names:
            raise RequestError(f"-o {path}: is an input; nothing is written over what was read")


def render(publishable: Publishable, format_: str) -> str:
    """The report as text in one of `RENDERERS`."""
    return RENDERERS[format_](publishable)


def write_reports(publishable: Publishable, paths: Sequence[Path]) -> dict[Path, Path]:
    """Write the report to every path, in the format of its suffix.

    Returns:
        Where each path's content went: the path itself, or a neighbour where it was held open.

    Raises:
        OutputError: A folder is missing or not writable; none of the files was touched.
    """
    return write_files({path: content(publishable, SUFFIXES[path.suffix.lower()]) for path in paths})


def content(publishable: Publishable, format_: str) -> bytes:
    """The report as the bytes of a file, in one of the formats of `SUFFIXES`.

    The writers of workbooks, pages and Parquet are imported only where they are asked for.
    """
    match format_:
        case "xlsx":
            from chatcalc.reports.xlsx import to_xlsx  # noqa: PLC0415

            return to_xlsx(publishable)
        case "html":
            from chatcalc.reports.html import to_html  # noqa: PLC0415

            return to_html(publishable).encode()
        case "parquet":
            from chatcalc.reports.parquet_report import to_parquet  # noqa: PLC0415

            return to_parquet(publishable)
    return render(publishable, format_).encode()


def write_files(contents: Mapping[Path, bytes]) -> dict[Path, Path]:
    """Write all contents beside their places, then put them in place; only the user may read them."""
    with _staged(contents) as staged:
        return {path: _put_in_place(temporary, path) for path, temporary in staged.items()}


@contextmanager
def _staged(contents: Mapping[Path, bytes]) -> Iterator[dict[Path, Path]]:
    """Temporary files holding the contents, in the folders where they belong; whatever is left is removed."""
    staged: dict[Path, Path] = {}
    try:
        for path, content in contents.items():
            _stage(path, content, staged)
        yield staged
    except OSError as error:
        raise OutputError(
            f"{_blamed(error)}: cannot be written ({error.strerror or 'unknown reason'})"
        ) from error
    finally:
        for temporary in staged.values():
            with suppress(OSError):
                temporary.unlink(missing_ok=True)


def _stage(path: Path, content: bytes, staged: dict[Path, Path]) -> None:
    if not path.parent.is_dir():
        raise OutputError(f"{path}: cannot be written, there is no folder {path.parent}")
    if path.is_dir():
        raise OutputError(f"{path}: cannot be written, it is a folder")
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    staged[path] = Path(name)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _put_in_place(temporary: Path, path: Path) -> Path:
    """Move the file to its place, or to a neighbour where another program holds that place open."""
    try:
        temporary.replace(path)
    except PermissionError:
        neighbour = _free_neighbour(path)
        temporary.replace(neighbour)
        return neighbour
    return path


def _free_neighbour(path: Path) -> Path:
    candidates = (path.with_name(f"{path.stem} ({number}){path.suffix}") for number in itertools.count(2))
    return next(candidate for candidate in candidates if not candidate.exists())


def _blamed(error: OSError) -> str:
    """The file a person knows: not the temporary one."""
    name = Path(str(error.filename or "output"))
    return name.name.removeprefix(".").rsplit(".", 2)[0] if name.suffix == ".part" else str(name)
