"""`chatcalc report`: the comparison table."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from chatcalc.cli import options as shared
from chatcalc.cli.errors import FOUND_SOMETHING, say
from chatcalc.cli.log import add, telling
from chatcalc.cli.streams import print_renderable, progress, write_text

if TYPE_CHECKING:
    from chatcalc.cli.config import Options
    from chatcalc.extracts.extract import InputFile
    from chatcalc.reports.disclosure import Publishable
    from chatcalc.reports.report import Report, ReportFinding
    from chatcalc.reports.request import Request


def report(
    ctx: typer.Context,
    *,
    extracts: shared.Extracts = None,
    as_at: shared.AsAt = None,
    months: shared.Months = None,
    period: shared.Period = None,
    change: shared.Change = None,
    la: shared.La = None,
    population: shared.Population = None,
    source: shared.Source = None,
    published: shared.Published = None,
    neighbours: shared.Neighbours = None,
    store: shared.Store = None,
    compare: Annotated[
        list[str] | None,
        typer.Option(
            "--compare",
            metavar="GROUP",
            help="Compare with a region, an authority, or a group of chatcalc.toml; repeated, with all of "
            "them together.",
        ),
    ] = None,
    published_until: shared.PublishedUntil = None,
    published_years: Annotated[
        int | None,
        typer.Option(
            "--published-years",
            metavar="N",
            help="The last N published years of the authority, its neighbours and England. Default: 5 in "
            "files and in JSON, and none printed.",
        ),
    ] = None,
    chat_compat: Annotated[
        bool | None,
        typer.Option(
            "--chat-compat/--no-chat-compat",
            help="Quartiles as ChAT printed them in 2018: suppressed values, such as [x], count as 0.",
        ),
    ] = None,
    specs: shared.Specs = None,
    indicator: shared.Indicators = None,
    family: shared.Families = None,
    by: Annotated[
        list[str] | None,
        typer.Option(
            "--by",
            metavar="DIMENSION",
            help="Break down by sex, age_band, ethnic_group, disability, team, la, or a column of the "
            "lookup; sex,age_band crosses two; repeatable.",
        ),
    ] = None,
    trend: Annotated[
        int | None,
        typer.Option("--trend", metavar="N", help="The N month-ends up to the snapshot beside it."),
    ] = None,
    baseline: Annotated[
        str | None,
        typer.Option(
            "--baseline",
            metavar="RUN|DATE",
            help="Set the same figures at an earlier point beside: a report in JSON, or a date that the "
            "extracts know, e.g. 2023-03-31.",
        ),
    ] = None,
    layout: Annotated[
        Literal["chat", "scorecard", "region", "pack", "return"] | None,
        typer.Option(
            "--layout",
            help="chat: the rows of ChAT's table first. scorecard: value, target, trend of 18 months, "
            "change, and what --by asks for with its gap. region: one table of several authorities, a column "
            "each. pack: a page to be printed (-o FILE.html). return: long form for others (-o FILE.csv).",
        ),
    ] = None,
    own_neighbours: Annotated[
        bool | None,
        typer.Option(
            "--own-neighbours/--no-own-neighbours",
            help="Average each authority's statistical neighbours from the extracts of this run, where it "
            "holds two of them or more.",
        ),
    ] = None,
    commentary: shared.Commentary = None,
    suppress: shared.Suppress = None,
    audience: shared.Audience = None,
    format_: Annotated[
        Literal["table", "csv", "json", "markdown"] | None,
        typer.Option("-f", "--format", help="What to print. Default: table."),
    ] = None,
    output: Annotated[
        list[Path] | None,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            help="Write a file; the suffix is the format: .html, .xlsx, .md, .csv, .json or .parquet; "
            "repeatable.",
        ),
    ] = None,
    manifest: shared.Manifest = None,
    history: shared.History = None,
    log: shared.Log = None,
    config: shared.Config = None,
    fail_on: shared.FailOn = None,
    quiet: shared.Quiet = None,
    verbose: shared.Verbose = None,
) -> None:
    """Print the latest figures beside published ones.

    Files that -o names are written as well.
    """
    from chatcalc.cli.config import options

    given = {name.rstrip("_"): value for name, value in ctx.params.items() if name != "config"}
    run(ctx, options(given, config), config)


def run(ctx: typer.Context, chosen: Options, config: Path | None, *, prints: bool = True) -> None:
    """Read and calculate once, and write everything that was asked for; what `chatcalc pack` does too."""
    from chatcalc.extracts.findings import is_at_least
    from chatcalc.reports.disclosure import control_disclosure
    from chatcalc.reports.making import make_report
    from chatcalc.reports.output import check_not_read, laid_out

    request = chosen.request()
    _check_before_work(chosen, request, config)
    with progress(quiet=chosen.quiet, verbose=chosen.verbose) as tell:
        made = make_report(request, telling(ctx, tell))
    _log_what_was_made(ctx, made)
    check_not_read(tuple(chosen.layouts), request.extracts, made.run.inputs)
    publishable = control_disclosure(made, suppress=chosen.suppress, audience=chosen.audience)
    _mention_commentary(chosen)
    _write(ctx, publishable, chosen)
    if chosen.history:
        _record(ctx, publishable, made.run.inputs, chosen)
    if prints:
        shown = laid_out(publishable, publishable.report.run.layout, trend=bool(chosen.trend))
        _print(shown, chosen.format)
    _mention_findings(made.findings, quiet=chosen.quiet)
    if chosen.fail_on and any(is_at_least(each.severity, chosen.fail_on) for each in made.findings):
        raise typer.Exit(FOUND_SOMETHING)


def _check_before_work(chosen: Options, request: Request, config: Path | None) -> None:
    """What would stop the run at its end stops it here."""
    from chatcalc.reports.disclosure import limit_of
    from chatcalc.reports.history import check_history
    from chatcalc.reports.output import check_layouts, check_places

    inputs = (*request.extracts, *request.published, *request.neighbours)
    inputs += tuple(filter(None, [config, chosen.history, chosen.commentary]))
    inputs += (request.baseline,) if isinstance(request.baseline, Path) else ()
    check_places([each.file for each in chosen.output], inputs)
    check_layouts(chosen.layouts)
    if chosen.history and chosen.history.exists():
        check_history(chosen.history)
    limit_of(chosen.suppress, chosen.audience)


def _write(ctx: typer.Context, publishable: Publishable, chosen: Options) -> None:
    from chatcalc.reports.manifest import manifests
    from chatcalc.reports.output import write_reports

    beside = manifests(publishable, chosen.in_effect()) if chosen.manifest else None
    written = write_reports(publishable, chosen.layouts, beside, trend=bool(chosen.trend))
    add(ctx, "outputs", written=[place.name for place in written.values()], manifests=chosen.manifest)
    shared.mention(written, quiet=chosen.quiet)


def _record(
    ctx: typer.Context, publishable: Publishable, inputs: Sequence[InputFile], chosen: Options
) -> None:
    """Keep the figures in the history, and say as which run."""
    from chatcalc.reports.history import record_run

    assert chosen.history
    recorded = record_run(publishable, inputs, chosen.in_effect(), chosen.history)
    add(ctx, "history", run=recorded.run_id, new=recorded.new)
    if not chosen.quiet and recorded.new:
        say(f"run {recorded.run_id} is in the history")
    elif not chosen.quiet:
        day = f"{recorded.ran_at:%Y-%m-%d %H:%M} UTC"
        say(f"the same as run {recorded.run_id} of {day}, which the history has; nothing was added to it")


def _log_what_was_made(ctx: typer.Context, made: Report) -> None:
    codes: dict[str, int] = {}
    for each in made.findings:
        codes[each.code] = codes.get(each.code, 0) + each.count
    add(ctx, "inputs", files=len(made.run.inputs), rows=sum(each.rows for each in made.run.inputs))
    add(ctx, "findings", severities=_by_severity(made.findings), codes=codes)
    add(ctx, "figures", as_at=made.run.as_at, indicators=len(made.indicators))


def _by_severity(findings: Sequence[ReportFinding]) -> dict[str, int]:
    from chatcalc.extracts.findings import WORST_FIRST

    return {level: sum(each.severity == level for each in findings) for level in WORST_FIRST}


def _print(publishable: Publishable, format_: str) -> None:
    if format_ == "table":
        from chatcalc.reports.terminal import TerminalReport

        print_renderable(TerminalReport(publishable))
    else:
        from chatcalc.reports.output import render

        write_text(render(publishable, format_))


def _mention_commentary(chosen: Options) -> None:
    """What people wrote is theirs: nothing of it is hidden."""
    if chosen.commentary and chosen.audience == "public":
        say(f"{chosen.commentary.name}: is published as written; see that it holds no small counts or names")


def _mention_findings(findings: Sequence[ReportFinding], *, quiet: bool) -> None:
    """Count the findings; what is wrong with this run alone is said in full, for `check` cannot know it."""
    if quiet or not findings:
        return
    for each in findings:
        if each.code == "snapshot-after-data":
            say(f"{each.file}: {each.message}")
    numbers = ", ".join(f"{count} {level}" for level, count in _by_severity(findings).items() if count)
    say(f"findings in the data: {numbers}; `chatcalc check` lists them")
