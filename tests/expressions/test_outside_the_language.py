"""Whatever could be read beyond the language is refused, and no text gives anything but a ConditionError."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatcalc.expressions.check import condition
from chatcalc.expressions.problems import ConditionError, Mistake
from chatcalc.expressions.syntax import DEEPEST, LONGEST, names_in
from chatcalc.expressions.tree import Type
from expressions.scope import SCOPE
from reference.fuzzing import examples

STATEMENTS = [
    "SELECT 1", "(SELECT 1)", "exists(SELECT 1)", "source IN (SELECT source FROM children)",
    "WITH x AS (SELECT 1)", "child_seen UNION SELECT 1", "DROP TABLE children",
    "INSERT INTO x VALUES (1)", "select * from x", "UPDATE x SET y = 1", "child_seen; DROP TABLE x",
    "child_seen; child_seen", ";",
]  # fmt: skip
FOREIGN = [
    "child_seen;", "days_taken <= 45 -- working days", "days_taken --limit > 1",
    "child_seen /* why */", "child_seen # why", '"child_seen"', 'source = "a"', "`child_seen`",
    "[child_seen]", "factors[0] = 'a'", "{child_seen}", "{{ child_seen }}", "{% if x %}", "${x}",
    "$1 = 1", ":x = 1", "@x = 1", "? = 1", "days_taken % 2 = 0", "days_taken ^ 2 > 1",
    "days_taken | 1 > 0", "child_seen && child_seen", "source || 'a' = 'a'", "!child_seen",
    "days_taken << 1 > 1", "days_taken::text = '1'", "source ~ 'a'", "\\source = 'a'",
    "child_seen\x00",
]  # fmt: skip
OTHER_SQL = [
    "CAST(source AS DATE) = start_date", "TRY_CAST(source AS DATE) = start_date",
    "DATE('2024-01-01') = start_date", "TIMESTAMP '2024-01-01' = start_date", "INTERVAL '1' DAY",
    "source LIKE 'a%'", "source ILIKE 'a'", "source SIMILAR TO 'a'", "source RLIKE 'a'",
    "source GLOB 'a'", "EXTRACT(YEAR FROM start_date) = 2024", "start_date = CURRENT_DATE",
    "start_date = now()", "start_date = today()", "SUBSTRING(source FROM 1) = 'a'",
    "days_taken = ANY(factors)", "days_taken IS DISTINCT FROM 1", "child_seen IS UNKNOWN", "*",
    "count(*) > 1", "child.* = 1", "COALESCE(*)", "(days_taken, 1) = (1, 1)", "(1, 2)",
    "days_taken AS x", "DISTINCT source", "count(DISTINCT earlier) > 1", "exists(earlier) OVER ()",
    "sum(earlier.score) FILTER (WHERE child_seen) > 1", "CASE source WHEN 'a' THEN 1 END = 1",
    "IF(child_seen, 1, 2) = 1", "NULLIF(source, 'a') = 'a'", "days_taken BETWEEN SYMMETRIC 2 AND 1",
    "source IN ()", "source IN ('a', child.sex)", "source COLLATE x = 'a'", "N'a' = source",
    "x'ff' = source", "source = 'a' 'b'", "days_taken ISNULL", "ARRAY[1] = factors", "1_000 > 1",
    "0x10 > 1", "DATE start_date = start_date",
]  # fmt: skip
PYTHON = [
    "__import__('os')", "os.system('x')", "start_date.year = 2024", "start_date.dt.year() = 2024",
    "lambda: child_seen", "lambda x: x", "[x for x in y]", "child_seen if child_seen else NULL",
    "child_seen and (x := 1)", "f'{x}' = source", "eval('1')", "days_taken ** 2 > 1",
    "days_taken // 2 > 1", "child_seen.__class__", "None IS NULL", "x -> y", "child_seen is not None",
]  # fmt: skip
EXTREME = [
    "x" * (LONGEST + 1),
    "(" * (DEEPEST + 1) + "child_seen" + ")" * (DEEPEST + 1),
    "NOT " * 500 + "child_seen",
    "- " * 500 + "days_taken = 1",
    " AND ".join(["child_seen"] * 200),
    " OR ".join(["child_seen"] * 200),
    " + ".join(["1"] * 900) + " = days_taken",
    "CASE WHEN " * 60 + "child_seen" + " THEN child_seen END" * 60,
    "COALESCE(1, " * 60 + "1" + ")" * 60,
    "'" * 999,
]


@pytest.mark.parametrize("text", [*STATEMENTS, *FOREIGN, *OTHER_SQL, *PYTHON])
def test_it_is_refused(text: str) -> None:
    with pytest.raises(ConditionError) as caught:
        condition(text, SCOPE)
    assert caught.value.mistakes
    for mistake in caught.value.mistakes:
        assert mistake.code
        assert mistake.message
        assert 0 <= mistake.span.start < mistake.span.end <= len(text)


@pytest.mark.parametrize("text", EXTREME, ids=range(len(EXTREME)))
def test_the_extreme_is_refused_without_a_traceback(text: str) -> None:
    with pytest.raises(ConditionError):
        condition(text, SCOPE)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("SELECT 1", "not-a-condition"),
        ("x" * (LONGEST + 1), "too-long"),
        ("(" * (DEEPEST + 1) + ")" * (DEEPEST + 1), "too-deep"),
        (" AND ".join(["child_seen"] * 200), "too-deep"),
        ("child_seen -- seen", "outside-language"),
    ],
)
def test_codes_of_what_is_refused_before_it_is_read(text: str, code: str) -> None:
    with pytest.raises(ConditionError) as caught:
        condition(text, SCOPE)
    assert [mistake.code for mistake in caught.value.mistakes] == [code]


def test_what_looks_foreign_inside_a_text_is_text() -> None:
    for inside in ("SELECT 1", "--", ";", '"', "it''s", "{{x}}", "/*", "é", "("):
        assert condition(f"source = '{inside}'", SCOPE).span.start == 0


def test_a_long_list_of_codes_and_a_chain_of_reasonable_length_are_read() -> None:
    codes = ", ".join(f"'{n}'" for n in range(400))
    deep = "(" * DEEPEST + "child_seen" + ")" * DEEPEST
    for text in (f"source IN ({codes})", " AND ".join(["child_seen"] * 100), deep):
        assert condition(text, SCOPE).type is Type.BOOLEAN


WORDS = st.sampled_from(
    [
        *(
            "child_seen",
            "days_taken",
            "start_date",
            "source",
            "factors",
            "earlier",
            "child",
            "limit",
            "referrals",
        ),
        *(
            ".",
            ",",
            "(",
            ")",
            "' '",
            "''",
            '"',
            ";",
            "+",
            "-",
            "*",
            "/",
            "=",
            "<",
            ">",
            "<=",
            "<>",
            "!",
            "--",
            "/*",
        ),
        *(
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
        ),
        *(
            "DATE",
            "SELECT",
            "FROM",
            "AS",
            "DISTINCT",
            "EXISTS",
            "exists(",
            "working_days(",
            "latest(",
            "COALESCE(",
        ),
        *(
            "known_from(",
            "1",
            "45",
            "0.5",
            "1e9",
            "'a'",
            "'2024-01-01'",
            "{",
            "}",
            "[",
            "]",
            ":",
            "\\",
            "@",
            "é",
            "\n",
        ),
    ]
)


@examples(400)
@given(st.one_of(st.lists(WORDS, max_size=14).map(" ".join), st.text(max_size=60)))
def test_no_text_gives_anything_but_a_condition_or_a_condition_error(text: str) -> None:
    for found in (mistakes_of(condition, text, SCOPE), mistakes_of(names_in, text)):
        assert all(m.span.start <= m.span.end <= max(1, len(text)) for m in found)


def mistakes_of(read: Callable[..., Any], *arguments: Any) -> tuple[Mistake, ...]:
    try:
        read(*arguments)
    except ConditionError as error:
        return error.mistakes
    return ()
