"""What can be wrong with a condition."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from chatcalc.expressions.tree import Span


@dataclass(frozen=True)
class Mistake:
    """One thing wrong in a condition.

    Attributes:
        code: Stable short code, with a page of its own.
        message: What is wrong, in one sentence without a full stop.
        span: Where, within the text of the condition.
        hint: What was probably meant.
    """

    code: str
    message: str
    span: Span
    hint: str | None = None


class ConditionError(Exception):
    """A condition outside the language. `mistakes` holds every one found."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__("; ".join(mistake.message for mistake in self.mistakes))


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known name most like a misspelt one, or None."""
    found = get_close_matches(word.lower(), list(known), n=1, cutoff=0.6)
    return found[0] if found else None


ELSEWHERE: Final[Mapping[str, str]] = {
    **dict.fromkeys(("datediff", "date_diff"), "use days_between or working_days"),
    **dict.fromkeys(("dateadd", "date_add", "date_sub"), "use add_days or add_months"),
    **dict.fromkeys(
        ("today", "now", "getdate", "sysdate", "current_date"), "there is no clock: use period_end"
    ),
    **dict.fromkeys(("isnull", "ifnull", "nvl"), "use COALESCE, or IS NULL"),
    **dict.fromkeys(("if", "iif", "decode"), "use CASE WHEN ... THEN ... ELSE ... END"),
    **dict.fromkeys(("any", "some", "has"), "use exists(related)"),
    **dict.fromkeys(("age", "years"), "use age_on"),
}
"""What to use for words that other languages have."""


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """A hint naming the nearest known name or what stands for it here, or None."""
    if word.lower() in ELSEWHERE:
        return ELSEWHERE[word.lower()]
    found = nearest(word, known)
    return f"did you mean '{found}'?" if found else None
