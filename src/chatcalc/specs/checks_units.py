"""Whether the unit and the polarity fit what is counted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from chatcalc.specs.definition import Definition
from chatcalc.specs.problems import Problem
from chatcalc.specs.yaml_reader import Document

_OF_VALUES: Final = ("mean", "median", "max", "days")


def unit_problems(definition: Definition, document: Document) -> Iterator[Problem]:
    """Keys that the unit needs, and keys that it does not take."""
    spec = definition.spec
    many = bool(spec.parts or spec.split or spec.split_each)
    if spec.value is not None and spec.unit not in _OF_VALUES:
        yield _problem(
            "value", f"`value` is for mean, median, max and days, not for {spec.unit}", definition, document
        )
    elif spec.value is not None and spec.numerator is not None:
        yield _problem("value", "`value` and `numerator` are two figures; give one", definition, document)
    if spec.per is not None and (spec.per == "children_0_17") != (spec.unit == "rate_per_10000"):
        yield from _per_problem(definition, document)
    elif spec.unit == "rate_per_10000" and spec.per is None:
        yield _problem("unit", "a rate says of whom: `per: children_0_17`", definition, document)
    if spec.unit == "percent" and spec.numerator is None and spec.value is None and not many:
        yield _problem("unit", "a percentage needs a `numerator`, or parts", definition, document)
    if spec.unit in _OF_VALUES and spec.value is None and not many and spec.per is None:
        yield _problem("unit", f"{spec.unit} of what: it needs a `value`", definition, document)
    if (spec.split or spec.split_each) and spec.unit not in ("percent", "count"):
        yield _problem("unit", f"a mix is in percent or a count, not {spec.unit}", definition, document)


def _per_problem(definition: Definition, document: Document) -> Iterator[Problem]:
    spec = definition.spec
    if spec.per == "children_0_17":
        yield _problem(
            "per", f"`per: children_0_17` makes a rate, and this is {spec.unit}", definition, document
        )
    elif spec.unit != "mean":
        yield _problem("unit", f"cases for each {spec.per.distinct} are a mean", definition, document)  # type: ignore[union-attr]  # the other kind of `per`


def polarity_problems(definition: Definition, document: Document) -> Iterator[Problem]:
    """A direction called good where there is none."""
    spec = definition.spec
    if spec.polarity == "none":
        return
    if spec.split or spec.split_each:
        yield _problem("polarity", "a mix is no better one way", definition, document)
    elif spec.unit == "count":
        yield _problem(
            "polarity", "a count grows with the authority; it is good neither way", definition, document
        )


def _problem(key: str, message: str, definition: Definition, document: Document) -> Problem:
    """A problem at the value of a key: the variant's where it gives one."""
    variant = (document.data.get("variants") or {}).get(definition.source) or {}
    path = ("variants", definition.source, key) if key in variant else (key,)
    code = "polarity-does-not-fit" if key == "polarity" else "unit-does-not-fit"
    hint = "write `polarity: none`" if key == "polarity" else None
    place, length = document.pointed(path)
    return Problem(code, message, place, hint, length)
