"""Footnotes of a printed report: why a figure is not quite what its title says."""

from __future__ import annotations

from collections.abc import Iterable

from chatcalc.reports.lines import Line
from chatcalc.reports.uncertainty import WITHIN_CHANCE

_COMPARABLE_WORDS = {
    "period": "The period differs from the published figure's",
    "proxy": "A proxy for the published figure",
    "no": "Not comparable with the published figure",
}


class Footnotes:
    """Texts numbered from 1 in the order of their lines; lines with the same text share a number."""

    def __init__(self, lines: Iterable[Line]) -> None:
        """Number the caveats of the computed lines."""
        self.texts: list[str] = []
        self._numbers: dict[tuple[str, str], list[int]] = {}
        for line in lines:
            if line.status != "not_computed":
                self._numbers[line.la_code, line.id] = [self._number(text) for text in _texts(line)]

    def mark(self, line: Line) -> str:
        """What follows a title, e.g. ` [1,3]`; empty where there is nothing to say."""
        numbers = self._numbers.get((line.la_code, line.id), [])
        return f" [{','.join(str(number) for number in numbers)}]" if numbers else ""

    def _number(self, text: str) -> int:
        if text not in self.texts:
            self.texts.append(text)
        return self.texts.index(text) + 1


def _texts(line: Line) -> list[str]:
    """One text for what is not comparable, with its reasons; otherwise the caveats as they are."""
    notes = [note.strip().rstrip(".") for note in line.caveats]
    chance = [WITHIN_CHANCE] if line.direction_within_chance else []
    if line.comparable in _COMPARABLE_WORDS:
        reasons = f": {'; '.join(notes)}" if notes else ""
        notes = [f"{_COMPARABLE_WORDS[line.comparable]}{reasons}"]
    return [f"{note[:1].upper()}{note[1:]}." for note in (*notes, *chance)]
