"""A CIN census file as text columns, in one streaming pass whose memory does not grow with the tree.

Nothing is judged here: names are matched, text is copied. Elements may come in any order, wrappers may be
missing, renamed or repeated, and what is unknown is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

import polars as pl
from lxml import etree

from chatcalc.extracts.cin_elements import GROUP, GROUPS, SPELLINGS
from chatcalc.extracts.files import unreadable
from chatcalc.extracts.xml import SAFELY, broken_xml, local_name

_CHILDREN_A_BATCH: Final = 1_000  # small enough for the garbage collector to stay idle
_CHILDREN_A_MESSAGE: Final = 10_000
_NAMES_REMEMBERED: Final = 10_000  # unknown names in a hostile file must not fill the memory
_BYTES_A_BLOCK: Final = 1 << 20
_LAST_COUNTED_LINE: Final = 65_535  # libxml2 keeps the line of an element in 16 bits

_OPENS: Final = -1  # column of a name that begins a row
_OPENS_WITH_VALUE: Final = -2  # ... and is itself the value
_DEPENDS_ON_PLACE: Final = -3  # in several groups: the nearest one above decides


@dataclass(frozen=True)
class RawCensus:
    """The text of a census.

    Attributes:
        header: Text of the header's elements by local name.
        groups: A frame for each of `cin_elements.GROUPS`: a text column an element, and `parent`, the row
            number in the parent group's frame (for `Child`: `line`, where the element stands in the file).
    """

    header: Mapping[str, str]
    groups: Mapping[str, pl.DataFrame]


def read_census(path: Path, label: str, on_progress: Callable[[str], None] | None = None) -> RawCensus:
    """Reads a file that `detection` recognised as a CIN census.

    Raises:
        ExtractError: The XML breaks off or is not well-formed, or the file cannot be read.
    """
    rows = _Rows()
    header: dict[str, str] = {}
    try:
        with path.open("rb") as opened:
            parser = etree.iterparse(opened, events=("end",), tag="{*}Child", **SAFELY)
            for number, (_, child) in enumerate(parser, start=1):
                if number == 1:
                    header = _header(child.getroottree().getroot())
                rows.take(child)
                _forget(child)
                if number % _CHILDREN_A_BATCH == 0:
                    rows.flush()
                if on_progress and number % _CHILDREN_A_MESSAGE == 0:
                    on_progress(f"{label}: {number:,} children")
            header = header or _header(parser.root)
    except etree.XMLSyntaxError as error:
        raise broken_xml(label, error) from None
    except OSError as error:
        raise unreadable(path, error) from error
    groups = rows.frames()
    return RawCensus(header, {**groups, "Child": _with_true_lines(groups["Child"], path)})


def _line(child: etree._Element) -> int | None:
    line = child.sourceline
    return line if isinstance(line, int) else None


def _forget(child: etree._Element) -> None:
    """Frees a child that was read and all that stood before it."""
    child.clear()
    parent = child.getparent()
    while parent is not None and child.getprevious() is not None:
        del parent[0]


def _header(root: etree._Element | None) -> dict[str, str]:
    """Text of the elements outside Child, first occurrence."""
    found: dict[str, str] = {}
    if root is None:
        return found
    for part in root:
        if local_name(part.tag) == "Header":
            for element in part.iter(etree.Element):
                if element.text and element.text.strip():
                    found.setdefault(local_name(element.tag), element.text.strip())
    return found


class _Places(dict[str, "tuple[int, int] | None"]):
    """Where the text of an element goes, by its tag in the file: group and column; None for nowhere."""

    def __init__(self) -> None:
        super().__init__()
        self._known: dict[str, tuple[int, int]] = {}
        for number, group in enumerate(GROUPS):
            own_value = group.elements[0].name == group.name
            self._known[group.name] = (number, _OPENS_WITH_VALUE if own_value else _OPENS)
            if not own_value:
                for column, element in enumerate(group.elements, start=1):
                    twice = element.name in self._known
                    self._known[element.name] = (number, _DEPENDS_ON_PLACE if twice else column)

    def __missing__(self, tag: str) -> tuple[int, int] | None:
        name = local_name(tag)
        place = self._known.get(SPELLINGS.get(name, name))
        if len(self) < _NAMES_REMEMBERED:
            self[tag] = place
        return place


class _Rows:
    """Rows of text by group, moved into frames now and then."""

    def __init__(self) -> None:
        self._places = _Places()
        self._widths = [len(group.elements) + 1 for group in GROUPS]
        self._parents = [GROUPS.index(GROUP[group.parent]) if group.parent else 0 for group in GROUPS]
        self._below = [
            [n for n, group in enumerate(GROUPS) if group.parent == above.name] for above in GROUPS
        ]
        self._pending: list[list[list[str | int | None]]] = [[] for _ in GROUPS]
        self._flushed = [0] * len(GROUPS)
        self._frames: list[list[pl.DataFrame]] = [[] for _ in GROUPS]

    def take(self, child: etree._Element) -> None:
        """Copies the text of one child; a value belongs to the row of its group that was begun last."""
        places, pending, widths = self._places, self._pending, self._widths
        current: list[list[str | int | None] | None] = [None] * len(widths)
        for element in child.iter():
            place = places[element.tag]
            if place is None:
                continue
            group, column = place
            if column == _DEPENDS_ON_PLACE:
                group, column = self._nearest(element, group)
            if column > 0:
                row = current[group]
                if row is not None and element.text:
                    row[column] = element.text
                continue
            row = [None] * widths[group]
            row[0] = _line(child) if group == 0 else self._begin(group, current)
            if column == _OPENS_WITH_VALUE:
                row[1] = element.text
            if row[0] is not None:
                pending[group].append(row)
                current[group] = row

    def _begin(self, group: int, current: list[list[str | int | None] | None]) -> int | None:
        """Number of the parent's row; None where there is none. Rows of groups below start anew."""
        parent = self._parents[group]
        for below in self._below[group]:
            current[below] = None
        if current[parent] is None:
            return None
        return self._flushed[parent] + len(self._pending[parent]) - 1

    def _nearest(self, element: etree._Element, group: int) -> tuple[int, int]:
        """Group and column of an element that several groups have."""
        name = SPELLINGS.get(local_name(element.tag), local_name(element.tag))
        for above in element.iterancestors():
            place = self._places[above.tag]
            if place is not None and place[1] == _OPENS:
                names = [known.name for known in GROUPS[place[0]].elements]
                if name in names:
                    return place[0], names.index(name) + 1
        return group, 0

    def flush(self) -> None:
        """Moves pending rows into frames, which hold them in a fraction of the space."""
        for number, rows in enumerate(self._pending):
            if rows:
                self._frames[number].append(_frame(number, rows))
                self._flushed[number] += len(rows)
                rows.clear()

    def frames(self) -> dict[str, pl.DataFrame]:
        """All rows, a frame a group."""
        self.flush()
        return {
            group.name: pl.concat(frames) if frames else _frame(number, [])
            for number, (group, frames) in enumerate(zip(GROUPS, self._frames, strict=True))
        }


