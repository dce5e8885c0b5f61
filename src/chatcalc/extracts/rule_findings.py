"""The rules asked of an extract: one pass over each table, and a finding for each rule and file."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final

import polars as pl

from chatcalc.extracts.extract import Extract, Finding
from chatcalc.extracts.findings import PLACES_KEPT, finding
from chatcalc.extracts.origins import origin
from chatcalc.extracts.rule_facts import with_facts
from chatcalc.extracts.rules import RULES, Rule
from chatcalc.extracts.ssda903_files import place
from chatcalc.extracts.ssda903_tables import LAYOUTS
from chatcalc.tables.catalogue import TABLES
from chatcalc.tables.columns import ANNEX_A, SSDA903

_PLANNED: Final = ("expected_date_of_birth", "icpc_target_date", "internal_review_date", "uasc_ceased_date")
"""Dates that may lie ahead: of an expected birth, of what is due, of an 18th birthday."""
_FIELD: Final = re.compile(r"\{(\w+)\}")
_NOT_EVERY_YEAR: Final = ("UASC", "AD1", "PlacedAdoption", "SWEpisodes", "DoLo", "PrevPerm")
"""Tables of the return that came or went over the years, or that an authority may have no row for."""
_ANNEX_A_SHEET: Final = re.compile(r"(.*) \[(.*)\]")


def with_rule_findings(extract: Extract) -> Extract:
    """The extract with the findings of all rules after those of its reader."""
    rules = [rule for rule in RULES if rule.table in extract.tables and rule.asked_of(extract.source)]
    found = (*_asked(extract, rules), *_absent(extract))
    return replace(extract, findings=(*extract.findings, *found))


def later_than(extract: Extract, day: dt.date) -> list[Finding]:
    """Findings of dates after a day on which they cannot have happened yet.

    Args:
        extract: Its reader has found what is after its last day, where it has one.
        day: The day the file was made, or the snapshot.
    """
    until = extract.last_day or dt.date.max
    rules = [
        Rule(
            "date-in-future",
            table,
            column,
            pl.col(column).is_between(day, until, closed="right"),
            f"is after {day}; kept",
        )
        for table, column in _happened(extract)
    ]
    return list(_asked(extract, rules)) if until > day else []


def _happened(extract: Extract) -> Iterator[tuple[str, str]]:
    """Table and column of every date of something that happened, each field of the extract once."""
    seen = set()
    for table in extract.tables:
        for column, dtype in TABLES[table].dtypes.items():
            field = origin(extract.source, table, column)
            if dtype == pl.Date and column not in _PLANNED and field and field not in seen:
                seen.add(field)
                yield table, column


def _asked(extract: Extract, rules: Sequence[Rule]) -> Iterator[Finding]:
    """Findings of rules, those of one table in one pass."""
    for table, group in groupby(sorted(rules, key=lambda rule: rule.table), key=lambda rule: rule.table):
        asked = list(group)
        names = frozenset(name for rule in asked for name in rule.wrong.meta.root_names())
        faults = {f"fault_{number}": rule.wrong.fill_null(value=False) for number, rule in enumerate(asked)}
        faulty = (
            with_facts(extract, table, names - TABLES[table].dtypes.keys())
            .select("source_file", "source_row", **faults)
            .filter(pl.any_horizontal(*faults))
            .collect()
        )
        for name, rule in zip(faults, asked, strict=True):
            yield from _findings(extract.source, rule, faulty.filter(name))


def _findings(source: str, rule: Rule, rows: pl.DataFrame) -> Iterator[Finding]:
    """One for each file; a line of a census that holds several such rows stands among the places as often."""
    found = rows.group_by("source_file", maintain_order=True).agg(
        pl.len(), pl.col("source_row").sort(nulls_last=True).head(PLACES_KEPT)
    )
    field = _field(source, rule.table, rule.column)
    words = _FIELD.sub(lambda name: _field(source, rule.table, name[1]), rule.words)
    columns = () if rule.whole else (rule.column, *rule.beside)
    for file, count, lines in found.sort("source_file").iter_rows():
        label, where = _place(source, file or source, lines[0], field)
        message = f"{field} {words}"
        yield finding(rule.code, label, where, message, count, rule.table, columns=columns, rows=lines)


def _field(source: str, table: str, column: str) -> str:
    """What the extract itself calls a column: `DECOM`, `CPPstartDate`, `Date of referral`."""
    said = origin(source, table, column) or column
    return re.split(r"; |, ", said.rpartition(": ")[2])[0]


def _place(source: str, source_file: str, row: int | None, field: str) -> tuple[str, str]:
    """The file of a `source_file`, and where in it: as the readers of the formats say it."""
    if source == ANNEX_A:
        sheet = _ANNEX_A_SHEET.fullmatch(source_file)
        label, name = (sheet[1], f"{sheet[2]}, ") if sheet else (source_file, "")
        return label, f"{name}row {row}, {field}"
    return place(source_file, row, field)


def _absent(extract: Extract) -> Iterator[Finding]:
    """One finding for all tables that no file of an SSDA903 return is."""
    if extract.source != SSDA903:
        return
    wanted = {layout.table: layout.name for layout in LAYOUTS if layout.name not in _NOT_EVERY_YEAR}
    gone = {table: name for table, name in wanted.items() if table not in extract.tables}
    if gone:
        message = f"no file holds {', '.join(gone.values())}; what needs them is not computed, or blank"
        file = extract.inputs[-1].file if extract.inputs else extract.source
        yield finding("table-missing", file, "all files", message, len(gone), *gone)
