"""What can be read and computed, and still cannot be meant.

Compiling finds what is not there or does not fit together; these checks look at what is left: units without
their keys, conditions that are always the same, dates the wrong way round, tests that nobody gave rows to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path, PurePath
from typing import Any, Final, get_args

from chatcalc.expressions.problems import did_you_mean, nearest
from chatcalc.specs.checks_conditions import Known, always_the_same
from chatcalc.specs.checks_dates import swapped_dates
from chatcalc.specs.checks_tests import test_problems
from chatcalc.specs.checks_units import polarity_problems, unit_problems
from chatcalc.specs.compiling import PERIOD_NAMES, WINDOW_NAMES
from chatcalc.specs.definition import Definition, Indicator, Value
from chatcalc.specs.ees_keys import ees_mistake
from chatcalc.specs.model import Family
from chatcalc.specs.mutants import conditions
from chatcalc.specs.problems import Problem
from chatcalc.specs.yaml_reader import Document, Text

_PLACEHOLDER: Final = re.compile(r"\{([^{}]*)\}")
_PUBLISHED: Final = ("lait", "ees")


def check_indicator(indicator: Indicator, document: Document) -> Iterator[Problem]:
    """Everything that cannot be meant in a specification that compiles."""
    for definition in indicator.definitions.values():
        yield from unit_problems(definition, document)
        yield from polarity_problems(definition, document)
        yield from _condition_problems(indicator, definition, document)
    yield from _placeholder_problems(indicator, document)
    yield from _measure_problems(indicator, document)
    yield from _folder_problems(indicator, document)
    yield from _missing_tests(indicator, document)
    yield from test_problems(indicator, document)


def _condition_problems(
    indicator: Indicator, definition: Definition, document: Document
) -> Iterator[Problem]:
    known = _known(indicator, definition)
    for slot in conditions(definition):
        mistakes = [*swapped_dates(slot.node, definition), *always_the_same(slot.node, known)]
        for mistake in mistakes:
            place = document.place(("id",))
            if slot.text is not None and hasattr(slot.text, "place"):
                place = slot.text.place.inside(slot.text, mistake.span.start)
            length = mistake.span.end - mistake.span.start
            yield Problem(mistake.code, mistake.message, place, mistake.hint, length)


def _known(indicator: Indicator, definition: Definition) -> Known:
    """What is never missing: the period, limits, and the date by which every source picks its cases."""
    dates = {each.period.start for each in indicator.definitions.values()}
    picked_by = dates.pop() if len(dates) == 1 else None
    names = {*PERIOD_NAMES, *WINDOW_NAMES, *definition.parameters, *([picked_by] if picked_by else [])}
    values = {step.name: step.node for step in definition.steps if isinstance(step, Value)}
    return Known(frozenset(names), values)


def _placeholder_problems(indicator: Indicator, document: Document) -> Iterator[Problem]:
    spec = indicator.spec
    parameters = {name for each in indicator.definitions.values() for name in each.parameters}
    notes = document.data.get("notes")
    texts = [document.data["title"], document.data["summary"]]
    texts += [document.value(("parts", id_, "title")) for id_ in spec.parts]
    texts += notes if isinstance(notes, list) else [notes]
    for text in texts:
        for found in _PLACEHOLDER.finditer(text) if isinstance(text, Text) else ():
            name = found.group(1)
            if name not in parameters:
                place = text.place.inside(text, found.start())
                message = f"{{{name}}} stands for no parameter"
                hint = did_you_mean(name, parameters) or "add it under `parameters`"
                yield Problem("unknown-placeholder", message, place, hint, len(found.group()))


def _measure_problems(indicator: Indicator, document: Document) -> Iterator[Problem]:
    spec = indicator.spec
    named: list[tuple[tuple[str, ...], dict[str, Any]]] = [(("published",), spec.published)]
    named += [(("parts", id_, "published"), part.published or {}) for id_, part in spec.parts.items()]
    for path, published in named:
        for key in published:
            if key not in _PUBLISHED:
                hint = did_you_mean(key, _PUBLISHED) or "`lait` and `ees` are known"
                place = document.place((*path, key))
                message = f"no published statistics are called '{key}'"
                yield Problem("unknown-measure", message, place, hint, len(key))
        if "ees" in published:
            yield from _ees_problems((*path, "ees"), published["ees"], document)
        measure = published.get("lait")
        if measure is not None and measure not in lait_measures():
            message = f"LAIT has no measure '{measure}' for children's services"
            place, length = document.pointed((*path, "lait"))
            known = {name.lower(): name for name in lait_measures()}
            near = nearest(str(measure), known)
            meant = f"did you mean '{known[near]}'?" if near else None
            yield Problem("unknown-measure", message, place, meant, length)


def _ees_problems(path: tuple[str, ...], keys: Any, document: Document) -> Iterator[Problem]:
    mistake = ees_mistake(keys)
    if mistake:
        place, length = document.pointed(path)
        if mistake.key is not None:
            place, length = document.place((*path, mistake.key)), len(mistake.key)
        yield Problem(mistake.code, mistake.message, place, mistake.hint, length)


@cache
def lait_measures() -> frozenset[str]:
    """Short names of DfE's Local Authority Interactive Tool that are about children's services."""
    file = Path(__file__).with_name("lait_measures.txt")
    return frozenset(file.read_text(encoding="utf-8").split("\n")) - {""}


def _folder_problems(indicator: Indicator, document: Document) -> Iterator[Problem]:
    folder, family = PurePath(document.file).parent.name, indicator.spec.family
    if folder in get_args(Family) and folder != family:
        place, length = document.pointed(("family",))
        message = f"a specification of {family} lies in the folder {folder}"
        yield Problem("family-folder", message, place, f"move the file to {family}/", length)


def _missing_tests(indicator: Indicator, document: Document) -> Iterator[Problem]:
    tested = {test.source or next(iter(indicator.definitions)) for test in indicator.spec.tests}
    if not tested:
        place, length = document.pointed(("id",))
        hint = "give rows and what becomes of each under `tests`"
        yield Problem("missing-tests", f"{indicator.id} has no tests", place, hint, length)
        return
    for source in indicator.spec.variants:
        if source in indicator.definitions and source not in tested:
            place = document.place(("variants", source))
            hint = f"add a test with `source: {source}`"
            yield Problem("missing-tests", f"no test is about {source}", place, hint, len(source))
