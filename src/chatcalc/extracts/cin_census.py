"""The CIN census reader: files of one or several years and authorities as one extract."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import polars as pl

from chatcalc.extracts import cin_checks, cin_duplicates, cin_joining, cin_tables, cin_values, cin_xml, files
from chatcalc.extracts.cin_header import CensusHeader, read_header
from chatcalc.extracts.extract import Extract, Finding, InputFile
from chatcalc.extracts.findings import finding
from chatcalc.extracts.ids import Ids
from chatcalc.extracts.parallel import Progress, each_read
from chatcalc.tables.columns import CIN_CENSUS


@dataclass(frozen=True)
class CensusReturn:
    """One file: its header, its canonical tables, and what was wrong in it."""

    file: str
    header: CensusHeader
    tables: Mapping[str, pl.DataFrame]
    findings: tuple[Finding, ...]
    sha256: str

    @property
    def rows(self) -> int:
        """Rows of all its tables."""
        return sum(table.height for table in self.tables.values())

    @property
    def age(self) -> tuple[int, int, int]:
        """Sorts returns from old to new: the year, then more tables, then more rows (clarification 1)."""
        held = sum(1 for table in self.tables.values() if not table.is_empty())
        return self.header.year or 0, held, self.rows


def read(
    paths: Sequence[Path],
    *,
    la: str | None = None,
    ids: Ids | None = None,
    on_progress: Progress | None = None,
) -> Extract:
    """Reads CIN census files and joins them.

    Args:
        paths: Files that `detection` recognised as CIN censuses.
        la: Authority of files whose header names none.
        ids: New ids of children for old ones.
        on_progress: Called now and then with a line about where reading is.

    Raises:
        ExtractError: A file cannot be read or is not well-formed.
    """
    labels = files.labels(paths)
    one_by_one = partial(_read_one, labels=labels, la=la, ids=ids)
    returns = sorted(each_read(one_by_one, paths, on_progress), key=lambda one: one.age)
    tables, findings = cin_joining.join_returns([(one.header, one.tables) for one in returns])
    newest = max(returns, key=lambda one: one.header.last_day or dt.date.min)
    return Extract(
        source=CIN_CENSUS,
        tables=tables,
        known_from=_known_from(returns),
        last_day=newest.header.last_day,
        made_on=newest.header.made_on,
        la_codes=tuple(sorted({one.header.la_code for one in returns})),
        inputs=tuple(InputFile(one.file, CIN_CENSUS, one.sha256, one.rows) for one in returns),
        findings=tuple(found for one in returns for found in one.findings) + tuple(findings),
    )


def _read_one(
    path: Path,
    on_progress: Progress | None,
    *,
    labels: Mapping[Path, str],
    la: str | None,
    ids: Ids | None,
) -> CensusReturn:
    file = labels[path]
    raw = cin_xml.read_census(path, file, on_progress)
    header, about_header = read_header(raw.header, file, la)
    typed, not_understood = cin_values.understand(raw.groups, file)
    if ids is not None:
        typed, replaced = ids.put(typed, "LAchildID", file)
        about_header += replaced
    wrong = cin_checks.check(typed, header, file)
    tables, repeated = cin_duplicates.without_repeats(cin_tables.canonical(typed, file, header.la_code), file)
    if typed["Child"].is_empty():
        about_header.append(finding("file-without-rows", file, "Children", "holds no child"))
    found = (*about_header, *not_understood, *wrong, *repeated)
    return CensusReturn(file, header, tables, found, files.sha256(path))


def _known_from(returns: Sequence[CensusReturn]) -> dict[str, dt.date]:
    """1 April before the earliest return that holds the table (clarification 5)."""
    starts: dict[str, dt.date] = {}
    for one in returns:
        for name, table in one.tables.items():
            if one.header.first_day and not table.is_empty():
                starts[name] = min(starts.get(name, one.header.first_day), one.header.first_day)
    return starts
