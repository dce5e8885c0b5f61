"""The store: every published file that was imported, in one Parquet file in the user's data folder.

Each row is a figure (`statistics.SCHEMA`) with the number of the import it came with; lists of neighbours are
rows too. What was imported (file, hash, day, edition) stands in the metadata of the file. All editions stay.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import tempfile
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

import platformdirs
import polars as pl

from chatcalc.published.equivalents import EesFigure, with_calculated
from chatcalc.published.importing import Understood
from chatcalc.published.neighbours import Neighbours
from chatcalc.published.statistics import EES, LAIT, SCHEMA, SMALL_CSV, Published, PublishedError

ENVIRONMENT: Final = "CHATCALC_STORE"
NEIGHBOUR: Final = "neighbour"
_FORMAT: Final = "1"
_IMPORT: Final = "import"
_COLUMNS: Final[Mapping[str, pl.DataType | type[pl.DataType]]] = {_IMPORT: pl.Int32, **SCHEMA}


@dataclass(frozen=True)
class Import:
    """A file that was imported.

    Attributes:
        number: Its place among the imports, from 1.
        file: Its name.
        kind: `lait`, `ees`, `population`, `neighbours` or `small_csv`.
        table: What it holds, e.g. the table of Explore Education Statistics.
        edition: The newest year it holds, e.g. `2024`; of a list of neighbours the month; empty where none.
        sha256: Of the file.
        imported: The day.
        rows: Figures, or neighbours.
        left_out: What was not read of it, and why.
    """

    number: int
    file: str
    kind: str
    table: str
    edition: str
    sha256: str
    imported: str
    rows: int
    left_out: tuple[str, ...] = ()


def default_path() -> Path:
    """Where the store lies: `CHATCALC_STORE`, else the data folder of the user."""
    named = os.environ.get(ENVIRONMENT)
    return (
        Path(named)
        if named
        else platformdirs.user_data_path("chatcalc", appauthor=False) / "published.parquet"
    )


class Store:
    """What was imported so far, read when it is asked for; a store that is not there is empty."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def exists(self) -> bool:
        """Whether anything was ever imported.

        Raises:
            PublishedError: The folder may not be looked into.
        """
        try:
            return self.path.is_file()
        except OSError as error:
            reason = (error.strerror or "unknown reason").lower()
            raise PublishedError(
                f"{self.path}: cannot be read: {reason}; name a store with --store"
            ) from error

    @cached_property
    def imports(self) -> tuple[Import, ...]:
        """The files that were imported, in that order.

        Raises:
            PublishedError: The file is no store, or of another version of chatcalc.
        """
        if not self.exists:
            return ()
        try:
            about = pl.read_parquet_metadata(self.path)
        except (pl.exceptions.PolarsError, OSError) as error:
            raise self._unusable("cannot be read") from error
        if about.get("chatcalc_store") != _FORMAT:
            raise self._unusable("is no store of this version of chatcalc")
        entries = json.loads(about["imports"])
        return tuple(Import(**{**each, "left_out": tuple(each["left_out"])}) for each in entries)

    def add(self, understood: Understood, on: dt.date) -> Import | None:
        """Keep what was understood of a file; None where the same file is there already.

        Raises:
            PublishedError: The store cannot be read or written.
        """
        if any(each.sha256 == understood.sha256 for each in self.imports):
            return None
        number = len(self.imports) + 1
        frame = understood.frame.select(pl.lit(number, dtype=pl.Int32).alias(_IMPORT), *SCHEMA)
        entry = Import(
            number=number,
            file=understood.file,
            kind=understood.kind,
            table=understood.table,
            edition=understood.edition,
            sha256=understood.sha256,
            imported=on.isoformat(),
            rows=frame.height,
            left_out=understood.left_out,
        )
        self._pending.append(frame)
        self.__dict__["imports"] = (*self.imports, entry)
        return entry

    @cached_property
    def _pending(self) -> list[pl.DataFrame]:
        return []

    def save(self) -> None:
        """Write what was added, whole or not at all; nothing where nothing was.

        Raises:
            PublishedError: The folder cannot be written to.
        """
        if not self._pending:
            return
        held = [self._scan().collect()] if self.exists else []
        whole = pl.concat([*held, *self._pending]).sort("measure", "year", maintain_order=True)
        about = {"chatcalc_store": _FORMAT, "imports": json.dumps([asdict(each) for each in self.imports])}
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            _write(whole, self.path, about)
        except OSError as error:
            raise PublishedError(
                f"{self.path.name}: the store cannot be written ({error.strerror})"
            ) from error
        self._pending.clear()

    def published(
        self, measures: Collection[str], figures: Iterable[EesFigure] = (), until: int | None = None
    ) -> Published:
        """The figures of the measures that are wanted.

        Args:
            measures: Names as files give them: LAIT's, those of EES tables, ids of indicators.
            figures: What is to be calculated from several columns.
            until: The edition that was current in this year is taken; None takes the newest.
        """
        wanted = tuple(figures)
        names = {*measures, *(name for figure in wanted for name in figure.measures)}
        rows = self.rows(names)
        return Published.joined([with_calculated(rows, wanted)], until)

    def rows(self, measures: Collection[str]) -> pl.DataFrame:
        """All rows of some measures (`statistics.SCHEMA`), of every edition, in the order of import."""
        if not self.imports:
            return pl.DataFrame(schema=dict(SCHEMA))
        named = self._scan().filter(pl.col("measure").is_in(list(measures)))
        return named.collect().sort(_IMPORT, maintain_order=True).select(*SCHEMA)

    def editions(self, kinds: Sequence[str] = (LAIT, EES, SMALL_CSV)) -> tuple[Import, ...]:
        """The imports of some kinds."""
        return tuple(each for each in self.imports if each.kind in kinds)

    def neighbours(self) -> tuple[Neighbours, ...]:
        """The lists of statistical neighbours that were imported."""
        return tuple(self._neighbours(each) for each in self.imports if each.kind == "neighbours")

    def _neighbours(self, entry: Import) -> Neighbours:
        rows = self._scan().filter(pl.col(_IMPORT) == entry.number).sort("la_code", "value").collect()
        lists = rows.group_by("la_code", maintain_order=True).agg("symbol").rows()
        date = dt.date.fromisoformat(entry.edition) if entry.edition else None
        return Neighbours(entry.table, date, {la: tuple(near) for la, near in lists})

    def _scan(self) -> pl.LazyFrame:
        return pl.scan_parquet(self.path).select(pl.col(name).cast(kind) for name, kind in _COLUMNS.items())

    def _unusable(self, what: str) -> PublishedError:
        return PublishedError(f"{self.path}: {what}; delete it and import the published files again")


def _write(frame: pl.DataFrame, path: Path, about: dict[str, str]) -> None:
    """Beside the old file first, then in its place at once, so that a report never sees half a store."""
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        half = Path(file.name)
    try:
        frame.write_parquet(half, metadata=about, row_group_size=50_000)
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)
