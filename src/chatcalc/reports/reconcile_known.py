"""Differences from figures without records: attributed as far as the other side's records tell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

import polars as pl

from chatcalc.indicators.differences import differences
from chatcalc.indicators.gaps import Share, gap
from chatcalc.indicators.jobs import Job
from chatcalc.indicators.results import Figure
from chatcalc.indicators.same_child import same_children
from chatcalc.indicators.sides import Sides
from chatcalc.reports.reconcile_lines import line_of, parts_compared, records_of, side_of
from chatcalc.reports.reconcile_sides import ExtractSide
from chatcalc.reports.reconcile_stated import FigureSide, Stated
from chatcalc.reports.reconciliation import COLUMNS, NOT_ATTRIBUTED, Found, Left, Reconciled, SideFigure
from chatcalc.tables.columns import ANNEX_A, SOURCE_NAMES


def from_extracts_to_figures(left: ExtractSide, right: FigureSide) -> Iterator[Found | Left]:
    """As far as the one side's records tell: what its own figure would be on the other's day."""
    for id_ in left.wanted:
        job = left.job(id_)
        if isinstance(job, str):
            if (id_, None) in right.figures:
                yield Left(id_, f"{left.name}: {job}")
            continue
        for part in parts_compared(job.definition, job.definition, all_=left.named):
            if stated := right.figures.get((id_, part)):
                yield _as_far_as_known(left, job, part, stated)


def between_figures(left: FigureSide, right: FigureSide) -> Iterator[Found]:
    """The gaps of the figures that both sides state; nothing is known of what lies between."""
    for (id_, part), stated in left.figures.items():
        if other := right.figures.get((id_, part)):
            rest = _rest(stated.figure, other.figure)
            yield (
                Reconciled(
                    id_,
                    part,
                    id_ if part is None else f"{id_}: {part}",
                    stated.figure.unit,
                    _stands_alone(stated),
                    _stands_alone(other),
                    (rest,) if rest else (),
                    ("neither side has records: name the extracts of both to see the children",),
                ),
                None,
            )


def turned(found: Found | Left) -> Found | Left:
    """The same with the sides exchanged."""
    if isinstance(found, Left):
        return found
    line, rows = found

    def less(number: Fraction | None) -> Fraction | None:
        return None if number is None else -number

    shares = [
        replace(
            each,
            numerator=less(each.numerator),
            denominator=less(each.denominator),
            value=less(each.value),
            new=each.gone,
            gone=each.new,
        )
        for each in reversed(line.shares)
    ]
    exchanged = replace(line, a=line.b, b=line.a, shares=tuple(shares))
    if rows is None:
        return exchanged, rows
    names = {
        name: f"{'ab'[name[0] == 'a']}_{name[2:]}" for name in rows.columns if name.startswith(("a_", "b_"))
    }
    rows = rows.rename(names).with_columns(-pl.col("numerator", "denominator"))
    return exchanged, rows.select(list(COLUMNS))


def _as_far_as_known(left: ExtractSide, job: Job, part: str | None, stated: Stated) -> Found:
    """From the figure to its own data on the other's day, child by child; from there on nothing is known."""
    definition = job.definition
    period = None if definition.window else stated.period
    then = left.job_at(definition.spec.id, stated.as_at, period, stated.source)
    why = _why_nothing(job, then)
    there = then if isinstance(then, Job) and why is None else job
    sides = Sides(job, there, same_children(job.extract, job.extract))
    between = gap(differences(sides), sides, left.la_code, part)
    known = f"attributed as far as the records of {left.name} tell; the other side has none"
    rest = _rest(between.b, stated.figure)
    line = line_of(definition, part, between, side_of(between.a, job), _stands_alone(stated))
    line = replace(
        line,
        shares=(*between.shares, *([rest] if rest else [])),
        notes=(f"nothing can be attributed: {why}" if why else known,),
    )
    return line, records_of(between, definition.spec.id, part)


def _why_nothing(job: Job, then: Job | str) -> str | None:
    """Why the records of one side say nothing of the other's days, or None where they do."""
    if isinstance(then, str):
        return then
    source, table, first = job.extract.source, job.definition.table, then.periods[0].start
    if then.extract.source != source:
        return (
            f"that figure is from {SOURCE_NAMES[then.extract.source]}, this one from {SOURCE_NAMES[source]}"
        )
    if source == ANNEX_A and (then.request.as_at != job.request.as_at or first < job.periods[0].start):
        return "Annex A holds the latest months and what is open now, not the days of the other figure"
    since = job.extract.known_from.get(table)
    if since is not None and since > first and job.definition.period.kind in ("during", "overlapping"):
        return f"the records begin on {since}, after the first day of the other figure"
    return None


def _rest(known: Figure, stated: Figure) -> Share | None:
    def change(left: Fraction | None, right: Fraction | None) -> Fraction | None:
        return None if left is None or right is None else right - left

    rest = Share(
        NOT_ATTRIBUTED,
        0,
        0,
        change(known.numerator, stated.numerator),
        change(known.denominator, stated.denominator),
        change(known.exact, stated.exact),
    )
    return rest if any((rest.numerator, rest.denominator, rest.value)) else None


def _stands_alone(stated: Stated) -> SideFigure:
    return SideFigure(stated.figure, stated.source, stated.period)
