"""A tree as the text an analyst would write, with no brackets that SQL does not need."""

from __future__ import annotations

import datetime as dt

from chatcalc.expressions.tree import (
    Aggregate,
    Call,
    Case,
    Column,
    In,
    Is,
    Literal,
    Name,
    Node,
    Operation,
)

_OR, _AND, _NOT, _PREDICATE, _SUM, _PRODUCT, _SIGN, _ATOM = range(8)
_LEVELS = {
    "OR": _OR,
    "AND": _AND,
    "NOT": _NOT,
    "+": _SUM,
    "-": _SUM,
    "*": _PRODUCT,
    "/": _PRODUCT,
    "NEG": _SIGN,
}


def printed(node: Node) -> str:
    """The text of a tree; reading it back gives the tree."""
    match node:
        case Literal(value=value):
            return _literal(value)
        case Name(name=text) | Aggregate(key=text):
            return text
        case Column(owner=owner, name=name):
            return f"{owner}.{name}"
        case Call(function="known_from", arguments=(Literal(value=table),)):
            return f"known_from({table})"
        case Call(function=function, arguments=arguments):
            return f"{function.upper()}({', '.join(map(printed, arguments))})"
        case Is(operand=operand, what=what, negated=negated):
            return f"{_inside(operand, _SUM)} IS {'NOT ' if negated else ''}{what}"
        case In(operand=operand, options=options):
            return f"{_inside(operand, _SUM)} IN ({', '.join(map(printed, options))})"
        case Case(branches=branches, default=default):
            whens = "".join(f" WHEN {printed(a)} THEN {printed(b)}" for a, b in branches)
            return f"CASE{whens}{'' if default is None else f' ELSE {printed(default)}'} END"
        case Operation():
            return _operation(node)


def _operation(node: Operation) -> str:
    match node.operands:
        case (Operation(operands=(value, low)), Operation(operands=(_, high))) if _is_between(node):
            return f"{_inside(value, _SUM)} BETWEEN {_inside(low, _SUM)} AND {_inside(high, _SUM)}"
        case (Is() as operand,):
            return f"NOT ({printed(operand)})"
        case (operand,):
            sign = "NOT " if node.operator == "NOT" else "-"
            return f"{sign}{_inside(operand, _LEVELS[node.operator] + 1)}"
    left, right = node.operands
    level = _LEVELS.get(node.operator, _PREDICATE)
    first = _inside(left, _SUM if level == _PREDICATE else level)
    return f"{first} {node.operator} {_inside(right, level + 1)}"


def _inside(node: Node, least: int) -> str:
    return printed(node) if _level(node) >= least else f"({printed(node)})"


def _level(node: Node) -> int:
    match node:
        case Operation() if _is_between(node):
            return _PREDICATE
        case Operation(operator=operator):
            return _LEVELS.get(operator, _PREDICATE)
        case Is() | In():
            return _PREDICATE
        case Literal(value=int() | float() as value) if not isinstance(value, bool) and value < 0:
            return _SIGN
        case _:
            return _ATOM


def _is_between(node: Node) -> bool:
    match node:
        case Operation(
            operator="AND",
            operands=(
                Operation(operator=">=", operands=(value, _)),
                Operation(operator="<=", operands=(same, _)),
            ),
        ):
            return bool(value == same)
    return False


def _literal(value: object) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, dt.date):
        return f"DATE '{value}'"
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return repr(value)
