"""Broken Annex A workbooks and lists, and what can be wrong with any workbook."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

from bad_input.case import Arguments, Case, file, report, write
from bad_input.compound_files import cell, compound, record, records, xls
from bad_input.honest import ANNEX_A, CENSUS, CONTACTS, REFERRALS, REFERRALS_CSV, workbook
from bad_input.texts import CUTS, DATES, ENCODINGS, HOSTILE, cut

_NOTHING = "refused: no CIN census, SSDA903 return or Annex A list"
_DAMAGED = "refused: a damaged workbook"
_LARGE = "refused: unpacks to far more than a workbook of its size holds"
_FAR = "refused: far beyond"
_LOCKED = "refused: protected by a password"
_SHEET = "xl/worksheets/sheet1.xml"
_STRINGS = "xl/sharedStrings.xml"


def _changed(change: Callable[[str, bytes], bytes | None], content: bytes = ANNEX_A, **more: bytes) -> bytes:
    """The workbook with each member changed, left out, or added; names of those added have `_` for `/`."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if (data := change(name, old.read(name))) is not None:
                new.writestr(name, data)
        for name, data in more.items():
            new.writestr(name.replace("_", "/"), data)
    return target.getvalue()


def member(name: str, old: bytes, new: bytes) -> bytes:
    """The workbook with text replaced in one member."""

    def change(at: str, data: bytes) -> bytes:
        assert at != name or old in data
        return data.replace(old, new, 1) if at == name else data

    return _changed(change)


def _without(name: str) -> bytes:
    return _changed(lambda at, data: None if at == name else data)


def _as(change: Callable[[list[list[object]]], list[list[object]]]) -> bytes:
    """A workbook whose List 3 was changed."""
    return workbook({"List 3": change([list(row) for row in REFERRALS])})


