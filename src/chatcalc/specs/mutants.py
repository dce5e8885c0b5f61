"""Small changes of a definition, each of which one of its tests ought to notice.

The difficulty of an indicator sits in its boundaries: `<` or `<=`, AND or OR, 45 or 46, an exclusion or none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final
from typing import Literal as Literal_

from chatcalc.expressions.tree import Call, Case, Column, In, Is, Literal, Name, Node, Operation, Span, Type
from chatcalc.specs.definition import Definition, Exclusion, PartDefinition, RelatedRows, Step, Value
from chatcalc.specs.model import Condition, Related
from chatcalc.specs.problems import Place


@dataclass(frozen=True)
class Mutant:
    """A definition with one change.

    Attributes:
        definition: The changed definition.
        change: What was changed, e.g. `<= became <`.
        key: Which condition: `numerator`, `values.days_taken`, `related.earlier.where`, ...
        place: Where it stands in the file, where that is known.
    """

    definition: Definition
    change: str
    key: str
    place: Place | None


@dataclass(frozen=True)
class Slot:
    """A condition of a definition, and how to put another in its stead (None: leave it out)."""

    key: str
    node: Node
    text: Condition | None
    put: Callable[[Node | None], Definition]
    optional: bool = False


def mutants(definition: Definition) -> Iterator[Mutant]:
    """Every small change of a definition, in the order of its conditions."""
    for slot in conditions(definition):
        for node, change, span in _changes(slot.node):
            yield Mutant(slot.put(node), change, slot.key, _place(slot.text, span))
        if slot.optional:
            yield Mutant(slot.put(None), "left out", slot.key, _place(slot.text, Span(0, 0)))
    for name, number in definition.parameters.items():
        for step in (-1, 1):
            parameters = {**definition.parameters, name: number + step}
            change = f"{number:g} became {number + step:g}"
            yield Mutant(replace(definition, parameters=parameters), change, f"parameters.{name}", None)
    if definition.distinct is not None:
        for keep in _KEEP:
            if keep != definition.distinct:
                change = f"{definition.distinct} became {keep or 'every case'}"
                yield Mutant(replace(definition, distinct=keep), change, "distinct", None)


_KEEP: Final[tuple[Literal_["any", "latest", "earliest"] | None, ...]] = ("any", "latest", "earliest", None)


def _place(text: Condition | None, span: Span) -> Place | None:
    place = getattr(text, "place", None)
    return place.inside(text, span.start) if place is not None and text is not None else None


def conditions(definition: Definition) -> Iterator[Slot]:
    """Every condition and value of a definition, with its text where that has a place."""
    spec = definition.spec
    yield from _step_slots(definition)
    for n, node in enumerate(definition.denominator):

        def put_denominator(new: Node | None, n: int = n) -> Definition:
            kept = list(definition.denominator)
            kept[n : n + 1] = [] if new is None else [new]
            return replace(definition, denominator=tuple(kept))

        yield Slot("denominator", node, definition.denominator_texts[n], put_denominator, optional=True)
    for n, exclusion in enumerate(definition.exclude):

        def put_exclusion(new: Node | None, n: int = n) -> Definition:
            kept = list(definition.exclude)
            kept[n : n + 1] = [] if new is None else [Exclusion(new, kept[n].reason)]
            return replace(definition, exclude=tuple(kept))

        yield Slot(f"exclude {n + 1}", exclusion.when, spec.exclude[n].when, put_exclusion, optional=True)
    if definition.numerator is not None:
        put = lambda new: replace(definition, numerator=new)  # noqa: E731 - one expression, used here alone
        yield Slot("numerator", definition.numerator, spec.numerator, put)
    if definition.value is not None:
        put = lambda new: replace(definition, value=new)  # noqa: E731
        yield Slot("value", definition.value, spec.value, put)
    if definition.due is not None:
        due = definition.due
        put = lambda new: replace(definition, due=replace(due, date=new))  # noqa: E731
        yield Slot("due.date", due.date, spec.due.date if spec.due else None, put)
    yield from _split_slots(definition)
    for part in definition.parts:
        if part.id in spec.parts:
            yield from _part_slots(definition, part)


def _step_slots(definition: Definition) -> Iterator[Slot]:
    spec = definition.spec
    for n, step in enumerate(definition.steps):

        def put_step(new: Step, n: int = n) -> Definition:
            steps = list(definition.steps)
            steps[n] = new
            return replace(definition, steps=tuple(steps))

        if isinstance(step, Value):
            put = lambda new, step=step, put=put_step: put(replace(step, node=new))  # noqa: E731
            yield Slot(f"values.{step.name}", step.node, spec.values.get(step.name), put)
            continue
        written = spec.related.get(step.name)
        if step.where is not None:
            put = lambda new, step=step, put=put_step: put(replace(step, where=new))  # noqa: E731
            text = written.where if written else None
            yield Slot(f"related.{step.name}.where", step.where, text, put, optional=True)
        yield from _pair_slots(step, written, put_step)


def _pair_slots(
    step: RelatedRows, written: Related | None, put_step: Callable[[Step], Definition]
) -> Iterator[Slot]:
    for n, value in enumerate(step.values):

        def put(new: Node | None, n: int = n) -> Definition:
            values = list(step.values)
            assert new is not None
            values[n] = replace(values[n], node=new)
            return put_step(replace(step, values=tuple(values)))

        text = written.values.get(value.name) if written else None
        yield Slot(f"related.{step.name}.values.{value.name}", value.node, text, put)


def _split_slots(definition: Definition) -> Iterator[Slot]:
    """What splits a mix is one condition, though each of its parts asks it for another code."""
    spec = definition.spec
    for key, split in (("split.by", spec.split), ("split_each.by", spec.split_each)):
        mine = [part for part in definition.parts if split and part.id in split.parts]
        if split is None or not mine:
            continue

        def put(new: Node | None, mine: list[PartDefinition] = mine) -> Definition:
            assert new is not None
            changed = {part.id: replace(part, numerator=_asked(part.numerator, new)) for part in mine}
            return replace(definition, parts=tuple(changed.get(part.id, part) for part in definition.parts))

        first = mine[0].numerator
        assert isinstance(first, Operation | In)
        yield Slot(key, _parts(first)[0], split.by, put)


def _asked(numerator: Node | None, what: Node) -> Node:
    """The numerator of a part of a mix, asking something else for its code."""
    match numerator:
        case Operation(operands=(_, code)):
            return replace(numerator, operands=(what, code))
        case In():
            return replace(numerator, operand=what)
    raise AssertionError("a part of a mix is `by = code` or `code IN by`")


def _part_slots(definition: Definition, part: PartDefinition) -> Iterator[Slot]:
    def put(new: PartDefinition) -> Definition:
        return replace(definition, parts=tuple(new if each is part else each for each in definition.parts))

    written = definition.spec.parts[part.id]
    if part.denominator is not None:
        with_denominator = lambda new: put(replace(part, denominator=new))  # noqa: E731
        key, text = f"parts.{part.id}.denominator", written.denominator
        yield Slot(key, part.denominator, text, with_denominator, optional=True)
    if part.numerator is not None:
        with_numerator = lambda new: put(replace(part, numerator=new))  # noqa: E731
        yield Slot(f"parts.{part.id}.numerator", part.numerator, written.numerator, with_numerator)


_SWAPS: Final = {
    "<": ("<=",),
    "<=": ("<",),
    ">": (">=",),
    ">=": (">",),
    "=": ("<>",),
    "<>": ("=",),
    "AND": ("OR",),
    "OR": ("AND",),
    "+": ("-",),
    "-": ("+",),
    "*": ("/",),
    "/": ("*",),
}


def _changes(node: Node) -> Iterator[tuple[Node, str, Span]]:
    """Every version of a tree with one change in it: what was changed, and where."""
    yield from _changes_here(node)
    for n, inside in enumerate(_parts(node)):
        for changed, change, span in _changes(inside):
            yield _with_part(node, n, changed), change, span


def _changes_here(node: Node) -> Iterator[tuple[Node, str, Span]]:
    match node:
        case Operation(operator="NOT", operands=(inside,)):
            yield inside, "NOT was dropped", node.span
        case Operation(operator=operator):
            for other in _SWAPS.get(operator, ()):
                yield replace(node, operator=other), f"{operator} became {other}", node.span
            if operator in ("AND", "OR"):
                for kept, dropped in zip(node.operands, reversed(node.operands), strict=True):
                    yield kept, f"one side of {operator} was dropped", dropped.span
        case Is():
            negated = f"IS {node.what} became IS NOT {node.what}"
            positive = f"IS NOT {node.what} became IS {node.what}"
            yield replace(node, negated=not node.negated), positive if node.negated else negated, node.span
        case Literal(value=int() | float() as number, type=Type.NUMBER):
            for step in (-1, 1):
                yield replace(node, value=number + step), f"{number:g} became {number + step:g}", node.span
        case In(options=options) if len(options) > 1:
            for option in options:
                left = tuple(each for each in options if each is not option)
                yield replace(node, options=left), f"{option.value!r} was dropped from IN", option.span
        case _:
            return


def _parts(node: Node) -> tuple[Node, ...]:
    """The nodes inside a node that may change; the options of IN are dealt with as a whole."""
    match node:
        case Call(arguments=inside) | Operation(operands=inside):
            return inside
        case Is(operand=operand) | In(operand=operand):
            return (operand,)
        case Case(branches=branches, default=default):
            inside = tuple(part for branch in branches for part in branch)
            return inside if default is None else (*inside, default)
        case _:
            return ()


def _with_part(node: Node, n: int, new: Node) -> Node:
    """The node with its n-th part replaced."""
    match node:
        case Call(arguments=inside):
            return replace(node, arguments=(*inside[:n], new, *inside[n + 1 :]))
        case Operation(operands=inside):
            return replace(node, operands=(*inside[:n], new, *inside[n + 1 :]))
        case Is() | In():
            return replace(node, operand=new)
        case Case(branches=branches, default=default):
            flat = [part for branch in branches for part in branch]
            if n == len(flat):
                return replace(node, default=new)
            flat[n] = new
            return replace(node, branches=tuple(zip(flat[::2], flat[1::2], strict=True)), default=default)
        case Literal() | Name() | Column() | _:
            return node
