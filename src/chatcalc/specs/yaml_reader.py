"""Reads YAML as YAML 1.2, keeping where every key and value stands.

PyYAML on its own would read `NO` as false and `010` as 8, and take the last of two equal keys. Here text
stays text, equal keys are a problem, and every text knows its place, so that a mistake inside a condition can
be pointed at to the character.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from chatcalc.extracts.files import small_text
from chatcalc.specs.problems import Place, Problem

LARGEST: Final = 1_000_000
DEEPEST: Final = 30

_INT: Final = re.compile(r"[-+]?(0|[1-9][0-9]*)\Z")
_FLOAT: Final = re.compile(r"[-+]?(\.[0-9]+|[0-9]+\.[0-9]*)([eE][-+]?[0-9]+)?\Z")
_WORDS: Final[dict[str, bool | None]] = {"": None, "~": None, "null": None, "true": True, "false": False}


_Spot = tuple[int, int, str | None]
"""Line, column and style: a `Place` is made of it when a problem asks, for most keys never."""


class Text(str):
    """A text of a YAML document that knows its place."""

    __slots__ = ("source", "spot")
    source: tuple[str, str]
    spot: _Spot

    @property
    def place(self) -> Place:
        """Where it stands."""
        return _placed(self.source, self.spot)


@dataclass(frozen=True)
class Document:
    """A YAML file: plain data whose texts are `Text`, and the spot of each key by its path."""

    file: str
    text: str
    data: Any
    spots: dict[tuple[str | int, ...], _Spot]

    def place(self, path: tuple[str | int, ...]) -> Place:
        """The place of a path, or of its nearest parent that has one."""
        while path and path not in self.spots:
            path = path[:-1]
        return _placed((self.file, self.text), self.spots.get(path, (0, 0, None)))

    def value(self, path: tuple[str | int, ...]) -> Any:
        """What stands at a path, or None."""
        found = self.data
        for step in path:
            if isinstance(found, dict):
                found = found.get(step)
            else:
                found = found[step] if isinstance(found, list) and isinstance(step, int) else None
        return found

    def pointed(self, path: tuple[str | int, ...]) -> tuple[Place, int]:
        """Where to point for a path, and how many characters: at the text there, else at its key."""
        value = self.value(path)
        if isinstance(value, Text) and "\n" not in value:
            return value.place, max(1, len(value))
        return self.place(path), len(str(path[-1])) if path else 1


class _UnreadableError(Exception):
    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.message)


def read_yaml(path: Path, name: str | None = None) -> Document | Problem:
    """The document of a file, or the first thing that makes it unreadable."""
    file = name or path.name
    try:
        text = small_text(path)
    except OSError as error:
        return Problem("spec-unreadable", f"cannot be read: {error.strerror}", Place(file, "", 0, 0))
    except UnicodeDecodeError:
        return Problem("spec-unreadable", "is not UTF-8 text", Place(file, "", 0, 0), "save it as UTF-8")
    return parse_yaml(text, file)


def parse_yaml(text: str, file: str) -> Document | Problem:
    """The document of a text, or the first thing that makes it unreadable."""
    if len(text) > LARGEST:
        return Problem("spec-unreadable", f"is larger than {LARGEST:,} characters", Place(file, "", 0, 0))
    try:
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(file, text, mark.line, mark.column) if mark else Place(file, text, 0, 0)
        return Problem("yaml-not-well-formed", _yaml_message(error, text, mark), place)
    except (yaml.YAMLError, RecursionError):
        return Problem("yaml-not-well-formed", "is no YAML that can be read", Place(file, text, 0, 0))
    if node is None:
        return Problem("yaml-not-well-formed", "the file is empty", Place(file, text, 0, 0))
    reader = _Reader(file, text)
    try:
        data = reader.construct(node, ())
    except _UnreadableError as error:
        return error.problem
    return Document(file, text, data, reader.spots)


def _yaml_message(error: yaml.MarkedYAMLError, text: str, mark: yaml.Mark | None) -> str:
    line = text.splitlines()[mark.line] if mark and mark.line < len(text.splitlines()) else ""
    if "\t" in line:
        return "a tab is used to indent, and YAML takes spaces only"
    return f"not well formed: {error.problem or error.context}"


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]  # chosen at run time
    """PyYAML without its guesses at what a plain text is: `scalar` makes them, and guessing takes time."""

    def resolve(self, kind: type[yaml.Node], _value: object, _implicit: object) -> str:
        return _PLAIN if kind is yaml.ScalarNode else ""


class _Reader:
    """Turns nodes into data; refuses aliases, equal keys and depth."""

    def __init__(self, file: str, text: str) -> None:
        self.source = (file, text)
        self.spots: dict[tuple[str | int, ...], _Spot] = {}
        self.seen: set[int] = set()

    def at(self, node: yaml.Node) -> Place:
        return _placed(self.source, _spot(node))

    def construct(self, node: yaml.Node, path: tuple[str | int, ...]) -> Any:
        if id(node) in self.seen:
            raise _UnreadableError(
                Problem("yaml-alias", "aliases (*name) are not used in specifications", self.at(node))
            )
        self.seen.add(id(node))
        if node.tag not in ("", _PLAIN):
            raise _UnreadableError(
                Problem("yaml-tag", "tags (!name) are not used in specifications", self.at(node))
            )
        if len(path) > DEEPEST:
            raise _UnreadableError(
                Problem("yaml-too-deep", f"is nested more than {DEEPEST} deep", self.at(node))
            )
        if path not in self.spots:
            self.spots[path] = _spot(node)
        match node:
            case yaml.MappingNode():
                return dict(self._pairs(node, path))
            case yaml.SequenceNode():
                return [self.construct(item, (*path, n)) for n, item in enumerate(node.value)]
            case _:
                return self.scalar(node)

    def _pairs(self, node: yaml.MappingNode, path: tuple[str | int, ...]) -> Iterator[tuple[str, Any]]:
        keys: set[str] = set()
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                raise _UnreadableError(Problem("yaml-key", "a key must be a plain word", self.at(key_node)))
            key = key_node.value
            if key in keys:
                raise _UnreadableError(
                    Problem("yaml-duplicate-key", f"the key '{key}' stands twice", self.at(key_node))
                )
            keys.add(key)
            below = (*path, key)
            self.spots[below] = _spot(key_node)
            yield key, self.construct(value_node, below)

    def scalar(self, node: yaml.Node) -> Any:
        value: str = node.value
        if not getattr(node, "style", None):
            if value.lower() in _WORDS and value in (value.lower(), value.upper(), value.title()):
                return _WORDS[value.lower()]
            if _INT.match(value):
                return int(value)
            if _FLOAT.match(value):
                return float(value)
        text = Text(value)
        text.source, text.spot = self.source, _spot(node)
        return text


def _placed(source: tuple[str, str], spot: _Spot) -> Place:
    return Place(source[0], source[1], spot[0], spot[1], spot[2])


def _spot(node: yaml.Node) -> _Spot:
    mark = node.start_mark
    return mark.line, mark.column, getattr(node, "style", None) or None


_PLAIN: Final = "tag:yaml.org,2002:str"
