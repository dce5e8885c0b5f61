"""Every published year of an indicator for one authority, and what it is compared with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from chatcalc.comparison.compare import Comparator, published_figures
from chatcalc.comparison.comparison import PublishedFigures
from chatcalc.indicators.results import DEFAULT_DECIMALS, Unit
from chatcalc.published.equivalents import ees_figure, measure_names
from chatcalc.published.statistics import Published
from chatcalc.published.store import Store
from chatcalc.specs.definition import Indicator

_EVER: Final = 9999
_BARS: Final = "▁▂▃▄▅▆▇█"


@dataclass(frozen=True)
class History:
    """The published years of an indicator or of one of its parts, oldest first.

    Attributes:
        name: The indicator, or `indicator|part`.
        years: What was published of each.
    """

    name: str
    title: str
    years: tuple[PublishedFigures, ...]


def histories(
    store: Store, indicator: Indicator, la_code: str | None, edition: int | None = None
) -> tuple[History, ...]:
    """What the store holds of an indicator and of its parts.

    Args:
        store: The store.
        indicator: The indicator.
        la_code: The authority; None shows England alone.
        edition: Show what was current in this year, before later revisions; None shows the newest.

    Raises:
        PublishedError: The store cannot be used.
    """
    spec = indicator.spec
    named = [(indicator.id, spec.title, spec.unit, spec.published)]
    for id_, part in spec.parts.items():
        named.append((f"{indicator.id}|{id_}", part.title, part.unit or spec.unit, part.published or {}))
    lists = store.neighbours()
    found = []
    for name, title, unit, published in named:
        names = (name, *measure_names(published).values())
        figures = [ees_figure(published["ees"])] if "ees" in published else []
        held = store.published(names, figures, edition)
        against = Comparator(held, edition or _EVER, la_code, lists)
        found.append(History(name, title, _years(held, names, unit, spec.polarity, against)))
    return tuple(found)


def _years(
    held: Published, names: Sequence[str], unit: Unit, polarity: str, against: Comparator
) -> tuple[PublishedFigures, ...]:
    years = held.years(names, against.la_code, _EVER, _EVER)
    digits = max((year.decimals for year in years), default=DEFAULT_DECIMALS[unit])
    return tuple(published_figures(year, polarity, digits, against) for year in years)  # type: ignore[arg-type]


def sparkline(values: Sequence[float | None]) -> str:
    """A bar for each value, from the lowest to the highest; a gap where there is none.

    >>> sparkline([1.0, None, 2.0])
    '▁ █'
    """
    known = [value for value in values if value is not None]
    if not known:
        return ""
    low, span = min(known), max(known) - min(known)
    top = len(_BARS) - 1
    return "".join(
        " " if value is None else _BARS[round((value - low) / span * top) if span else top // 2]
        for value in values
    )
