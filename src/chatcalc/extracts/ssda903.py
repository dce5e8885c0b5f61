"""The SSDA903 return: up to a dozen years' files read, joined, and derived into canonical tables."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

import polars as pl

from chatcalc.extracts import ssda903_checks, ssda903_returns
from chatcalc.extracts.extract import Extract, ExtractError, Finding, InputFile
from chatcalc.extracts.files import labels, sha256
from chatcalc.extracts.findings import finding
from chatcalc.extracts.ids import Ids
from chatcalc.extracts.ssda903_children import adoption_path, children
from chatcalc.extracts.ssda903_files import RawTable, place, read_tables
from chatcalc.extracts.ssda903_joining import joined, newest_ranks
from chatcalc.extracts.ssda903_returns import Return
from chatcalc.extracts.ssda903_rows import has_authorities, typed
from chatcalc.extracts.ssda903_tables import LAYOUTS
from chatcalc.tables.adoptions import adoptions
from chatcalc.tables.allocations import allocations
from chatcalc.tables.care_history import in_periods
from chatcalc.tables.care_reviews import care_reviews
from chatcalc.tables.catalogue import TABLES
from chatcalc.tables.interim_care_orders import interim_care_orders
from chatcalc.tables.periods_of_care import periods_of_care
from chatcalc.tables.placements import placements

SOURCE: Final = "ssda903"
LOCAL: Final = "local"

# Which tables of the return a canonical table comes from; it is known from when the first of them is.
_COMES_FROM: Final[Mapping[str, tuple[str, ...]]] = {
    "children": ("Header", "UASC"),
    "care_episodes": ("Episodes",),
    "periods_of_care": ("Episodes",),
    "placements": ("Episodes",),
    "interim_care_orders": ("Episodes",),
    "care_reviews": ("Reviews",),
    "missing_episodes": ("Missing",),
    "annual_outcomes": ("OC2",),
    "care_leavers": ("OC3",),
    "adoptions": ("Episodes", "AD1", "PlacedAdoption"),
    "social_worker_episodes": ("SWEpisodes",),
    "allocations": ("SWEpisodes",),
    "previous_permanence": ("PrevPerm",),
    "deprivations_of_liberty": ("DoLo",),
}


def read(
    files: Sequence[Path],
    *,
    la: str | None = None,
    ids: Ids | None = None,
    on_progress: Callable[[str], None] | None = None,
) -> Extract:
    """Reads the files of one or several years' returns into one extract.

    The files of one folder are one return; the newest return wins (clarifications 1 to 4). Files whose
    columns fit no table of the return are left out, with a finding.

    Args:
        files: CSV, workbook or XML files.
        la: The authority of all rows where the files have no LA column of three-digit codes; without
            either it is `local`.
        ids: New ids of children for old ones.
        on_progress: Called with the name of each file before it is read.

    Raises:
        ExtractError: A file is broken, none is part of a return, a folder holds a table twice, or nothing
            in it tells its year.
    """
    raws, findings = _read_all(files, on_progress)
    texts, more = _understood(raws, la)
    if ids is not None:
        texts, replaced = ids.put(texts, "child_id", raws[-1].label)
        more += replaced
    returns, doubts = ssda903_returns.in_order(raws, texts)
    rows, corrections = _joined(texts, returns)
    findings += [*more, *doubts, *corrections, *_faults(rows)]
    frames = _canonical(rows)
    return Extract(
        source=SOURCE,
        tables=frames,
        known_from=_known_from(frames, returns),
        last_day=returns[-1].year_end,
        la_codes=_authorities(frames),
        inputs=_inputs(raws),
        findings=tuple(sorted(findings, key=lambda one: (one.file, one.code, one.where, one.message))),
    )


def _read_all(
    files: Sequence[Path], on_progress: Callable[[str], None] | None
) -> tuple[list[RawTable], list[Finding]]:
    paths = sorted(files)
    names = labels(paths)
    raws: list[RawTable] = []
    findings: list[Finding] = []
    for path in paths:
        if on_progress is not None:
            on_progress(names[path])
        found = read_tables(path, names[path])
        raws += found
        if not found:
            message = "its columns fit no table of the SSDA903 return; not read"
            findings.append(finding("file-ignored", names[path], "column names", message))
    if not raws:
        listed = ", ".join(names[path] for path in paths) or "no files"
        raise ExtractError(f"{listed}: no table of an SSDA903 return found; check the column names")
    return ssda903_returns.by_folder(raws), findings


def _understood(raws: Sequence[RawTable], la: str | None) -> tuple[dict[str, pl.DataFrame], list[Finding]]:
    """The rows of each table of the return (by its name) in all files, with canonical columns."""
    authorities = has_authorities(raws)
    findings = [_empty(raw) for raw in raws if raw.frame.is_empty()]
    with_la = [raw.label for raw in raws if "LA" in raw.frame.columns]
    if la is None and with_la and not authorities:
        message = "an LA column that is not in every table, or not a three-digit code in every row; not used"
        findings.append(finding("authority-column-ignored", with_la[0], "column LA", message))
    frames: dict[str, pl.DataFrame] = {}
    for layout in LAYOUTS:
        own = [raw for raw in raws if raw.layout is layout]
        if own:
            frames[layout.name], found = typed(layout, own, None if authorities else la or LOCAL)
            findings += found
    return frames, findings


def _empty(raw: RawTable) -> Finding:
    message = f"{raw.layout.name} has column names and no rows; read as: there were none"
    return finding("table-empty", *place(raw.source, 1), message, 1, raw.layout.table)


def _joined(
    frames: Mapping[str, pl.DataFrame], returns: Sequence[Return]
) -> tuple[dict[str, pl.DataFrame], list[Finding]]:
    """The rows of each table of the return over all years, by the table's name."""
    rows: dict[str, pl.DataFrame] = {}
    findings: list[Finding] = []
    newest = newest_ranks(list(frames.values()), returns)
    for layout in LAYOUTS:
        if layout.name in frames:
            marked = frames[layout.name].join(newest, on="la_code", how="left", maintain_order="left")
            rows[layout.name], found = joined(layout, marked, returns)
            findings += found
    return rows, findings


