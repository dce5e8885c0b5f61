"""The text of a CIN census as dates, flags and codes, with a finding for what was not understood."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Final

import polars as pl

from chatcalc.extracts import values
from chatcalc.extracts.cin_elements import GROUPS, Element, Group
from chatcalc.extracts.cin_places import at_lines
from chatcalc.extracts.extract import Finding


def understand(raw: Mapping[str, pl.DataFrame], file: str) -> tuple[dict[str, pl.DataFrame], list[Finding]]:
    """The groups of a census with typed columns, and what was not understood in them.

    Args:
        raw: Frames of text by group, as `cin_xml.RawCensus.groups`.
        file: What findings call the file.

    Returns:
        The same frames typed, with `line`, the line of the child, in all of them.
    """
    meanings = _meanings(raw)
    groups: dict[str, pl.DataFrame] = {}
    findings: list[Finding] = []
    for group in GROUPS:
        frame = raw[group.name]
        if group.parent is not None:
            frame = frame.with_columns(line=groups[group.parent]["line"].gather(frame["parent"]))
        typed: list[pl.Expr | pl.Series] = []
        for element in group.elements:
            if element.kind == "identifier":
                typed.append(values.identifier(pl.col(element.name)))
                continue
            distinct = meanings[_alike(element)]
            typed.append(
                frame[element.name].replace_strict(distinct["text"], distinct["value"], default=None)
            )
            odd = distinct.filter("odd")["text"]
            if not odd.is_empty() and not (lines := _lines(frame, element, odd)).is_empty():
                findings.append(_not_understood(lines, group, element, file))
        groups[group.name] = frame.with_columns(typed)
    return groups, findings


def _alike(element: Element) -> tuple[str, tuple[str, ...]]:
    """Elements with the same of this are read alike."""
    return element.kind, tuple(sorted(element.codes or ()))


def _meanings(raw: Mapping[str, pl.DataFrame]) -> dict[tuple[str, tuple[str, ...]], pl.DataFrame]:
    """The distinct texts of elements that are read alike: `text`, `value`, and `odd` for the not understood.

    Each distinct text is looked at once: a census repeats few dates and codes many times.
    """
    texts: defaultdict[tuple[str, tuple[str, ...]], list[pl.Series]] = defaultdict(list)
    elements: dict[tuple[str, tuple[str, ...]], Element] = {}
    for group in GROUPS:
        for element in group.elements:
            if element.kind != "identifier":
                texts[_alike(element)].append(raw[group.name][element.name].unique().rename("text"))
                elements[_alike(element)] = element
    # Lazily, for then the steps that value and fault share are taken once.
    plans = []
    for alike, element in elements.items():
        value, odd = _normalisers(pl.col("text"), element)
        distinct = pl.concat(texts[alike]).unique().drop_nulls().to_frame().lazy()
        plans.append(distinct.with_columns(value=value, odd=odd))
    return dict(zip(elements, pl.collect_all(plans, engine="in-memory"), strict=True))


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


_TOLD: Final = {
    "date": ("date-not-understood", "is not a date; read as missing"),
    "flag": ("flag-not-understood", "is neither yes nor no; read as missing"),
    "number": ("number-not-understood", "is not a whole number; read as missing"),
    "sex": ("code-unknown", "is not in its code list; read as missing"),
    "code": ("code-unknown", "is not in its code list; kept as it came"),
}


def _lines(frame: pl.DataFrame, element: Element, odd: pl.Series) -> pl.Series:
    return frame.filter(pl.col(element.name).is_in(odd.implode()))["line"]


def _not_understood(lines: pl.Series, group: Group, element: Element, file: str) -> Finding:
    code, words = _TOLD[element.kind]
    return at_lines(code, file, lines, group, element.name, words)
