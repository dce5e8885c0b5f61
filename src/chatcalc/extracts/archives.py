"""The zip file that an .xlsx is, looked through before it is read: what it unpacks to, and how far cells lie.

Sizes that the file itself states are believed by nobody: each member is unpacked here, up to the size that it
states, and refused where it holds more. Nothing is written to disk.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Collection, Iterator
from typing import BinaryIO, Final

from lxml import etree

from chatcalc.extracts.extract import ExtractError, NoWorkbookError
from chatcalc.extracts.files import spread_out
from chatcalc.extracts.xml import SAFELY, local_name

_MEMBERS: Final = 10_000
_UNPACKED: Final = 64 << 20  # bytes that any workbook may unpack to, and as a multiple of its size:
_TIMES_PACKED: Final = 100  # honest sheets pack to a tenth or a thirtieth
_STORED: Final = 0
_DEFLATED: Final = 8
_ENCRYPTED: Final = 1
_LOCAL_HEADER: Final = struct.Struct("<4s22xHH")

# A cell or a row beyond column BL or row 99,999: only sheets with one are measured, for that takes a while.
_FAR: Final = re.compile(
    rb"""r\s*=\s*["'](?:[A-Za-z]{3}\d|[Bb][M-Zm-z]\d|[C-Zc-z][A-Za-z]\d|[A-Za-z]*\d{6})"""
)
_REFERENCE: Final = re.compile(rb"""\br\s*=\s*["']([A-Za-z]*)(\d+)["']""")
_VALUE: Final = re.compile(rb"<(?:\w+:)?(?:v|is)\b")


def check_archive(opened: BinaryIO, label: str) -> None:
    """Refuse a workbook that would fill the memory.

    Raises:
        NoWorkbookError: It is a zip file of something else.
        ExtractError: It is no sound zip file; it unpacks to over 100 times its size (and over
            64 MB); a sheet spans over 20 times the cells that it fills (and over 4 million).
    """
    try:
        with zipfile.ZipFile(opened) as archive:
            members = archive.infolist()
            _check_members(members, opened.seek(0, 2), label)
            for member in members:
                _check_area(_unpacked(opened, member), label)
    except (zipfile.BadZipFile, zlib.error, struct.error, ValueError, NotImplementedError) as error:
        raise ExtractError(
            f"{label}: a damaged workbook (its zip file is cut short or broken); export it again"
        ) from error


def _check_members(members: list[zipfile.ZipInfo], packed: int, label: str) -> None:
    """By what the file states; that it holds no more than it states is for `_unpacked` to see."""
    names = [member.filename.lower() for member in members]
    if "xl/workbook.xml" not in names:
        raise NoWorkbookError(f"{label}: a zip file, no Excel workbook; unpack it, or save it as .xlsx")
    if any(member.flag_bits & _ENCRYPTED for member in members):
        raise ExtractError(f"{label}: protected by a password; save it without one")
    stated = sum(member.file_size for member in members)
    if len(members) > _MEMBERS or len(set(names)) < len(names) or stated > _UNPACKED + _TIMES_PACKED * packed:
        raise _too_large(label)
    if sum(member.compress_size for member in members) > packed:
        raise zipfile.BadZipFile("members overlap")


def _unpacked(opened: BinaryIO, member: zipfile.ZipInfo) -> bytes:
    """The content of a member, which is as long as it states."""
    opened.seek(member.header_offset)
    signature, name, extra = _LOCAL_HEADER.unpack(opened.read(_LOCAL_HEADER.size))
    if signature != b"PK\x03\x04" or member.compress_type not in (_STORED, _DEFLATED):
        raise zipfile.BadZipFile("not packed as workbooks are")
    opened.seek(name + extra, 1)
    packed = opened.read(member.compress_size)
    if member.compress_type == _STORED:
        content = packed
    else:
        unpacking = zlib.decompressobj(-zlib.MAX_WBITS)
        content = unpacking.decompress(packed, member.file_size + 1)
    if len(content) != member.file_size:
        raise zipfile.BadZipFile("a member is not as long as it states")
    return content


def _check_area(content: bytes, label: str) -> None:
    """Refuse a sheet whose last cell lies far from the others; blank cells, however far, take no room."""
    if _FAR.search(content) is None or not _too_wide(_REFERENCE.findall(content), content):
        return
    filled = set(_filled(content))
    if _too_wide(filled, content):
        row, column = max(int(row) for _, row in filled), max(_number(column) for column, _ in filled)
        raise ExtractError(
            f"{label}: a sheet reaches to row {row:,} and column {column:,}, far beyond its data; delete the "
            "rows and columns outside them and save it again"
        )


def _too_wide(references: Collection[tuple[bytes, bytes]], content: bytes) -> bool:
    rows = {int(row) for _, row in references}
    columns = {_number(column) for column, _ in references}
    area = (max(rows, default=0) - min(rows, default=0) + 1) * max({1, *columns})
    return spread_out(area, sum(1 for _ in _VALUE.finditer(content)))


def _number(column: bytes) -> int:
    """A is 1, Z is 26, AA is 27."""
    number = 0
    for letter in column.upper():
        number = number * 26 + letter - 64
    return number


def _filled(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Column and row of every cell that holds something."""
    try:
        for _, cell in etree.iterparse(io.BytesIO(content), events=("end",), tag="{*}c", **SAFELY):
            found = re.fullmatch(r"([A-Za-z]*)(\d+)", cell.get("r") or "")
            if found and any(local_name(part.tag) in ("v", "is") for part in cell):
                yield found[1].encode(), found[2].encode()
            cell.clear()
    except etree.XMLSyntaxError as error:
        raise zipfile.BadZipFile("a sheet is not well-formed") from error


def _too_large(label: str) -> ExtractError:
    return ExtractError(
        f"{label}: unpacks to far more than a workbook of its size holds; it was not read, export it again"
    )
