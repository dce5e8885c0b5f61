"""Every reader with sound files for it, and what has to hold whatever is put into it."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bad_input import honest
from bad_input.case import CANARIES
from bad_input.compound_files import xls
from bad_input.settings import SPEC
from chatcalc.cli.config import options
from chatcalc.extracts.extract import ExtractError
from chatcalc.extracts.ids import read_ids
from chatcalc.extracts.reading import read_extracts
from chatcalc.indicators.lookups import read_lookup
from chatcalc.published.neighbours import read_neighbours
from chatcalc.published.reading import read_published
from chatcalc.published.statistics import PublishedError
from chatcalc.reports.baseline import read_baseline
from chatcalc.reports.request import RequestError, SettingsError
from chatcalc.specs.loading import load_specs
from published import ees_files

SLOWEST = 10.0  # seconds for a file of some kilobytes, on a machine that is busy

REFUSED, FINDINGS, CLEAN = "refused with a message", "read with findings", "read clean"


@dataclass(frozen=True)
class Reader:
    """A reader.

    Attributes:
        file: What its file is called.
        samples: Sound files, of which damaged ones are made.
        read: Reads one; gives what is said of it, findings as text.
    """

    file: str
    samples: tuple[bytes, ...]
    read: Callable[[Path], list[str]]


@dataclass(frozen=True)
class Outcome:
    """What became of one input: `REFUSED`, `FINDINGS` or `CLEAN`, and in how many seconds."""

    kind: str
    seconds: float


def tried(reader: Reader, content: bytes, folder: Path) -> Outcome:
    """Reads a file; fails where anything but a refusal or findings comes of it, or a child is told of."""
    path = folder / reader.file
    path.write_bytes(content)
    before = {each.name for each in folder.iterdir()}
    began = time.perf_counter()
    try:
        said = reader.read(path)
        kind = FINDINGS if said else CLEAN
    except SettingsError as error:
        said, kind = [str(each) for each in error.errors], REFUSED
    except (ExtractError, PublishedError, RequestError) as error:
        said, kind = [str(error)], REFUSED
    seconds = time.perf_counter() - began
    assert seconds < SLOWEST
    assert {each.name for each in folder.iterdir()} == before
    for line in said:
        assert "\n" not in line, line
        assert not [each for each in CANARIES if each in line.lower()], line
    return Outcome(kind, seconds)


def _extract(path: Path) -> list[str]:
    return [
        f"{each.file}: {each.where}: {each.message}"
        for extract in read_extracts([path])
        for each in extract.findings
    ]


def _specs(path: Path) -> list[str]:
    loaded = load_specs([path], builtin=False)
    return [each.message for each in (*loaded.problems, *loaded.warnings)]


def _nothing(read: Callable[[Path], object]) -> Callable[[Path], list[str]]:
    """A reader that gives no findings."""

    def reading(path: Path) -> list[str]:
        read(path)
        return []

    return reading


def _ees(folder: Path) -> tuple[bytes, ...]:
    return tuple(path.read_bytes() for path in (ees_files.referrals(folder), ees_files.populations(folder)))


def readers(folder: Path) -> Mapping[str, Reader]:
    """All readers by name; sound files that take a folder to make are made in it."""
    rows = {"List 1": honest.CONTACTS, "List 3": honest.REFERRALS}
    published = _nothing(lambda path: read_published([path]))
    ssda903 = honest.workbook({"a": [line.split(",") for line in honest.EPISODES.splitlines()]})
    return {
        "CIN census": Reader("census.xml", (honest.CENSUS.encode(),), _extract),
        "SSDA903 CSV": Reader("episodes.csv", (honest.EPISODES.encode(),), _extract),
        "SSDA903 XML": Reader("return.xml", (honest.RETURN_XML.encode(),), _extract),
        "SSDA903 workbook": Reader("return.xlsx", (ssda903,), _extract),
        "Annex A workbook": Reader("Annex_A.xlsx", (honest.ANNEX_A,), _extract),
        "Annex A old workbook": Reader("Annex_A.xls", (xls(rows),), _extract),
        "Annex A CSV": Reader("list_3.csv", (honest.REFERRALS_CSV.encode(),), _extract),
        "LAIT": Reader("lait.csv", (honest.LAIT.encode(),), published),
        "EES": Reader("c1_2013_to_2024.csv", _ees(folder), published),
        "small published CSV": Reader("published.csv", (honest.SMALL_CSV.encode(),), published),
        "neighbours": Reader(
            "sn.csv", (honest.NEIGHBOURS.encode(),), _nothing(lambda path: read_neighbours([path]))
        ),
        "lookup": Reader("lookup.csv", (honest.LOOKUP.encode(),), _nothing(read_lookup)),
        "ids": Reader("ids.csv", (honest.IDS.encode(),), _nothing(read_ids)),
        "chatcalc.toml": Reader("chatcalc.toml", (CONFIG,), _nothing(lambda path: options({}, path))),
        "specification": Reader("own.yaml", (SPEC.encode(),), _specs),
        "earlier report": Reader("before.json", (BASELINE,), _nothing(read_baseline)),
    }


CONFIG = (
    b'extracts = ["in"]\nas_at = 2024-03-31\nla = "201"\nmonths = 12\nby = ["sex", "age_band"]\n'
    b'published = ["p.csv"]\nsuppress = 6\n[lookups]\nchildren = "teams.csv"\n'
    b"[targets]\ncin_rate = 300\n[targets.rereferrals_12m_pct]\ntarget = 20\ntolerance = 2\n"
)
BASELINE = (
    b'{"run": {"as_at": "2023-03-31", "tables": []}, "indicators": [{"la_code": "201", "id": "cin_rate", '
    b'"status": "ok", "numerator": 1, "denominator": 2, "value": 0.5, "display": "1", "parts": []}]}'
)
