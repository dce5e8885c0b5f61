"""The sides of `chatcalc reconcile` as they are named on the command line."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from chatcalc.cli.config import Options
    from chatcalc.reports.reconcile_sides import AskedExtracts
    from chatcalc.reports.reconcile_stated import FigureSide
    from chatcalc.reports.request import Request


def asked(
    text: str, also: list[Path] | None, given: dict[str, Any], config: Path | None
) -> tuple[AskedExtracts | FigureSide, Options]:
    """A side as it is asked for, and the options it is asked with.

    Args:
        text: What names it: a path, `published:YEAR` or `run:ID`.
        also: Further paths of it.
        given: What stands on the command line.
        config: A chatcalc.toml that holds for it.

    Raises:
        RequestError: It names nothing that can be a side.
    """
    from chatcalc.cli.config import options
    from chatcalc.reports.reconcile_sides import AskedExtracts

    path = Path(text)
    if text.startswith(("published:", "run:")) or (path.suffix.lower() == ".json" and not path.is_dir()):
        # A figure is of its own day and source; what is known of the authority still holds.
        chosen = options({**given, "extracts": [text], "as_at": None, "source": None}, config)
        return _figures(text, chosen), chosen
    if path.suffix.lower() == ".toml":
        chosen = options({**given, "extracts": None}, path)
        if also:
            chosen = options({**given, "extracts": [*chosen.extracts, *also]}, path)
        return AskedExtracts(text, _narrowed(chosen)), chosen
    chosen = options({**given, "extracts": [text, *(also or [])]}, config)
    return AskedExtracts(text, _narrowed(chosen)), chosen


def config_of(other: str | None) -> Path | None:
    """The config that is the other side, which says of what authority figures without records are."""
    return Path(other) if other and other.lower().endswith(".toml") else None


def _figures(text: str, chosen: Options) -> FigureSide:
    """The figures of a report, of a run of a history, or of a publication."""
    from chatcalc.reports.history import read_history
    from chatcalc.reports.history_runs import find_run, runs_of
    from chatcalc.reports.reconcile_stated import of_publication, of_report, of_run
    from chatcalc.reports.request import RequestError

    kind, _, which = text.partition(":")
    if kind == "published":
        if not re.fullmatch(r"\d{4}", which):
            raise RequestError(f"{text}: write the year that the figures end in, e.g. published:2018")
        return of_publication(text, int(which), _narrowed(chosen))
    if kind == "run":
        if chosen.history is None:
            raise RequestError(f"{text}: of which history? Name it with --history, or in the config")
        history = read_history(chosen.history)
        return of_run(text, history, find_run(runs_of(history), which), _narrowed(chosen))
    return of_report(text, Path(text), _narrowed(chosen))


def _narrowed(chosen: Options) -> Request:
    """The request without what is meant for a report alone."""
    from dataclasses import replace

    return replace(chosen.request(), by=(), trend=0, targets={}, baseline=None, layout="chat")


def sources_of(text: str | None) -> tuple[str | None, str | None]:
    """From which extract each side is computed."""
    from chatcalc.reports.request import RequestError

    if text is None:
        return None, None
    parts = [part.strip() for part in text.split(",")]
    if len(parts) != 2:
        raise RequestError(f"--sources {text}: name two, e.g. annex_a,cin_census")
    return parts[0], parts[1]


def inputs_of(text: str | None, side: AskedExtracts | FigureSide) -> list[Path]:
    """The files and folders that a side is read from."""
    request = getattr(side, "request", None)
    read = [*request.extracts, *filter(None, [request.lookup, request.ids])] if request else []
    return [*read, *([Path(text)] if text else [])]
