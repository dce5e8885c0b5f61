"""One child under every indicator, by family: a terminal table, JSON and CSV."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from itertools import groupby
from typing import Any, Final

from rich.console import Group
from rich.table import Table
from rich.text import Text

from chatcalc.extracts.ids import read_ids
from chatcalc.indicators.one_child import NO_CASE, NOT_COMPUTED, ChildCase, one_child
from chatcalc.reports.asking import sound_specs, wanted_ids
from chatcalc.reports.authority import known_authority
from chatcalc.reports.case_list import cell
from chatcalc.reports.csv_cells import safe_cell
from chatcalc.reports.layout import FAMILY_TITLES
from chatcalc.reports.making import Tell, question_for, read
from chatcalc.reports.request import Request

_HEADS: Final = ("Indicator", "Status", "Why", "Read from")
_WORDS: Final = {"numerator": "in the numerator", "denominator": "counted, not in the numerator"}


@dataclass(frozen=True)
class ChildRecord:
    """What every indicator makes of a child, by family."""

    child_id: str
    as_at: dt.date
    cases: tuple[ChildCase, ...]


def child_record(child_id: str, request: Request, tell: Tell = lambda _: None) -> ChildRecord | None:
    """What the indicators that a request names make of a child; None where no extract holds the child.

    An old id finds the child too where the request has new ids.

    Raises:
        RequestError: What `make_report` raises, and other errors of it.
    """
    asked = known_authority(request)
    tell("loading specifications")
    specs = sound_specs(request)
    wanted = [specs.indicators[each] for each in wanted_ids(request, specs.indicators)]
    order = list(FAMILY_TITLES)
    wanted.sort(key=lambda each: order.index(each.spec.family) if each.spec.family in order else len(order))
    extracts = read(request, asked, tell)
    question = question_for(request, asked, extracts)
    tell("calculating")
    now = read_ids(request.ids).current_of(child_id) if request.ids else child_id
    cases = one_child(now, wanted, extracts, question)
    return None if cases is None else ChildRecord(now, question.as_at, tuple(cases))


def child_json(record: ChildRecord) -> str:
    """One object: child_id, as_at, and `indicators`, each with what decided it by name."""
    content = {
        "child_id": record.child_id,
        "as_at": record.as_at,
        "indicators": [asdict(replace(each, decided=dict(each.decided))) for each in record.cases],
    }
    return json.dumps(content, indent=2, ensure_ascii=False, default=str) + "\n"


def child_csv(record: ChildRecord) -> str:
    """A row an indicator and case; what decided is text such as `days_taken=46; start_date=2024-01-02`."""
    text = io.StringIO()
    columns = ["child_id", *(field.name for field in fields(ChildCase))]
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    for each in record.cases:
        decided = "; ".join(f"{name}={cell(value)}" for name, value in each.decided.items())
        row = asdict(replace(each, decided={})) | {"decided": decided, "parts": " ".join(each.parts)}
        writer.writerow(
            {name: safe_cell(value) for name, value in ({"child_id": record.child_id} | row).items()}
        )
    return text.getvalue()


def child_table(record: ChildRecord) -> Group:
    """The cases by family, then in one line each what the child has no case in and what was not computed."""
    table = Table(box=None, padding=(0, 2, 0, 0), show_edge=False, pad_edge=False)
    for head in _HEADS:
        table.add_column(Text(head, style="bold"), overflow="fold")
    there = [each for each in record.cases if each.status not in (NO_CASE, NOT_COMPUTED)]
    for family, cases in groupby(there, key=lambda each: each.family):
        table.add_row(Text(FAMILY_TITLES.get(family, family), style="bold"))
        for each in cases:
            table.add_row(*(Text(part) for part in _row(each)))
    left = [Text(line) for line in _others(record.cases)]
    return Group(Text(f"As at {record.as_at:%d %B %Y}"), Text(), table, Text(), *left)


def _row(case: ChildCase) -> tuple[str, ...]:
    decided = ", ".join(f"{name} {_short(value)}" for name, value in case.decided.items())
    why = f"{case.reason}; {decided}" if case.reason else decided
    status = _WORDS.get(case.status, case.status)
    # A case of a mix is in no numerator but that of its part.
    status = f"counted in {', '.join(case.parts)}" if case.parts else status
    place = f"{case.source_file}, {case.source_row}" if case.source_row else case.source_file or ""
    return f"  {case.title}", status, why, place


def _short(value: object) -> str:
    return f"({value})" if isinstance(value, str) and " " in value else cell(value)


def _others(cases: Sequence[ChildCase]) -> Iterator[str]:
    for status, words in ((NO_CASE, "No case in"), (NOT_COMPUTED, "Not computed")):
        ids = [each.id for each in cases if each.status == status]
        if ids:
            yield f"{words}: {', '.join(ids)}"


FORMATS: Final[Mapping[str, Any]] = {"json": child_json, "csv": child_csv}
