"""Returns written to disk for the tests of the reader: as CSV, as a workbook, and as XML."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.etree import ElementTree as Tree

import xlsxwriter

Table = Sequence[Mapping[str, str]]
Tables = Mapping[str, Table]

EPISODE = {
    "CHILD": "c1",
    "DECOM": "01/05/2023",
    "RNE": "S",
    "LS": "C2",
    "CIN": "N1",
    "PLACE": "U6",
    "PLACE_PROVIDER": "PR1",
    "DEC": "",
    "REC": "",
    "REASON_PLACE_CHANGE": "",
    "HOME_POST": "LS1 1UR",
    "PL_POST": "CR2 6XH",
    "URN": "SC000001",
}
HEADER = {"CHILD": "c1", "SEX": "1", "DOB": "20/05/2014", "ETHNIC": "WBRI"}


def write_csv(path: Path, rows: Table, encoding: str = "utf-8", delimiter: str = ",") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding=encoding) as opened:
        writer = csv.DictWriter(opened, fieldnames=list(rows[0]), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
    return path


def write_workbook(path: Path, tables: Tables) -> Path:
    """A sheet a table, under names that do not say which table it is."""
    with xlsxwriter.Workbook(path) as book:
        for number, (_, rows) in enumerate(tables.items()):
            sheet = book.add_worksheet(f"sheet {number}")
            sheet.write_row(0, 0, list(rows[0]))
            for row_number, row in enumerate(rows, start=1):
                sheet.write_row(row_number, 0, list(row.values()))
    return path


def write_xml(path: Path, tables: Tables) -> Path:
    """The return of CLA.xsd: header, and inside it or beside it everything else of a child."""
    root = Tree.Element("EXPSSDA903")
    for header_row in tables["header"]:
        child = Tree.SubElement(root, "CHILD")
        header = Tree.SubElement(child, "HEADER")
        _add(header, header_row)
        for name in ("uasc", "ad1", "oc3"):
            for row in _of(tables, name, header_row["CHILD"]):
                if name == "uasc":
                    Tree.SubElement(header, "UASC").text = "1"
                _add(header, {field: text for field, text in row.items() if field not in header_row})
        for name, wrapper in (("missing", "AMISSING"), ("reviews", "AREVIEW"), ("placed", "AD_PLACED")):
            for row in _of(tables, name, header_row["CHILD"]):
                _add(Tree.SubElement(header, wrapper), row, ("CHILD", "DOB"))
        for name, wrapper in (("previous", "PERMANENCE"), ("oc2", "OC2")):
            for row in _of(tables, name, header_row["CHILD"]):
                _add(Tree.SubElement(header, wrapper), row, ("CHILD", "DOB"))
        for row in _of(tables, "episodes", header_row["CHILD"]):
            _add(Tree.SubElement(child, "EPISODE"), row, ("CHILD",))
    Tree.ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)
    return path


def _of(tables: Tables, name: str, child: str) -> list[Mapping[str, str]]:
    return [row for row in tables.get(name, ()) if row["CHILD"] == child]


def _add(parent: Tree.Element, row: Mapping[str, str], without: Sequence[str] = ()) -> None:
    names = {"CHILD": "CHILDID", "PLACE": "PL"}
    for field, text in row.items():
        if field not in without:
            Tree.SubElement(parent, names.get(field, field)).text = text or None
