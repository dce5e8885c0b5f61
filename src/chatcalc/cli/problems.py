"""Problems of specifications as an editor and a person read them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chatcalc.specs.problems import Problem


def problem_lines(problems: Iterable[Problem]) -> Iterator[str]:
    """`file:line:column: what is wrong`, then the line with a caret under the place."""
    for problem in problems:
        yield str(problem)
        if problem.excerpt:
            yield problem.excerpt
