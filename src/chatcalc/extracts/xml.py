"""What all XML readers share: a parser that fetches and expands nothing, and errors that quote nothing."""

from __future__ import annotations

from typing import Any, Final

from lxml import etree

from chatcalc.extracts.extract import ExtractError

# No network, no entities, no DTD, libxml2's limits on depth and text. Comments would cut text in two.
SAFELY: Final[dict[str, Any]] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}


def local_name(tag: str) -> str:
    """The name without its namespace."""
    return tag.rpartition("}")[2]


def broken_xml(label: str, error: etree.XMLSyntaxError) -> ExtractError:
    """The one line for XML that is not well-formed; its own words may quote the file."""
    line, column = error.position
    log: Any = error.error_log
    if not line and len(log):  # some errors know their place only in the log
        line, column = log[-1].line, log[-1].column
    return ExtractError(
        f"{label}: not well-formed XML at line {line}, column {column} "
        "(cut short, damaged, or in another encoding than it says); export it again"
    )


def refuse_entities(label: str, root: etree._Element) -> None:
    """Refuses a document type that declares entities or points outside the file.

    Raises:
        ExtractError: It does. Statutory returns have no document type at all.
    """
    document: Any = root.getroottree().docinfo  # the stubs know only half of it
    if document.internalDTD is None:
        return
    if document.system_url or document.public_id or any(True for _ in document.internalDTD.iterentities()):
        raise ExtractError(
            f"{label}: declares entities or refers to an outside document type, which no return does; "
            "it was not read, export it again"
        )