def _faults(rows: Mapping[str, pl.DataFrame]) -> list[Finding]:
    faults = [found for name, frame in rows.items() for found in ssda903_checks.faults(name, frame)]
    others = {name: frame for name, frame in rows.items() if name != "Header"}
    return faults + ssda903_checks.against_header(rows.get("Header"), others)


def _canonical(rows: Mapping[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """The canonical tables; what no return holds is absent."""
    frames = {
        layout.table: TABLES[layout.table].conform(rows[layout.name])
        for layout in LAYOUTS
        if layout.name in rows and layout.table not in ("children", "adoptions")
    }
    if "Header" in rows:
        frames["children"] = children(rows["Header"], rows.get("UASC"))
    episodes = in_periods(frames.get("care_episodes", TABLES["care_episodes"].empty()))
    if "care_episodes" in frames:
        frames["periods_of_care"] = periods_of_care(episodes)
        frames["placements"] = placements(episodes)
        frames["interim_care_orders"] = interim_care_orders(episodes)
    if "care_reviews" in frames:
        care = frames.get("periods_of_care", TABLES["periods_of_care"].empty())
        frames["care_reviews"] = care_reviews(frames["care_reviews"], care)
    if rows.keys() & {"Episodes", "AD1", "PlacedAdoption"}:
        path = adoption_path(rows.get("AD1"), rows.get("PlacedAdoption"))
        stays = frames.get("placements", TABLES["placements"].empty())
        frames["adoptions"] = adoptions(path, episodes, stays)
    if "social_worker_episodes" in frames:
        frames["allocations"] = allocations(frames["social_worker_episodes"])
    return frames


def _known_from(frames: Mapping[str, pl.DataFrame], returns: Sequence[Return]) -> dict[str, dt.date]:
    """1 April before the earliest return that holds the table (clarification 5)."""
    first: dict[str, dt.date] = {}
    for table in frames:
        holding = [one.first_day for one in returns if one.tables & set(_COMES_FROM[table])]
        first[table] = min(holding)
    return first


def _authorities(frames: Mapping[str, pl.DataFrame]) -> tuple[str, ...]:
    return tuple(sorted({la for frame in frames.values() for la in frame["la_code"].unique()})) or (LOCAL,)


def _inputs(raws: Sequence[RawTable]) -> tuple[InputFile, ...]:
    rows: Counter[Path] = Counter()
    for raw in raws:
        rows[raw.path] += raw.frame.height
    first = {raw.path: raw for raw in reversed(raws)}
    return tuple(InputFile(first[path].label, SOURCE, sha256(path), count) for path, count in rows.items())
