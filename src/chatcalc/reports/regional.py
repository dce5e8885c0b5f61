"""Several authorities together: each figure as if they were one, the mean, and neighbours among them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from chatcalc.indicators.results import Figure, Result, Unit
from chatcalc.published.neighbours import Neighbours, neighbours_for
from chatcalc.reports.lines import Number
from chatcalc.reports.report import NO_AUTHORITY, OwnNeighbours, Regional

FEWEST_NEIGHBOURS: Final = 2
"""One neighbour's figure is no average."""

_ADDED_UP: Final[frozenset[Unit]] = frozenset({"percent", "rate_per_10000", "mean", "days"})


@dataclass(frozen=True)
class _Of:
    """A figure of one authority."""

    result: Result
    figure: Figure


def regional(
    results: Iterable[Result], neighbours: Sequence[Neighbours] = (), year: int = 0
) -> tuple[Regional, ...]:
    """A row for each indicator and part that several authorities were asked about; none for one authority.

    An extract that names no authority is left out. Figures from different sources, or of different periods,
    are neither added up nor averaged.

    Args:
        results: One for each indicator and authority, in the order of the rows.
        neighbours: Lists of statistical neighbours; none where their means are not wanted.
        year: The year whose list is used.
    """
    computed = [each for each in results if each.status != "not_computed" and each.la_code != NO_AUTHORITY]
    if len({each.la_code for each in computed}) < 2:
        return ()
    by_indicator: dict[str, list[Result]] = defaultdict(list)
    for result in computed:
        by_indicator[result.id].append(result)
    return tuple(row for held in by_indicator.values() for row in _rows(held, neighbours, year))


def _rows(held: Sequence[Result], neighbours: Sequence[Neighbours], year: int) -> Iterator[Regional]:
    yield _row(held[0].title, None, [_Of(each, each.figure) for each in held], neighbours, year)
    parts: dict[str, list[_Of]] = defaultdict(list)
    titles: dict[str, str] = {}
    for result in held:
        for part in result.parts:
            parts[part.id].append(_Of(result, part.figure))
            titles.setdefault(part.id, part.title)
    for id_, figures in parts.items():
        yield _row(titles[id_], id_, figures, neighbours, year)


def _row(
    title: str, part: str | None, held: Sequence[_Of], neighbours: Sequence[Neighbours], year: int
) -> Regional:
    alike = len({(each.result.source, each.result.period) for each in held}) == 1
    values = {each.result.la_code: each.figure.exact for each in held if each.figure.exact is not None}
    known = values if alike else {}
    together = _together(held) if alike else None
    near = (_own_neighbours(each, held, known, neighbours, year) for each in known) if neighbours else ()
    partial = any(each.result.status == "partial" for each in held)
    return Regional(
        id=held[0].result.id,
        title=title,
        part=part,
        unit=held[0].figure.unit,
        numerator=_total([each.figure.numerator for each in held]) if alike else None,
        denominator=_total([each.figure.denominator for each in held]) if alike else None,
        value=None if together is None else float(together),
        display=_display(together, held),
        status="not_computed" if together is None else "partial" if partial else "ok",
        mean=float(_mean(known.values())) if known else None,
        mean_display=_display(_mean(known.values()) if known else None, held),
        n=len(values),
        own_neighbours=tuple(each for each in near if each),
    )


def _together(held: Sequence[_Of]) -> Fraction | None:
    """The figure of all, None where it does not follow from theirs: a median, or a population unknown.

    Shares, means and rates are weighted by what they are of, which is the same as adding up numerators and
    denominators; a share of nobody adds nothing (convention C8). The largest of all is the largest of theirs.
    """
    unit = held[0].figure.unit
    if unit == "max":
        return max((each.figure.exact for each in held if each.figure.exact is not None), default=None)
    if unit == "count":
        counts = [each.figure.exact for each in held if each.figure.exact is not None]
        return sum(counts, Fraction(0)) if len(counts) == len(held) else None
    wholes = [each.figure.denominator for each in held if each.figure.denominator is not None]
    if unit not in _ADDED_UP or len(wholes) < len(held) or not sum(wholes):
        return None
    pairs = zip(held, wholes, strict=True)
    weighted = (each.figure.exact * whole for each, whole in pairs if each.figure.exact is not None)
    total = sum(weighted, Fraction(0))
    return total / sum(wholes) if any(each.figure.exact is not None for each in held) else None


def _own_neighbours(
    la_code: str,
    held: Sequence[_Of],
    values: Mapping[str, Fraction],
    neighbours: Sequence[Neighbours],
    year: int,
) -> OwnNeighbours | None:
    """The mean of the neighbours that have a figure here (comparison rules, section 3)."""
    chosen = neighbours_for(neighbours, year, la_code)
    near = [code for code in chosen.of(la_code) if code in values and code != la_code] if chosen else []
    if chosen is None or len(near) < FEWEST_NEIGHBOURS:
        return None
    mean = _mean([values[code] for code in near])
    theirs = [each for each in held if each.result.la_code in near]
    return OwnNeighbours(la_code, float(mean), _display(mean, theirs), len(near), chosen.name)


def _mean(values: Iterable[Fraction]) -> Fraction:
    every = list(values)
    return sum(every, Fraction(0)) / len(every)


def _total(numbers: Sequence[Fraction | None]) -> Number | None:
    """The sum, where every one is known."""
    known = [each for each in numbers if each is not None]
    if len(known) < len(numbers) or not known:
        return None
    total = sum(known, Fraction(0))
    return total.numerator if total.denominator == 1 else float(total)


def _display(exact: Fraction | None, held: Sequence[_Of]) -> str:
    """Rounded once; at least as much where one of the figures is, and none may turn out lower."""
    first = held[0].figure
    partial = [each.result for each in held if each.result.status == "partial"]
    rises = exact is not None and bool(partial) and all(each.more_data_adds for each in partial)
    return ("≥" if rises else "") + Figure(None, None, exact, first.unit, first.decimals).display
