"""What a list of Annex A and its columns are: how they may be headed, and what their cells hold.

A column's `field` is the column of the canonical table it fills, so that a read list becomes a table by
`Table.conform`. Headings are compared by their letters and digits only; `heading_words` are patterns over
whole words for headings that vary (`Age` never matches inside `Language`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from functools import cached_property

from chatcalc.extracts.annex_a_codes import CodeList


class Kind(Enum):
    """What the cells of a column hold."""

    IDENTIFIER = auto()
    TEXT = auto()
    DATE = auto()
    FLAG = auto()
    NUMBER = auto()
    AGE = auto()
    POSTCODE = auto()
    URN = auto()
    SEX = auto()
    CODE = auto()


@dataclass(frozen=True)
class Column:
    """A column of a list.

    Attributes:
        field: Name in the canonical table (`age` and `suitability` are helpers of the reader).
        heading: The template's heading.
        kind: What its cells hold; `codes` for a code.
        also: Other headings seen, compared as a whole.
        heading_words: A pattern over the heading's words, in lower case.
        filled: The template leaves no cell of it blank, so blanks are worth a finding.
        optional: Not in every edition of the template.
        common: Shared by several lists, so it does not tell them apart.
    """

    field: str
    heading: str
    kind: Kind
    codes: CodeList | None = None
    also: tuple[str, ...] = ()
    heading_words: str | None = None
    filled: bool = False
    optional: bool = False
    common: bool = False

    @cached_property
    def keys(self) -> frozenset[str]:
        """Letters and digits of every known heading."""
        return frozenset(heading_key(text) for text in (self.heading, *self.also))

    @cached_property
    def pattern(self) -> re.Pattern[str] | None:
        """The pattern over a heading's words."""
        return re.compile(self.heading_words) if self.heading_words else None


@dataclass(frozen=True)
class AnnexAList:
    """One of the eleven lists, and the canonical tables it fills."""

    number: int
    title: str
    tables: tuple[str, ...]
    columns: tuple[Column, ...]

    @cached_property
    def by_key(self) -> dict[str, str]:
        """The field of each known heading, by its letters and digits."""
        return {key: column.field for column in self.columns for key in column.keys}

    @cached_property
    def distinctive(self) -> tuple[Column, ...]:
        """The columns that tell this list from the others."""
        return tuple(column for column in self.columns if not column.common)


def heading_key(text: str) -> str:
    """A heading's letters and digits in lower case: quotes, spaces and brackets do not count."""
    return re.sub(r"[^a-z0-9]", "", text.lower())


def heading_words(text: str) -> str:
    """A heading's words in lower case, separated by single spaces."""
    return re.sub(r"[^a-z0-9]+", " ", text.lower()).strip()
