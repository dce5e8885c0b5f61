"""Which small changes of a definition no test notices."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from chatcalc.indicators.given import TestError, period_of
from chatcalc.indicators.noticing import case_that_tells_apart
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
        case: A test that would notice, as YAML, where made-up rows gave one; of a change that is listed as
            equivalent it shows that the reason is wrong.
    """

    indicator: str
    file: str
    source: str
    key: str
    change: str
    place: Place | None
    reason: str | None = None
    case: str | None = None

    @property
    def wanting(self) -> bool:
        """Whether a test, or a better reason, is wanting."""
        return self.reason is None or self.case is not None


@dataclass(frozen=True)
class MutationReport:
    """How many changes of an indicator were tried, and those that no test noticed.

    Attributes:
        indicator: The indicator's id.
        tried: How many changes there are.
        survivors: Those that every test accepts.
        unused: Which entries of `equivalent`, from 0, speak of no such change.
    """

    indicator: str
    tried: int
    survivors: tuple[Survivor, ...]
    unused: tuple[int, ...] = ()


def mutation_report(indicator: Indicator) -> MutationReport:
    """Tries every change of every source's definition against the indicator's tests.

    A condition that several sources share stands at one place: a test of either source may notice its change.
    """
    by_source: dict[str, list[Bench]] = {source: [] for source in indicator.definitions}
    for bench in benches(indicator):
        by_source[bench.definition.source].append(bench)
    unnoticed: dict[object, tuple[str, Mutant]] = {}
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
            unnoticed.setdefault(identity, (source, mutant))
    survivors = [_survivor(indicator, *each) for each in unnoticed.values()]
    said = {(survivor.key, survivor.change) for survivor in survivors}
    unused = tuple(
        n for n, each in enumerate(indicator.spec.equivalent) if (each.condition, each.change) not in said
    )
    return MutationReport(indicator.id, tried, tuple(survivors), unused)


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


def _case(indicator: Indicator, source: str, mutant: Mutant) -> str | None:
    """A test that would notice a change, if made-up rows give one."""
    periods = [period_of(test.period) for test in indicator.spec.tests]
    name_source = source != next(iter(indicator.definitions))
    definition = indicator.definitions[source]
    return case_that_tells_apart(definition, mutant.definition, periods, name_source=name_source)


def _survivor(indicator: Indicator, source: str, mutant: Mutant) -> Survivor:
    reason = None
    for listed in indicator.spec.equivalent:
        if listed.condition == mutant.key and listed.change == mutant.change:
            reason = listed.reason
    case = _case(indicator, source, mutant)
    return Survivor(
        indicator.id, indicator.file, source, mutant.key, mutant.change, mutant.place, reason, case
    )
