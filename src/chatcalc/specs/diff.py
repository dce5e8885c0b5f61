"""Which indicators changed meaning between two sets of specifications, and which are only worded otherwise.

Two definitions mean the same where their conditions are the same once names of values and related rows are
replaced by what they stand for and the order of AND and OR is left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from chatcalc.expressions.tree import Aggregate, Column, Name, Node, Operation, children
from chatcalc.specs.definition import Definition, Indicator, RelatedRows, Value
from chatcalc.specs.model import Calculation
from chatcalc.specs.mutants import conditions

Kind = Literal["added", "removed", "meaning", "wording"]

_MEANT: Final = frozenset(
    {*Calculation.model_fields, "cohort", "numerator", "value", "per", "parts", "split", "split_each"}
    | {"unit", "polarity", "comparable", "variants"}
)
"""Keys that a definition is made of; all others describe it."""


@dataclass(frozen=True)
class Edit:
    """One key that differs.

    Attributes:
        key: As `numerator` or `related.earlier.where`.
        sources: The extracts for which it differs.
        old, new: As written; None where the key is not there.
    """

    key: str
    sources: tuple[str, ...]
    old: str | None
    new: str | None


@dataclass(frozen=True)
class Change:
    """An indicator that is not the same in both sets."""

    id: str
    kind: Kind
    edits: tuple[Edit, ...] = ()


def changes(old: Mapping[str, Indicator], new: Mapping[str, Indicator]) -> list[Change]:
    """Every indicator that differs, those of the new set first and in its order."""
    found = [_change(old.get(id_), indicator) for id_, indicator in new.items()]
    found += [Change(id_, "removed") for id_ in old if id_ not in new]
    return [change for change in found if change is not None]


def _change(old: Indicator | None, new: Indicator) -> Change | None:
    if old is None:
        return Change(new.id, "added")
    if _meaning_of(old) != _meaning_of(new):
        return Change(new.id, "meaning", _edits(old, new))
    described = [each.spec.model_dump(exclude=set(_MEANT), mode="json") for each in (old, new)]
    edits = tuple(
        Edit(key, (), _text(described[0].get(key)), _text(described[1].get(key)))
        for key in described[1]
        if described[0].get(key) != described[1].get(key)
    )
    if edits or _written(old) != _written(new):
        return Change(new.id, "wording", edits)
    return None


def _edits(old: Indicator, new: Indicator) -> tuple[Edit, ...]:
    """The keys that differ, alike ones of several extracts together."""
    together: dict[tuple[str, str | None, str | None], list[str]] = {}
    for source in dict.fromkeys([*old.definitions, *new.definitions]):
        before, after = _texts(old, source), _texts(new, source)
        for key in dict.fromkeys([*before, *after]):
            if before.get(key) != after.get(key):
                together.setdefault((key, before.get(key), after.get(key)), []).append(source)
    return tuple(Edit(key, tuple(sources), *texts) for (key, *texts), sources in together.items())


def _texts(indicator: Indicator, source: str) -> dict[str, str]:
    """Everything that decides a figure, as it is written, by key."""
    definition = indicator.definitions.get(source)
    if definition is None:
        return {"unavailable": indicator.unavailable.get(source, "not computed")}
    texts = {slot.key: " ".join((slot.text or "").split()) for slot in conditions(definition)}
    texts |= {key: str(value) for key, value in _settings(definition).items() if value is not None}
    return texts


def _written(indicator: Indicator) -> list[dict[str, str]]:
    return [_texts(indicator, source) for source in indicator.definitions]


def _settings(definition: Definition) -> dict[str, Any]:
    """What decides a figure besides conditions."""
    spec = definition.spec
    window, back, period = definition.window, definition.look_back, definition.period
    return {
        "count": definition.table,
        "period": ", ".join(filter(None, (period.kind, period.start, period.end))),
        "window": window and f"{window.months} months ending {window.ending}",
        "distinct": definition.distinct,
        "unit": spec.unit,
        "polarity": spec.polarity,
        "comparable": spec.comparable,
        "per": "children_0_17" if definition.population else definition.distinct_per,
        "look_back": back and f"{back.months} months, {back.more_data}",
        "needs": definition.needs and definition.needs.model_dump_json(exclude_none=True),
        "related": " ".join(f"{s.name}: {s.table}" for s in definition.steps if isinstance(s, RelatedRows))
        or None,
        **{f"parameters.{name}": f"{number:g}" for name, number in definition.parameters.items()},
    }


def _meaning_of(indicator: Indicator) -> dict[str, Any]:
    return {source: _meaning(each) for source, each in indicator.definitions.items()}


def _meaning(definition: Definition) -> tuple[Any, ...]:
    settings = {key: value for key, value in _settings(definition).items() if key != "related"}
    narrowed = sorted(repr(_canonical(node, definition)) for node in definition.denominator)
    excluded = [_canonical(each.when, definition) for each in definition.exclude]
    figures = [_canonical(node, definition) for node in (definition.numerator, definition.value)]
    parts = [
        (p.id, p.unit, _canonical(p.denominator, definition), _canonical(p.numerator, definition))
        for p in definition.parts
    ]
    return settings, narrowed, excluded, figures, parts


def _canonical(node: Node | None, definition: Definition) -> Any:
    """A condition as nested tuples, with names replaced by what they stand for."""
    if node is None:
        return None
    steps = {step.name: step for step in definition.steps}
    inside = [_canonical(child, definition) for child in children(node)]
    match node:
        case Name(name=name) if isinstance(steps.get(name), Value):
            return _canonical(steps[name].node, definition)  # type: ignore[union-attr]  # a value has a node
        case Column(owner=owner, name=name) if owner in steps:
            pairs = {value.name: value.node for value in steps[owner].values}  # type: ignore[union-attr]
            return _canonical(pairs[name], definition) if name in pairs else ("related", name)
        case Aggregate(function=function, related=related, column=column):
            rows = steps[related]
            assert isinstance(rows, RelatedRows)
            pairs = {value.name: value.node for value in rows.values}
            asked = _canonical(pairs[column], definition) if column in pairs else column
            return ("aggregate", function, asked, rows.table, _canonical(rows.where, definition))
        case Operation(operator="AND" | "OR" as operator):
            return (operator, *sorted(_flat(operator, inside), key=repr))
    own = [
        getattr(node, name, None)
        for name in ("name", "owner", "value", "function", "operator", "what", "negated")
    ]
    return (type(node).__name__, *own, *inside)


def _flat(operator: str, inside: list[Any]) -> list[Any]:
    return [
        piece
        for each in inside
        for piece in (each[1:] if isinstance(each, tuple) and each[0] == operator else [each])
    ]


def _text(value: Any) -> str | None:
    return None if value is None else " ".join(str(value).split())
