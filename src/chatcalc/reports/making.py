"""From a request to a finished report: the one path that every way of running chatcalc takes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from chatcalc import __version__
from chatcalc.extracts.extract import Extract, Finding
from chatcalc.extracts.ids import read_ids
from chatcalc.extracts.reading import read_extracts
from chatcalc.indicators.calculation import calculate
from chatcalc.indicators.jobs import Request as Question
from chatcalc.indicators.lookups import read_lookup, with_lookup
from chatcalc.indicators.results import Result
from chatcalc.reports.asking import check_breakdowns, early_extracts, snapshot, sound_specs, wanted_ids
from chatcalc.reports.authority import (
    authority_of,
    ended_before,
    held_authorities,
    known_authority,
    labelled,
    looks_back_to,
    named,
    without_history,
)
from chatcalc.reports.baseline import (
    Earlier,
    baseline_note,
    can_answer,
    check_earlier,
    earlier_of,
    read_baseline,
    with_baseline,
)
from chatcalc.reports.beside import Beside, beside
from chatcalc.reports.build import build_report
from chatcalc.reports.period_figures import MONTHS_BACK
from chatcalc.reports.periods_asked import periods_of, to_date_note
from chatcalc.reports.regional import regional
from chatcalc.reports.report import (
    SEVERAL,
    Authority,
    NamedPeriod,
    Regional,
    Report,
    ReturnTemplate,
    Run,
)
from chatcalc.reports.request import Request, RequestError
from chatcalc.reports.return_periods import return_periods
from chatcalc.reports.targets import with_targets
from chatcalc.reports.totals import table_rows, totals_moved
from chatcalc.reports.wording import authority_name
from chatcalc.reports.written import with_written
from chatcalc.specs.definition import Indicator
from chatcalc.specs.fingerprint import fingerprint_of_all

Tell = Callable[[str], None]


def make_report(request: Request, tell: Tell = lambda _: None) -> Report:
    """Read, calculate and compare.

    Args:
        request: What is asked.
        tell: Hears what is being done, a few words at a time.

    Raises:
        RequestError: An argument is wrong, or a snapshot is wanting.
        InvalidSpecsError: A specification is invalid; nothing was calculated.
        ExtractError: An extract cannot be used.
        PublishedError: A published file cannot be used.
    """
    asked = known_authority(request)
    tell("loading specifications")
    specs = sound_specs(request)
    wanted = [specs.indicators[each] for each in wanted_ids(request, specs.indicators)]
    extracts = read(request, asked, tell)
    question = question_for(request, asked, extracts)
    tell("reading published statistics")
    there = beside(request, question.as_at, asked, wanted)
    tell("calculating")
    results = calculate(wanted, extracts, replace(question, populations=there.estimates))
    run = replace(_run(request, asked, question, extracts), specs_sha256=fingerprint_of_all(wanted))
    before = _earlier_report(request, question.as_at)
    findings = _findings(question, extracts, run, before)
    report = build_report(run, results, specs.indicators, findings, there.comparator)
    lines = with_written(with_targets(report.indicators, request.targets), request.commentary)
    report = replace(report, indicators=lines, regional=_regional(request, results, there, question.as_at))
    if request.baseline:
        tell("calculating the baseline")
        asked_then = replace(question, populations=there.estimates)
        then = before or _earlier(request, asked_then, wanted, extracts)
        report = _beside_baseline(report, then, request, there)
    used = there.used(report.indicators, report.regional, population_given=request.population is not None)
    since = min(there.since, looks_back_to(results, specs.indicators, question.as_at))
    shown = {*(question.la_codes or held_authorities(extracts)), *([asked.code] if asked else [])}
    notes = (*there.notes(used), *without_history(shown, since), *ended_before(shown, question.as_at))
    run = report.run
    return replace(report, run=replace(run, published=used, notes=(*run.notes, *notes)))


def _run(request: Request, asked: Authority | None, question: Question, extracts: Sequence[Extract]) -> Run:
    """What the report is of and what it is made from, before published statistics."""
    held = held_authorities(extracts)
    return Run(
        as_at=question.as_at,
        period=question.first_period(_leading_source(request, extracts)),
        la=authority_of(asked, held),
        inputs=tuple(each for extract in extracts for each in extract.inputs),
        version=__version__,
        notes=(*_notes(asked, held), *to_date_note(request.periods, question.as_at)),
        layout=request.layout,
        periods=tuple(NamedPeriod(each.name, each.up_to(question.as_at)) for each in request.periods),
        returned=_returned(request, question.as_at),
        template=request.template or ReturnTemplate(),
        prints_published_years=bool(request.published_years),
        tables=table_rows(extracts),
    )


def _findings(
    question: Question, extracts: Sequence[Extract], run: Run, before: Earlier | None
) -> list[tuple[str | None, Finding]]:
    """What is wrong in the data, each finding with its source, None where that is several."""
    found = [(extract.source, each) for extract in extracts for each in extract.findings]
    moved = totals_moved(run.tables, before.tables, before.file) if before else []
    return [*found, *early_extracts(question.as_at, extracts), *moved]


def _beside_baseline(report: Report, then: Earlier, request: Request, there: Beside) -> Report:
    lines = with_baseline(report.indicators, then)
    notes = (*report.run.notes, *baseline_note(lines, then))
    if isinstance(request.baseline, dt.date) and not request.population:
        notes += there.baseline_notes(lines, request.baseline)
    return replace(report, indicators=lines, run=replace(report.run, notes=notes))


def _regional(
    request: Request, results: Sequence[Result], there: Beside, as_at: dt.date
) -> tuple[Regional, ...]:
    """The authorities together, where the extracts hold several and all were asked for.

    Raises:
        RequestError: A table of several was asked for, or neighbours, where there is one.
    """
    if request.own_neighbours and not there.neighbours:
        raise RequestError("--own-neighbours: no list of neighbours: give --neighbours, or import one")
    rows = regional(results, there.neighbours if request.own_neighbours else (), as_at.year)
    as_region = "region" in (request.layout, *request.layouts)
    if not rows and (as_region or request.own_neighbours):
        option = "--layout region" if as_region else "--own-neighbours"
        raise RequestError(f"{option}: there are figures of one authority only; name extracts of several")
    return rows


def _earlier_report(request: Request, as_at: dt.date) -> Earlier | None:
    """The earlier report that the baseline names; None where it is a date, or there is none."""
    if not isinstance(request.baseline, Path):
        return None
    then = read_baseline(request.baseline)
    check_earlier(then.as_at, as_at)
    return then


def _earlier(
    request: Request, question: Question, wanted: Sequence[Indicator], extracts: Sequence[Extract]
) -> Earlier:
    """The figures of an earlier date, calculated where the extracts can tell."""
    assert isinstance(request.baseline, dt.date)
    check_earlier(request.baseline, question.as_at)
    asked = replace(question, as_at=request.baseline, trend=0, by=(), further=(), months_back=())
    if request.periods:
        asked = replace(asked, period=request.periods[0].up_to(request.baseline))
    run = Run(request.baseline, asked.first_period(None), Authority(SEVERAL), (), __version__)
    indicators = {each.id: each for each in wanted}
    lines = build_report(run, calculate(wanted, extracts, asked), indicators).indicators
    return earlier_of(request.baseline, [line for line in lines if can_answer(line, indicators, extracts)])


def _leading_source(request: Request, extracts: Sequence[Extract]) -> str | None:
    """The source whose period is the report's: a statutory return's year, unless only Annex A is there."""
    sources = {request.source} if request.source else {each.source for each in extracts}
    return next(iter(sources)) if len(sources) == 1 else None


def read(request: Request, asked: Authority | None, tell: Tell = lambda _: None) -> tuple[Extract, ...]:
    """The extracts; one that names no authority is of the one the others name, else of the one asked for.

    Raises:
        RequestError: The source asked for is not among them, or a breakdown is of something unknown.
        ExtractError: One of them cannot be used, or the lookup or the ids.
    """
    ids = read_ids(request.ids) if request.ids else None
    lookup = read_lookup(request.lookup, ids) if request.lookup else None
    check_breakdowns(request.by, lookup.columns if lookup else ())
    extracts = read_extracts(request.extracts, ids=ids, on_progress=tell)
    there = {each.source for each in extracts}
    pinned = {f"sources.{id_}": each for id_, each in request.sources.items()}
    for name, source in {**pinned, **({"--source": request.source} if request.source else {})}.items():
        if source not in there:
            raise RequestError(f"{name} {source}: the extracts are {', '.join(sorted(there))}")
    held = held_authorities(extracts)
    if ids and len(held) > 1:
        raise RequestError(f"ids are of one authority, the extracts hold {', '.join(held)}")
    whose = held[0] if len(held) == 1 else asked.code if asked else None
    extracts = tuple(labelled(each, whose) for each in extracts) if whose else extracts
    extracts = with_lookup(extracts, lookup) if lookup else extracts
    return (replace(extracts[0], inputs=(ids.file, *extracts[0].inputs)), *extracts[1:]) if ids else extracts


def question_for(request: Request, asked: Authority | None, extracts: Sequence[Extract]) -> Question:
    """The request as the calculation takes it, made definite by what the extracts hold.

    Raises:
        RequestError: A snapshot is wanting, or the authority is not in extracts that hold several.
    """
    held = held_authorities(extracts)
    one = _one_of_several(asked, held)
    if request.population and len(held) > 1 and one is None:
        raise RequestError(
            f"--population is of one authority, the extracts hold {', '.join(held)}: give --la"
        )
    if request.commentary and len(held) > 1 and one is None:
        raise RequestError(
            f"--commentary is of one authority, the extracts hold {', '.join(held)}: give --la"
        )
    as_at = snapshot(request, extracts)
    own, *further = periods_of(request.periods, as_at) or (None,)
    return Question(
        as_at=as_at,
        months=request.months,
        period=own,
        further=(*further, *(each.period for each in _returned(request, as_at))),
        whole_years=own is not None,
        months_back=tuple(MONTHS_BACK.values()) if request.change else (),
        population=request.population,
        trend=request.trend,
        by=request.by,
        source=request.source,
        sources=request.sources,
        la_codes=(one,) if one else (),
    )


def _returned(request: Request, as_at: dt.date) -> tuple[NamedPeriod, ...]:
    """The periods of a return in long form, where one is written."""
    return return_periods(request.template.periods, as_at) if request.template else ()


def _one_of_several(asked: Authority | None, held: Sequence[str]) -> str | None:
    """Which authority to calculate, where the extracts hold several; an extract of one is taken as it is."""
    if asked is None or len(held) < 2:
        return None
    if asked.code not in held:
        raise RequestError(f"--la: the extracts hold {', '.join(held)}, not {asked.code}")
    return asked.code


def _notes(asked: Authority | None, held: Sequence[str]) -> tuple[str, ...]:
    if asked and len(held) == 1 and asked.code != held[0]:
        theirs = authority_name(named(held[0]))
        return (f"The extracts are of {theirs}; the published figures are of {authority_name(asked)}.",)
    return ()
