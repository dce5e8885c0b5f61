"""A reconciliation as a terminal table, Markdown, CSV and JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from chatcalc.indicators.gaps import Share
from chatcalc.reports.case_list import cell
from chatcalc.reports.markdown_tables import escape, table
from chatcalc.reports.reconciliation import COLUMNS, Reconciled, Reconciliation, SideFigure
from chatcalc.reports.wording import SOURCE_NAMES, long_date, long_period
from chatcalc.tables.rounding import round_half_up

HEADS: Final = ("", "Children", "Records", "New", "Gone", "Numerator", "Denominator", "Value")
_FEW: Final = 5
_NOTHING: Final = ("",) * 4
_COUNTS: Final = ("children", "records", "new", "gone")
_FIGURES: Final = ("numerator", "denominator", "value")


@dataclass(frozen=True)
class _Row:
    """A row of the table of an indicator: a figure, a cause or the gap, as text."""

    cells: tuple[str, ...]
    is_cause: bool = False


def reconciliation_table(found: Reconciliation, *, children: bool) -> RenderableType:
    """The causes indicator by indicator, and the children behind them where they are wanted."""
    pieces: list[RenderableType] = [Text(_heading(found), style="bold")]
    for line in _differing(found):
        pieces += [Text(), Text(line.title, style="bold"), *(Text(words) for words in _sides(found, line))]
        grid = Table(box=None, padding=(0, 2, 0, 0), show_edge=False, pad_edge=False)
        for number, head in enumerate(HEADS):
            grid.add_column(Text(head, style="bold"), justify="right" if number else "left")
        for row in _rows(line):
            grid.add_row(*(Text(each, style="" if row.is_cause else "bold") for each in row.cells))
        pieces.append(grid)
        pieces += [Text(note) for note in line.notes]
        if children:
            pieces += _children_of(found, line)
    pieces += [Text(words) for words in _rest(found)]
    return Group(*pieces)


def reconciliation_markdown(found: Reconciliation, *, children: bool = False) -> str:
    """The causes as a Markdown page; children are listed only where they are wanted."""
    blocks = [f"# {escape(_heading(found))}"]
    for line in _differing(found):
        blocks += [f"## {escape(line.title)}", "\n".join(f"- {escape(each)}" for each in _sides(found, line))]
        blocks.append(table(HEADS, [row.cells for row in _rows(line)]))
        blocks += [escape(note) for note in line.notes]
        rows = _children_rows(found, line) if children else []
        if rows:
            blocks.append(table(rows[0], rows[1:]))
    blocks += [escape(each) for each in _rest(found) if each]
    return "\n\n".join(blocks) + "\n"


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


RENDERERS: Final[Mapping[str, Callable[..., str]]] = {
    "json": reconciliation_json,
    "markdown": reconciliation_markdown,
}


def _differing(found: Reconciliation) -> list[Reconciled]:
    return [line for line in found.indicators if not line.agrees]


def _heading(found: Reconciliation) -> str:
    sides = [f"{side} ({name}, {long_date(day)})" for side, (name, day) in (("A", found.a), ("B", found.b))]
    return f"From {sides[0]} to {sides[1]}"


def _sides(found: Reconciliation, line: Reconciled) -> Iterator[str]:
    """What each side is: its source and period, said once where they are the same."""
    words = [_words(each) for each in (line.a, line.b)]
    if words[0] == words[1]:
        yield f"A and B: {words[0]}"
    else:
        yield from (f"{side}: {each}" for side, each in zip("AB", words, strict=True))


def _words(side: SideFigure) -> str:
    source = SOURCE_NAMES.get(side.source, side.source) if side.source else "published"
    return f"{source}, {long_period(side.period)}" if side.period else source


def _rows(line: Reconciled) -> Iterator[_Row]:
    yield _Row(("A", *_NOTHING, *_figures(line.a, line)))
    for share in line.shares:
        counts = (share.children, share.records, share.new, share.gone)
        many = [f"{each:,}" for each in counts] if share.records else _NOTHING
        yield _Row((f"  {share.cause}", *many, *_changes(share, line)), is_cause=True)
    yield _Row(("B", *_NOTHING, *_figures(line.b, line)))
    gap = _Change(*(_less(line, name) for name in ("numerator", "denominator", "exact")))
    yield _Row(("B less A", *_NOTHING, *_changes(gap, line)))


@dataclass(frozen=True)
class _Change:
    numerator: Fraction | None
    denominator: Fraction | None
    value: Fraction | None


def _less(line: Reconciled, name: str) -> Fraction | None:
    left, right = getattr(line.a.figure, name), getattr(line.b.figure, name)
    return None if left is None or right is None else right - left


def _figures(side: SideFigure, line: Reconciled) -> tuple[str, ...]:
    figure = side.figure
    value = "-" if figure.exact is None else f"{round_half_up(figure.exact, _digits(line)):,}"
    return (_number(figure.numerator), _number(figure.denominator), value)


def _changes(change: Share | _Change, line: Reconciled) -> tuple[str, ...]:
    value = None if change.value is None else round_half_up(change.value, _digits(line))
    return (
        _signed(change.numerator),
        _signed(change.denominator),
        "" if value is None else f"{value:+,}" if value else f"{abs(value):,}",
    )


def _digits(line: Reconciled) -> int:
    """One digit more than a report shows, for what is small there may be the difference."""
    return 0 if line.unit == "count" else max(line.a.figure.decimals, line.b.figure.decimals) + 1


def _number(value: Fraction | None) -> str:
    return "" if value is None else f"{_plain(value):,}"


def _signed(value: Fraction | None) -> str:
    return "" if value is None else f"{_plain(value):+,}" if value else "0"


def _plain(value: Fraction) -> int | float:
    return int(value) if value.denominator == 1 else float(value)


def _rest(found: Reconciliation) -> Iterator[str]:
    """In a line each what agrees and what a side has no figure of."""
    agreeing = [
        line.id if line.part is None else f"{line.id}|{line.part}" for line in found.indicators if line.agrees
    ]
    if agreeing or found.left:
        yield ""
    if agreeing:
        yield f"The same on both sides, record by record: {', '.join(agreeing)}"
    if 0 < len(found.left) <= _FEW:
        yield from (f"{id_} has no figure on both sides: {reason}" for id_, reason in found.left.items())
    elif found.left:
        yield f"{len(found.left)} indicators have no figure on one side or both; -f json says why"


def _children_of(found: Reconciliation, line: Reconciled) -> list[RenderableType]:
    heads, *rows = _children_rows(found, line) or [()]
    if not rows:
        return []
    grid = Table(box=None, padding=(0, 2, 0, 0), show_edge=False, pad_edge=False)
    for head in heads:
        grid.add_column(Text(head, style="bold"), overflow="fold")
    for row in rows:
        grid.add_row(*(Text(each) for each in row))
    return [Text(), grid]


def _children_rows(found: Reconciliation, line: Reconciled) -> list[tuple[str, ...]]:
    """The head and a row a record of the indicator, without the columns in which nothing stands."""
    rows = _of_line(found, line)
    shown = [name for name in COLUMNS if name not in ("indicator_id", "part") and rows[name].count()]
    return [
        tuple(shown),
        *(tuple(cell(_whole(value)) for value in row) for row in rows.select(shown).iter_rows()),
    ]


def _of_line(found: Reconciliation, line: Reconciled) -> Any:
    rows = found.children
    return rows.filter((rows["indicator_id"] == line.id) & rows["part"].eq_missing(line.part))


def _whole(value: object) -> object:
    return int(value) if isinstance(value, float) and value.is_integer() else value


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
        "numerator": _json_number(figure.numerator),
        "denominator": _json_number(figure.denominator),
        "value": figure.value,
        "display": figure.display,
    }


def _share(share: Share) -> dict[str, Any]:
    numbers = {name: _json_number(getattr(share, name)) for name in _FIGURES}
    return {"cause": share.cause, **{name: getattr(share, name) for name in _COUNTS}, **numbers}


def _json_number(value: Fraction | None) -> int | float | None:
    return None if value is None else _plain(value)


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
