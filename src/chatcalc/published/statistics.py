"""Published statistics: one tidy frame, whatever file it came from, and the lookups on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property, partial
from typing import Final, NamedTuple

import polars as pl

from chatcalc.published.authorities import existed, existing

# Where a row comes from. LAIT and Explore Education Statistics (EES) hold every authority, so that quartiles
# and means can be calculated from them.
LAIT: Final = "lait"
EES: Final = "ees"
POPULATION: Final = "population"
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
    "edition": pl.Int32,
    "file": pl.String,
}
KEY: Final = ("measure", "year", "level", "la_code")
CALCULATED: Final = "("
"""How the name of a measure starts that nobody publishes, but several columns give."""


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
        origin: The kind of file, `lait`, `ees` or `small_csv`.
        year: The year ending 31 March.
        period: Its name as people print it, e.g. `2017-18` or `2014-17`.
        decimals: Digits after the point at which the figures of authorities are published.
        edition: Of when the file is: the newest year it holds. None for a small CSV, which is of any time.
        file: The file it was read from.
        entries: Value and symbol by level and authority, made exact when they are asked for; England, and the
            table of an unnamed authority, have no authority.
    """

    origin: str
    year: int
    period: str
    decimals: int
    entries: Mapping[tuple[str, str | None], tuple[float | None, str | None]]
    edition: int | None = None
    file: str | None = None
    calculated: bool = False

    def was_current(self, until: int) -> bool:
        """Whether the edition was out when a year was the latest: figures are revised in later ones."""
        return self.edition is None or self.edition <= until

    def entry(self, level: str, la_code: str | None = None) -> Entry:
        """A figure of an authority, else of a table that names none (a small CSV need not)."""
        found = self.entries.get((level, la_code)) or self.entries.get((level, None))
        return _entry(*found) if found else NOTHING

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
        return self.origin in (LAIT, EES)


class Published:
    """Published statistics of any number of measures.

    Attributes:
        frame: One row a figure (`SCHEMA`): `origin` the kind of file; `measure` a LAIT short name, or an
            indicator id from a small CSV; `year` the year ending 31 March; `level` one of the constants of
            this module; `value` null where the file prints a `symbol`; `decimals` the digits after the
            point, for the whole measure and year; `edition` the newest year that the `file` holds.
    """

    def __init__(self, frame: pl.DataFrame) -> None:
        self.frame = frame
        self._made: dict[tuple[str, int], PublishedYear] = {}

    @classmethod
    def nothing(cls) -> Published:
        """No published statistics at all."""
        return cls(pl.DataFrame(schema=dict(SCHEMA)))

    @classmethod
    def joined(cls, frames: Iterable[pl.DataFrame], until: int | None = None) -> Published:
        """Several files as one: of a figure the edition that was current wins, of one edition the later file.

        Args:
            frames: Files in `SCHEMA`.
            until: The year for which an edition should have been current: the newest not after it is, and
                where all are after it, the newest, which holds the revisions. None takes the newest.
        """
        together = pl.concat([pl.DataFrame(schema=dict(SCHEMA)), *frames])
        return cls(in_order(together, until).unique(subset=KEY, keep="last", maintain_order=True))

    def latest(self, measures: Iterable[str], la_code: str | None, until: int) -> PublishedYear | None:
        """The newest year, not after `until`, that says something of the authority or of England.

        Args:
            measures: Names the same indicator has; where two have the same year, the one that gives the
                authority's figure wins, then the one whose edition was current in the year `until` (unless
                it is only calculated), then the first.
            la_code: The authority, or None where it is not known.
            until: Last year (ending 31 March) that may be used.
        """
        found = [
            next((year for year in self._years(measure, until) if _speaks_of(year, la_code)), None)
            for measure in measures
        ]
        return _best([year for year in found if year is not None], la_code, until)

    def years(
        self, measures: Iterable[str], la_code: str | None, until: int, count: int
    ) -> tuple[PublishedYear, ...]:
        """The last `count` years up to the latest, oldest first, without those of which nothing is said.

        Args:
            measures: As in `latest`.
            la_code: The authority, or None where it is not known.
            until: Last year (ending 31 March) that may be used.
            count: How many years.
        """
        names = tuple(measures)
        newest = self.latest(names, la_code, until)
        if newest is None:
            return ()
        wanted = range(newest.year - count + 1, newest.year + 1)
        of_each = ([y for y in map(partial(self._year, year=year), names) if y] for year in wanted)
        spoken = ([y for y in years if _speaks_of(y, la_code)] for years in of_each)
        return tuple(best for years in spoken if (best := _best(years, la_code, until)))

    def _year(self, measure: str, year: int) -> PublishedYear | None:
        rows = self._rows.get(measure, {}).get(year)
        if rows is not None and (measure, year) not in self._made:
            self._made[measure, year] = _published_year(rows)
        return self._made.get((measure, year))

    def _years(self, measure: str, until: int) -> Iterator[PublishedYear]:
        """Newest first, each made when it is first asked for: a report needs one or two of ten."""
        for year in sorted(self._rows.get(measure, {}), reverse=True):
            if year <= until and (made := self._year(measure, year)):
                yield made

    @cached_property
    def _rows(self) -> Mapping[str, Mapping[int, pl.DataFrame]]:
        found: dict[str, dict[int, pl.DataFrame]] = {}
        for (measure, year), rows in self.frame.partition_by(["measure", "year"], as_dict=True).items():
            found.setdefault(str(measure), {})[int(year)] = rows
        return found


def in_order(frame: pl.DataFrame, until: int | None) -> pl.DataFrame:
    """Rows of which the last of several is the one to use (`Published.joined`)."""
    edition = pl.col("edition")
    current = [] if until is None else [(edition <= until).fill_null(value=True)]
    return frame.sort(*current, edition, maintain_order=True, nulls_last=False)


def _published_year(rows: pl.DataFrame) -> PublishedYear:
    keys, entries = rows.select("level", "la_code").rows(), rows.select("value", "symbol").rows()
    first = rows.row(0, named=True)
    return PublishedYear(
        origin=first["origin"],
        year=first["year"],
        period=first["period"],
        decimals=first["decimals"],
        entries=dict(zip(keys, entries, strict=True)),
        edition=rows["edition"].max(),  # type: ignore[arg-type]
        file=first["file"],
        calculated=first["measure"].startswith(CALCULATED),
    )


def _entry(value: float | None, symbol: str | None) -> Entry:
    return Entry(None if value is None else Fraction(repr(value)), symbol)


def _speaks_of(year: PublishedYear, la_code: str | None) -> bool:
    return year.authority(la_code).says_something or year.entry(ENGLAND, la_code).says_something


def _best(years: Sequence[PublishedYear], la_code: str | None, until: int) -> PublishedYear | None:
    """The newest year; `latest` says which of equals."""
    if not years:
        return None

    def worth(year: PublishedYear) -> tuple[int, bool, bool]:
        known = year.authority(la_code).exact is not None
        return year.year, known, year.was_current(until) and not year.calculated

    best = max(years, key=worth)
    others = [year for year in years if year is not best and year.year == best.year]
    return _with_reason(best, others, la_code)


def _with_reason(best: PublishedYear, others: Sequence[PublishedYear], la_code: str | None) -> PublishedYear:
    """LAIT prints `-` for whatever is missing; another file may say why (`c`, `x`, `u`, ...)."""
    reason = next((r for r in (year.authority(la_code) for year in others) if r.symbol), NOTHING)
    if best.authority(la_code).symbol != "-" or reason.symbol in (None, "-"):
        return best
    return replace(best, entries={**best.entries, (LA, la_code): (None, reason.symbol)})
