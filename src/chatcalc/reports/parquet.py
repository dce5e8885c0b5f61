"""The canonical tables as Parquet files, a folder a source, each folder whole or not at all.

`extract.json` beside them says what else is known of the extract, so that the folder is one itself.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from chatcalc.extracts.converted import DESCRIPTION, description
from chatcalc.extracts.extract import Extract
from chatcalc.extracts.files import sha256
from chatcalc.reports.writing import OutputError, cannot_be_written


def write_tables(extracts: Sequence[Extract], folder: Path) -> int:
    """Write FOLDER/SOURCE/TABLE.parquet for every table, in place of what an earlier run wrote there.

    Returns:
        How many tables were written.

    Raises:
        OutputError: The folder cannot be written, or holds other things where tables belong.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return sum(_write_source(extract, folder / extract.source) for extract in extracts)
    except OSError as error:
        raise cannot_be_written(folder, error) from error


def _write_source(extract: Extract, place: Path) -> int:
    if place.exists() and not _is_ours(place):
        raise OutputError(f"{place}: holds other files than tables; name another folder")
    staged = Path(tempfile.mkdtemp(prefix=f".{place.name}.", dir=place.parent))  # readable by its owner alone
    try:
        hashes = {}
        for name, frame in extract.tables.items():
            file = staged / f"{name}.parquet"
            file.touch(mode=0o600)
            frame.write_parquet(file)
            hashes[name] = sha256(file)
        (staged / DESCRIPTION).touch(mode=0o600)
        (staged / DESCRIPTION).write_bytes(description(extract, hashes))
        _swap(staged, place)
    finally:
        shutil.rmtree(staged, ignore_errors=True)
    return len(extract.tables)


def _is_ours(place: Path) -> bool:
    return place.is_dir() and all(
        each.is_file() and (each.suffix == ".parquet" or each.name == DESCRIPTION) for each in place.iterdir()
    )


def _swap(staged: Path, place: Path) -> None:
    """Put the new folder in place of the old, which comes back if that fails."""
    old = place.with_name(f".{place.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if not place.exists():
        staged.rename(place)
        return
    place.rename(old)
    try:
        staged.rename(place)
    except OSError:
        with suppress(OSError):
            old.rename(place)
        raise
    shutil.rmtree(old, ignore_errors=True)
