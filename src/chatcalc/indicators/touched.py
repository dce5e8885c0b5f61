"""Which indicators a finding touches: those whose definitions read what it is about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from chatcalc.expressions.tree import Aggregate, walk
from chatcalc.extracts.extract import Finding
from chatcalc.specs.definition import Definition, RelatedRows
from chatcalc.tables.catalogue import TABLES
from chatcalc.tables.columns import SSDA903

# What the reader of the SSDA903 return works out from a table, and the columns that decide it.
_CARE: Final = frozenset({"start_date", "end_date", "reason_new_episode", "reason_ceased", "legal_status"})
_STAY: Final = frozenset({"placement_type", "placement_postcode", "urn"})
_WORKED_OUT: Final = (
    ("care_episodes", "periods_of_care", _CARE),
    ("care_episodes", "care_reviews", _CARE),
    ("care_episodes", "interim_care_orders", _CARE - {"reason_new_episode"}),
    ("care_episodes", "placements", _CARE | _STAY),
    ("care_episodes", "adoptions", _CARE | _STAY),
    ("social_worker_episodes", "allocations", frozenset({"worker", "start_date", "end_date"})),
)


@dataclass(frozen=True)
class Reads:
    """What the definition of an indicator reads of one extract: tables as a whole, and their columns."""

    indicator: str
    source: str
    tables: frozenset[str]
    columns: frozenset[tuple[str, str]]


def reads_of(definition: Definition) -> Reads:
    """Everything that a definition reads."""
    columns = frozenset({*definition.columns_read, *_by_date(definition)})
    tables = frozenset({*definition.tables, *(table for table, _ in columns)})
    return Reads(definition.spec.id, definition.source, tables, columns)


def touched(finding: Finding, reads: Iterable[Reads]) -> tuple[str, ...]:
    """Ids of the indicators that a finding touches, in order of the alphabet.

    A finding about rows touches whatever reads their tables; one about columns what reads a column.

    Args:
        finding: A finding of one extract.
        reads: What the definitions computed from that extract read.
    """
    return tuple(sorted({each.indicator for each in reads if _touches(finding, each)}))


def _touches(finding: Finding, reads: Reads) -> bool:
    columns = set(finding.columns)
    if not columns and reads.tables & set(finding.tables):
        return True
    if any((table, column) in reads.columns for table in finding.tables for column in columns):
        return True
    return reads.source == SSDA903 and any(
        (table in finding.tables and worked_out in reads.tables)
        and (
            not columns or columns & deciding or any((worked_out, each) in reads.columns for each in columns)
        )
        for table, worked_out, deciding in _WORKED_OUT
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
