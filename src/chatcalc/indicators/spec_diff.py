"""By how much figures move where a definition changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from chatcalc.extracts.extract import Extract
from chatcalc.indicators.calculation import calculate
from chatcalc.indicators.jobs import Request
from chatcalc.indicators.results import Figure
from chatcalc.specs.definition import Indicator


@dataclass(frozen=True)
class Move:
    """A figure by two definitions; None where one of them gives none."""

    indicator: str
    part: str | None
    la_code: str
    old: Figure | None
    new: Figure | None

    @property
    def by(self) -> float | None:
        """How much it moves, where both give a value."""
        if self.old is None or self.new is None or self.old.exact is None or self.new.exact is None:
            return None
        return float(self.new.exact - self.old.exact)


def moves(
    old: Mapping[str, Indicator],
    new: Mapping[str, Indicator],
    ids: Iterable[str],
    extracts: Sequence[Extract],
    request: Request,
) -> list[Move]:
    """The figures of some indicators that are not the same by both sets of definitions."""
    wanted = list(ids)
    before = _figures([old[id_] for id_ in wanted if id_ in old], extracts, request)
    after = _figures([new[id_] for id_ in wanted if id_ in new], extracts, request)
    keys = dict.fromkeys([*after, *before])
    return [Move(*key, before.get(key), after.get(key)) for key in keys if before.get(key) != after.get(key)]


def _figures(
    indicators: Sequence[Indicator], extracts: Sequence[Extract], request: Request
) -> dict[tuple[str, str | None, str], Figure]:
    """Figures by indicator, part and authority."""
    found: dict[tuple[str, str | None, str], Figure] = {}
    for result in calculate(indicators, extracts, request):
        if result.figure is not None:
            found[result.id, None, result.la_code] = result.figure
        for part in result.parts:
            found[result.id, part.id, result.la_code] = part.figure
    return found
