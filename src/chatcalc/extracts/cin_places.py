"""Findings of a CIN census at the lines of its children."""

from __future__ import annotations

from typing import Final

import polars as pl

from chatcalc.extracts.cin_elements import Group
from chatcalc.extracts.cin_tables import NAMES
from chatcalc.extracts.extract import Finding
from chatcalc.extracts.findings import PLACES_KEPT, finding

# Elements whose columns are put together from several.
_PUT_TOGETHER: Final = {
    "Sex": ("sex",),
    "GenderCurrent": ("sex",),
    "Disability": ("disability", "disabilities"),
    "AssessmentFactors": ("factors",),
    "LAchildID": (),
}


def at_lines(  # noqa: PLR0917 - the parts of a finding, in their order
    code: str, file: str, lines: pl.Series, group: Group, element: str, words: str
) -> Finding:
    """A finding about an element at the lines of the children concerned.

    Args:
        code: The code.
        file: What findings call the file.
        lines: Line of the child of each case, in file order.
        group: The group of the element.
        element: The element, as the census calls it.
        words: What is so, after the name of the element.
    """
    where = f"line {lines.item(0)}, {element}"
    columns = _PUT_TOGETHER.get(element, (NAMES.get(group.name, {}).get(element, ""),))
    return finding(
        code,
        file,
        where,
        f"{element} {words}",
        len(lines),
        *group.tables,
        columns=[column for column in columns if column],
        rows=lines.head(PLACES_KEPT),
    )
