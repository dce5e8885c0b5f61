"""Which small changes of a definition no test notices."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from chatcalc.indicators.given import TestError
from chatcalc.indicators.spec_tests import Bench, benches
from chatcalc.specs.definition import Indicator
from chatcalc.specs.mutants import Mutant, mutants
from chatcalc.specs.problems import Place


@dataclass(frozen=True)
class Survivor:
    """A change that every test of its indicator accepts.

    Attributes:
        indicator: The indicator's id.
        file: Its file.
        source: The source whose definition was changed.
        key: Which condition.
        change: What was changed.
        place: Where it stands, where that is known.
        reason: Why it changes nothing, where the specification lists it under `equivalent`.
    """

    indicator: str
    file: str
    source: str
    key: str
    change: str
    place: Place | None
    reason: str | None = None


@dataclass(frozen=True)
class MutationReport:
    """How many changes of an indicator were tried, and those that no test noticed."""

    indicator: str
    tried: int
    survivors: tuple[Survivor, ...]


def mutation_report(indicator: Indicator) -> MutationReport:
    """Tries every change of every source's definition against the indicator's tests.

    A condition that several sources share stands at one place: a test of either source may notice its change.
    """
    by_source: dict[str, list[Bench]] = {source: [] for source in indicator.definitions}
    for bench in benches(indicator):
        by_source[bench.definition.source].append(bench)
    unnoticed: dict[object, Survivor] = {}
    noticed: set[object] = set()
    tried = 0
    for source, mutant in _all_mutants(indicator):
        same = (
            mutant.key,
            mutant.change,
            mutant.place and (mutant.place.file, mutant.place.line, mutant.place.column),
        )
        identity = same if mutant.place else (*same, source)
        if identity in noticed:
            continue
        tried += identity not in unnoticed
        if any(_notices(bench, mutant) for bench in by_source[source]):
            noticed.add(identity)
            unnoticed.pop(identity, None)
        else:
            unnoticed.setdefault(identity, _survivor(indicator, source, mutant))
    return MutationReport(indicator.id, tried, tuple(unnoticed.values()))


def _all_mutants(indicator: Indicator) -> Iterator[tuple[str, Mutant]]:
    for source, definition in indicator.definitions.items():
        for mutant in mutants(definition):
            yield source, mutant


def _notices(bench: Bench, mutant: Mutant) -> bool:
    """Whether any test of a bench fails with the change; one that cannot be evaluated any more does."""
    parameters = {name for name, _ in bench.parameters}
    if mutant.key.removeprefix("parameters.") in parameters:
        return False
    try:
        return any(bench.differences(mutant.definition))
    except TestError:
        return True


def _survivor(indicator: Indicator, source: str, mutant: Mutant) -> Survivor:
    reason = None
    for listed in indicator.spec.equivalent:
        if listed.condition == mutant.key and listed.change == mutant.change:
            reason = listed.reason
    return Survivor(indicator.id, indicator.file, source, mutant.key, mutant.change, mutant.place, reason)
