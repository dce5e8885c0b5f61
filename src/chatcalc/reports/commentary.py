"""What is said of an indicator and of its parts, as the formats print it: by people, or generated."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from chatcalc.reports.lines import Commentary, Line
from chatcalc.reports.wording import long_date


@dataclass(frozen=True)
class Remark:
    """What is said, of which part where it is of one, and by whom."""

    text: str
    of: str = ""
    by: str = ""
    generated: bool = False

    @property
    def sentence(self) -> str:
        """All of it in one: `From schools: Two closed. (A. Analyst, 12 April 2018)`."""
        of, by = f"{self.of}: " if self.of else "", f" ({self.by})" if self.by else ""
        return f"{of}{self.text}{by}"


def remarks(line: Line) -> Iterator[Remark]:
    """What is said of the indicator, then of its parts."""
    if line.commentary:
        yield _remark(line.commentary, "")
    for part in line.parts:
        if part.commentary:
            yield _remark(part.commentary, part.title)


def _remark(said: Commentary, of: str) -> Remark:
    date = long_date(said.date) if said.date else ""
    by = "generated" if said.generated else ", ".join(filter(None, (said.author, date)))
    return Remark(said.text, of, by, said.generated)
