"""Every code a problem can have: what it means, an example that has it, and the same put right.

The reference pages are made of these, and a test holds each example to its code and place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

Level = Literal["error", "warning"]


@dataclass(frozen=True)
class Code:
    """A kind of problem.

    Attributes:
        code: Stable short name.
        level: `error` where the specification cannot be used, `warning` where it can but ought not.
        summary: What is wrong, and why that matters.
        wrong: The keys of a specification that have the problem; « and » stand around the place it names.
        right: The same keys put right; other keys are those of `BASE`.
        without: Keys of `BASE` that the wrong example does not have.
        beside: Another file of the same folder that the wrong example needs, if any.
        folder: Where the wrong example is kept.
        encoding: How the wrong example is saved.
        overrides: True where both are an authority's own, beside the built-in ones.
    """

    code: str
    level: Level
    summary: str
    wrong: str
    right: str
    without: tuple[str, ...] = ()
    beside: str | None = None
    folder: str = ""
    encoding: str = "utf-8"
    overrides: bool = False

    @property
    def wrong_file(self) -> str:
        """A whole file with the problem, without the marks."""
        return re.sub("[«»]", "", self._marked)

    @property
    def right_file(self) -> str:
        """A whole file without the problem."""
        return merged(self.right)

    @property
    def place(self) -> tuple[int, int]:
        """Line and column from 1 at which `wrong_file` has the problem."""
        before = self._marked.partition("«")[0] if "«" in self._marked else ""
        return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1

    @property
    def _marked(self) -> str:
        return merged(self.wrong, self.without)


BASE: Final = """\
id: assessments_on_time_pct
title: Assessments completed on time (%)
family: assessments
unit: percent
polarity: high
summary: Of the assessments completed in the period, the percentage that took 45 working days or fewer.
source:
  - {name: Working Together to Safeguard Children, publisher: HM Government, year: 2023}
count: assessments
period: {during: authorised_date}
values:
  days_taken: working_days(start_date, authorised_date)
numerator: days_taken <= 45
tests:
  - title: Good Friday and Easter Monday are left out
    period: 2024-02-01 to 2024-04-30
    given:
      assessments:
        - {id: on_day_45, start_date: 2024-02-08, authorised_date: 2024-04-15}
        - {id: on_day_46, start_date: 2024-02-08, authorised_date: 2024-04-16}
    expect: {on_day_45: numerator, on_day_46: denominator}
    result: 1 / 2
"""
"""A sound specification, whose keys the examples replace."""


def merged(keys: str, without: tuple[str, ...] = ()) -> str:
    """The base with the blocks of some keys replaced, others left out, and new ones at the end."""
    blocks, new = _blocks(BASE), _blocks(keys)
    order = [*blocks, *(key for key in new if key not in blocks)]
    return "".join((blocks | new)[key] for key in order if key in new or key not in without)


def _blocks(text: str) -> dict[str, str]:
    """The top-level keys of a YAML text, each with its lines; a key that stands twice keeps both."""
    found: dict[str, str] = {}
    key = ""
    for line in text.splitlines(keepends=True):
        starts = re.match(r"[«»]*(\w+)", line)
        key = starts.group(1) if starts else key
        found[key] = found.get(key, "") + line
    return found


def level_of(code: str) -> Level:
    """Whether a problem is an error or a warning; one of no known code is an error."""
    known = codes().get(code)
    return known.level if known else "error"


@cache
def codes() -> Mapping[str, Code]:
    """Every code by name: of files, of shape and names, of conditions, of meaning, of tests."""
    # They are made of `Code`, and so import this module.
    from chatcalc.specs import (  # noqa: PLC0415
        codes_of_conditions,
        codes_of_files,
        codes_of_meaning,
        codes_of_names,
    )

    modules = (codes_of_files, codes_of_names, codes_of_conditions, codes_of_meaning)
    return {code.code: code for module in modules for code in module.CODES}
