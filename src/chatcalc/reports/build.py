"""Results joined with their comparison and put in order: a finished report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from chatcalc.comparison.compare import Comparator, compare
from chatcalc.comparison.comparison import Comparison, PublishedFigures
from chatcalc.extracts.extract import Finding
from chatcalc.extracts.findings import WORST_FIRST
from chatcalc.indicators.results import BreakdownRow, Figure, PartResult, Result, TrendPoint
from chatcalc.indicators.touched import Reads, reads_of, touched
from chatcalc.published.equivalents import measure_names
from chatcalc.reports.layout import in_chat_order
from chatcalc.reports.lines import (
    Excluded,
    Group,
    Line,
    Part,
    Point,
)
from chatcalc.reports.period_figures import changes, period_figures
from chatcalc.reports.plain import displayed, plain
from chatcalc.reports.report import (
    NO_AUTHORITY,
    Report,
    ReportFinding,
    Run,
)
from chatcalc.reports.return_figures import returned_figures
from chatcalc.reports.uncertainty import interval_of, within_chance
from chatcalc.reports.wording import long_period
from chatcalc.specs.definition import Indicator
from chatcalc.specs.describe import describe
from chatcalc.specs.fingerprint import fingerprint

LOCAL: Final = "a local definition, none of chatcalc's"
LOCAL_IN_PLACE: Final = "a local definition in place of chatcalc's"


def build_report(
    run: Run,
    results: Iterable[Result],
    indicators: Mapping[str, Indicator],
    findings: Sequence[tuple[str | None, Finding]] = (),
    against: Comparator | None = None,
) -> Report:
    """The report of a run, in ChAT's order.

    Args:
        run: What was asked.
        results: One for each indicator and authority.
        indicators: The specifications, by id.
        findings: What was found in the data, with the source it was found in.
        against: What the results are set beside; where it names no authority, each result's own figures.
    """
    results = _of_the_same(tuple(results), run)
    ids = {each.id for each in results}
    described = {id_: describe(indicators[id_]) for id_ in ids}
    hashes = {id_: fingerprint(indicators[id_]) for id_ in ids}
    lines = in_chat_order(
        replace(
            _line(each, indicators[each.id], run, _own(against, each)),
            definition=described[each.id],
            spec_sha256=hashes[each.id],
        )
        for each in results
    )
    reads = _reads(results, indicators)
    return Report(run, lines, tuple(_finding(each, reads) for each in _worst_first(findings)))


def _of_the_same(results: Sequence[Result], run: Run) -> Sequence[Result]:
    """What could not be computed belongs to the authority of what could."""
    codes = {each.la_code for each in results if each.status != "not_computed"}
    code = codes.pop() if len(codes) == 1 else run.la.code
    return [replace(each, la_code=code) if each.status == "not_computed" else each for each in results]


def _own(against: Comparator | None, result: Result) -> Comparator | None:
    if against is None or against.la_code is not None or result.la_code == NO_AUTHORITY:
        return against
    return replace(against, la_code=result.la_code)


def _line(result: Result, indicator: Indicator, run: Run, against: Comparator | None) -> Line:
    beside = _compared(result, result.figure, result.id, indicator.spec.published, against)
    flow = _is_flow(result, indicator)
    interval = interval_of(result.figure, result.period if flow else None)
    return Line(
        id=result.id,
        title=result.title,
        family=result.family,
        unit=result.unit,
        polarity=result.polarity,
        la_code=result.la_code,
        source=result.source,
        comparable=result.comparable,
        period=result.period,
        numerator=plain(result.figure.numerator),
        denominator=plain(result.figure.denominator),
        value=result.figure.value,
        display=displayed(result.figure, result.status, result.more_data_adds),
        status=result.status,
        chat_row=indicator.spec.chat_row,
        unknown=result.unknown,
        excluded=tuple(Excluded(reason, count) for reason, count in result.excluded),
        notes=(*_local(indicator), *result.notes),
        caveats=(*_local(indicator), *_caveats(result, indicator, run)),
        parts=tuple(_part(part, result, indicator, run, against) for part in result.parts),
        interval=interval,
        direction_within_chance=within_chance(beside.direction, beside.published.la.value, interval),
        direction=beside.direction,
        direction_is_good=beside.direction_is_good,
        latest_position=beside.latest_position,
        published=_published(beside),
        published_trend=beside.years,
        breakdowns=tuple(_group(row, result) for row in result.breakdowns if _says_something(row, result)),
        trend=tuple(_point(point, result, flow) for point in result.trend if _says_something(point, result)),
        periods=period_figures(result, None, run.periods[1:]),
        returned=returned_figures(result, None, run),
        changes=changes(result, None, result.figure, len(run.periods[1:]) + len(run.returned)),
    )


def _is_flow(result: Result, indicator: Indicator) -> bool:
    """Whether a rate counts the events of a period, and is annualised (convention C12)."""
    definition = indicator.definitions.get(result.source or "")
    return definition is not None and definition.period.kind == "during"


def _local(indicator: Indicator) -> tuple[str, ...]:
    """A definition of the authority's own is never taken for a built-in one."""
    if not indicator.local:
        return ()
    return (LOCAL_IN_PLACE if indicator.spec.overrides else LOCAL,)


