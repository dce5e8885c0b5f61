"""Why two figures differ: for each indicator the gap as a sum of causes, and the children behind each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from typing import Final

import polars as pl

from chatcalc.extracts.ids import read_ids
from chatcalc.indicators.answers import titled
from chatcalc.indicators.causes import CAUSES
from chatcalc.indicators.differences import Sides, differences
from chatcalc.indicators.gaps import Gap, Share, gap
from chatcalc.indicators.jobs import Job
from chatcalc.indicators.results import Figure, Period, Unit
from chatcalc.indicators.same_child import same_children
from chatcalc.reports.making import Tell
from chatcalc.reports.reconcile_sides import (
    Asked,
    ExtractSide,
    FigureSide,
    Stated,
    extract_side,
    extract_sides,
    published_side,
    run_side,
)
from chatcalc.reports.request import RequestError
from chatcalc.specs.definition import Definition
from chatcalc.tables.columns import ANNEX_A, SOURCE_NAMES

NOT_ATTRIBUTED: Final = "not attributed"
"""The cause of what lies behind a figure whose records are not at hand."""

COLUMNS: Final = {
    "indicator_id": pl.String,
    "part": pl.String,
    "la_code": pl.String,
    "child_id": pl.String,
    "other_id": pl.String,
    "known_by": pl.String,
    "cause": pl.String,
    "fields": pl.String,
    "a_values": pl.String,
    "b_values": pl.String,
    "a_status": pl.String,
    "b_status": pl.String,
    "numerator": pl.Float64,
    "denominator": pl.Float64,
    "a_day": pl.Date,
    "b_day": pl.Date,
    "a_reason": pl.String,
    "b_reason": pl.String,
    "matched": pl.String,
    "a_source_file": pl.String,
    "a_source_row": pl.Int64,
    "b_source_file": pl.String,
    "b_source_row": pl.Int64,
}


@dataclass(frozen=True)
class SideFigure:
    """A figure of one side, and what it is from: the source is None of a published figure."""

    figure: Figure
    source: str | None
    period: Period | None


@dataclass(frozen=True)
class Reconciled:
    """An indicator, or a part of it, on two sides.

    Attributes:
        part: The part it is of, if any.
        a, b: The figures.
        shares: What each cause adds to the gap, B less A.
        notes: What stands in the way of more.
    """

    id: str
    part: str | None
    title: str
    unit: Unit
    a: SideFigure
    b: SideFigure
    shares: tuple[Share, ...]
    notes: tuple[str, ...] = ()

    @property
    def agrees(self) -> bool:
        """Whether the figures are the same and of the same records."""
        return not self.shares


@dataclass(frozen=True)
class Reconciliation:
    """Two sides, indicator by indicator.

    Attributes:
        a, b: How the user calls the sides, with their snapshots.
        indicators: Those that both sides answer.
        children: A row a record that counts otherwise (`COLUMNS`), with where it was read on both sides.
        left: Indicators of which a side has no figure, each with why.
    """

    a: tuple[str, dt.date]
    b: tuple[str, dt.date]
    indicators: tuple[Reconciled, ...]
    children: pl.DataFrame
    left: Mapping[str, str] = field(default_factory=dict)


def reconcile(a: Asked, b: Asked, ids: Path | None = None, tell: Tell = lambda _: None) -> Reconciliation:
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
            found = list(_of_extract_and_figures(left, right))
        case (FigureSide() as left, ExtractSide() as right):
            found = [_turned(each) for each in _of_extract_and_figures(right, left)]
        case (FigureSide() as left, FigureSide() as right):
            found = list(_of_figures(left, right))
    if not any(isinstance(each, tuple) for each in found):
        raise RequestError("no indicator has a figure on both sides" + _first_reason(found))
    rows = [frame for each in found if isinstance(each, tuple) for frame in [each[1]] if frame is not None]
    return Reconciliation(
        a=(a.name, _snapshot(sides[0])),
        b=(b.name, _snapshot(sides[1])),
        indicators=tuple(each[0] for each in found if isinstance(each, tuple)),
        children=pl.concat([pl.DataFrame(schema=COLUMNS), *rows]),
        left={each.id: each.reason for each in found if isinstance(each, _Left)},
    )


@dataclass(frozen=True)
class _Left:
    """An indicator that cannot be compared."""

    id: str
    reason: str


_Found = tuple[Reconciled, pl.DataFrame | None]


def _read(a: Asked, b: Asked, tell: Tell) -> tuple[ExtractSide | FigureSide, ExtractSide | FigureSide]:
    if a.request and b.request and not (a.run or b.run or a.published or b.published):
        return extract_sides((a.name, a.request), (b.name, b.request), tell)
    return _side(a, tell), _side(b, tell)


def _side(asked: Asked, tell: Tell) -> ExtractSide | FigureSide:
    if asked.run:
        return run_side(asked.name, asked.run, asked.request.la if asked.request else None)
    assert asked.request is not None
    if asked.published:
        return published_side(asked.name, asked.published, asked.request)
    return extract_side(asked.name, asked.request, tell)


def _snapshot(side: ExtractSide | FigureSide) -> dt.date:
    return side.question.as_at if isinstance(side, ExtractSide) else side.as_at


def _of_extracts(left: ExtractSide, right: ExtractSide, ids: Path | None) -> Iterator[_Found | _Left]:
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
            yield _Left(id_, "; ".join(why))
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


def _compared(sides: Sides, side: ExtractSide, notes: tuple[str, ...]) -> Iterator[_Found]:
    """The figure of an indicator on both sides, and of its parts where they are asked for."""
    found = differences(sides)
    for part in _parts(sides.a.definition, sides.b.definition, all_=side.named):
        between = gap(found, sides, side.la_code, part)
        stands = _stands(between.a, sides.a), _stands(between.b, sides.b)
        line = _reconciled(sides.a.definition, part, between, *stands)
        yield replace(line, notes=notes), _children(between, sides.a.definition.spec.id, part)


def _parts(a: Definition, b: Definition, *, all_: bool) -> list[str | None]:
    """The figures to compare: the indicator's own, and its parts where it has none or they are wanted."""
    own: list[str | None] = [None] if a.has_figure and b.has_figure else []
    theirs = {part.id for part in b.parts}
    parts = [part.id for part in a.parts if part.id in theirs]
    return [*own, *(parts if all_ or not own else [])]


