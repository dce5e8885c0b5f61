"""What kind of extract a file is, by what is in it and never by its name."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from lxml import etree

from chatcalc.extracts import annex_a_headers, ssda903_recognition
from chatcalc.extracts.converted import CONVERTED, is_description
from chatcalc.extracts.extract import NoWorkbookError
from chatcalc.extracts.files import regular_file, unreadable
from chatcalc.extracts.workbooks import is_workbook, sheet_cells
from chatcalc.extracts.xml import SAFELY, broken_xml, local_name, refuse_entities
from chatcalc.tables.columns import ANNEX_A, CIN_CENSUS, SSDA903

_BYTES_LOOKED_AT: Final = 65_536
_ROWS_LOOKED_AT: Final = 20
_ELEMENTS_LOOKED_AT: Final = 200
_UTF_16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_CENSUS_ROOTS: Final = (
    "Message",
    "CINdetailsCollection",
    "Children",
)  # Message is the root of all collections
_DELIMITERS: Final = (",", ";", "\t", "|")


def kind_of(path: Path, label: str | None = None) -> str | None:
    """The source a file is of: `cin_census`, `ssda903`, `annex_a`, or `converted`; None for anything else.

    Args:
        path: A file.
        label: What messages call it; its base name where not given.

    Raises:
        ExtractError: It is missing, empty or unreadable; it is XML that is not well-formed before it says
            what it is, or that declares entities; it is a workbook that is damaged, under a password, or
            larger inside than it may be.
    """
    label = label or path.name
    regular_file(path)
    try:
        with path.open("rb") as opened:
            start = opened.read(_BYTES_LOOKED_AT)
    except OSError as error:
        raise unreadable(path, error) from error
    if is_workbook(start):
        return _kind_of_workbook(path, label)
    if is_description(start):
        return CONVERTED
    text = _decoded(start)
    if text.lstrip().startswith("<"):
        return _kind_of_xml(path, label)
    return _kind_of_rows(_rows(text))


def _kind_of_xml(path: Path, label: str) -> str | None:
    """By the root, and for the root that all of DfE's collections share, by what stands below it."""
    root: str | None = None
    try:
        with path.open("rb") as opened:
            elements = etree.iterparse(opened, events=("start", "end"), **SAFELY)
            for number, (event, element) in enumerate(elements):
                name = local_name(element.tag)
                if root is None:
                    root = name
                    refuse_entities(label, element)
                    if ssda903_recognition.is_return_root(root):
                        return SSDA903
                if _says_census(root, name, event, element.text):
                    return CIN_CENSUS
                if root not in _CENSUS_ROOTS or number > _ELEMENTS_LOOKED_AT:
                    return None
    except etree.XMLSyntaxError as error:
        raise broken_xml(label, error) from None
    except OSError as error:
        raise unreadable(path, error) from error
    return None


def _says_census(root: str, name: str, event: str, text: str | None) -> bool:
    if root not in _CENSUS_ROOTS:
        return False
    return name in ("CINdetailsCollection", "Children", "Child") or (
        event == "end" and name == "Collection" and (text or "").strip().upper() == "CIN"
    )


def _kind_of_workbook(path: Path, label: str) -> str | None:
    """By the first sheet whose columns are known."""
    sheets = sheet_cells(path, label, rows=_ROWS_LOOKED_AT)
    try:
        return next((kind for _, cells in sheets if (kind := _kind_of_rows(cells.rows()))), None)
    except NoWorkbookError:
        return None


def _kind_of_rows(rows: Sequence[Sequence[str | None]]) -> str | None:
    """By the column names, wherever they stand among the first rows.

    No list of Annex A has a column CHILD, so the return, which is quick to tell, is asked first.
    """
    if any(ssda903_recognition.recognise(row) for row in rows):
        return SSDA903
    return None if annex_a_headers.recognise([tuple(row) for row in rows]) is None else ANNEX_A


def _decoded(start: bytes) -> str:
    if start.startswith(_UTF_16):
        return start.decode("utf-16", errors="replace")
    try:
        return start.decode("utf-8-sig", errors="strict")
    except UnicodeDecodeError:
        return start.decode("cp1252", errors="replace")


def _rows(text: str) -> list[list[str]]:
    lines = text.replace("\x00", "").splitlines()[:_ROWS_LOOKED_AT]
    delimiter = max(_DELIMITERS, key=lambda mark: max((line.count(mark) for line in lines), default=0))
    return [next(csv.reader([line], delimiter=delimiter), []) for line in lines]
