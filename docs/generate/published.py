"""The page that says where DfE publishes each indicator."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from chatcalc.published.ees_tables import ees_tables
from chatcalc.published.equivalents import NOT_COMPARED, equivalents_of
from chatcalc.specs.loading import load_specs
from markdown import page, table

_ABOUT = """\
Where the Department for Education publishes the same figure. `LAIT` is the short name in the local authority
interactive tool; the table is a file of Explore Education Statistics without the years in its name, the column is
called as in the newest edition, and *of rows* are the texts that say what a row counts. Where two columns are
divided, chatcalc calculates the figure and rounds it once, to the decimals in which DfE would print it; *per child*
is per 10,000 children aged 0 to 17 by the mid-year estimate, and is used where the file of a year has no rate.

LAIT and Explore Education Statistics were compared for every authority and year: of one edition they always agree;
an earlier edition differs where DfE revised a year or estimated the population anew. Eleven figures of 2016 and 2017
differ for neither reason, all of `assessments_45wd_pct` and `icpc_15wd_pct`: LAIT has these two by a special request to
DfE and not from the table, and it counts one to four cases more or fewer within the time (0.1 to 0.7 percentage
points). Where LAIT's own rate lets the total be checked, it is the table's. Figures that are calculated from bands are missing where one of the bands is suppressed, so LAIT is
used before them.
"""
_TABLES = """\
chatcalc knows these tables by their content, whatever a file is called, and reads any other table of Explore
Education Statistics too: specifications call it by the name of its file without the years. `chatcalc published import`
says of a table that no indicator is compared with it.
"""
_NOT_COMPARED = """\
These hold what an indicator counts, or nearly, and are kept in the store all the same. A specification of your own can
name them under `published`.
"""


def equivalents() -> str:
    """The indicators and parts that are published, and the tables they are in."""
    heads = ("indicator", "LAIT", "table", "column", "of rows")
    known = [(f"`{name}`", _known_by(name)) for name in ees_tables()]
    return page(
        "Where each indicator is published",
        _ABOUT,
        table(heads, _rows()),
        "## Tables",
        _TABLES,
        table(("table", "known by"), known),
        "## Tables that nothing is compared with",
        _NOT_COMPARED,
        table(("table", "why"), [(f"`{name}`", why) for name, why in NOT_COMPARED.items()]),
    )


def _rows() -> Iterator[tuple[str, ...]]:
    named = equivalents_of(load_specs().indicators.values())
    yield from (_row(name, published) for name, published in named.items() if published)


def _row(name: str, published: Mapping[str, Any]) -> tuple[str, ...]:
    ees = published.get("ees", {})
    texts = "; ".join(f"{text}" for text in ees.get("where", {}).values())
    return (f"`{name}`", _code(published.get("lait")), _code(ees.get("file")), _column(ees), texts)


def _column(ees: Mapping[str, Any]) -> str:
    added = ees.get("numerator", [])
    above = " + ".join(f"`{each}`" for each in (added if isinstance(added, list) else [added]))
    below = "per child" if "per" in ees else f"/ `{ees.get('denominator')}`"
    calculated = f"{above} {below}" if above else ""
    return "; else ".join(each for each in (_code(ees.get("column")), calculated) if each)


def _known_by(name: str) -> str:
    known = ees_tables()[name]
    if known.category:
        return f"category: {known.category}"
    text = f" with: {known.known_by}" if known.known_by else ""
    return f"headings {', '.join(f'`{each}`' for each in known.filters)}{text}"


def _code(text: object) -> str:
    return f"`{text}`" if text else ""