def _stands(figure: Figure, job: Job) -> SideFigure:
    return SideFigure(figure, job.extract.source, job.periods[0])


def _reconciled(
    definition: Definition, part: str | None, between: Gap, a: SideFigure, b: SideFigure
) -> Reconciled:
    title = titled(definition)
    if part is not None:
        title += ": " + next(each.title for each in definition.parts if each.id == part)
    return Reconciled(definition.spec.id, part, title, between.a.unit, a, b, between.shares)


def _of_extract_and_figures(left: ExtractSide, right: FigureSide) -> Iterator[_Found | _Left]:
    """As far as the one side's records tell: what its own figure would be on the other's day."""
    for id_ in left.wanted:
        job = left.job(id_)
        if isinstance(job, str):
            if (id_, None) in right.figures:
                yield _Left(id_, f"{left.name}: {job}")
            continue
        for part in _parts(job.definition, job.definition, all_=left.named):
            if stated := right.figures.get((id_, part)):
                yield _as_far_as_known(left, job, part, stated)


def _as_far_as_known(left: ExtractSide, job: Job, part: str | None, stated: Stated) -> _Found:
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
    line = _reconciled(definition, part, between, _stands(between.a, job), _stands_alone(stated))
    line = replace(
        line,
        shares=(*between.shares, *([rest] if rest else [])),
        notes=(f"nothing can be attributed: {why}" if why else known,),
    )
    return line, _children(between, definition.spec.id, part)


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


def _of_figures(left: FigureSide, right: FigureSide) -> Iterator[_Found]:
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


def _stands_alone(stated: Stated) -> SideFigure:
    return SideFigure(stated.figure, stated.source, stated.period)


def _turned(found: _Found | _Left) -> _Found | _Left:
    """The same with the sides exchanged."""
    if isinstance(found, _Left):
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
    turned = replace(line, a=line.b, b=line.a, shares=tuple(shares))
    if rows is None:
        return turned, rows
    exchanged = {
        name: f"{'ab'[name[0] == 'a']}_{name[2:]}" for name in rows.columns if name.startswith(("a_", "b_"))
    }
    rows = rows.rename(exchanged).with_columns(-pl.col("numerator", "denominator"))
    return turned, rows.select(list(COLUMNS))


def _children(between: Gap, id_: str, part: str | None) -> pl.DataFrame:
    """The records behind a gap as `COLUMNS` has them: ordered by cause, then as the files are."""
    records = between.records
    other = pl.when(pl.col("a_id") != pl.col("b_id")).then(pl.col("a_id"))
    return records.select(
        pl.lit(id_).alias("indicator_id"),
        pl.lit(part, dtype=pl.String).alias("part"),
        "la_code",
        pl.coalesce("b_id", "a_id").alias("child_id"),
        other.alias("other_id"),
        pl.when(other.is_not_null() | pl.col("b_id").is_null()).then(pl.col("known_by")).alias("known_by"),
        "cause",
        pl.col("fields").list.join("; ").alias("fields"),
        "a_values",
        "b_values",
        *(pl.col(f"{side}.status").cast(pl.String).alias(f"{side}_status") for side in "ab"),
        (pl.col("b.n") - pl.col("a.n")).alias("numerator"),
        (pl.col("b.d") - pl.col("a.d")).alias("denominator"),
        "a_day",
        "b_day",
        *(pl.col(f"{side}.reason").alias(f"{side}_reason") for side in "ab"),
        "matched",
        "a_source_file",
        "a_source_row",
        "b_source_file",
        "b_source_row",
    ).sort(
        pl.col("cause").cast(pl.Enum(CAUSES)),
        "b_source_file",
        "b_source_row",
        "a_source_file",
        "a_source_row",
    )


def _first_reason(found: list[_Found | _Left]) -> str:
    reasons = [each.reason for each in found if isinstance(each, _Left)]
    return f"; {reasons[0]}" if reasons else ""
