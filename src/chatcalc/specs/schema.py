"""The JSON Schema of specifications, made of the models: editors complete and check by it as one types."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from chatcalc.specs.loading import builtin_folder
from chatcalc.specs.model import FIXED_KEYS, Spec
from chatcalc.tables.catalogue import TABLES

SCHEMA_FILE: Final = Path("schema", "spec.schema.json")
"""Where the committed copy lies, beside the families of built-in specifications."""

_TABLE_KEYS: Final = (("Related", "table"), ("Needs", "table"))


def schema_text() -> str:
    """The schema as its file holds it."""
    return json.dumps(spec_schema(), indent=2, ensure_ascii=False) + "\n"


def committed_schema() -> Path:
    """The committed copy, which `# yaml-language-server: $schema=...` of built-in specifications names."""
    return builtin_folder() / SCHEMA_FILE


def spec_schema() -> dict[str, Any]:
    """The schema of one specification: what pydantic gives, and what only the reader of YAML knows."""
    schema = Spec.model_json_schema(by_alias=True)
    definitions, keys = schema["$defs"], schema["properties"]
    for part in _objects(schema):
        _tidy(part)
    tables = {"enum": sorted(TABLES)}
    for owner, key in _TABLE_KEYS:
        definitions[owner]["properties"][key] |= tables
    keys["count"] |= tables
    test = definitions["Test"]["properties"]
    test["given"]["propertyNames"] = tables
    test["given"].pop("patternProperties", None)
    test["given"]["additionalProperties"] = {"type": "array", "items": {"type": "object"}}
    numbers = {"type": ["string", "number"]}
    test["result"]["anyOf"] = [numbers, {"type": "object", "additionalProperties": numbers}]
    months = {"type": "string", "pattern": "^[0-9]+ months?$"}
    keys["look_back"] = {
        "anyOf": [months, {"$ref": "#/$defs/LookBack"}],
        "description": keys["look_back"]["description"],
    }
    definitions["Variant"] = _variant(keys)
    keys["variants"] = {
        "type": "object",
        "description": keys["variants"]["description"],
        "additionalProperties": False,
        "properties": {source: {"$ref": "#/$defs/Variant"} for source in _sources(keys["variants"])},
    }
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "chatcalc specification"}
    return head | {key: value for key, value in schema.items() if key != "title"}


def _variant(keys: dict[str, Any]) -> dict[str, Any]:
    """Any key of a specification but those that make it what it is; null leaves the key out."""
    replaced = {
        key: {"anyOf": [value, {"type": "null"}]}
        for key, value in keys.items()
        if key not in (*FIXED_KEYS, "variants", "tests", "overrides")
    }
    unavailable = {"type": "string", "description": "Why the extract cannot compute it."}
    return {
        "type": "object",
        "description": "What differs where another extract is read.",
        "additionalProperties": False,
        "properties": {"unavailable": unavailable, **replaced},
    }


def _sources(variants: dict[str, Any]) -> list[str]:
    return list(variants["propertyNames"]["enum"])


def _objects(schema: Any) -> Iterator[dict[str, Any]]:
    """Every map of the schema, innermost last."""
    if isinstance(schema, dict):
        yield schema
        for value in schema.values():
            yield from _objects(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from _objects(value)


def _tidy(part: dict[str, Any]) -> None:
    """Drops what a reader of YAML does not need: titles made of names, and null for a key left out."""
    if isinstance(part.get("title"), str):
        del part["title"]
    if part.get("default", "") is not None:
        return
    del part["default"]
    kept = [option for option in part.pop("anyOf") if option != {"type": "null"}]
    part.update({**kept[0], **part} if len(kept) == 1 else {"anyOf": kept})
