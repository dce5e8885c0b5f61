"""The compound (OLE) file that an .xls is, looked through before it is read.

A compound file is a small file system: sectors, a table that chains them, a directory of named streams. An
.xls keeps its records in the stream `Workbook`; an .xlsx under a password is a compound file with a stream
`EncryptedPackage`. As with zip files, nothing that the file states about its size is believed.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

from chatcalc.extracts.extract import ExtractError, NoWorkbookError
from chatcalc.extracts.files import spread_out

_END: Final = 0xFFFFFFFA  # this and above: no sector
_SMALL: Final = 4096  # streams below lie in sectors of their own size
_SMALL_SECTOR: Final = 64
_ENTRY: Final = 128  # bytes of a directory entry
_COLUMNS: Final = 256

_PASSWORD: Final = 0x002F
_SHARED_STRINGS: Final = 0x00FC
_BEGIN: Final = 0x0809
_DIMENSIONS: Final = 0x0200
_CELLS: Final = frozenset({0x0006, 0x0203, 0x0204, 0x0205, 0x00D6, 0x00FD, 0x027E, 0x00BD})


def check_compound(content: bytes, label: str) -> None:
    """Refuse an .xls that would fill the memory or is under a password.

    Raises:
        NoWorkbookError: It is a compound file of something else.
        ExtractError: It would, it is, or it is damaged.
    """
    try:
        names = streams(content)
        if "EncryptedPackage" in names or "EncryptionInfo" in names:
            raise ExtractError(f"{label}: protected by a password; save it without one")
        if "Workbook" not in names:
            raise NoWorkbookError(f"{label}: no Excel workbook, or one of before 1997; save it as .xlsx")
        _check_records(names["Workbook"], label)
    except (struct.error, IndexError, ValueError) as error:
        raise ExtractError(f"{label}: a damaged workbook; open it in Excel and save it as .xlsx") from error


def streams(content: bytes) -> dict[str, bytes]:
    """The streams of a compound file by name.

    Raises:
        ValueError: Chains of sectors run in a circle.
        IndexError: They run out of the file.
        struct.error: The file is cut short.
    """
    size = 1 << min(struct.unpack_from("<H", content, 30)[0], 16)
    sectors = [content[start : start + size] for start in range(size, len(content), size)]
    table = _table(content, sectors)
    entries = b"".join(_chained(struct.unpack_from("<I", content, 48)[0], table, sectors))
    small_table = _numbers(b"".join(_chained(struct.unpack_from("<I", content, 60)[0], table, sectors)))
    small_sectors: list[bytes] = []
    found: dict[str, bytes] = {}
    for place in range(0, len(entries) - _ENTRY + 1, _ENTRY):
        entry = entries[place : place + _ENTRY]
        length, kind = struct.unpack_from("<HB", entry, 64)
        start, bytes_ = struct.unpack_from("<II", entry, 116)
        name = entry[: max(0, min(length, 64) - 2)].decode("utf-16-le", errors="replace")
        if kind == 5:
            whole = b"".join(_chained(start, table, sectors))
            small_sectors = [whole[at : at + _SMALL_SECTOR] for at in range(0, len(whole), _SMALL_SECTOR)]
        elif kind == 2:
            chain = (small_table, small_sectors) if bytes_ < _SMALL else (table, sectors)
            found[name] = b"".join(_chained(start, *chain))[:bytes_]
    return found


def _table(content: bytes, sectors: list[bytes]) -> tuple[int, ...]:
    """Which sector follows on each; its own sectors are listed in the header, and where many, in more."""
    places = [place for place in struct.unpack_from("<109I", content, 76) if place < _END]
    more, left = struct.unpack_from("<II", content, 68)
    while more < _END and left:
        numbers = _numbers(sectors[more])
        places += [place for place in numbers[:-1] if place < _END]
        more, left = numbers[-1], left - 1
        if len(places) > len(sectors):
            raise ValueError("sectors are listed twice")
    return _numbers(b"".join(sectors[place] for place in places))


def _numbers(data: bytes) -> tuple[int, ...]:
    if len(data) % 4:
        raise ValueError("the table of sectors is cut short")
    return struct.unpack_from(f"<{len(data) // 4}I", data)


def _chained(start: int, table: tuple[int, ...], sectors: list[bytes]) -> Iterator[bytes]:
    """The sectors of a stream."""
    for _ in range(len(sectors) + 1):
        if start >= _END:
            return
        yield sectors[start]
        start = table[start]
    raise ValueError("the sectors run in a circle")


def _check_records(stream: bytes, label: str) -> None:
    """Refuse a password, more shared strings than there are bytes, and sheets that are mostly empty."""
    area = filled = 0
    first, last, right = 0, -1, 0
    for kind, data in _records(stream):
        if kind == _PASSWORD:
            raise ExtractError(f"{label}: protected by a password; save it without one")
        if kind == _SHARED_STRINGS and struct.unpack_from("<I", data, 4)[0] > len(stream):
            raise ValueError("more shared strings than bytes")
        if kind == _DIMENSIONS:
            _check_dimensions(data)
        elif kind == _BEGIN:
            area += (last - first + 1) * right
            first, last, right = 0, -1, 0
        elif kind in _CELLS:
            row, column = struct.unpack_from("<HH", data)
            if column >= _COLUMNS:
                raise ValueError("a column that no sheet has")
            first, last, right = min(first, row), max(last, row), max(right, column + 1)
            filled += 1
    area += (last - first + 1) * right
    if spread_out(area, filled):
        raise ExtractError(
            f"{label}: its sheets reach far beyond their data; delete the rows and columns outside them and "
            "save it as .xlsx"
        )


def _check_dimensions(data: bytes) -> None:
    """The reader makes room for what a sheet says it spans."""
    if len(data) < 14:
        return
    top, bottom, left, right = struct.unpack_from("<IIHH", data)
    if top > bottom or left > right or bottom > 65_536 or right > _COLUMNS:
        raise ValueError("a sheet larger than sheets are")


def _records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    """Kind and content of each record."""
    at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length
