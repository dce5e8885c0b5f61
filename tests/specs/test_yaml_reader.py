from __future__ import annotations

import textwrap
from typing import Any

import pytest

from chatcalc.specs.problems import Problem
from chatcalc.specs.yaml_reader import Document, Text, parse_yaml, read_yaml


def document(text: str) -> Document:
    found = parse_yaml(textwrap.dedent(text), "x.yaml")
    assert isinstance(found, Document), found
    return found


def problem(text: str) -> Problem:
    found = parse_yaml(textwrap.dedent(text), "x.yaml")
    assert isinstance(found, Problem), found
    return found


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("NO", "NO"), ("no", "no"), ("yes", "yes"), ("on", "on"), ("Off", "Off"), ("y", "y"), ("N", "N"),
        ("010", "010"), ("0o10", "0o10"), ("0x1F", "0x1F"), ("1_000", "1_000"), ("1:30", "1:30"),
        ("0", 0), ("10", 10), ("-3", -3), ("2.5", 2.5), (".5", 0.5), ("1.5e3", 1500.0),
        ("true", True), ("True", True), ("FALSE", False), ("null", None), ("~", None), ("", None),
        ("tRue", "tRue"), ("1e3", "1e3"), (".inf", ".inf"), ("=", "="), ("<<", "<<"),
        ("2024-03-31", "2024-03-31"), ("'10'", "10"), ('"true"', "true"), ("'~'", "~"),
    ],
)  # fmt: skip
def test_plain_text_is_read_as_yaml_1_2(written: str, read: Any) -> None:
    found = document(f"key: {written}\n").data["key"]
    assert found == read
    assert type(found) is (Text if isinstance(read, str) else type(read))


def test_keys_stay_text() -> None:
    assert list(document("NO: 1\n10: 2\nnull: 3\n2024-01-01: 4\n").data) == ["NO", "10", "null", "2024-01-01"]


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("a: 1\nb: 2\na: 3\n", "yaml-duplicate-key", 3, 1),
        ("a:\n  b: 1\n  c: 2\n  b: 3\n", "yaml-duplicate-key", 4, 3),
        ("a: {b: 1, b: 2}\n", "yaml-duplicate-key", 1, 11),
        ("a: &x 1\nb: *x\n", "yaml-alias", 1, 4),
        ("a: &x {b: 1}\nc: {<<: *x}\n", "yaml-alias", 1, 4),
        ("a: !!python/object/apply:os.system ['x']\n", "yaml-tag", 1, 4),
        ("a: !mine x\n", "yaml-tag", 1, 4),
        ("a: !mine {b: 1}\n", "yaml-tag", 1, 4),
        ("a: !mine [1]\n", "yaml-tag", 1, 4),
        ("a:\n\tb: 1\n", "yaml-not-well-formed", 2, 1),
        ("a: [1, 2\nb: 3\n", "yaml-not-well-formed", 2, 2),
        ("a: b: c\n", "yaml-not-well-formed", 1, 5),
        ("a: 'x\n", "yaml-not-well-formed", 2, 1),
        ("[1]: 2\n", "yaml-key", 1, 1),
        ("", "yaml-not-well-formed", 1, 1),
        ("# nothing\n", "yaml-not-well-formed", 1, 1),
        ("a: 1\n---\nb: 2\n", "yaml-not-well-formed", 2, 1),
        ("a: " + "[" * 40 + "]" * 40 + "\n", "yaml-too-deep", 1, 34),
        ("a: " + "[" * 5000 + "\n", "yaml-not-well-formed", None, None),
    ],
)
def test_what_cannot_be_read_is_a_problem_with_its_place(
    text: str, code: str, line: int | None, column: int | None
) -> None:
    found = problem(text)
    assert found.code == code
    if line is not None:
        assert (found.place.line + 1, found.place.column + 1) == (line, column)


def test_a_tab_is_named() -> None:
    assert "tab" in problem("a:\n\tb: 1\n").message


def test_a_file_that_is_no_text_or_not_there(tmp_path: Any) -> None:
    (tmp_path / "latin.yaml").write_bytes("title: für\n".encode("latin-1"))
    for name in ("latin.yaml", "missing.yaml"):
        found = read_yaml(tmp_path / name)
        assert isinstance(found, Problem)
        assert found.code == "spec-unreadable"
    (tmp_path / "bom.yaml").write_bytes("title: für\n".encode("utf-8-sig"))
    found = read_yaml(tmp_path / "bom.yaml")
    assert isinstance(found, Document)
    assert found.data == {"title": "für"}


PLACES = {
    "plain": "numerator: days_taken <= 45 AND WRONG > 1\n",
    "plain over several lines": "numerator: days_taken <= 45\n  AND   WRONG > 1\n",
    "single quotes": "numerator: 'code = ''a'' AND  WRONG > 1'\n",
    "double quotes": 'numerator: "days_taken <= 45 AND WRONG > 1"\n',
    "escapes in double quotes": 'numerator: "code = \\"a\\\\b\\" AND\\n\\t WRONG > 1"\n',
    "double quotes over lines": 'numerator: "code = 1 AND\n  \\"a\\" \\\n  WRONG > 1"\n',
    "literal block": "numerator: |\n  days_taken <= 45\n    AND WRONG > 1\n",
    "folded block": "numerator: >\n  days_taken <= 45\n\n  AND\n  WRONG > 1\n",
    "block that keeps its end": "a: 1\nnumerator: |+\n    days_taken <= 45\n    OR (WRONG > 1)\n\n",
    "block with a comment": "numerator: |  # why\n  days_taken <= 45\n  AND WRONG > 1\n",
    "within brackets": "exclude:\n  - {when: days_taken < 1 OR WRONG > 1, reason: why}\n",
    "in a list": "list:\n  - days_taken <= 45 AND\n    WRONG > 1\n",
    "in a quoted text over lines": "a: 'days_taken <= 45\n  AND\n\n  WRONG > 1'\n",
    "tabs and other spaces": "numerator: |\n  days_taken\t<= 45\u00a0AND WRONG > 1\n",
}


def _text_in(data: Any) -> Text:
    if isinstance(data, dict | list):
        inside = data.values() if isinstance(data, dict) else data
        return next(t for t in map(_text_in, inside) if isinstance(t, Text) and "WRONG" in t)
    return data  # type: ignore[no-any-return]


@pytest.mark.parametrize("text", PLACES.values(), ids=PLACES)
def test_a_character_inside_a_text_has_its_place_in_the_file(text: str) -> None:
    value = _text_in(document(text).data)
    place = value.place.inside(value, value.index("WRONG"))
    lines = text.splitlines()
    assert lines[place.line][place.column :].startswith("WRONG")
    assert place.shown == lines[place.line]


def test_a_problem_shows_its_line_and_a_caret() -> None:
    text = "a: 1\nnumerator: days_takn <= 45\n"
    value = document(text).data["numerator"]
    found = Problem("unknown-name", "no column 'days_takn'", value.place, "did you mean 'days_taken'?", 9)
    assert str(found) == "x.yaml:2:12: no column 'days_takn'; did you mean 'days_taken'? [unknown-name]"
    assert found.excerpt == "    numerator: days_takn <= 45\n               ^^^^^^^^^"
