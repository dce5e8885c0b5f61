"""The pages of a specification's keys and of what can be wrong in one."""

from __future__ import annotations

from typing import Any

from chatcalc.specs.codes import Code, codes
from chatcalc.specs.model import Spec
from key_words import KEYS
from markdown import code, page, table

_KEYS = """\
A YAML file is one indicator. `chatcalc specs schema` prints the JSON Schema for editors, `chatcalc specs validate`
checks more than a schema can: names, types, functions. [Write your own](../how-to/write-your-own-indicator.md) walks
through one. Conditions are written in [the condition language](language.md).
"""
_ORDER = """\
## In which order

1. `count` and `period` give the cases; `window` replaces the report's period.
2. `related` and `values` are worked out for each case, in whatever order they need one another.
3. `distinct` with `latest` or `earliest` picks a case of each child.
4. `denominator` (and the cohort's) narrows; what it does not keep is *not counted*.
5. `exclude` leaves cases out, each with its reason.
6. `numerator` or `value` decides; `distinct` with `any` then picks one case of each child.
7. Every case ends in exactly one status: numerator, denominator, excluded or not counted.
"""
_PROBLEMS = """\
What `chatcalc specs validate` can find, with an example that has it and the same put right. An *error* makes the
specification unusable and ends with exit code 4; a *warning* does not.
"""


def keys() -> str:
    """Every key of a specification, from its model."""
    schema = Spec.model_json_schema()
    required = set(schema["required"])
    properties = schema["properties"]
    known = [key for key in KEYS if "." not in key]
    assert set(known) == set(properties), f"say what these keys mean: {set(known) ^ set(properties)}"
    rows = [
        (f"`{key}`", _kind(properties[key], schema), "yes" if key in required else "", KEYS[key])
        for key in known
    ]
    inner = [
        _inner(name, schema) for name in sorted(schema["$defs"]) if schema["$defs"][name].get("properties")
    ]
    top = table(("key", "value", "must be given", "meaning"), rows)
    return page("Keys of a specification", _KEYS, top, _ORDER, *inner)


def problems() -> str:
    """Every code of a problem: summary, wrong, right."""
    return page("Problems in specifications", _PROBLEMS, *(_problem(each) for each in codes().values()))


def _inner(name: str, schema: dict[str, Any]) -> str:
    shape = schema["$defs"][name]
    rows = [
        (
            f"`{key}`",
            _kind(value, schema),
            "yes" if key in shape.get("required", ()) else "",
            KEYS[f"{name}.{key}"],
        )
        for key, value in shape["properties"].items()
    ]
    return f"## {name}\n\n{shape.get('description', '')}\n\n{table(('key', 'value', 'must be given', 'meaning'), rows)}"


def _kind(shape: dict[str, Any], schema: dict[str, Any]) -> str:
    """What a value may be, from its JSON Schema; shapes of their own are links."""
    if "$ref" in shape:
        name = shape["$ref"].rsplit("/", 1)[1]
        if schema["$defs"][name].get("properties"):
            return f"[{name}](#{name.lower()})"
        return _kind(schema["$defs"][name], schema)
    if "anyOf" in shape:
        return " or ".join(_kind(each, schema) for each in shape["anyOf"] if each.get("type") != "null")
    if "enum" in shape or "const" in shape:
        return ", ".join(f"`{each}`" for each in shape.get("enum", [shape.get("const")]))
    if shape.get("type") == "array":
        return f"list of {_kind(shape['items'], schema)}"
    if shape.get("type") == "object":
        inside = shape.get("additionalProperties")
        return f"map of {_kind(inside, schema)}" if isinstance(inside, dict) and inside else "map"
    plain = {"integer": "whole number", "boolean": "`true` or `false`", "string": "text", "number": "number"}
    return plain.get(shape.get("type", ""), "any value")


def _problem(problem: Code) -> str:
    wrong = problem.wrong.replace("«", "").replace("»", "")
    but = [f"without {' and '.join(f'`{key}`' for key in problem.without)}"] if problem.without else []
    but += [f"saved as {problem.encoding}"] if problem.encoding != "utf-8" else []
    but += [f"in a folder `{problem.folder}`"] if problem.folder else []
    how = f" ({', '.join(but)})" if but else ""
    blocks = [
        f"## {problem.code}",
        f"*{problem.level.capitalize()}.* {problem.summary}",
        f"Wrong{how}:",
        code("text", wrong) if wrong.strip() else "",
        f"beside another file of the folder:\n\n{code('text', problem.beside)}" if problem.beside else "",
        f"Right:\n\n{code('text', problem.right)}",
    ]
    return "\n\n".join(block for block in blocks if block)
