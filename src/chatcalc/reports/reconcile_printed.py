"""A reconciliation for people: a terminal table, and Markdown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

import polars as pl
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from chatcalc.indicators.gaps import Share
from chatcalc.reports.case_list import cell
from chatcalc.reports.markdown_tables import escape, table
from chatcalc.reports.plain import plain
from chatcalc.reports.reconciliation import COLUMNS, Reconciled, Reconciliation, SideFigure
from chatcalc.reports.wording import SOURCE_NAMES, long_date, long_period
from chatcalc.tables.rounding import round_half_up

HEADS: Final = ("", "Children", "Records", "New", "Gone", "Numerator", "Denominator", "Value")
_FEW: Final = 5
_NOTHING: Final = ("",) * 4


def reconciliation_table(found: Reconciliation, *, children: bool) -> RenderableType:
    """The causes indicator by indicator, and the children behind them where they are wanted."""
    pieces: list[RenderableType] = [Text(_heading(found), style="bold")]
    for line in _differing(found):
        pieces += [Text(), Text(line.title, style="bold"), *(Text(words) for words in _sides(line))]
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
        blocks += [f"## {escape(line.title)}", "\n".join(f"- {escape(each)}" for each in _sides(line))]
        blocks.append(table(HEADS, [row.cells for row in _rows(line)]))
        blocks += [escape(note) for note in line.notes]
        rows = _children_rows(found, line) if children else []
        if rows:
            blocks.append(table(rows[0], rows[1:]))
    blocks += [escape(each) for each in _rest(found) if each]
    return "\n\n".join(blocks) + "\n"


def _differing(found: Reconciliation) -> list[Reconciled]:
    return [line for line in found.indicators if not line.agrees]


def _heading(found: Reconciliation) -> str:
    sides = [f"{side} ({name}, {long_date(day)})" for side, (name, day) in (("A", found.a), ("B", found.b))]
    return f"From {sides[0]} to {sides[1]}"


def _sides(line: Reconciled) -> Iterator[str]:
    """What each side is: its source and period, said once where they are the same."""
    words = [_words(each) for each in (line.a, line.b)]
    if words[0] == words[1]:
        yield f"A and B: {words[0]}"
    else:
        yield from (f"{side}: {each}" for side, each in zip("AB", words, strict=True))


def _words(side: SideFigure) -> str:
    source = SOURCE_NAMES.get(side.source, side.source) if side.source else "published"
    return f"{source}, {long_period(side.period)}" if side.period else source


@dataclass(frozen=True)
class _Row:
    """A row of the table of an indicator: a figure, a cause or the gap, as text."""

    cells: tuple[str, ...]
    is_cause: bool = False


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
    return "" if value is None else f"{plain(value):,}"


def _signed(value: Fraction | None) -> str:
    return "" if value is None else f"{plain(value):+,}" if value else "0"


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


def _of_line(found: Reconciliation, line: Reconciled) -> pl.DataFrame:
    part = pl.lit(line.part, dtype=pl.String)
    return found.children.filter(pl.col("indicator_id") == line.id, pl.col("part").eq_missing(part))


def _whole(value: object) -> object:
    return int(value) if isinstance(value, float) and value.is_integer() else value
