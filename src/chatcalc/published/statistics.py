"""Published statistics: one tidy frame, whatever file it came from, and the lookups on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Final, NamedTuple

import polars as pl

from chatcalc.published.authorities import existed, existing

# Where a row comes from. LAIT holds every authority, so quartiles and means can be calculated from it.
LAIT: Final = "lait"
SMALL_CSV: Final = "small_csv"

# What one row is about. A small CSV gives the last four ready made; from the LAIT file they are calculated.
LA: Final = "la"
REGION: Final = "region"
ENGLAND: Final = "england"
STATISTICAL_NEIGHBOURS: Final = "statistical_neighbours"
NEIGHBOURS_USED: Final = "neighbours_used"
LOWER_QUARTILE: Final = "lower_quartile"
UPPER_QUARTILE: Final = "upper_quartile"
POSITION: Final = "position"

SCHEMA: Final[Mapping[str, pl.DataType | type[pl.DataType]]] = {
    "origin": pl.String,
    "measure": pl.String,
    "year": pl.Int32,
    "period": pl.String,
    "level": pl.String,
    "la_code": pl.String,
    "value": pl.Float64,
    "symbol": pl.String,
    "decimals": pl.Int32,
}
KEY: Final = ("measure", "year", "level", "la_code")


class PublishedError(Exception):
    """A published file that cannot be used: missing, unreadable, or of another kind. Exit code 3."""


class Entry(NamedTuple):
    """A published figure: the decimal number as printed, or the text in place of one (`x`, `c`, `-`).

    Exact, so that sums and ties carry no float noise.
    """

    exact: Fraction | None
    symbol: str | None = None

    @property
    def says_something(self) -> bool:
        """A value, or a symbol that tells why there is none; `-` and blanks tell nothing."""
        return self.exact is not None or self.symbol not in (None, "-")


NOTHING: Final = Entry(None)


@dataclass(frozen=True)
class PublishedYear:
    """What is published of one measure for one year.

    Attributes:
        origin: The kind of file, `lait` or `small_csv`.
        year: The year ending 31 March.
        period: Its name as people print it, e.g. `2017-18` or `2014-17`.
        decimals: Digits after the point at which the figures of authorities are published.
        entries: By level and authority; England, and the table of an unnamed authority, have no authority.
    """

    origin: str
    year: int
    period: str
    decimals: int
    entries: Mapping[tuple[str, str | None], Entry]

    def entry(self, level: str, la_code: str | None = None) -> Entry:
        """A figure of an authority, else of a table that names none (a small CSV need not)."""
        exact = self.entries.get((level, la_code))
        return exact or self.entries.get((level, None), NOTHING)

    def authority(self, la_code: str | None) -> Entry:
        """An authority's own figure; nothing for years in which it did not exist (clarification 26)."""
        if la_code is not None and not existed(la_code, self.year):
            return NOTHING
        return self.entry(LA, la_code)

    @cached_property
    def by_authority(self) -> tuple[tuple[str, Fraction], ...]:
        """Code and figure of every authority that existed and has one, in order of size."""
        codes = (la for level, la in self.entries if level == LA and la is not None)
        found = ((la, self.authority(la).exact) for la in codes)
        return tuple(
            sorted(((la, value) for la, value in found if value is not None), key=lambda each: each[::-1])
        )

    @cached_property
    def as_floats(self) -> tuple[tuple[str, float], ...]:
        """The same as floats; made once, because the reports of all authorities share it."""
        return tuple((la, float(value)) for la, value in self.by_authority)

    @cached_property
    def values(self) -> tuple[Fraction, ...]:
        """The figures of all authorities that existed and have one, in order of size."""
        return tuple(value for _, value in self.by_authority)

    @cached_property
    def values_missing_as_zero(self) -> tuple[Fraction, ...]:
        """The same with a 0 for every authority that existed and has none, as ChAT read blanks in 2018."""
        missing = sum(self.authority(la).exact is None for la in existing(self.year))
        return tuple(sorted((Fraction(0),) * missing + self.values))

    @property
    def holds_all_authorities(self) -> bool:
        """Whether quartiles, ranks and means of neighbours can be calculated from it."""
        return self.origin == LAIT


class Published:
    """Published statistics of any number of measures.

    Attributes:
        frame: One row a figure (`SCHEMA`): `origin` the kind of file; `measure` a LAIT short name, or an
            indicator id from a small CSV; `year` the year ending 31 March; `level` one of the constants of
            this module; `value` null where the file prints a `symbol`; `decimals` the digits after the
            point, for the whole measure and year.
    """

    def __init__(self, frame: pl.DataFrame) -> None:
        self.frame = frame
        self._made: dict[tuple[str, int], PublishedYear] = {}

    @classmethod
    def nothing(cls) -> Published:
        """No published statistics at all."""
        return cls(pl.DataFrame(schema=dict(SCHEMA)))

    @classmethod
    def joined(cls, frames: Iterable[pl.DataFrame]) -> Published:
        """Several files as one: what a later file says of the same figure wins."""
        together = pl.concat([pl.DataFrame(schema=dict(SCHEMA)), *frames])
        return cls(together.unique(subset=KEY, keep="last", maintain_order=True))

    def latest(self, measures: Iterable[str], la_code: str | None, until: int) -> PublishedYear | None:
        """The newest year, not after `until`, that says something of the authority or of England.

        Args:
            measures: Names the same indicator has; where two have the same year, the first wins.
            la_code: The authority, or None where it is not known.
            until: Last year (ending 31 March) that may be used.
        """
        best: PublishedYear | None = None
        for measure in measures:
            found = next((y for y in self._years(measure, until) if _speaks_of(y, la_code)), None)
            if found is not None and (best is None or found.year > best.year):
                best = found
        return best

    def _years(self, measure: str, until: int) -> Iterator[PublishedYear]:
        """Newest first, each made when it is first asked for: a report needs one or two of ten."""
        for year in sorted(self._rows.get(measure, {}), reverse=True):
            if year <= until:
                if (measure, year) not in self._made:
                    self._made[measure, year] = _published_year(self._rows[measure][year])
                yield self._made[measure, year]

    @cached_property
    def _rows(self) -> Mapping[str, Mapping[int, pl.DataFrame]]:
        found: dict[str, dict[int, pl.DataFrame]] = {}
        for (measure, year), rows in self.frame.partition_by(["measure", "year"], as_dict=True).items():
            found.setdefault(str(measure), {})[int(year)] = rows
        return found


def _published_year(rows: pl.DataFrame) -> PublishedYear:
    keys = rows.select("level", "la_code").rows()
    entries = (_entry(*row) for row in rows.select("value", "symbol").rows())
    first = rows.row(0, named=True)
    return PublishedYear(
        origin=first["origin"],
        year=first["year"],
        period=first["period"],
        decimals=first["decimals"],
        entries=dict(zip(keys, entries, strict=True)),
    )


def _entry(value: float | None, symbol: str | None) -> Entry:
    return Entry(None if value is None else Fraction(repr(value)), symbol)


def _speaks_of(year: PublishedYear, la_code: str | None) -> bool:
    return year.authority(la_code).says_something or year.entry(ENGLAND, la_code).says_something
