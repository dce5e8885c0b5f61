"""The few symbols of a printed report, and what stands for them on a stream that cannot print them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from chatcalc.comparison.direction import Direction


@dataclass(frozen=True)
class Symbols:
    """Symbols a stream can print."""

    increase: str
    decrease: str
    no_change: str
    at_least: str
    rule: str

    def arrow(self, direction: Direction | None) -> str:
        """The arrow of a direction of travel, empty where there is none."""
        arrows = {"Increase": self.increase, "Decrease": self.decrease, "No change": self.no_change}
        return arrows[direction] if direction else ""

    def display(self, text: str) -> str:
        """A text with the symbols that print here."""
        return text.replace("≥", self.at_least)


UNICODE: Final = Symbols(increase="↑", decrease="↓", no_change="→", at_least="≥", rule="─")
ASCII: Final = Symbols(increase="^", decrease="v", no_change="=", at_least=">=", rule="-")


def symbols_for(encoding: str | None) -> Symbols:
    """Arrows where the stream's encoding has them, else plain characters (a Windows pipe: cp1252)."""
    try:
        "↑↓→≥─".encode(encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return ASCII
    return UNICODE
