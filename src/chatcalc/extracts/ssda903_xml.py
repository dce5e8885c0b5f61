"""The XML return: the tables of the CSV return, taken from one element a child."""

from __future__ import annotations

import io
from collections import defaultdict
from typing import Final, cast

import polars as pl
from lxml import etree

from chatcalc.extracts.ssda903_recognition import is_return_root, normal_header
from chatcalc.extracts.ssda903_tables import (
    AD1,
    EPISODES,
    HEADER,
    MISSING,
    OC2,
    OC3,
    PLACED_FOR_ADOPTION,
    PREVIOUS_PERMANENCE,
    REVIEWS,
    UASC,
    Layout,
)
from chatcalc.extracts.xml import SAFELY, broken_xml, local_name, refuse_entities

_REPEATED: Final = {"AMISSING": MISSING, "AREVIEW": REVIEWS, "AD_PLACED": PLACED_FOR_ADOPTION}
_ONCE: Final = {"PERMANENCE": PREVIOUS_PERMANENCE, "OC2": OC2}
_IN_HEADER: Final = (UASC, OC3, AD1)
_ONLY_WHERE_FILLED: Final = (OC2, OC3)  # empty, they say that nobody was asked, not that nobody had a check
_LAYOUTS: Final = (HEADER, EPISODES, *_REPEATED.values(), *_ONCE.values(), *_IN_HEADER)
_NOT_UNACCOMPANIED: Final = (None, "0", "false", "False", "N")
_LAST_COUNTED_LINE: Final = 65_535  # libxml2 keeps the line of an element in 16 bits

_Row = dict[str, str | int | None]


def xml_tables(content: bytes, label: str) -> list[tuple[Layout, pl.DataFrame]]:
    """The tables of an XML return as text, a column a field, and `source_row`: the line of the child.

    The children's elements are dropped as they are read, so memory grows with the text only.

    Raises:
        ExtractError: The XML is not well-formed, or declares entities.
    """
    rows: dict[str, list[_Row]] = defaultdict(list)
    try:
        parser = etree.iterparse(io.BytesIO(content), events=("end",), tag="{*}CHILD", **SAFELY)
        for number, (_, child) in enumerate(parser):
            if number == 0:
                root = child.getroottree().getroot()
                refuse_entities(label, root)
                if not is_return_root(local_name(root.tag)):
                    return []
            if child.getparent() is not None and child.find("{*}HEADER") is not None:
                _take(child, rows)
                _forget(child)
    except etree.XMLSyntaxError as error:
        raise broken_xml(label, error) from error
    return [
        (layout, _frame(layout, rows[layout.name]))
        for layout in _LAYOUTS
        if rows[layout.name] or layout not in _ONLY_WHERE_FILLED
    ]


def _take(child: etree._Element, rows: dict[str, list[_Row]]) -> None:
    """Adds a child's rows to the tables."""
    line = cast("int | None", child.sourceline)
    line = line if line is None or line < _LAST_COUNTED_LINE else None
    header: _Row = {}
    for element in child.iterfind("{*}HEADER"):
        header |= _fields(element)
    of_child: _Row = {"source_row": line, "CHILD": header.get("CHILD")}
    rows[HEADER.name].append(of_child | header)
    for layout in _IN_HEADER:
        own = {name: header.get(name) for name in layout.names - {"DOB", "SEX"}}
        if any(own.values()) or (layout is UASC and header.get("UASC") not in _NOT_UNACCOMPANIED):
            rows[layout.name].append(of_child | header)
    for element in child.iterfind(".//{*}*"):
        layout_of_part = _layout_of(element)
        if layout_of_part is not None and any((part := _fields(element)).values()):
            rows[layout_of_part.name].append(of_child | {"DOB": header.get("DOB")} | part)


def _layout_of(element: etree._Element) -> Layout | None:
    if not len(element):
        return None
    name = local_name(element.tag).upper()
    return EPISODES if name == "EPISODE" else _REPEATED.get(name) or _ONCE.get(name)


def _fields(element: etree._Element) -> _Row:
    """Text of the elements directly inside, by field name; an empty element is a blank."""
    return {
        normal_header(local_name(part.tag)): (part.text or "").strip() or None
        for part in element
        if not len(part)
    }


def _frame(layout: Layout, rows: list[_Row]) -> pl.DataFrame:
    names = ["CHILD", "DOB", *(field.name for field in layout.fields if field.name != "DOB")]
    return pl.DataFrame(
        {"source_row": [row["source_row"] for row in rows]}
        | {n: [row.get(n) for row in rows] for n in names},
        schema={"source_row": pl.Int64} | dict.fromkeys(names, pl.String),
    )


def _forget(element: etree._Element) -> None:
    """Frees what has been read: the element's content and its siblings before it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
