"""Small CIN censuses for tests."""

from pathlib import Path

from chatcalc.extracts import cin_census
from chatcalc.extracts.extract import Extract


def header(year: int | None = 2024, reference: str | None = None, la: str | None = "201") -> str:
    """A header; 31 March of the year where no reference date is given."""
    reference = reference if reference is not None else f"{year}-03-31" if year else ""
    return (
        f"<Header><CollectionDetails><Collection>CIN</Collection><Year>{year or ''}</Year>"
        f"<ReferenceDate>{reference}</ReferenceDate></CollectionDetails>"
        f"<Source><LEA>{la or ''}</LEA><DateTime>{year or 2024}-05-23T11:14:05</DateTime></Source></Header>"
    )


def child(*details: str, identifier: str = "A", identifiers: str = "", characteristics: str = "") -> str:
    """A child with CINdetails."""
    return (
        f"<Child><ChildIdentifiers><LAchildID>{identifier}</LAchildID>{identifiers}</ChildIdentifiers>"
        f"<ChildCharacteristics>{characteristics}</ChildCharacteristics>"
        + "".join(f"<CINdetails>{one}</CINdetails>" for one in details)
        + "</Child>\n"
    )


def census(*children: str, head: str | None = None) -> str:
    """A whole file; the first child stands in line 3."""
    return (
        f"<Message>{header() if head is None else head}\n<Children>\n{''.join(children)}</Children></Message>"
    )


def write(folder: Path, text: str | bytes, name: str = "census.xml") -> Path:
    """A file with that text."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def read(folder: Path, *texts: str) -> Extract:
    """The extract of one or several censuses."""
    return cin_census.read([write(folder, text, f"census_{n}.xml") for n, text in enumerate(texts, start=1)])