def _lying(content: bytes, name: str) -> bytes:
    """The workbook, whose list of members says that one of them is smaller than it is."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        size = archive.getinfo(name).file_size
    at = content.rindex(name.encode()) - 46
    assert struct.unpack_from("<I", content, at + 24)[0] == size
    return content[: at + 24] + struct.pack("<I", 100) + content[at + 28 :]


def _flagged(content: bytes, flag: int = 0, method: int | None = None) -> bytes:
    """The workbook with other flags or another method of packing for its first listed member."""
    at = content.index(b"PK\x01\x02")
    flags, packed = struct.unpack_from("<HH", content, at + 8)
    return (
        content[: at + 8]
        + struct.pack("<HH", flags | flag, packed if method is None else method)
        + content[at + 12 :]
    )


def _many_members(count: int) -> bytes:
    return _changed(lambda _, data: data, **{f"x_{n}": b"" for n in range(count)})


def _overlapping() -> bytes:
    """Fifty listed members that are all the same packed bytes."""
    body = zlib.compress(bytes(1_000_000))[2:-4]
    whole = io.BytesIO(_changed(lambda _, data: data))
    with zipfile.ZipFile(whole, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/bomb0", bytes(1_000_000))
        first = archive.getinfo("xl/bomb0")
        for number in range(1, 50):
            again = zipfile.ZipInfo(f"xl/bomb{number}")
            again.header_offset, again.file_size = first.header_offset, first.file_size
            again.compress_size, again.CRC, again.compress_type = (
                first.compress_size,
                first.CRC,
                first.compress_type,
            )
            archive.filelist.append(again)
            archive.NameToInfo[again.filename] = again
    assert len(body) < 2_000
    return whole.getvalue()


def cells_added(*far: str) -> bytes:
    """The workbook with further cells at the end of the first sheet."""
    more = "".join(
        f'<row r="{"".join(filter(str.isdigit, at))}"><c r="{at}"><v>1</v></c></row>' for at in far
    )
    return member(_SHEET, b"</sheetData>", more.encode() + b"</sheetData>")


def _column_of(value: object) -> bytes:
    """List 3 with another date of referral in the first row."""
    column = REFERRALS[0].index("Date of referral")
    return _as(lambda rows: [rows[0], [value if n == column else c for n, c in enumerate(rows[1])], rows[2]])


def _merged() -> bytes:
    import xlsxwriter

    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet("List 3")
        for number, row in enumerate(REFERRALS, start=1):
            sheet.write_row(number, 0, ["" if each is None else each for each in row])
        sheet.merge_range(0, 0, 0, 5, "CANARY")
        sheet.merge_range(2, 0, 3, 0, "CANARY1", book.add_format())
    return target.getvalue()


def _mixed_folder(folder: Path) -> Arguments:
    write(folder / "in" / "census.xml", CENSUS)
    write(folder / "in" / "broken.xlsx", ANNEX_A[:3000])
    return report(folder / "in")


def _letters_in_folder(folder: Path) -> Arguments:
    write(folder / "in" / "census.xml", CENSUS)
    write(folder / "in" / "letter.docx", _zip({"word/document.xml": b"CANARY"}))
    write(folder / "in" / "letter.doc", compound({"WordDocument": b"CANARY"}))
    write(folder / "in" / "all.zip", _zip({"a.xlsx": ANNEX_A}))
    return report(folder / "in")


def _zip(members: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return target.getvalue()


def _nested(depth: int) -> bytes:
    content = bytes(10_000_000)
    for number in range(depth):
        content = _zip({f"{number}.zip": content})
    return content


def _book(name: str, content: bytes, expected: str, suffix: str = "xlsx") -> Case:
    return Case(f"workbook-{name}", file(f"Annex_A.{suffix}", content), expected)


def _list(name: str, content: str | bytes, expected: str) -> Case:
    return Case(f"annex-a-{name}", file("list_3.csv", content), expected)


_ENCODED = dict.fromkeys(ENCODINGS, "read: list-missing") | {
    "mixed": "read: child-without-id",
    "ebcdic": _NOTHING,
    "only-a-byte-order-mark": _NOTHING,
    "only-nuls": _NOTHING,
    "only-blanks": _NOTHING,
}
_DATED = dict.fromkeys(DATES, "read: date-not-understood") | {
    **dict.fromkeys(("year-0", "year-1", "year-9999"), "read"),
    "a-megabyte-of-digits": "refused: a cell of over 131,072 characters",
}
_OPEN = "refused: a quotation mark that never closes"
_CUT = dict.fromkeys(CUTS, "read") | {
    **dict.fromkeys(("a-tenth", "a-third"), _NOTHING),
    "a-half": _OPEN,
}
_XLS = xls({"List 1": CONTACTS, "List 3": REFERRALS})
_PLAIN = REFERRALS_CSV.replace('"', "")
_LINES = REFERRALS_CSV.splitlines(keepends=True)

_ARCHIVES = [
    *(
        _book(
            f"cut-at-{name}",
            ANNEX_A[:-1] if share is None else ANNEX_A[: int(len(ANNEX_A) * share)],
            _DAMAGED,
        )
        for name, share in CUTS.items()
    ),
    _book(
        "of-zeros-in-strings",
        member(_STRINGS, b"<si>", b"<si><t>" + b"x" * 120_000_000 + b"</t></si><si>"),
        _LARGE,
    ),
    _book(
        "of-blanks-in-a-sheet", member(_SHEET, b"<sheetData>", b"<sheetData>" + b" " * 120_000_000), _LARGE
    ),
    _book(
        "that-lies-about-its-size",
        _lying(member(_STRINGS, b"<si>", b"<si><t>" + b"x" * 9_000_000 + b"</t></si><si>"), _STRINGS),
        _DAMAGED,
    ),
    _book("of-20000-members", _many_members(20_000), _LARGE),
    _book("of-members-that-overlap", _overlapping(), _DAMAGED),
    _book(
        "of-a-member-twice",
        _changed(lambda _, data: data, **{_SHEET.replace("/", "_").upper(): b"CANARY"}),
        _LARGE,
    ),
    _book("under-a-password-of-zip", _flagged(ANNEX_A, flag=1), _LOCKED),
    _book("packed-otherwise", _flagged(ANNEX_A, method=12), _DAMAGED),
    _book("with-a-flipped-byte", ANNEX_A[:700] + bytes([ANNEX_A[700] ^ 255]) + ANNEX_A[701:], "read"),
    _book("with-a-way-out", _changed(lambda _, data: data, **{".._.._.._escaped.txt": b"CANARY"}), "read"),
    _book(
        "with-an-absolute-way-out", _changed(lambda _, data: data, **{"_tmp_escaped.txt": b"CANARY"}), "read"
    ),
    _book("with-rubbish-behind", ANNEX_A + b"CANARY" * 100, "read"),
    _book("of-nested-zips", _nested(5), _NOTHING),
    _book("that-is-a-zip-of-workbooks", _zip({"a.xlsx": ANNEX_A}), _NOTHING),
    _book("that-is-a-letter", _zip({"word/document.xml": b"CANARY", "[Content_Types].xml": b""}), _NOTHING),
    _book("without-its-list-of-sheets", _without("xl/workbook.xml"), _NOTHING),
    _book("without-its-first-sheet", _without(_SHEET), "refused: not a workbook that can be read"),
    _book("without-its-strings", _without(_STRINGS), "refused: not a workbook that can be read"),
    _book(
        "without-its-links",
        _without("xl/_rels/workbook.xml.rels"),
        "refused: not a workbook that can be read",
    ),
    _book("empty-members", _changed(lambda _, data: b""), "refused: not a workbook that can be read"),
    _book(
        "members-of-rubbish",
        _changed(lambda _, data: b"CANARY" * 1000),
        "refused: not a workbook that can be read",
    ),
    _book(
        "bomb-of-entities",
        member(_SHEET, b"<worksheet", b'<!DOCTYPE w [<!ENTITY a "CANARY"><!ENTITY b "&a;&a;">]><worksheet'),
        "read",
    ),
    Case("workbook-broken-in-a-folder", _mixed_folder, _DAMAGED),
    Case("workbook-letters-in-a-folder", _letters_in_folder, "read: file-ignored"),
]
_SHEETS = [
    _book("cells-in-two-corners", cells_added("XFD1048576"), _FAR),
    _book(
        "cells-in-two-corners-in-one-quote",
        member(
            _SHEET,
            b"</sheetData>",
            b"<row r = '1048576'><c  r\t=\n'XFD1048576'><v>1</v></c></row></sheetData>",
        ),
        _FAR,
    ),
    _book("a-cell-in-the-last-row", cells_added("BH1048576"), _FAR),
    _book("a-cell-beyond-the-last", cells_added("ZZZ99999999"), _FAR),
    _book("a-note-a-little-below", cells_added("C40000"), "read"),
    _book("a-million-blank-rows", _as(lambda rows: rows + [[None]] * 1_000_000), "read"),
    _book(
        "blank-cells-to-the-end",
        member(_SHEET, b"</sheetData>", b'<row r="1048576"><c r="XFD1048576" s="1"/></row></sheetData>'),
        "read",
    ),
    _book(
        "a-dimension-beyond-all",
        member(_SHEET, b"<dimension ref=", b'<dimension ref="A1:XFD1048576" x='),
        "read",
    ),
    _book(
        "a-string-that-is-not-there",
        member(_SHEET, b"<v>0</v>", b"<v>99999999</v>"),
        "refused: not a workbook that can be read",
    ),
    _book("a-string-of-a-negative-number", member(_SHEET, b"<v>0</v>", b"<v>-1</v>"), "read"),
    _book(
        "300-sheets", workbook({**{f"x{n}": [["CANARY"]] for n in range(300)}, "List 3": REFERRALS}), "read"
    ),
    _book("no-list-on-any-sheet", workbook({"a": [["CANARY"]], "b": []}), _NOTHING),
    _book("a-list-twice", workbook({"a": REFERRALS, "b": REFERRALS}), "refused: "),
    _book("blank", workbook({"a": []}), _NOTHING),
    _book("headings-too-low", _as(lambda rows: [["CANARY"]] * 60 + rows), _NOTHING),
    _book("headings-twice", _as(lambda rows: [rows[0], *rows]), "read"),
    _book("a-column-twice", _as(lambda rows: [row + row for row in rows]), "read: column-repeated"),
    _book("without-ids", _as(lambda rows: [row[1:] for row in rows]), _NOTHING),
    _book("merged-cells", _merged(), "read: child-without-id"),
    _book(
        "a-heading-of-30000-characters",
        _as(lambda rows: [[*rows[0], "CANARY" * 5000], *rows[1:]]),
        "read: column-not-known",
    ),
    _book("a-cell-of-32767-characters", _column_of("CANARY" * 5461), "read: date-not-understood"),
    _book(
        "2000-columns",
        _as(lambda rows: [row + [f"c{n}" for n in range(2000)] for row in rows]),
        "read: column-not-known",
    ),
    _book("formulas-without-results", _column_of("=1/0"), "read: date-not-understood"),
    _book("a-name-of-a-sheet-that-a-terminal-obeys", workbook({"\u202e31m": REFERRALS}), "read"),
    _book(
        "with-macros",
        _changed(
            lambda _, data: data,
            xl_vbaProject=b"CANARY",
            **{"xl_vbaProject.bin": compound({"VBA": b"CANARY"})},
        ),
        "read",
        "xlsm",
    ),
    _book("called-xls", ANNEX_A, "read", "xls"),
    _book("called-csv", ANNEX_A, "read", "csv"),
    _book("that-is-a-csv", REFERRALS_CSV.encode(), "read"),
    _book("that-is-a-page", b"<html><table><tr><td>CANARY</td></tr></table></html>", _NOTHING, "xls"),
]
_OLD = [
    _book("old", _XLS, "read", "xls"),
    _book("old-called-xlsx", _XLS, "read"),
    _book("under-a-password", compound({"EncryptionInfo": b"x" * 300, "EncryptedPackage": ANNEX_A}), _LOCKED),
    _book(
        "old-under-a-password",
        compound({"Workbook": records({"A": cell(0, 0, "x")}, record(0x002F, b"\0" * 6))}),
        _LOCKED,
        "xls",
    ),
    _book(
        "old-cells-in-two-corners",
        compound(
            {"Workbook": records({f"A{n}": cell(0, 0, "x") + cell(65_535, 60, "y") for n in range(50)})}
        ),
        _FAR,
        "xls",
    ),
    _book(
        "old-a-column-beyond-all",
        compound({"Workbook": records({"A": cell(0, 0, "x") + cell(65_535, 65_535, "y")})}),
        _DAMAGED,
        "xls",
    ),
    _book(
        "old-a-dimension-beyond-all",
        compound(
            {"Workbook": records({"A": record(0x0200, struct.pack("<IIHHH", 0, 2**31 - 1, 0, 65_535, 0))})}
        ),
        _DAMAGED,
        "xls",
    ),
    _book(
        "old-more-strings-than-bytes",
        compound({"Workbook": records({"A": b""}, record(0x00FC, struct.pack("<II", 1, 2**31 - 1)))}),
        _DAMAGED,
        "xls",
    ),
    _book("old-before-1997", compound({"Book": b"CANARY"}), _NOTHING, "xls"),
    _book("old-a-letter", compound({"WordDocument": b"CANARY"}), _NOTHING, "doc"),
    _book(
        "old-sectors-in-a-circle", _XLS[:48] + struct.pack("<I", 0) + _XLS[52:76] + _XLS[76:], _NOTHING, "xls"
    ),
    *(
        _book(
            f"old-cut-at-{name}",
            _XLS[:-1] if share is None else _XLS[: int(len(_XLS) * share)],
            "refused: a damaged workbook",
            "xls",
        )
        for name, share in CUTS.items()
    ),
]
_LISTS = [
    *(_list(f"cut-at-{name}", cut(REFERRALS_CSV, share), _CUT[name]) for name, share in CUTS.items()),
    *(_list(name, damage(REFERRALS_CSV), _ENCODED[name]) for name, damage in ENCODINGS.items()),
    *(
        _list(f"date-{name}", REFERRALS_CSV.replace("01/02/2024", date), _DATED[name])
        for name, date in DATES.items()
    ),
    *(
        _list(f"text-{name}", REFERRALS_CSV.replace("CANARY1", text.replace('"', '""')), "read")
        for name, text in HOSTILE.items()
    ),
    *(
        _list(f"heading-{name}", REFERRALS_CSV.replace("Allocated Team", text.replace('"', '""')), "read")
        for name, text in HOSTILE.items()
    ),
    _list("quote-that-never-closes", REFERRALS_CSV.replace('"CANARY1"', '"CANARY1'), "read: code-unknown"),
    _list(
        "quote-that-never-closes-in-plain-cells",
        _PLAIN.replace("CANARY1", '"CANARY1'),
        "refused: list_3.csv, line 2: a quot",
    ),
    _list("quote-that-never-closes-over-a-megabyte", _PLAIN + '"' + ("x" * 99 + "\n") * 10_000, _OPEN),
    _list(
        "a-row-of-a-million-cells-above-many",
        REFERRALS_CSV + "x," * 1_000_000 + "\n" + _LINES[1] * 5_000,
        "refused: line 4: 1,000,001 columns",
    ),
    _list("a-hundred-thousand-empty-rows", REFERRALS_CSV + "," * 10 + ("\n" + "," * 10) * 100_000, "read"),
    _list(
        "a-cell-of-a-megabyte",
        REFERRALS_CSV.replace("a) Male", "CANARY" * 170_000),
        "refused: a cell of over 131,072 characters",
    ),
    _list("ids-of-10000-characters", REFERRALS_CSV.replace("CANARY1", "CANARY" * 1700), "read"),
    _list("headings-in-two-rows", REFERRALS_CSV.replace(",Date", "\n,Date"), "read"),
    _list("tabs-and-blanks", REFERRALS_CSV.replace(",", " \t "), "read: date-not-understood"),
]

CASES: tuple[Case, ...] = (*_ARCHIVES, *_SHEETS, *_OLD, *_LISTS)
