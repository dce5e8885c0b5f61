"""What is wrong in a specification, with the place to look."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from chatcalc.specs.codes import Level, level_of

_ONE: Final = re.compile(r"(\S)")
_WRITTEN: Final = {
    "'": re.compile(r"(''|\S)"),
    '"': re.compile(r"(?:\\[nrt ]|\\$|\s)*(\\[^nrt ]|[^\s\\])"),
}
"""How a character that is no space is written, by style of quotes; escapes of spaces come before it."""


@dataclass(frozen=True)
class Place:
    """Where something stands in a file.

    Attributes:
        file: The file's name as messages print it.
        text: The whole text of the file, for the line a message shows.
        line: Line from 0.
        column: Column from 0.
        style: YAML's style of a scalar: None plain, `'`, `"`, `|` or `>`.
    """

    file: str
    text: str = field(repr=False)
    line: int
    column: int
    style: str | None = None

    def inside(self, value: str, offset: int) -> Place:
        """The place of a character of a scalar's value.

        Folding and indenting change only white space, so the n-th character that is none is the same in
        the value and in the file, where a quoted text may spend two characters on one.
        """
        wanted = sum(not c.isspace() for c in value[:offset])
        lines = self.text.splitlines()
        line, column = self.line, self.column
        if self.style in ("|", ">"):
            line, column = line + 1, 0
        elif self.style in ("'", '"'):
            column += 1
        while line < len(lines):
            for written in _WRITTEN.get(self.style or "", _ONE).finditer(lines[line], column):
                if wanted == 0:
                    return Place(self.file, self.text, line, written.start(1))
                wanted -= 1
            line, column = line + 1, 0
        return Place(self.file, self.text, self.line, self.column)

    @property
    def shown(self) -> str:
        """The line it stands on."""
        lines = self.text.splitlines()
        return lines[self.line] if self.line < len(lines) else ""


@dataclass(frozen=True)
class Problem:
    """One thing wrong in a specification.

    Attributes:
        code: Stable short code.
        message: What is wrong, in one sentence.
        place: Where.
        hint: What was probably meant, or what to do.
        length: How many characters the caret underlines.
    """

    code: str
    message: str
    place: Place
    hint: str | None = None
    length: int = 1

    def __str__(self) -> str:
        hint = f"; {self.hint}" if self.hint else ""
        where = f"{self.place.file}:{self.place.line + 1}:{self.place.column + 1}"
        level = "warning: " if self.level == "warning" else ""
        return f"{where}: {level}{self.message}{hint} [{self.code}]"

    @property
    def level(self) -> Level:
        """Whether the specification cannot be used (`error`), or ought not to be as it is (`warning`)."""
        return level_of(self.code)

    @property
    def excerpt(self) -> str:
        """The line with a caret under the place, or an empty text where there is no line."""
        if not self.place.shown.strip():
            return ""
        room = len(self.place.shown) - self.place.column
        before = "".join("\t" if each == "\t" else " " for each in self.place.shown[: self.place.column])
        return f"    {self.place.shown}\n    {before}{'^' * max(1, min(self.length, room))}"
