"""A manifest beside every output: what went in, with what it was made, and which figures came out.

It is for whoever must say later where a figure is from. It is made of a report that has passed disclosure
control, so it tells no more than the output does; where small counts are hidden it holds neither inputs nor
findings. There is no time in it: the same inputs and options give the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any, Final

import polars as pl

from chatcalc.reports.disclosure import Publishable
from chatcalc.reports.lines import Line
from chatcalc.reports.report import Report, ReportFinding
from chatcalc.reports.writing import Companion

FORMAT: Final = 1
SUFFIX: Final = ".manifest.json"

Setting = Mapping[str, Any]
"""The options in effect by their names in chatcalc.toml, as JSON takes them."""


def manifest_place(output: Path) -> Path:
    """Where the manifest of an output stands.

    >>> manifest_place(Path("report.xlsx")).name
    'report.xlsx.manifest.json'
    """
    return output.with_name(output.name + SUFFIX)


def manifests(publishable: Publishable, options: Setting) -> Companion:
    """The manifests of a report's outputs.

    Args:
        publishable: The report as it is shown.
        options: The options in effect; those that are paths name files without their folders, so that another
            folder gives the same bytes.
    """
    common = _common(publishable.report, options)
    return Companion(manifest_place, partial(_manifest, common))


def _manifest(common: Mapping[str, Any], output: Path, content: bytes) -> bytes:
    about = {"file": output.name, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    whole = {"manifest": FORMAT, "output": about, **common}
    return (json.dumps(whole, ensure_ascii=False, indent=2, default=str, allow_nan=False) + "\n").encode()


def _common(report: Report, options: Setting) -> dict[str, Any]:
    """What the manifests of all outputs of a run say alike."""
    run = report.run
    hidden = run.suppressed_below is not None
    return {
        "versions": versions(run.version),
        "as_at": run.as_at,
        "period": asdict(run.period),
        "la": {"code": run.la.code, "name": run.la.name},
        "classification": run.classification,
        "suppressed_below": run.suppressed_below,
        "inputs": None if hidden else [asdict(each) for each in run.inputs],
        "published": [asdict(each) for each in run.published],
        "specs_sha256": run.specs_sha256,
        "options": options,
        "findings": None if hidden else _findings(report.findings),
        "figures": [figure for line in report.indicators for figure in _figures(line)],
    }


def versions(chatcalc: str) -> dict[str, str]:
    """What a figure may depend on beside its inputs."""
    return {"chatcalc": chatcalc, "python": platform.python_version(), "polars": pl.__version__}


def _findings(findings: tuple[ReportFinding, ...]) -> list[dict[str, Any]]:
    """A line for each code, in the order of the report; where each is, `chatcalc check` says."""
    codes = dict.fromkeys((each.severity, each.code) for each in findings)
    return [
        {
            "code": code,
            "severity": severity,
            "count": sum(each.count for each in findings if (each.severity, each.code) == (severity, code)),
        }
        for severity, code in codes
    ]


def _figures(line: Line) -> Iterator[dict[str, Any]]:
    """The indicator and its parts, for the whole authority and the report's own period."""
    for each in line.figures:
        yield {
            "id": line.name_of(each),
            "la_code": line.la_code,
            "period": asdict(line.period),
            "source": line.source,
            "numerator": each.numerator,
            "denominator": each.denominator,
            "value": each.value,
            "status": each.status,
        }
