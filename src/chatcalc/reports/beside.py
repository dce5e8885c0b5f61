"""What results are set beside: published figures, neighbours and populations, of files or of the store."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

import polars as pl

from chatcalc.comparison.compare import Comparator, latest_year_ended
from chatcalc.comparison.groups import Group, group_of
from chatcalc.indicators.populations import Estimate, estimate_on
from chatcalc.published.authorities import UnknownAuthorityError
from chatcalc.published.ees import CHILDREN_0_17
from chatcalc.published.equivalents import EesFigure, ees_figure, equivalents_of
from chatcalc.published.neighbours import Neighbours, read_neighbours
from chatcalc.published.populations import estimates
from chatcalc.published.reading import read_published
from chatcalc.published.statistics import POPULATION, Published, PublishedError
from chatcalc.published.store import Store, default_path
from chatcalc.reports.lines import Line
from chatcalc.reports.report import Authority, PublishedSource, Regional
from chatcalc.reports.request import Request, RequestError
from chatcalc.reports.wording import long_date
from chatcalc.specs.definition import Indicator, PartDefinition

_KINDS: Final = {
    "lait": "LAIT",
    "ees": "Explore Education Statistics",
    "small_csv": "own figures",
    "population": "populations",
    "neighbours": "neighbours",
    "published": "files",
}
PAST_YEARS: Final = 5
"""How many published years stand beside each other where nothing else is asked for."""


@dataclass(frozen=True)
class Beside:
    """What results are set beside.

    Attributes:
        comparator: None where nothing published is known.
        estimates: Children aged 0 to 17 by authority, oldest first.
        sources: The files it may be from.
        from_store: Whether the figures are those of the store.
        neighbours: Lists of statistical neighbours.
    """

    comparator: Comparator | None = None
    estimates: Mapping[str, Sequence[Estimate]] = field(default_factory=dict)
    sources: tuple[PublishedSource, ...] = ()
    from_store: bool = False
    neighbours: tuple[Neighbours, ...] = ()

    def used(
        self, lines: Iterable[Line], regional: Iterable[Regional] = (), *, population_given: bool
    ) -> tuple[PublishedSource, ...]:
        """Those of the sources that something in a report is from."""
        lines = tuple(lines)
        shown = [line.published for line in lines if line.published]
        shown += [part.published for line in lines for part in line.parts if part.published]
        files = {(each.file, each.edition) for each in shown}
        if not population_given:
            files |= {(each.file, each.edition) for line in lines for each in self._populations_of(line)}
        editions = {(file, "" if edition is None else str(edition)) for file, edition in files}
        lists = {each.neighbours_list for each in shown}
        lists |= {near.neighbours_list for row in regional for near in row.own_neighbours}
        return tuple(
            each
            for each in self.sources
            if (each.table in lists if each.kind == "neighbours" else (each.file, each.edition) in editions)
        )

    def _populations_of(self, line: Line) -> Iterator[Estimate]:
        """The estimates that the rates of a line are of: at the snapshot and whatever stands beside."""
        if line.unit == "rate_per_10000":
            days = {line.period.end, *(point.period_end for point in line.trend)}
            days |= {line.baseline.as_at} if line.baseline else set()
            days |= {change.period.end for change in line.changes}
            days |= {further.period.end for further in line.periods}
            held = self.estimates.get(line.la_code, ())
            yield from (each for day in days if (each := estimate_on(held, day)))

    def baseline_notes(self, lines: Iterable[Line], day: dt.date) -> tuple[str, ...]:
        """Which populations the rates at an earlier date are of."""
        rates = (line for line in lines if line.unit == "rate_per_10000" and line.baseline)
        found = {estimate_on(self.estimates.get(line.la_code, ()), day) for line in rates}
        years = sorted({each.mid_year for each in found if each})
        if not years:
            return ()
        mid_years = " and ".join(f"mid-{year}" for year in years)
        return (f"Rates at {long_date(day)} are of the population by the estimates of {mid_years}.",)

    @property
    def since(self) -> dt.date:
        """First day of the published years that stand beside; the latest there is where none do."""
        if self.comparator is None:
            return dt.date.max
        return dt.date(self.comparator.until - max(self.comparator.past_years, 1), 4, 1)

    def notes(self, used: Sequence[PublishedSource]) -> tuple[str, ...]:
        """What a reader of the whole report should know of what stands beside."""
        against = self.comparator
        said = [_of_the_store(used)] if self.from_store and used else []
        if against and against.group:
            said.append(f"Group: the mean of {against.group.name}.")
        return tuple(said)


def beside(
    request: Request, as_at: dt.date, asked: Authority | None, indicators: Sequence[Indicator]
) -> Beside:
    """What a request's results are set beside: the files it names, else the store where there is one.

    Raises:
        RequestError: What to compare with is unknown.
        PublishedError: A file or the store cannot be used.
    """
    until = request.published_until or latest_year_ended(as_at)
    group, store = _group(request), _store(request)
    published, sources = _published(request, store, indicators, until)
    if published is None and not request.own_neighbours:
        return Beside()
    lists, list_sources = _neighbours(request, store)
    if published is None:
        return Beside(sources=list_sources, neighbours=lists)
    comparator = Comparator(
        published=published,
        until=until,
        la_code=asked.code if asked else None,
        neighbours=lists,
        chat_compat=request.chat_compat,
        group=group,
        past_years=PAST_YEARS if request.published_years is None else request.published_years,
    )
    return Beside(
        comparator=comparator,
        estimates=estimates(_populations(published, store), as_at, until),
        sources=(*sources, *list_sources),
        from_store=not request.published,
        neighbours=lists,
    )


def _of_the_store(used: Sequence[PublishedSource]) -> str:
    """Which editions the published figures are of."""
    files = Counter((each.kind, each.edition) for each in used)
    said = [
        f"{_KINDS[kind]} {_edition_words(kind, edition)}{f' ({count} files)' if count > 1 else ''}".strip()
        for (kind, edition), count in sorted(files.items(), key=lambda each: list(_KINDS).index(each[0][0]))
    ]
    return f"Published figures are from the store: {', '.join(said)}."


def _edition_words(kind: str, edition: str) -> str:
    if kind == "neighbours" and edition:
        return f"of {dt.date.fromisoformat(edition):%B %Y}"
    return f"to {edition}" if edition else ""


def _store(request: Request) -> Store | None:
    """The store that was named, which must be there, else the user's own, which need not."""
    store = Store(request.store or default_path())
    if store.exists:
        return store
    if request.store:
        raise PublishedError(f"{request.store}: no such store; `chatcalc published import` makes one")
    return None


