"""A reconciliation as CSV and JSON."""

from __future__ import annotations

import csv
import io
import json
from typing import Any, Final

from chatcalc.indicators.gaps import Share
from chatcalc.reports.plain import plain
from chatcalc.reports.reconciliation import Reconciled, Reconciliation, SideFigure

_COUNTS: Final = ("children", "records", "new", "gone")
_FIGURES: Final = ("numerator", "denominator", "value")


def reconciliation_csv(found: Reconciliation) -> str:
    """Tidy: a row an indicator or part and cause, the two figures on each."""
    text = io.StringIO()
    figures = [f"{side}_{name}" for side in "ab" for name in ("source", *_FIGURES)]
    heads = ["indicator_id", "part", "title", "unit", *figures, "cause", *_COUNTS, *_FIGURES]
    writer = csv.DictWriter(text, heads, lineterminator="\n")
    writer.writeheader()
    for line in found.indicators:
        for share in line.shares or (None,):
            writer.writerow(_flat(line) | (_share(share) if share else {}))
    return text.getvalue()


def reconciliation_json(found: Reconciliation, *, children: bool = False) -> str:
    """One object: a, b, indicators with their causes, left, and children where they are wanted."""
    content: dict[str, Any] = {
        "a": {"name": found.a[0], "as_at": found.a[1]},
        "b": {"name": found.b[0], "as_at": found.b[1]},
        "indicators": [_content(line) for line in found.indicators],
        "left": [{"id": id_, "reason": reason} for id_, reason in found.left.items()],
    }
    if children:
        content["children"] = found.children.to_dicts()
    return json.dumps(content, indent=2, ensure_ascii=False, default=str) + "\n"


def _flat(line: Reconciled) -> dict[str, Any]:
    row: dict[str, Any] = {"indicator_id": line.id, "part": line.part, "title": line.title, "unit": line.unit}
    for prefix, side in (("a", line.a), ("b", line.b)):
        row |= {
            f"{prefix}_{name}": value
            for name, value in _of_side(side).items()
            if name in ("source", *_FIGURES)
        }
    return row


def _of_side(side: SideFigure) -> dict[str, Any]:
    figure, period = side.figure, side.period
    return {
        "source": side.source,
        "period": {"start": period.start, "end": period.end} if period else None,
        "numerator": plain(figure.numerator),
        "denominator": plain(figure.denominator),
        "value": figure.value,
        "display": figure.display,
    }


def _share(share: Share) -> dict[str, Any]:
    numbers = {name: plain(getattr(share, name)) for name in _FIGURES}
    return {"cause": share.cause, **{name: getattr(share, name) for name in _COUNTS}, **numbers}


def _content(line: Reconciled) -> dict[str, Any]:
    return {
        "id": line.id,
        "part": line.part,
        "title": line.title,
        "unit": line.unit,
        "a": _of_side(line.a),
        "b": _of_side(line.b),
        "causes": [_share(share) for share in line.shares],
        "notes": list(line.notes),
    }
