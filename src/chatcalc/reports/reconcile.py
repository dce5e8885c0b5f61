"""Why two figures differ: for each indicator the gap as a sum of causes, and the children behind each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import polars as pl

from chatcalc.extracts.ids import read_ids
from chatcalc.indicators.differences import differences
from chatcalc.indicators.gaps import gap
from chatcalc.indicators.jobs import Job
from chatcalc.indicators.same_child import same_children
from chatcalc.indicators.sides import Sides
from chatcalc.reports.making import Tell
from chatcalc.reports.reconcile_known import between_figures, from_extracts_to_figures, turned
from chatcalc.reports.reconcile_lines import line_of, parts_compared, records_of, side_of
from chatcalc.reports.reconcile_sides import AskedExtracts, ExtractSide, extract_side, extract_sides
from chatcalc.reports.reconcile_stated import FigureSide
from chatcalc.reports.reconciliation import COLUMNS, Found, Left, Reconciliation
from chatcalc.reports.request import RequestError


def reconcile(
    a: AskedExtracts | FigureSide,
    b: AskedExtracts | FigureSide,
    ids: Path | None = None,
    tell: Tell = lambda _: None,
) -> Reconciliation:
    """Why the figures of two sides differ.

    Args:
        a: One side.
        b: The other.
        ids: New ids of children for old ones: whom the sides call differently. What is counted stays.
        tell: Hears what is being done.

    Raises:
        RequestError: The sides cannot be compared; and what `make_report` raises.
    """
    sides = _read(a, b, tell)
    tell("comparing")
    match sides:
        case (ExtractSide() as left, ExtractSide() as right):
            found = list(_of_extracts(left, right, ids))
        case (ExtractSide() as left, FigureSide() as right):
            found = list(from_extracts_to_figures(left, right))
        case (FigureSide() as left, ExtractSide() as right):
            found = [turned(each) for each in from_extracts_to_figures(right, left)]
        case (FigureSide() as left, FigureSide() as right):
            found = list(between_figures(left, right))
    if not any(isinstance(each, tuple) for each in found):
        raise RequestError("no indicator has a figure on both sides" + _first_reason(found))
    rows = [frame for each in found if isinstance(each, tuple) for frame in [each[1]] if frame is not None]
    return Reconciliation(
        a=(a.name, _snapshot(sides[0])),
        b=(b.name, _snapshot(sides[1])),
        indicators=tuple(each[0] for each in found if isinstance(each, tuple)),
        children=pl.concat([pl.DataFrame(schema=COLUMNS), *rows]),
        left={each.id: each.reason for each in found if isinstance(each, Left)},
    )


def _read(
    a: AskedExtracts | FigureSide, b: AskedExtracts | FigureSide, tell: Tell
) -> tuple[ExtractSide | FigureSide, ExtractSide | FigureSide]:
    if isinstance(a, AskedExtracts) and isinstance(b, AskedExtracts):
        return extract_sides(a, b, tell)
    left, right = (extract_side(each, tell) if isinstance(each, AskedExtracts) else each for each in (a, b))
    return left, right


def _snapshot(side: ExtractSide | FigureSide) -> dt.date:
    return side.question.as_at if isinstance(side, ExtractSide) else side.as_at


def _of_extracts(left: ExtractSide, right: ExtractSide, ids: Path | None) -> Iterator[Found | Left]:
    """Every indicator that both sides compute, record by record."""
    given = read_ids(ids).new if ids else None
    partial = left.partial(), right.partial()
    known: dict[tuple[str, str], Sides] = {}
    for id_ in left.wanted:
        if id_ not in right.wanted:
            continue
        a, b = left.job(id_), right.job(id_)
        if isinstance(a, str) or isinstance(b, str):
            sides = ((left, a), (right, b))
            why = [f"{side.name}: {job}" for side, job in sides if isinstance(job, str)]
            yield Left(id_, "; ".join(why))
            continue
        sources = (a.extract.source, b.extract.source)
        if sources not in known:
            renamed = same_children(a.extract, b.extract, given)
            known[sources] = Sides(a, b, renamed, a_is_earlier=_is_earlier(a, b))
        cautions = tuple(
            f"{side} is {held[id_]}" for side, held in zip("AB", partial, strict=True) if id_ in held
        )
        yield from _compared(replace(known[sources], a=a, b=b), left, cautions)


def _is_earlier(a: Job, b: Job) -> bool:
    """Whether side A was made first; where nothing says so it was, for it is named first."""
    made = [job.extract.made_on or job.extract.last_day or job.request.as_at for job in (a, b)]
    return (a.request.as_at, made[0]) <= (b.request.as_at, made[1])


def _compared(sides: Sides, side: ExtractSide, notes: tuple[str, ...]) -> Iterator[Found]:
    """The figure of an indicator on both sides, and of its parts where they are asked for."""
    found = differences(sides)
    for part in parts_compared(sides.a.definition, sides.b.definition, all_=side.named):
        between = gap(found, sides, side.la_code, part)
        stands = side_of(between.a, sides.a), side_of(between.b, sides.b)
        line = line_of(sides.a.definition, part, between, *stands)
        yield replace(line, notes=notes), records_of(between, sides.a.definition.spec.id, part)


def _first_reason(found: Sequence[Found | Left]) -> str:
    reasons = [each.reason for each in found if isinstance(each, Left)]
    return f"; {reasons[0]}" if reasons else ""
