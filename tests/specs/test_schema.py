"""The JSON Schema is made of the models, its copy is equal, and every built-in spec is valid by it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from chatcalc.cli.main import app
from chatcalc.specs.loading import builtin_folder, load_specs
from chatcalc.specs.model import Spec
from chatcalc.specs.schema import committed_schema, schema_text, spec_schema
from chatcalc.specs.yaml_reader import Document, parse_yaml
from specs.test_validate import _45

jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is not installed")
VALIDATOR = jsonschema.Draft202012Validator(spec_schema())
SPECS = sorted(builtin_folder().glob("*/*.yaml"))


def test_the_committed_copy_is_equal() -> None:
    assert committed_schema().read_text(encoding="utf-8") == schema_text(), (
        "write it anew: chatcalc specs schema > indicator_specs/schema/spec.schema.json"
    )
    assert CliRunner().invoke(app, ["specs", "schema"]).stdout == schema_text()


def test_it_is_a_schema_and_says_of_every_key_what_it_is_for() -> None:
    jsonschema.Draft202012Validator.check_schema(spec_schema())
    objects = [spec_schema(), *spec_schema()["$defs"].values()]
    variant = spec_schema()["$defs"]["Variant"]
    for each in objects:
        for key, value in each.get("properties", {}).items():
            assert "description" in value or each == variant, key
    assert set(spec_schema()["properties"]) == set(Spec.model_json_schema()["properties"])


@pytest.mark.parametrize("document", load_specs().documents, ids=lambda document: document.file)
def test_every_built_in_specification_is_valid(document: Document) -> None:
    assert [error.message for error in VALIDATOR.iter_errors(document.data)] == []


@pytest.mark.parametrize("file", SPECS, ids=lambda file: file.stem)
def test_every_built_in_specification_names_the_schema(file: Path) -> None:
    first = file.read_text(encoding="utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=../schema/spec.schema.json"
    assert (file.parent / "../schema/spec.schema.json").resolve() == committed_schema().resolve()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("polarity: high", "polarity: hihg"),
        ("numerator: days", "numerater: days"),
        ("count: assessments", "count: asessments"),
        ("      assessments:\n", "      asessments:\n"),
        ("    comparable: period", "    unit: count"),
        ("numerator: days_taken <= 45", "numerator: 45"),
        ("on_day_45: numerator", "on_day_45: counted"),
        ("  annex_a:\n", "  annex_b:\n"),
    ],
)
def test_editors_underline_mistakes(before: str, after: str) -> None:
    text = (builtin_folder() / _45).read_text(encoding="utf-8")
    assert before in text
    document = parse_yaml(text.replace(before, after, 1), "spec.yaml")
    assert isinstance(document, Document)
    assert list(VALIDATOR.iter_errors(document.data))


def test_a_variant_may_leave_a_key_out_and_give_a_reason_why_it_cannot_be_computed() -> None:
    variant: dict[str, Any] = {"$ref": "#/$defs/Variant", "$defs": spec_schema()["$defs"]}
    assert jsonschema.Draft202012Validator(variant).is_valid({"denominator": None, "related": None})
    assert jsonschema.Draft202012Validator(variant).is_valid({"unavailable": "not recorded"})
    assert json.dumps(variant)
