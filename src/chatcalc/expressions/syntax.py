"""The text of a condition to sqlglot's tree, in a dialect that knows only the words of the language."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import ClassVar, Final

from sqlglot import exp, parser, tokens
from sqlglot.dialects.dialect import Dialect
from sqlglot.errors import ParseError, TokenError
from sqlglot.tokenizer_core import TokenType

from chatcalc.expressions.problems import ConditionError, Mistake
from chatcalc.expressions.tree import Span

LONGEST: Final = 4000
DEEPEST: Final = 40
"""Brackets inside brackets."""
LONGEST_CHAIN: Final = 120
"""Operators after one another: the tree of `a OR b OR c` is as deep as the text is long."""
_STATEMENTS: Final = (
    *("SELECT", "INSERT", "UPDATE", "DELETE", "DROP", "CREATE", "ALTER"),
    *("WITH", "UNION", "EXEC", "MERGE", "TRUNCATE", "GRANT"),
)
_KEYWORDS: Final = (
    *("AND", "OR", "NOT", "IS", "NULL", "TRUE", "FALSE", "IN", "BETWEEN"),
    *("CASE", "WHEN", "THEN", "ELSE", "END", "DATE"),
)


class _Condition(Dialect):
    """SQL conditions without statements: any word that is no keyword here is a name."""

    class Tokenizer(tokens.Tokenizer):
        COMMENTS: ClassVar[list[str | tuple[str, str]]] = []
        KEYWORDS: ClassVar[dict[str, TokenType]] = {
            **{word: TokenType[word] for word in _KEYWORDS},
            "<=": TokenType.LTE,
            ">=": TokenType.GTE,
            "<>": TokenType.NEQ,
            "!=": TokenType.NEQ,
            "==": TokenType.EQ,
        }

    class Parser(parser.Parser):
        FUNCTIONS: ClassVar = {}
        FUNCTION_PARSERS: ClassVar = {}
        NO_PAREN_FUNCTIONS: ClassVar = {}
        NO_PAREN_FUNCTION_PARSERS: ClassVar = {"CASE": lambda self: self._parse_case()}


_DIALECT: Final = _Condition()


@lru_cache(4096)
def syntax_tree(text: str) -> exp.Expr:
    """Sqlglot's tree of one condition, which callers leave as it is: equal texts share it.

    Raises:
        ConditionError: The text is no condition: too long or deep, a statement, or not well formed.
    """
    _bounded(text)
    try:
        trees = _DIALECT.parse(text)
    except ParseError as error:
        raise ConditionError([_parse_mistake(text, error)]) from None
    except TokenError:
        raise ConditionError([_unreadable(text)]) from None
    except RecursionError:
        raise ConditionError([_whole(text, "too-deep", "the condition is nested too deeply")]) from None
    if len(trees) != 1 or trees[0] is None:
        at = text.find(";")
        span = Span(at, at + 1) if at >= 0 else Span(0, len(text))
        raise ConditionError(
            [Mistake("not-a-condition", "one condition is expected here, not several", span)]
        )
    if _depth(trees[0]) > LONGEST_CHAIN:
        hint = "use IN, or name the pieces in `values`"
        message = "the condition is nested too deeply"
        raise ConditionError([Mistake("too-deep", message, Span(0, len(text)), hint)])
    return trees[0]


def names_in(text: str) -> frozenset[str]:
    """The names a condition depends on: of `earlier.date` it is `earlier`, which has the column.

    Raises:
        ConditionError: The text is no condition.
    """
    return frozenset(column.table or column.name for column in syntax_tree(text).find_all(exp.Column))


def _depth(tree: exp.Expr) -> int:
    """How many pieces stand inside one another."""
    deepest, waiting = 0, [(tree, 0)]
    while waiting:
        piece, depth = waiting.pop()
        deepest = max(deepest, depth)
        waiting += [(inside, depth + 1) for inside in piece.iter_expressions()]
    return deepest


def _bounded(text: str) -> None:
    """Refuses what no analyst would write, before a parser sees it."""
    if not text.strip():
        raise ConditionError([_whole(text, "empty-condition", "the condition is empty")])
    if len(text) > LONGEST:
        raise ConditionError([_whole(text, "too-long", f"the condition is longer than {LONGEST} characters")])
    _only_characters_of_the_language(text)
    statement = re.search(rf"\b({'|'.join(_STATEMENTS)})\b(?!\s*[).,<>=])", _blanked(text), re.IGNORECASE)
    if statement:
        word = statement.group(1).upper()
        hint = "a specification holds conditions; relate other rows through `related`"
        span = Span(*statement.span(1))
        raise ConditionError(
            [Mistake("not-a-condition", f"{word} starts a statement, not a condition", span, hint)]
        )
    depth = 0
    for at, character in enumerate(_blanked(text)):
        depth += (character == "(") - (character == ")")
        if depth > DEEPEST:
            raise ConditionError(
                [Mistake("too-deep", f"brackets are nested more than {DEEPEST} deep", Span(at, at + 1))]
            )


def _only_characters_of_the_language(text: str) -> None:
    """Refuses what a tokenizer reads in its own way (comments, brackets, placeholders), before it can."""
    gap = re.search(r"[(,]\s*(,)|,\s*(\))", _blanked(text))
    if gap:
        span = Span(*gap.span(gap.lastindex or 0))
        raise ConditionError([Mistake("not-well-formed", "something is missing before this", span)])
    foreign = _FOREIGN.search(_blanked(text))
    if foreign:
        words, hint = _FOREIGN_WORDS.get(foreign.group(), (f"'{foreign.group()}'", None))
        span = Span(*foreign.span())
        raise ConditionError(
            [Mistake("outside-language", f"{words} is not part of the language", span, hint)]
        )


_FOREIGN: Final = re.compile(r"--|/\*|!(?!=)|[^\w\s'.,()+\-*/=<>!]")
_FOREIGN_WORDS: Final[dict[str, tuple[str, str | None]]] = {
    '"': ("a double quote", "text stands in 'single quotes'"),
    "--": ("a comment", "in the file, a comment starts with #"),
    "/*": ("a comment", "in the file, a comment starts with #"),
    ";": ("a semicolon", "write one condition"),
    "!": ("'!'", "write NOT"),
    "&": ("'&'", "write AND"),
    "|": ("'|'", "write OR"),
}


def _blanked(text: str) -> str:
    """The text with the inside of its quotes blanked, so that only the language is looked at."""
    return re.sub(r"'(?:[^']|'')*'", lambda match: "'" + " " * (len(match.group()) - 2) + "'", text)


def _whole(text: str, code: str, message: str) -> Mistake:
    return Mistake(code, message, Span(0, len(text)))


def _parse_mistake(text: str, error: ParseError) -> Mistake:
    """Sqlglot's error as a mistake with its place."""
    foreign = _FOREIGN_WORD.search(_blanked(text))
    if foreign:
        word = foreign.group().upper()
        return Mistake("outside-language", f"{word} is not part of the language", Span(*foreign.span()))
    first = error.errors[0]
    highlight = str(first.get("highlight") or "")
    end = _offset(text, int(first.get("line") or 1), int(first.get("col") or 0))
    start = max(0, end - len(highlight))
    description = str(first.get("description") or "")
    if "Expecting )" in description:
        at_the_end = end >= len(text.rstrip())
        message = (
            f"a closing bracket is missing after '{highlight}'"
            if at_the_end
            else f"a comma or a closing bracket is missing before '{highlight}'"
        )
    elif "missing" in description or "Expected" in description:
        message = f"something is missing after '{highlight}'"
    else:
        message = f"'{highlight}' is not expected here"
    return Mistake("not-well-formed", message, Span(start, max(end, start + 1)))


_FOREIGN_WORD: Final = re.compile(
    r"(?<!\.)\b(LIKE|ILIKE|RLIKE|SIMILAR|AS|FROM|WHERE|GROUP|ORDER|HAVING|LIMIT|JOIN|OVER|INTERVAL|COLLATE|"
    r"ESCAPE|LAMBDA|IMPORT|DEF|FOR|IF)\b(?!\s*\.)",
    re.IGNORECASE,
)
"""Words of SQL and Python that are no names where a condition cannot be read."""


def _offset(text: str, line: int, column: int) -> int:
    lines = text.splitlines(keepends=True)
    return min(len(text), sum(map(len, lines[: line - 1])) + column)


def _unreadable(text: str) -> Mistake:
    """An unclosed quote is the only thing a tokenizer of this language stumbles over."""
    at = text.rfind("'")
    span = Span(at, at + 1) if at >= 0 else Span(0, len(text))
    return Mistake("not-well-formed", "a quote is not closed", span)
