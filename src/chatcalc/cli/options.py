"""Options that several commands share.

All default to None, so that what was given is told from what was not: the command line wins over the config,
and the config over the defaults.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

import typer

from chatcalc.cli import log as logging
from chatcalc.cli.errors import CONFIG, VERBOSE, say


def _remember_verbose(ctx: typer.Context, value: bool | None) -> bool | None:
    if value:
        ctx.meta[VERBOSE] = True
    return value


def _start_log(ctx: typer.Context, value: Path | None) -> Path | None:
    """Eager, so that what is wrong with the other options is logged too."""
    if value:
        logging.start(ctx, value)
    return value


def _remember_config(ctx: typer.Context, value: Path | None) -> Path | None:
    """A log that the config names is kept from here on, whatever else is wrong in the file."""
    if value:
        ctx.meta[CONFIG] = value
        if path := logging.peek(value):
            logging.start(ctx, path)
    return value


Extracts = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="EXTRACTS...",
        help="Files or folders; recognised by what is in them.",
        show_default=False,
        readable=False,  # what cannot be read is told where it is read, with the exit code of inputs
    ),
]
AsAt = Annotated[
    str | None,
    typer.Option(
        "--as-at",
        metavar="DATE",
        help="The snapshot, e.g. 2024-03-31. Default: the census reference date or the day the file was "
        "made, whichever is earlier.",
    ),
]
Months = Annotated[
    int | None,
    typer.Option(
        "--months", metavar="N", help="Length of the period up to the snapshot. Default: 12; Annex A: 6."
    ),
]
Period = Annotated[
    list[str] | None,
    typer.Option(
        "--period",
        metavar="PERIOD",
        help="The period: month, quarter, ytd (since 1 April), rolling-12 or FROM..TO; repeated, side by "
        "side, the first being the report's own.",
    ),
]
Change = Annotated[
    bool | None,
    typer.Option(
        "--change/--no-change",
        help="The change since a quarter and a year earlier: per cent of counts, percentage points of "
        "percentages, else in the figure's unit.",
    ),
]
Commentary = Annotated[
    Path | None,
    typer.Option(
        "--commentary",
        metavar="FILE",
        help="A commentary.toml with what people wrote of indicators; read only, and never written.",
    ),
]
La = Annotated[
    str | None,
    typer.Option(
        "--la",
        metavar="CODE",
        help="The authority (code or name) whose published figures stand beside; where the extracts hold "
        "several, the one to report.",
    ),
]
Source = Annotated[
    Literal["cin_census", "ssda903", "annex_a"] | None,
    typer.Option("--source", help="Compute from this extract alone."),
]
Store = Annotated[
    Path | None,
    typer.Option(
        "--store",
        metavar="PATH",
        help="The store of published statistics. Default: CHATCALC_STORE, else a file in your data folder.",
    ),
]
Specs = Annotated[
    list[Path] | None,
    typer.Option(
        "--specs", metavar="DIR", help="Further specifications beside the built-in ones; repeatable."
    ),
]
Population = Annotated[
    int | None,
    typer.Option("--population", metavar="N", help="Children aged 0 to 17 in the authority, for rates."),
]
Published = Annotated[
    list[Path] | None,
    typer.Option(
        "--published",
        metavar="FILE",
        help="Published statistics: LAIT's long file, files of Explore Education Statistics, or a "
        "small CSV; repeatable. Default: the store that `chatcalc published import` fills.",
    ),
]
Neighbours = Annotated[
    list[Path] | None,
    typer.Option(
        "--neighbours",
        metavar="FILE",
        help="A list of statistical neighbours, or its name in the store; repeatable. Default: the "
        "store's list for the published year.",
    ),
]
PublishedUntil = Annotated[
    int | None,
    typer.Option(
        "--published-until",
        metavar="YEAR",
        help="Nothing published later than the year ending 31 March YEAR. Default: the latest that ended "
        "by the snapshot.",
    ),
]
Indicators = Annotated[
    list[str] | None,
    typer.Option("-i", "--indicator", metavar="ID", help="Report this indicator; repeatable."),
]
Families = Annotated[
    list[str] | None,
    typer.Option("--family", metavar="NAME", help="Report this family, e.g. referrals; repeatable."),
]
Suppress = Annotated[
    int | None,
    typer.Option(
        "--suppress",
        metavar="N",
        help="Hide counts from 1 to N-1, and whatever would give them away. Default: hide nothing; for "
        "the public: 6.",
    ),
]
Audience = Annotated[
    Literal["internal", "public"] | None,
    typer.Option(
        "--audience",
        help="public: small counts hidden, one period, one breakdown, and nothing about the data. "
        "Default: internal.",
    ),
]
Manifest = Annotated[
    bool | None,
    typer.Option(
        "--manifest/--no-manifest",
        help="Write FILE.manifest.json beside every FILE that -o names: inputs, options, versions, "
        "figures. Default: yes.",
    ),
]
Config = Annotated[
    Path | None,
    typer.Option(
        "--config",
        metavar="FILE",
        callback=_remember_config,
        help="A chatcalc.toml with any of these options; the command line wins.",
    ),
]
History = Annotated[
    Path | None,
    typer.Option(
        "--history",
        metavar="FILE",
        help="A Parquet file that keeps the figures of every run; made where there is none.",
    ),
]
Log = Annotated[
    Path | None,
    typer.Option(
        "--log",
        metavar="FILE",
        callback=_start_log,
        is_eager=True,
        help="Append what the run does to a file, as JSON lines; nothing in it could name a child.",
    ),
]
FailOn = Annotated[
    Literal["info", "warning", "error"] | None,
    typer.Option("--fail-on", help="Exit 1 on findings of this severity or worse."),
]
Quiet = Annotated[bool | None, typer.Option("-q", "--quiet", help="Errors only on standard error.")]
Verbose = Annotated[
    bool | None,
    typer.Option(
        "-v", "--verbose", callback=_remember_verbose, help="Say what is being done; a traceback on a bug."
    ),
]


def mention(written: Mapping[Path, Path], *, quiet: bool) -> None:
    """Say where files went: always where that is not where they were meant to go."""
    for wanted, place in written.items():
        if place != wanted:
            say(f"{wanted} is held open by another program; written to {place.name} instead")
        elif not quiet:
            say(f"wrote {place}")
