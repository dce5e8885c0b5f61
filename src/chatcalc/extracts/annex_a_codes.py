"""How the many ways of writing a code in Annex A become the statutory one.

The template writes `q) 6: Police`; authorities also send `6`, `Police`, `q)` or a letter of their own
before the right code. A value is read as, in this order: the bare statutory code, with or without a letter
before and a label behind; the exact label; the template's letter, but only where nothing else stands beside
it or the label begins like that letter's own. The letter alone means something different in every column,
and regional tools use letters of their own (`c) Not recorded` where the template has `c) Died`), so a
letter never overrules a label.

A label that several codes share (`Individual`, `Foster placement`) names none of them and is not understood.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from chatcalc.extracts import values

_LETTER: Final = r"^\(?([a-z]{1,2}\d?)\)\s*"
_CODE_AND_LABEL: Final = r"^([a-z0-9]+)(?:\s*:|\s+-|\s*\(|\s*$)"  # any code, clearly set apart
_LONG_CODE: Final = (
    r"^([a-z]*\d[a-z0-9]*|[a-z]{3,})(?:[\s\-.,/]|$)"  # with a digit or three letters: a space will do
)


@dataclass(frozen=True)
class CodeList:
    """A code list in the three ways it may be written.

    Attributes:
        name: What the list is of, for messages.
        codes: Canonical code by bare code, in lower case.
        labels: Canonical code by the words of a label.
        letters: Canonical code by the template's letter.
        first_words: Canonical code by letter and first word of a label, where that word is one code's only.
    """

    name: str
    codes: Mapping[str, str]
    labels: Mapping[str, str]
    letters: Mapping[str, str]
    first_words: Mapping[str, str]


def code_list(name: str, table: str) -> CodeList:
    """A code list from lines of `letter | code | label | label ...`; the letter may be missing."""
    rows = [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]
    labels = [(_plain_words(label), code) for _, code, *names in rows for label in names]
    words = _unambiguous((label.split(" ")[0], code) for label, code in labels if label)
    by_letter = [(letter, code, label) for letter, code, *names in rows for label in map(_plain_words, names)]
    beginnings = ((letter, label.split(" ")[0], code) for letter, code, label in by_letter if letter)
    return CodeList(
        name=name,
        codes={code.lower(): code for _, code, *_ in rows},
        labels=_unambiguous(labels),
        letters=_unambiguous((letter, code) for letter, code, *_ in rows),
        first_words=_unambiguous(
            (f"{a} {word}", code) for a, word, code in beginnings if words.get(word) == code
        ),
    )


def translated(column: pl.Expr, codes: CodeList) -> pl.Expr:
    """The canonical code of a raw text column; null where it is blank or not understood."""
    plain = values.text(column).str.to_lowercase().str.replace(r"^(\d+)\.0+$", "$1")
    rest = plain.str.replace(_LETTER, "")
    letter = plain.str.extract(_LETTER)
    words = _words(rest)
    beginning = pl.concat_str(letter, pl.lit(" "), words.str.extract(r"^([a-z0-9]+)"))
    return pl.coalesce(
        _look_up(rest.str.extract(_CODE_AND_LABEL), codes.codes),
        _look_up(rest.str.extract(_LONG_CODE), codes.codes),
        _look_up(words, codes.labels),
        _look_up(_words(plain), codes.labels),
        _look_up(pl.when(words == "").then(letter), codes.letters),
        _look_up(beginning, codes.first_words),
    )


def _look_up(key: pl.Expr, table: Mapping[str, str]) -> pl.Expr:
    return key.replace_strict(table, default=None, return_dtype=pl.String)


def _words(column: pl.Expr) -> pl.Expr:
    return column.str.replace_all(r"[^a-z0-9]+", " ").str.strip_chars()


def _plain_words(label: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in label.lower()).split())


def _unambiguous(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """What names one code only."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for key, code in pairs:
        found[key].add(code)
    return {key: min(codes) for key, codes in found.items() if key and len(codes) == 1}
