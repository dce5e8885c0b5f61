"""Recognising a list of Annex A by its headings, whatever the sheet or file is called.

Any of the first rows may hold the headings (title rows, a blank row or a printed parameter stand above them
in real workbooks). A row is a list's headings when it has the identifier and at least half of the columns
that tell the list from the others; the list with most of its own columns wins. Instruction sheets never
have both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from chatcalc.extracts.annex_a_columns import AnnexAList, Column, heading_key, heading_words
from chatcalc.extracts.annex_a_lists import LISTS

_LONGEST: Final = 1_000  # no heading is, and patterns are slow on megabytes
ROWS_SEARCHED: Final = 12

Cells = Sequence[str | None]


@dataclass(frozen=True)
class Headings:
    """Where a list's headings stand.

    Attributes:
        annex_a_list: The list.
        row: Index of the heading row, from 0.
        positions: Index of each field's column.
        repeated: Indexes of columns that say again what an earlier one says.
        unknown: Indexes of columns with a heading of their own that the list does not have.
    """

    annex_a_list: AnnexAList
    row: int
    positions: Mapping[str, int]
    repeated: tuple[int, ...]
    unknown: tuple[int, ...]

    @property
    def missing(self) -> tuple[Column, ...]:
        """The list's columns that have no heading."""
        return tuple(column for column in self.annex_a_list.columns if column.field not in self.positions)


def recognise(rows: Iterable[Cells]) -> Headings | None:
    """The list whose headings stand in one of the first rows that say anything, or None.

    What decides whether a sheet or a CSV is Annex A at all; the first rows are enough.
    """
    best: Headings | None = None
    best_score = 0
    for index, texts in _first_rows(rows):
        for annex_a_list in LISTS.values():
            found = _match(annex_a_list, index, texts)
            score = _own_columns(found)
            if score > best_score:
                best, best_score = found, score
        if best is not None and best_score == len(best.annex_a_list.distinctive):
            break
    return best


def _first_rows(rows: Iterable[Cells]) -> Iterator[tuple[int, list[_Text]]]:
    """The first rows with three texts or more, and their indexes; blank rows are not counted."""
    said = ((index, [_Text.of(cell) for cell in cells]) for index, cells in enumerate(rows) if any(cells))
    for index, texts in islice(said, ROWS_SEARCHED):
        if sum(bool(text.key) for text in texts) >= 3:
            yield index, texts


def one_line(text: str | None) -> str:
    """A heading on one line, without odd spaces, quotes or marks of a wrong encoding; empty where blank."""
    return re.sub(r"\s+", " ", (text or "")[:_LONGEST]).encode("ascii", "ignore").decode().strip()


def _own_columns(headings: Headings) -> int:
    """How many of the list's own columns were found; 0 where that is too few to say it is this list."""
    own = headings.annex_a_list.distinctive
    found = sum(column.field in headings.positions for column in own)
    return found if "child_id" in headings.positions and found * 2 >= len(own) else 0


@dataclass(frozen=True)
class _Text:
    """A cell of a heading row in the two ways it is compared."""

    key: str
    words: str

    @staticmethod
    def of(cell: str | None) -> _Text:
        text = one_line(cell)
        return _Text(heading_key(text), heading_words(text))


def _match(annex_a_list: AnnexAList, row: int, texts: Sequence[_Text]) -> Headings:
    """Each heading's column: equal headings first, then patterns, from left to right."""
    fields = {
        index: annex_a_list.by_key[text.key]
        for index, text in enumerate(texts)
        if text.key in annex_a_list.by_key
    }
    patterns = [(column.field, column.pattern) for column in annex_a_list.columns if column.pattern]
    for index, text in enumerate(texts):
        if text.key and index not in fields:
            like = next((field for field, pattern in patterns if pattern.search(text.words)), None)
            if like is not None:
                fields[index] = like
    equal_first = sorted(fields, key=lambda index: (texts[index].key not in annex_a_list.by_key, index))
    positions = {fields[index]: index for index in reversed(equal_first)}
    repeated = tuple(index for index in sorted(fields) if positions[fields[index]] != index)
    unknown = tuple(index for index, text in enumerate(texts) if text.key and index not in fields)
    return Headings(annex_a_list, row, positions, repeated, unknown)
