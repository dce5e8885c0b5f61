"""What an authority aims at itself: a target beside its figure, never instead of the comparison."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from chatcalc.indicators.results import Polarity
from chatcalc.reports.lines import Line, Target, TargetRating
from chatcalc.reports.request import LocalTarget, RequestError
from chatcalc.specs.definition import Indicator


def target_problems(
    targets: Mapping[str, LocalTarget], indicators: Mapping[str, Indicator]
) -> Iterator[RequestError]:
    """Why indicators cannot meet their targets: no polarity, or no figure of their own."""
    for id_ in targets:
        indicator = indicators.get(id_)
        if indicator is None:  # said already, for the other tables too
            continue
        if indicator.spec.polarity == "none":
            message = f"targets.{id_}: has no polarity, so neither more nor less of it is better"
            yield RequestError(message, ("targets", id_))
        elif not any(each.has_figure for each in indicator.definitions.values()):
            yield RequestError(f"targets.{id_}: has no figure of its own, only parts", ("targets", id_))


def with_targets(lines: Iterable[Line], targets: Mapping[str, LocalTarget]) -> tuple[Line, ...]:
    """The lines with their targets, where there are any."""
    return tuple(
        replace(line, target=_target(line, targets[line.id])) if line.id in targets else line
        for line in lines
    )


def _target(line: Line, wanted: LocalTarget) -> Target:
    sure = line.status == "ok" and line.value is not None
    rating = rate(Decimal(line.display), line.polarity, wanted) if sure else None
    return Target(wanted.target, wanted.tolerance, rating)


def rate(shown: Decimal, polarity: Polarity, wanted: LocalTarget) -> TargetRating:
    """Green where the target is met, amber where it is missed by no more than the tolerance, else red.

    Judged by the figure as displayed, as the direction of travel is, so that the word fits what is seen.

    >>> [rate(Decimal(each), "high", LocalTarget(85, 5)) for each in (85, 80, 79)]
    ['green', 'amber', 'red']
    """
    target, tolerance = Decimal(str(wanted.target)), Decimal(str(wanted.tolerance))
    missed_by = target - shown if polarity == "high" else shown - target
    if missed_by <= 0:
        return "green"
    return "amber" if missed_by <= tolerance else "red"
