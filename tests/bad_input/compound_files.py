"""Writes compound (OLE) files and the records of an .xls, as small as they can be: no library here does."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence

_SECTOR = 512
_FREE, _END, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def compound(streams: Mapping[str, bytes]) -> bytes:
    """A compound file with these streams, each in sectors of 512 bytes."""
    padded = {
        name: data.ljust(max(4096, -(-len(data) // _SECTOR) * _SECTOR), b"\0")
        for name, data in streams.items()
    }
    chains: list[int] = []
    starts = {}
    for name, data in padded.items():
        starts[name] = len(chains)
        count = len(data) // _SECTOR
        chains += [*range(len(chains) + 1, len(chains) + count), _END]
    directory = len(chains)
    entries = [_entry("Root Entry", 5, _END, 0, child=1)]
    entries += [
        _entry(name, 2, starts[name], len(padded[name]), right=number + 1 if number < len(padded) else _FREE)
        for number, name in enumerate(padded, start=1)
    ]
    listing = b"".join(entries)
    listing = listing.ljust(-(-len(listing) // _SECTOR) * _SECTOR, b"\0")
    sectors = len(listing) // _SECTOR
    chains += [*range(directory + 1, directory + sectors), _END]
    tables = -(-(len(chains) + 1) // 127)
    table_at = len(chains)
    chains += [_TABLE] * tables
    table = struct.pack(f"<{len(chains)}I", *chains).ljust(tables * _SECTOR, b"\xff")
    places = [*range(table_at, table_at + tables)]
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIII", 0, tables, directory, 0, 4096, _END, 0, _END, 0)
    header += struct.pack("<109I", *places, *[_FREE] * (109 - tables))
    return header + b"".join(padded.values()) + listing + table


def _entry(name: str, kind: int, start: int, size: int, *, child: int = _FREE, right: int = _FREE) -> bytes:
    encoded = name.encode("utf-16-le") + b"\0\0"
    return (
        encoded.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(encoded), kind, 1, _FREE, right, child)
        + bytes(36)
        + struct.pack("<II", start, size)
        + bytes(4)
    )


def record(kind: int, data: bytes) -> bytes:
    """One record of an .xls."""
    return struct.pack("<HH", kind, len(data)) + data


def cell(row: int, column: int, text: str) -> bytes:
    """A cell that holds text."""
    return record(0x0204, struct.pack("<HHHHB", row, column, 0, len(text), 1) + text.encode("utf-16-le"))


def records(sheets: Mapping[str, bytes], before: bytes = b"") -> bytes:
    """The stream `Workbook`: what holds for all sheets, and the records of each."""
    begin = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 1997, 0, 6)) + before
    begin += record(0x0042, struct.pack("<H", 1200))
    end = record(0x000A, b"")
    names = [name.encode("utf-16-le") for name in sheets]
    length = len(begin) + sum(4 + 8 + len(name) for name in names) + len(end)
    bound, bodies = b"", b""
    for name, cells in zip(names, sheets.values(), strict=True):
        bound += record(0x0085, struct.pack("<IBBBB", length + len(bodies), 0, 0, len(name) // 2, 1) + name)
        bodies += record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 1997, 0, 6)) + cells + end
    return begin + bound + end + bodies


def xls(sheets: Mapping[str, Sequence[Sequence[object]]]) -> bytes:
    """An .xls with these rows of text."""
    return compound(
        {
            "Workbook": records(
                {
                    name: b"".join(
                        cell(number, column, str(text))
                        for number, line in enumerate(lines)
                        for column, text in enumerate(line)
                        if text is not None
                    )
                    for name, lines in sheets.items()
                }
            )
        }
    )
