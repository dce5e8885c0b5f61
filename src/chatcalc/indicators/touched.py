"""Which indicators a finding touches: those whose definitions read what it is about."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from chatcalc.expressions.tree import Aggregate, walk
from chatcalc.extracts.extract import Finding
from chatcalc.specs.definition import Definition, RelatedRows
from chatcalc.tables.catalogue import TABLES
from chatcalc.tables.columns import SSDA903

# What the reader of the SSDA903 return works out from a table, and the columns that decide it.
_WORKED_OUT: Final = {
    "care_episodes": (
        {"periods_of_care", "placements", "adoptions", "care_reviews"},
        {
            *("start_date", "end_date", "reason_new_episode", "reason_ceased", "legal_status"),
            *("placement_type", "placement_postcode", "urn"),
        },
    ),
    "social_worker_episodes": ({"allocations"}, {"worker", "start_date", "end_date"}),
}


def touched(finding: Finding, definitions: Iterable[Definition]) -> tuple[str, ...]:
    """Ids of the indicators that a finding touches, in order of the alphabet.

    A finding about rows touches whatever reads their tables; one about columns what reads a column.

    Args:
        finding: A finding of one extract.
        definitions: What is computed from that extract.
    """
    return tuple(sorted({each.spec.id for each in definitions if _touches(finding, each)}))


def _touches(finding: Finding, definition: Definition) -> bool:
    read = {*definition.columns_read, *_by_date(definition)}
    tables = {*definition.tables, *(table for table, _ in read)}
    columns = set(finding.columns)
    if not columns and tables & set(finding.tables):
        return True
    if any((table, column) in read for table in finding.tables for column in columns):
        return True
    return definition.source == SSDA903 and any(
        tables & worked_out and (not columns or columns & deciding)
        for table, (worked_out, deciding) in _WORKED_OUT.items()
        if table in finding.tables
    )


def _by_date(definition: Definition) -> set[tuple[str, str]]:
    """The dates that decide which row is the earliest or latest."""
    tables = {step.name: step.table for step in definition.steps if isinstance(step, RelatedRows)}
    asked = [
        tables[node.related]
        for outer in definition.nodes
        for node in walk(outer)
        if isinstance(node, Aggregate) and node.function in ("earliest", "latest")
    ]
    if definition.distinct in ("latest", "earliest"):
        asked.append(definition.table)
    return {(table, date) for table in asked if (date := TABLES[table].date)}
