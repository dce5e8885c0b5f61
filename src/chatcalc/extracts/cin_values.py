"""The text of a CIN census as dates, flags and codes, with a finding for what was not understood."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from chatcalc.extracts import values
from chatcalc.extracts.cin_elements import GROUPS, Element, Group
from chatcalc.extracts.extract import Finding
from chatcalc.extracts.findings import finding


def understand(raw: Mapping[str, pl.DataFrame], file: str) -> tuple[dict[str, pl.DataFrame], list[Finding]]:
    """The groups of a census with typed columns, and what was not understood in them.

    Args:
        raw: Frames of text by group, as `cin_xml.RawCensus.groups`.
        file: What findings call the file.

    Returns:
        The same frames typed, with `line`, the line of the child, in all of them.
    """
    groups: dict[str, pl.DataFrame] = {}
    findings: list[Finding] = []
    for group in GROUPS:
        frame = raw[group.name]
        if group.parent is not None:
            frame = frame.with_columns(line=groups[group.parent]["line"].gather(frame["parent"]))
        typed = []
        for element in group.elements:
            column, odd = _meaning(frame[element.name], element)
            typed.append(column)
            if not odd.is_empty():
                findings.append(_not_understood(frame, odd, group, element, file))
        groups[group.name] = frame.with_columns(typed)
    return groups, findings


def _meaning(texts: pl.Series, element: Element) -> tuple[pl.Series, pl.Series]:
    """The typed column, and the distinct texts that were not understood.

    Each distinct text is looked at once: a census repeats few dates and codes many times.
    """
    text = pl.col(element.name)
    if element.kind == "identifier":
        return texts.to_frame().select(values.identifier(text)).to_series(), texts.clear()
    value, odd = _normalisers(text, element)
    # Lazily, for then the steps that both share are taken once.
    found = texts.unique().drop_nulls().to_frame().lazy().select(text, value.alias("value"), odd.alias("odd"))
    distinct = found.collect(engine="in-memory")
    meant = texts.replace_strict(distinct[element.name], distinct["value"], default=None)
    return meant, distinct.filter("odd")[element.name]


def _normalisers(text: pl.Expr, element: Element) -> tuple[pl.Expr, pl.Expr]:
    """The value of a text, and whether it was not understood."""
    match element.kind:
        case "date":
            return values.date(text), values.date_not_understood(text)
        case "flag":
            return values.flag(text), values.flag_not_understood(text)
        case "number":
            return values.whole_number(text), values.whole_number_not_understood(text)
        case "sex":
            return values.sex(text), values.sex_not_understood(text)
        case _:
            return values.code(text), values.code_unknown(
                text, element.codes
            ) if element.codes else text.is_null()


_TOLD = {
    "date": ("date-not-understood", "is not a date; read as missing"),
    "flag": ("flag-not-understood", "is neither yes nor no; read as missing"),
    "number": ("number-not-understood", "is not a whole number; read as missing"),
    "sex": ("code-unknown", "is not in its code list; read as missing"),
    "code": ("code-unknown", "is not in its code list; kept as it came"),
}


def _not_understood(
    frame: pl.DataFrame, odd: pl.Series, group: Group, element: Element, file: str
) -> Finding:
    lines = frame.filter(pl.col(element.name).is_in(odd.implode()))["line"]
    code, words = _TOLD[element.kind]
    where = f"line {lines.item(0)}, {element.name}"
    return finding(code, file, where, f"{element.name} {words}", len(lines), *group.tables)
