"""No text makes a traceback, none is executed, and none takes long: the condition parser and the YAML reader.

A thorough run: CHATCALC_FUZZ=1. Where atheris is installed, `make fuzz` goes on with endless.py.
"""

from __future__ import annotations

import builtins
import os
import subprocess
import time
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chatcalc.expressions.check import Scope, condition
from chatcalc.expressions.functions import AGGREGATES, FUNCTIONS
from chatcalc.expressions.problems import ConditionError, Mistake
from chatcalc.expressions.syntax import names_in
from chatcalc.expressions.tree import Span
from chatcalc.specs.codes import BASE
from chatcalc.specs.compiling import column_types
from chatcalc.specs.loading import builtin_folder, load_specs
from chatcalc.specs.problems import Problem
from chatcalc.specs.yaml_reader import parse_yaml
from chatcalc.tables.catalogue import TABLES
from reference.fuzzing import examples

COLUMNS = column_types("assessments")
SCOPE = Scope(
    "assessments", COLUMNS, {"child": column_types("children")}, {"earlier": COLUMNS}, TABLES, {"limit": 1}
)
SLOWEST = 2.0  # seconds for one condition, on a machine that is busy

WORDS = [
    *COLUMNS,
    *FUNCTIONS,
    *AGGREGATES,
    "child.sex",
    "earlier.start_date",
    "earlier",
    "limit",
    "known_from",
    "AND",
    "OR",
    "NOT",
    "IS",
    "NULL",
    "TRUE",
    "FALSE",
    "IN",
    "BETWEEN",
    "CASE",
    "WHEN",
    "THEN",
    "ELSE",
    "END",
    "DATE",
    "'2024-01-31'",
    "'A'",
    "''",
    "45",
    "-1",
    "0.5",
    "1e9",
    "(",
    ")",
    ",",
    "=",
    "<>",
    "<",
    "<=",
    ">",
    ">=",
    "+",
    "-",
    "*",
    "/",
    ".",
    ";",
    "--",
    "/*",
    '"',
    "'",
    "SELECT",
    "LIKE",
    "CAST",
    "::",
    "||",
    "%",
    "[",
    "]",
    "{",
    "}",
    "@x",
    "$1",
    "?",
    ":name",
    "\\",
    "\x00",
    "\u2028",
    "é",
    "🙂",
    "__import__",
    "lambda",
    "exec",
]
SENTENCES = st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join)
TEXTS = st.one_of(SENTENCES, st.text(max_size=120), st.tuples(SENTENCES, st.text(max_size=8)).map("".join))
ATTACKS = [
    "__import__('os').system('touch executed')",
    'eval(\'open("executed", "w")\')',
    "().__class__.__bases__[0].__subclasses__()",
    "start_date IN (SELECT child_id FROM children)",
    "1; DROP TABLE assessments",
    "read_csv('/etc/passwd')",
    "{{ 7 * 7 }}",
    "${7*7}",
    "'" + "a" * 3900,
    "(" * 3900,
    "NOT " * 900 + "TRUE",
    "-" * 3900 + "1",
    "CASE WHEN " * 300,
    " OR ".join(["team = 'A'"] * 250),
    "a" * 4001,
]


def mistakes_in(text: str) -> tuple[Mistake, ...]:
    try:
        condition(text, SCOPE)
    except ConditionError as error:
        return error.mistakes or (Mistake("none", "no mistake is said", Span(-1, -1)),)
    return ()


def tried(text: str) -> None:
    """A condition or mistakes inside the text, and nothing else, soon."""
    began = time.perf_counter()
    for mistake in mistakes_in(text):
        assert 0 <= mistake.span.start <= mistake.span.end <= max(1, len(text)), (text, mistake)
        assert "\n" not in mistake.message
    with suppress(ConditionError):
        names_in(text)
    assert time.perf_counter() - began < SLOWEST


