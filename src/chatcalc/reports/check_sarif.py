"""A check as SARIF 2.1.0, which code scanning services and editors take."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

from chatcalc.extracts.extract import row_of
from chatcalc.extracts.finding_words import WORDS
from chatcalc.extracts.findings import SEVERITIES
from chatcalc.reports.check import SCOPE, Check, CheckFinding

PLACES_SHOWN: Final = 100
"""Results for one finding: services refuse files with many thousands."""
_LEVELS: Final = {"info": "note", "warning": "warning", "error": "error"}


def to_sarif(check: Check) -> str:
    """One run with a rule for each code that was found, and a result for each place.

    A service shows one place a result, so a finding with many is several results; the first hundred of each.
    """
    codes = list(dict.fromkeys(each.code for each in check.findings))
    driver = {
        "name": "chatcalc",
        "version": check.version,
        "semanticVersion": check.version,
        "shortDescription": {"text": "What touches the figures of children's services."},
        "fullDescription": {"text": SCOPE},
        "rules": [_rule(code) for code in codes],
    }
    seen: Counter[str] = Counter()
    results = [result for each in check.findings for result in _results(each, codes.index(each.code), seen)]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    log = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    return json.dumps(log, indent=2, ensure_ascii=False) + "\n"


def _rule(code: str) -> dict[str, Any]:
    words = WORDS[code]
    return {
        "id": code,
        "name": "".join(part.capitalize() for part in code.split("-")),
        "shortDescription": {"text": words.meaning},
        "fullDescription": {"text": f"{words.meaning} {words.why}"},
        "help": {"text": f"{words.why} {words.mend}"},
        "defaultConfiguration": {"level": _LEVELS[SEVERITIES[code]]},
    }


def _results(found: CheckFinding, rule: int, seen: Counter[str]) -> Iterator[dict[str, Any]]:
    """A result a place. Its fingerprint tells a service that it knows the result from an earlier run."""
    of = f" ({found.count:,} cases)" if found.count > 1 else ""
    for place in found.places[:PLACES_SHOWN]:
        mark = hashlib.sha256("\n".join((found.code, found.file, place)).encode()).hexdigest()
        seen[mark] += 1
        physical = {
            "artifactLocation": {"uri": _uri(found.file)},
            "region": {"startLine": row_of(place) or 1},
        }
        yield {
            "ruleId": found.code,
            "ruleIndex": rule,
            "level": _LEVELS[found.severity],
            "message": {"text": f"{place}: {found.message}{of}"},
            "locations": [
                {"physicalLocation": physical, "logicalLocations": [{"fullyQualifiedName": place}]}
            ],
            "partialFingerprints": {"chatcalcPlace/v1": f"{mark}:{seen[mark]}"},
            "properties": {"cases": found.count, "indicators": list(found.indicators)},
        }


def _uri(file: str) -> str:
    """A relative reference: what stands for something else in one is written as a code."""
    safe = "-._~/()!$&'*+,;=@"
    return "".join(
        each if each.isascii() and (each.isalnum() or each in safe) else _coded(each)
        for each in file.replace("\\", "/")
    )


def _coded(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode())