def _frame(number: int, rows: list[list[str | int | None]]) -> pl.DataFrame:
    group = GROUPS[number]
    names = ["line" if group.parent is None else "parent", *(element.name for element in group.elements)]
    schema = {name: pl.String if index else pl.Int64 for index, name in enumerate(names)}
    columns = zip(*rows, strict=True) if rows else ([] for _ in names)
    return pl.DataFrame(dict(zip(names, columns, strict=True)), schema=schema)


def _with_true_lines(children: pl.DataFrame, path: Path) -> pl.DataFrame:
    """Lines beyond the parser's last are counted in the file itself; unknown where that does not come out."""
    if (children["line"] < _LAST_COUNTED_LINE).all():
        return children
    with path.open("rb") as opened:
        lines = _lines_of_children(opened)
    if len(lines) == children.height:
        return children.with_columns(line=pl.Series(lines, dtype=pl.Int64))
    known = pl.col("line") < _LAST_COUNTED_LINE
    return children.with_columns(line=pl.when(known).then(pl.col("line")))


def _lines_of_children(opened: BinaryIO) -> list[int]:
    """The line of every `<Child>` tag, with or without a prefix, in order."""
    name = re.compile(rb"Child[\s/>]")
    lines: list[int] = []
    line = 1
    while block := opened.read(_BYTES_A_BLOCK) + opened.readline():
        counted = 0
        for found in name.finditer(block):
            prefix = block[block.rfind(b"<", 0, found.start()) + 1 : found.start()]
            if not prefix or (prefix.endswith(b":") and not prefix.startswith(b"/")):
                line += block.count(b"\n", counted, found.start())
                counted = found.start()
                lines.append(line)
        line += block.count(b"\n", counted)
    return lines
