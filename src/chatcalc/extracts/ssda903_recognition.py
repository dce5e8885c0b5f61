"""Is this an SSDA903 return, and which table of it? Said by columns or the XML root, never by a file's name.

A file is a table by its columns alone: in any order and case, with more or fewer than the specification of
the year asks for.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from chatcalc.extracts.ssda903_tables import LAYOUTS, Layout

_XML_ROOT: Final = "EXPSSDA903"
_SPELLINGS: Final = {"CHILDID": "CHILD", "CHILD_ID": "CHILD", "PL": "PLACE"}


def normal_header(name: object) -> str:
    """A column's name in capitals, without byte order mark and surrounding space, by its usual spelling."""
    plain = "" if name is None else str(name)
    plain = "_".join(plain.replace("\ufeff", "").strip().strip('"').split()).upper()
    return _SPELLINGS.get(plain, plain)


def recognise(columns: Iterable[object]) -> Layout | None:
    """The table that columns of these names are, or None: the one that knows most of them."""
    found = {normal_header(column) for column in columns}
    if "CHILD" not in found:
        return None
    fitting = [layout for layout in LAYOUTS if any(need <= found for need in layout.needs)]
    return max(fitting, key=lambda layout: len(layout.names & found), default=None)


def is_return_root(name: str) -> bool:
    """Whether an XML root of this local name is an SSDA903 return."""
    return name.upper() == _XML_ROOT
