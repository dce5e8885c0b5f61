"""Keys that are not what they should be: pydantic's errors in an analyst's words, each at its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Final, get_args

from pydantic import BaseModel, ValidationError

from chatcalc.expressions.problems import did_you_mean, nearest
from chatcalc.specs.model import Calculation, Spec
from chatcalc.specs.problems import Problem
from chatcalc.specs.yaml_reader import Document

Path = tuple[str | int, ...]

_UNION_TAGS: Final = ("str", "list[str]", "dict[str,str]", "DistinctPer", "literal['children_0_17']")


def location(item: Any) -> Path:
    """The path of the key that an error of pydantic speaks of."""
    return tuple(part for part in item["loc"] if part not in _UNION_TAGS)


def shape_problem(item: Any, document: Document, path: Path) -> Problem:
    """An error of pydantic as a problem."""
    key = str(path[-1]) if path else ""
    kind = item["type"]
    if kind == "extra_forbidden":
        hint = did_you_mean(key, _keys())
        return Problem("unknown-key", f"no key '{key}' is known here", document.place(path), hint, len(key))
    if kind == "missing":
        return Problem("missing-key", f"the key '{key}' is missing", document.place(path))
    place, length = document.pointed(path)
    if item["input"] is None:
        return Problem("missing-key", f"the key '{key}' is empty", place, "fill it in", length)
    if kind == "literal_error":
        expected = item["ctx"]["expected"]
        near = did_you_mean(str(item["input"]), re.findall(r"'(\w+)'", expected))
        return Problem("wrong-value", f"'{key}' is one of {expected}", place, near, length)
    message = str(item["msg"]).removeprefix("Value error, ")
    return Problem("wrong-shape", f"'{key}': {message[:1].lower()}{message[1:]}", place, None, length)


def without_wrong_descriptions(raw: Mapping[str, Any]) -> dict[str, Any] | None:
    """A specification whose conditions can be read although keys that only describe it are wrong.

    None where a key is wrong that conditions read, or that holds them.
    """
    wrong = _wrong_keys(raw)
    if wrong & _MEANT:
        return None
    return {**_DESCRIBED, **{key: value for key, value in raw.items() if key not in wrong}}


def _wrong_keys(raw: Mapping[str, Any]) -> set[str]:
    """The keys of a specification that have not the shape they should, and what they were meant to be."""
    try:
        Spec.model_validate(raw)
    except ValidationError as error:
        keys = {str(item["loc"][0]) for item in error.errors() if item["loc"]}
        meant = {nearest(key, Spec.model_fields) for key in keys - set(Spec.model_fields)}
        return keys | {key for key in meant if key}
    return set()


_DESCRIBED: Final[Mapping[str, Any]] = {
    "id": "unnamed",
    "title": "",
    "family": "cin",
    "unit": "percent",
    "polarity": "none",
    "summary": "",
    "source": [],
}
"""Stand-ins for keys that describe an indicator."""

_MEANT: Final = frozenset(
    {*Calculation.model_fields, "cohort", "numerator", "value", "per", "parts", "split", "split_each"}
    | {"variants"}
)
"""Keys that conditions may read, or that hold them."""


@cache
def _keys() -> tuple[str, ...]:
    """Every key that a specification knows, at the top or inside another."""
    return tuple(dict.fromkeys(key for model in _models(Spec) for key in model.model_fields))


def _models(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    yield model
    for field in model.model_fields.values():
        yield from _inside(field.annotation)


def _inside(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield from _models(annotation)
    for argument in get_args(annotation):
        yield from _inside(argument)
