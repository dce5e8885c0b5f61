"""Annotations of specifications as build servers and editors read them: GitHub, JSON and SARIF."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

from chatcalc import __version__
from chatcalc.reports.spec_annotations import FAILED_TEST, UNNOTICED_CHANGE, Annotation
from chatcalc.specs.codes import codes

_SUMMARIES: Final = {
    FAILED_TEST: "A test that stands in a specification fails.",
    UNNOTICED_CHANGE: "A condition can be changed without any test failing.",
}


def to_github(annotations: Sequence[Annotation]) -> str:
    """Workflow commands that GitHub shows beside the lines of a pull request."""
    return "".join(_github(each) + "\n" for each in annotations)


def _github(each: Annotation) -> str:
    properties = {
        "file": each.file,
        "line": each.line,
        "col": each.column,
        "endColumn": each.column + each.length,
        "title": each.code,
    }
    written = ",".join(f"{key}={_escaped(str(value), ':,')}" for key, value in properties.items())
    return f"::{each.level} {written}::{_escaped(chr(10).join([each.message, *each.details]))}"


def _escaped(text: str, more: str = "") -> str:
    """A workflow command is one line: what would end it or its properties is written as a code."""
    for character in f"%\r\n{more}":
        text = text.replace(character, f"%{ord(character):02X}")
    return text


def to_json(annotations: Sequence[Annotation], files: int) -> str:
    """One object: how many files were read, and every problem with its place."""
    problems = [
        {
            "code": each.code,
            "level": each.level,
            "file": each.file,
            "line": each.line,
            "column": each.column,
            "length": each.length,
            "message": each.message,
        }
        for each in annotations
    ]
    return json.dumps({"files": files, "problems": problems}, indent=2, ensure_ascii=False) + "\n"


def to_sarif(annotations: Sequence[Annotation]) -> str:
    """SARIF 2.1.0, which code scanning services take."""
    used = dict.fromkeys(each.code for each in annotations)
    rules = [{"id": code, "shortDescription": {"text": _summary(code)}} for code in used]
    driver = {"name": "chatcalc", "version": __version__, "rules": rules}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(each) for each in annotations],
    }
    log = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    return json.dumps(log, indent=2, ensure_ascii=False) + "\n"


def _result(each: Annotation) -> dict[str, Any]:
    region = {"startLine": each.line, "startColumn": each.column, "endColumn": each.column + each.length}
    location = {"artifactLocation": {"uri": each.file.replace("\\", "/")}, "region": region}
    return {
        "ruleId": each.code,
        "level": each.level,
        "message": {"text": "\n".join([each.message, *each.details])},
        "locations": [{"physicalLocation": location}],
    }


def _summary(code: str) -> str:
    known = codes().get(code)
    return known.summary if known else _SUMMARIES[code]
