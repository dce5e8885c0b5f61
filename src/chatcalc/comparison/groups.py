"""Groups of authorities to compare with: a region, some authorities, or a group that an authority named."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from chatcalc.published.areas import region_number
from chatcalc.published.authorities import UnknownAuthorityError, authorities, find_authority
from chatcalc.published.statistics import NOTHING, Entry, PublishedYear


@dataclass(frozen=True)
class Group:
    """Some authorities whose figures are averaged.

    Attributes:
        name: What it is called, e.g. `South West` or `845, 926`.
        codes: The authorities, those that are gone among them: each counts in the years it existed.
    """

    name: str
    codes: tuple[str, ...]


def group_of(texts: Sequence[str], named: Mapping[str, Sequence[str]]) -> Group | None:
    """The group that some words mean together; None for no words.

    Args:
        texts: Each a group of `chatcalc.toml`, a region, or an authority by code or name.
        named: The groups of `chatcalc.toml`, each with its authorities or regions.

    Raises:
        UnknownAuthorityError: A word is none of these; the nearest authorities are named.
    """
    codes = dict.fromkeys(code for text in texts for code in _codes(text, named))
    return Group(", ".join(texts), tuple(codes)) if codes else None


def mean_of(year: PublishedYear, codes: Iterable[str], without: str | None) -> tuple[Entry, tuple[str, ...]]:
    """The mean of the authorities that have a figure, and which those are (comparison rules, section 3).

    Args:
        year: What is published of a measure for a year.
        codes: The authorities.
        without: The authority that is compared, which is no part of what it is compared with.
    """
    found = {code: year.authority(code).exact for code in codes if code != without}
    values = {code: value for code, value in found.items() if value is not None}
    mean = Entry(sum(values.values(), Fraction(0)) / len(values)) if values else NOTHING
    return mean, tuple(values)


def _codes(text: str, named: Mapping[str, Sequence[str]]) -> Iterable[str]:
    if text in named:
        return [code for each in named[text] for code in _codes(each, {})]
    number = region_number(text)
    if number is not None:
        # London is inner and outer London in the table of authorities.
        regions = {number, "987", "988"} if number == "986" else {number}
        return [code for code, each in authorities().items() if region_number(each.region) in regions]
    try:
        return [find_authority(text).code]
    except UnknownAuthorityError as error:
        known = f"; or a group of chatcalc.toml: {', '.join(named)}" if named else ""
        raise UnknownAuthorityError(f"no region and {error}{known}") from error
