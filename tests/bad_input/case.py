"""What a case of the corpus is: a name, how to make its files, and what chatcalc has to say of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

Arguments = Sequence[object]
Build = Callable[[Path], Arguments]

CODES: Final = {"read": 0, "wrong": 2, "refused": 3, "invalid": 4}
CANARIES: Final = ("canary", "canaria", "11/11/2011", "2011-11-11", "40858", "zz9 9zz")
"""Ids, a name, a date of birth (also as Excel counts days) and a postcode, planted in every file."""


@dataclass(frozen=True)
class Case:
    """One broken input.

    Attributes:
        name: Unique, such as `census-cut-at-a-half`.
        build: Writes the files into an empty folder; gives the arguments of `chatcalc`.
        expected: What becomes of it, and after a colon what is said: `refused: WORDS` (the one line on
            standard error holds them; `wrong` and `invalid` are exit codes 2 and 4), or `read: CODE CODE`
            (findings that the report names); `read` says that nothing need be found.
    """

    name: str
    build: Build
    expected: str

    @property
    def code(self) -> int:
        """The exit code."""
        return CODES[self.expected.partition(":")[0]]

    @property
    def words(self) -> str:
        """What is said: words of the message, or codes of findings."""
        return self.expected.partition(":")[2].strip()


def report(*paths: object) -> list[object]:
    """The report that most cases are asked for: one indicator, and all that is said of the data."""
    return ["report", *paths, "-i", "rereferrals_12m_pct", "-f", "json", "--as-at", "2024-03-31"]


def file(name: str, content: str | bytes, *more: object) -> Build:
    """A file that a report is asked of."""

    def build(folder: Path) -> Arguments:
        return [*report(write(folder / name, content)), *more]

    return build


def write(path: Path, content: str | bytes) -> Path:
    """A file with that content, text as UTF-8."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path