def _caveats(result: Result, indicator: Indicator, run: Run) -> tuple[str, ...]:
    """What is said of this run, and what the definition says of a figure that is not the published one."""
    definition = indicator.definitions.get(result.source or "")
    if definition is None:
        return result.notes
    general = set(definition.spec.all_notes) if result.comparable == "yes" else set()
    caveats = tuple(note for note in result.notes if note not in general)
    if definition.period.kind in ("during", "overlapping") and result.period != run.period:
        return (f"{long_period(result.period)}", *caveats)
    return caveats


def _compared(
    result: Result, figure: Figure, name: str, published: Mapping[str, Any], against: Comparator | None
) -> Comparison:
    if against is None:
        return Comparison()
    return compare(
        figure,
        result.polarity,
        name,
        measure_names(published),
        against,
        status=result.status,
        comparable=result.comparable,
    )


def _published(beside: Comparison) -> PublishedFigures | None:
    return None if beside.published.period is None else beside.published


def _part(
    part: PartResult, result: Result, indicator: Indicator, run: Run, against: Comparator | None
) -> Part:
    spec = indicator.spec.parts.get(part.id)
    names = (spec.published if spec else None) or {}
    beside = _compared(result, part.figure, f"{result.id}|{part.id}", names, against)
    interval = interval_of(part.figure)
    return Part(
        id=part.id,
        title=part.title,
        numerator=plain(part.figure.numerator),
        denominator=plain(part.figure.denominator),
        value=part.figure.value,
        display=displayed(part.figure, result.status, result.more_data_adds),
        unit=part.figure.unit,
        status=result.status,
        interval=interval,
        direction_within_chance=within_chance(beside.direction, beside.published.la.value, interval),
        direction=beside.direction,
        published=_published(beside),
        published_trend=beside.years,
        periods=period_figures(result, part.id, run.periods[1:]),
        returned=returned_figures(result, part.id, run),
        changes=changes(result, part.id, part.figure, len(run.periods[1:]) + len(run.returned)),
    )


def _says_something(row: BreakdownRow | TrendPoint, result: Result) -> bool:
    """A mix has no figure of its own, so only its parts have groups and trends."""
    return row.part is not None or not result.parts or row.figure.numerator is not None


def _group(row: BreakdownRow, result: Result) -> Group:
    return Group(
        by=row.by,
        group=row.group,
        numerator=plain(row.figure.numerator),
        denominator=plain(row.figure.denominator),
        value=row.figure.value,
        display=row.figure.display,
        part=row.part,
        status=result.status,
        interval=interval_of(row.figure),
    )


def _point(point: TrendPoint, result: Result, flow: bool) -> Point:
    return Point(
        period_start=point.period.start,
        period_end=point.period.end,
        numerator=plain(point.figure.numerator),
        denominator=plain(point.figure.denominator),
        value=point.figure.value,
        display=displayed(point.figure, point.status, result.more_data_adds),
        status=point.status,
        part=point.part,
        interval=interval_of(point.figure, point.period if flow else None),
    )


def _worst_first(findings: Sequence[tuple[str | None, Finding]]) -> list[tuple[str | None, Finding]]:
    return sorted(
        findings,
        key=lambda each: (WORST_FIRST.index(each[1].severity), each[1].file, each[1].code, each[1].where),
    )


def _reads(results: Sequence[Result], indicators: Mapping[str, Indicator]) -> dict[str, list[Reads]]:
    """What was read of each source for the results."""
    reads: dict[str, list[Reads]] = {}
    for id_, source in dict.fromkeys((each.id, each.source) for each in results):
        if source and source in indicators[id_].definitions:
            reads.setdefault(source, []).append(reads_of(indicators[id_].definitions[source]))
    return reads


def _finding(found: tuple[str | None, Finding], reads: Mapping[str, Sequence[Reads]]) -> ReportFinding:
    source, finding = found
    return ReportFinding(
        code=finding.code,
        severity=finding.severity,
        file=finding.file,
        where=finding.where,
        message=finding.message,
        count=finding.count,
        indicators=touched(finding, reads.get(source or "", ())),
    )