@examples(400)
@given(TEXTS)
@example("")
@example(" ")
@example("\ufeff")
@example("'\n'")
def test_any_text_is_a_condition_or_a_mistake_with_a_place(text: str) -> None:
    tried(text)


@pytest.mark.parametrize("text", ATTACKS, ids=range(len(ATTACKS)))
def test_nothing_is_executed(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a condition was executed")

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(os, "system", refuse)
    monkeypatch.setattr(subprocess, "Popen", refuse)
    monkeypatch.setattr(builtins, "eval", refuse)
    tried(text)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("text", [" AND ".join(["flag"] * 5000), "(" * 100_000, "x" * 10_000_000])
def test_length_and_depth_are_bounded(text: str) -> None:
    with pytest.raises(ConditionError) as caught:
        condition(text, SCOPE)
    assert caught.value.mistakes[0].code in ("too-long", "too-deep")


YAML_WORDS = [
    "id:",
    "title:",
    "count: assessments",
    "period: {during: authorised_date}",
    "values:",
    "  x: start_date",
    "tests:",
    "  - title: a",
    "    given:",
    "      assessments:",
    "        - {id: a}",
    "numerator: ",
    "- ",
    "  ",
    "\t",
    "{",
    "}",
    "[",
    "]",
    ": ",
    "? ",
    "&a ",
    "*a",
    "!!python/object:os.system ",
    "!x ",
    "|",
    ">",
    "'",
    '"',
    "#",
    "---",
    "...",
    "%YAML 1.1",
    "<<: ",
    "NO",
    "010",
    "null",
    "~",
    "2024-01-31",
    "\x00",
    "\u2028",
    "é",
    "1e400",
    "@",
]
LINES = st.lists(st.lists(st.sampled_from(YAML_WORDS), max_size=4).map("".join), max_size=12).map("\n".join)


@examples(300)
@given(st.one_of(LINES, st.text(max_size=200)))
def test_any_text_is_a_document_or_a_problem_with_a_place(text: str) -> None:
    found = parse_yaml(text, "spec.yaml")
    if isinstance(found, Problem):
        assert found.place.line >= 0
        assert "\n" not in str(found)
        assert isinstance(found.excerpt, str)


def damaged(text: str, cuts: list[tuple[int, int, str]]) -> str:
    for at, length, inserted in cuts:
        start = at % (len(text) + 1)
        text = text[:start] + inserted + text[start + length :]
    return text


CUTS = st.lists(
    st.tuples(
        st.integers(0, 4000), st.integers(0, 30), st.sampled_from(["", "x", "\n", *YAML_WORDS, *WORDS])
    ),
    min_size=1,
    max_size=3,
)
COHORTS = builtin_folder() / "cohorts.yaml"
FILES = [BASE, *(p.read_text(encoding="utf-8") for p in sorted(builtin_folder().glob("*/*_pct.yaml"))[::12])]


@examples(60)
@given(st.sampled_from(FILES), CUTS)
def test_a_damaged_specification_ends_in_problems(
    tmp_path_factory: pytest.TempPathFactory, text: str, cuts: list[tuple[int, int, str]]
) -> None:
    folder = tmp_path_factory.getbasetemp() / "fuzz"
    folder.mkdir(exist_ok=True)
    file = folder / "spec.yaml"
    file.write_text(damaged(text, cuts), encoding="utf-8", newline="")
    loaded = load_specs([file, COHORTS], builtin=False)
    assert loaded.problems or loaded.warnings or loaded.indicators
    for problem in (*loaded.problems, *loaded.warnings):
        assert "\n" not in str(problem)
        assert problem.level in ("error", "warning")


def test_a_deep_document_is_refused() -> None:
    for text in ("[" * 5000, "a: " + "{a: " * 500 + "1" + "}" * 500, "- " * 3000 + "a"):
        assert isinstance(parse_yaml(text, "spec.yaml"), Problem)
