"""What can be wrong with any text file: cut short, in another encoding, with characters that command."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final
from xml.sax.saxutils import escape

Damage = Callable[[str], bytes]

CUTS: Final = {"a-tenth": 0.1, "a-third": 0.33, "a-half": 0.5, "most": 0.9, "all-but-one-byte": None}


def cut(text: str, share: float | None) -> bytes:
    """The first part of a file."""
    whole = text.rstrip("\n").encode()
    return whole[:-1] if share is None else whole[: int(len(whole) * share)]


ENCODINGS: Final[dict[str, Damage]] = {
    "utf-16-le-unmarked": lambda text: text.encode("utf-16-le"),
    "utf-16-be-unmarked": lambda text: text.encode("utf-16-be"),
    "utf-16-marked": lambda text: text.encode("utf-16"),
    "utf-16-odd-length": lambda text: text.encode("utf-16")[:-1],
    "utf-32": lambda text: text.encode("utf-32"),
    "cp1252": lambda text: text.replace("WBRI", "Caf\u00e9 \u2019").encode("cp1252"),
    "mixed": lambda text: (
        text.replace("WBRI", "\u00e9").encode() + text[-20:].replace("C", "\u00e9").encode("cp1252")
    ),
    "ebcdic": lambda text: text.encode("cp500", errors="replace"),
    "nuls-between": lambda text: text.replace("WBRI", "W\x00BRI").encode(),
    "nuls-at-the-end": lambda text: text.encode() + bytes(4096),
    "two-byte-order-marks": lambda text: ("\ufeff\ufeff" + text).encode(),
    "only-a-byte-order-mark": lambda _: b"\xef\xbb\xbf",
    "only-nuls": lambda _: bytes(10_000),
    "only-blanks": lambda _: b" \n\r\t" * 1000,
}

HOSTILE: Final = {
    "escape-codes": "\x1b[2J\x1b]0;owned\x07\x1b[31m",
    "right-to-left": "\u202egnp.exe\u202c\u2066\u200f",
    "a-bell-and-backspaces": "\x07\x08\x08\x7f\x9b31m",
    "a-formula": "=cmd|' /C calc'!A0",
    "a-dde-plus": '+HYPERLINK("http://127.0.0.1/?"&A1)',
    "markup": "[bold red]x[/] <script>alert(1)</script> {{ 7*7 }} ${7*7}",
    "a-line-separator": "a\u2028b\u0085c",
    "ten-thousand-characters": "x" * 10_000,
    "lone-marks": "\u0301" * 300 + "\ufdfa" * 100,
}
"""Texts that a terminal, a spreadsheet or a page would act on."""

DATES: Final = {
    "year-0": "0000-01-01",
    "year-1": "0001-01-01",
    "year-9999": "9999-12-31",
    "year-10000": "10000-01-01",
    "30-february": "2023-02-30",
    "month-13": "2023-13-01",
    "negative": "-2023-05-01",
    "us-order": "12/31/2023",
    "serial-overflow": "99999999999999999999",
    "serial-negative": "-45000",
    "serial-float": "1e308",
    "infinite": "inf",
    "arabic-digits": "\u0662\u0660\u0662\u0663-\u0660\u0665-\u0660\u0661",
    "a-time-without-date": "23:59:59",
    "words": "the day CANARY came",
    "a-megabyte-of-digits": "2" * 1_000_000,
}
"""Dates that are none, or that nobody had."""


def for_xml(text: str) -> str:
    """The text as XML may hold it: control characters as the private ones that XML allows."""
    return escape("".join(c if c >= " " else chr(0xE000 + ord(c)) for c in text))
