"""A hash of what a specification means, by which two runs know whether they counted the same."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Final

from chatcalc.specs.definition import Indicator

_CHECKS: Final = {"tests", "equivalent"}
"""Keys that say how a specification is checked: they change no figure and no word of a report."""


def fingerprint(indicator: Indicator) -> str:
    """SHA-256 of an indicator's definitions, with cohort, variants and the authority's own limits merged in.

    Where its file lies, comments, line breaks and tests do not count.
    """
    meant = [
        {
            "source": source,
            "spec": definition.spec.model_dump(mode="json", exclude=_CHECKS),
            "denominator": [str(each) for each in definition.denominator_texts],
            "parameters": definition.parameters,
        }
        for source, definition in sorted(indicator.definitions.items())
    ]
    return _sha256([meant, sorted(indicator.unavailable)])


def fingerprint_of_all(indicators: Iterable[Indicator]) -> str:
    """SHA-256 over the fingerprints of indicators, whatever their order."""
    return _sha256(sorted((each.id, fingerprint(each)) for each in indicators))


def _sha256(meant: object) -> str:
    text = json.dumps(meant, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
