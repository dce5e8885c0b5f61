"""The page of the condition language."""

from __future__ import annotations

from chatcalc.expressions.functions import AGGREGATES, FUNCTIONS, KNOWN_FROM, KNOWN_FROM_SUMMARY, Function
from markdown import code, page, table

_INTRODUCTION = """\
Conditions and values in a specification are small SQL expressions over one row, the case. There are no queries, no
clock and nothing that runs. What is outside the language is refused with its place; see [problems](problems.md).
"""
_NAMES = """\
## Names

| name | is |
|---|---|
| `authorised_date` | a column of the table that is counted |
| `days_taken` | a value of the specification, or one of its parameters |
| `child.date_of_birth` | a column of the child's own row in `children` |
| `earlier.referral_date` | inside the `where` and the `values` of related rows: a column of such a row |
| `period_start`, `period_end` | first and last day of the period; the last is the snapshot |
| `window_start`, `window_end` | the same of the window, where the specification has one |
"""
_OPERATORS = """\
## Operators

| written | means |
|---|---|
| `AND`, `OR`, `NOT` | as in SQL, with three answers: yes, no and unknown |
| `=`, `<>`, `<`, `<=`, `>`, `>=` | comparisons; with a blank on either side the answer is unknown |
| `IS NULL`, `IS NOT NULL` | whether a value is blank |
| `IS TRUE`, `IS NOT TRUE`, `IS FALSE`, `IS NOT FALSE` | whether an answer is known to be so; never unknown itself |
| `x IN ('a', 'b')` | whether x is one of the codes; of a list column, whether it holds one of them |
| `x BETWEEN a AND b` | `x >= a AND x <= b` |
| `CASE WHEN a THEN b ELSE c END` | the first branch whose condition is met |
| `+`, `-`, `*`, `/` | arithmetic of numbers; dividing by zero gives a blank |
| `'text'`, `42`, `1.5`, `DATE '2024-01-31'`, `TRUE`, `FALSE`, `NULL` | values as they are |

An unknown condition is not met: the case is not in the numerator, and the report counts it as unknown.
"""
_RELATED = """\
Related rows are other rows of the same child in the same authority. A condition may ask of them only through these,
so that they never multiply cases. Without a related row, `count` gives 0 and the others are blank.
"""


def language() -> str:
    """Names, operators, functions with their examples, and what may be asked of related rows."""
    functions = "## Functions\n\n" + "\n\n".join(_function(*each) for each in FUNCTIONS.items())
    known = f"### {KNOWN_FROM}(table)\n\n{KNOWN_FROM_SUMMARY}\n\nGives a date."
    rows = [
        (f"`{name}({'name.column' if each.takes_column else 'name'})`", each.summary)
        for name, each in AGGREGATES.items()
    ]
    related = f"## Related rows\n\n{_RELATED}\n{table(('written', 'gives'), rows)}"
    return page("The condition language", _INTRODUCTION, _NAMES, _OPERATORS, functions, known, related)


def _function(name: str, function: Function) -> str:
    shown = name.upper() if name in ("coalesce", "greatest", "least") else name
    names = ", ".join(parameter for parameter, _ in function.parameters) + (", ..." if function.many else "")
    types = [
        f"`{parameter}` is {kind.words if kind else 'any value'}" for parameter, kind in function.parameters
    ]
    gives = function.returns.words if function.returns else "the type of its arguments"
    examples = "\n".join(f"{call} = {result}" for call, result in function.examples)
    return (
        f"### {shown}({names})\n\n{function.summary}\n\n"
        f"{'; '.join(types)}. Gives {gives}.\n\n{code('text', examples)}"
    )