def _group(request: Request) -> Group | None:
    try:
        return group_of(request.compare, request.groups)
    except UnknownAuthorityError as error:
        raise RequestError(f"--compare: {error}") from error


def _published(
    request: Request, store: Store | None, indicators: Sequence[Indicator], until: int
) -> tuple[Published | None, tuple[PublishedSource, ...]]:
    """The figures that are wanted, and the files they may be from."""
    kept = _of_store(store, ("lait", "ees", "small_csv", "population"))
    lait, figures, own = _wanted(indicators)
    if request.published:
        published = read_published(request.published, lait, figures, until)
        editions = dict(published.frame.select("file", "edition").unique().rows())
        given = (_of_file(path, "published", editions.get(path.name)) for path in request.published)
        return published, (*given, *(each for each in kept if each.kind == "population"))
    if store is None:
        return None, ()
    return store.published({*lait, *own, CHILDREN_0_17}, figures, until), kept


def _wanted(
    indicators: Sequence[Indicator],
) -> tuple[frozenset[str], tuple[EesFigure, ...], frozenset[str]]:
    """What LAIT calls the figures, which of Explore Education Statistics, and what a CSV calls them."""
    named = equivalents_of(indicators)
    lait = frozenset(str(names["lait"]) for names in named.values() if names.get("lait"))
    ees = tuple(ees_figure(names["ees"]) for names in named.values() if isinstance(names.get("ees"), Mapping))
    parts = {f"{each.id}|{part.id}" for each in indicators for part in _parts(each)}
    return lait, ees, frozenset({*named, *parts})


def _parts(indicator: Indicator) -> Iterable[PartDefinition]:
    return (part for definition in indicator.definitions.values() for part in definition.parts)


def _neighbours(
    request: Request, store: Store | None
) -> tuple[tuple[Neighbours, ...], tuple[PublishedSource, ...]]:
    """The lists of the files named, or of that name in the store; where none is named, all of the store."""
    kept = {each.name: each for each in store.neighbours()} if store else {}
    known = {each.table: each for each in _of_store(store, ("neighbours",))}
    if not request.neighbours:
        return tuple(kept.values()), tuple(known.values())
    from_store = [path.name for path in request.neighbours if not path.is_file() and path.name in kept]
    files = [path for path in request.neighbours if path.name not in from_store]
    read = read_neighbours(files)
    of_files = (
        replace(_of_file(path, "neighbours"), table=each.name) for path, each in zip(files, read, strict=True)
    )
    lists = (*(kept[name] for name in from_store), *read)
    return lists, (*(known[name] for name in from_store), *of_files)


def _populations(published: Published, store: Store | None) -> pl.DataFrame:
    """The populations of the files given, else those of the store."""
    given = published.frame.filter(pl.col("origin") == POPULATION)
    return store.rows({CHILDREN_0_17}) if given.is_empty() and store else given


def _of_store(store: Store | None, kinds: Sequence[str]) -> tuple[PublishedSource, ...]:
    return tuple(
        PublishedSource(
            file=each.file,
            kind=each.kind,
            table=each.table,
            edition=each.edition,
            sha256=each.sha256,
            imported=each.imported,
        )
        for each in (store.imports if store else ())
        if each.kind in kinds
    )


def _of_file(path: Path, kind: str, edition: int | None = None) -> PublishedSource:
    return PublishedSource(
        file=path.name,
        kind=kind,
        table=path.stem,
        edition="" if edition is None else str(edition),
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
    )
