"""Annex A: a workbook of up to eleven lists, or one CSV a list.

A list is recognised by its headings, so sheets and files may be called anything. Nothing in a workbook says
which day it was made for: `last_day` and `known_from` stay empty, and whoever calls sets them from the period
(the lists hold the six months before the snapshot, Lists 10 and 11 twelve).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from chatcalc.extracts import annex_a_checks, annex_a_tables
from chatcalc.extracts import files as on_disk
from chatcalc.extracts.annex_a_clean import CleanList, clean, meanings
from chatcalc.extracts.annex_a_lists import LISTS
from chatcalc.extracts.annex_a_sheets import RawList, Sheet, found_list, sheets
from chatcalc.extracts.extract import Extract, ExtractError, Finding, InputFile
from chatcalc.extracts.findings import finding
from chatcalc.extracts.ids import Ids
from chatcalc.tables.columns import ANNEX_A


def read(
    files: Sequence[Path],
    *,
    la: str | None = None,
    ids: Ids | None = None,
    on_progress: Callable[[str], None] | None = None,
) -> Extract:
    """The tables of an Annex A workbook, or of its lists as CSV files.

    Args:
        files: One workbook, or the CSVs of one export; each list once.
        la: Code of the authority, which Annex A does not say; `local` where it is not given.
        ids: New ids of children for old ones.
        on_progress: Is told the name of each file as it is read.

    Returns:
        An extract with a table for each list that was found, and findings for everything that was odd, the
        cross-checks between the lists included.

    Raises:
        ExtractError: A file cannot be read, a list is there twice, or no list was found.
    """
    found: dict[int, list[RawList]] = defaultdict(list)
    findings: list[Finding] = []
    inputs = []
    labels = on_disk.labels(files)
    for path in files:
        if on_progress:
            on_progress(labels[path])
        rows = 0
        for sheet in sheets(path, labels[path]):
            raw = found_list(sheet)
            if raw is None:
                findings.append(_not_recognised(sheet))
                continue
            found[raw.annex_a_list.number].append(raw)
            rows += len(raw.rows)
        inputs.append(InputFile(labels[path], ANNEX_A, on_disk.sha256(path), rows))
    if not found:
        names = ", ".join(labels.values())
        raise ExtractError(f"{names}: no list of Annex A was recognised by its headings")
    raws = {number: _only(candidates) for number, candidates in sorted(found.items())}
    findings.extend(_missing_lists(raws))
    la_code = la or "local"
    known = meanings(raws.values())
    lists = {number: clean(raw, la_code, known) for number, raw in raws.items()}
    if ids is not None:
        lists = _with_new_ids(lists, ids, findings)
    for annex_a_list in lists.values():
        findings.extend(annex_a_list.findings)
    tables, more = annex_a_tables.tables(lists)
    findings.extend([*more, *annex_a_checks.cross_checks(lists)])
    return Extract(
        source=ANNEX_A,
        tables=tables,
        known_from={},
        last_day=None,
        la_codes=(la_code,),
        inputs=tuple(inputs),
        findings=tuple(findings),
    )


def _with_new_ids(lists: Mapping[int, CleanList], ids: Ids, findings: list[Finding]) -> dict[int, CleanList]:
    """The lists of children with new ids; List 11 is of adopters."""
    file = next(iter(lists.values())).raw.sheet.file
    rows = {str(number): each.rows for number, each in lists.items() if number != annex_a_tables.ADOPTERS}
    changed, replaced = ids.put(rows, "child_id", file)
    findings += replaced
    return {number: replace(each, rows=changed.get(str(number), each.rows)) for number, each in lists.items()}


def _not_recognised(sheet: Sheet) -> Finding:
    message = "no headings of a list of Annex A; the sheet is ignored"
    return finding("sheet-ignored", sheet.file, sheet.place(), message)


def _only(candidates: list[RawList]) -> RawList:
    """The one sheet of a list; copies without rows do not count."""
    filled = [raw for raw in candidates if len(raw.rows)]
    if len(filled) > 1:
        places = " and ".join(raw.sheet.source for raw in filled)
        title = f"List {filled[0].annex_a_list.number} ({filled[0].annex_a_list.title})"
        raise ExtractError(f"{title} was found more than once, in {places}; keep one of them")
    return (filled or candidates)[0]


def _missing_lists(raws: dict[int, RawList]) -> list[Finding]:
    file = next(iter(raws.values())).sheet.file
    return [
        finding(
            "list-missing",
            file,
            f"List {number}",
            f"no list of {annex_a_list.title.lower()}",
            1,
            *annex_a_list.tables,
        )
        for number, annex_a_list in LISTS.items()
        if number not in raws
    ]
