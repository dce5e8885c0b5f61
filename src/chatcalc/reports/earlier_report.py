"""An earlier report in JSON, as later runs read it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from chatcalc.extracts.files import small_text
from chatcalc.reports.request import RequestError

Json = Mapping[str, Any]


@contextmanager
def reading_report(path: Path, called: str, missing: str) -> Iterator[tuple[Json, dt.date]]:
    """Gives the content and the snapshot; whatever in it is not as in a report is the file's fault.

    Args:
        path: The file.
        called: How its user named it.
        missing: What is said where there is none.

    Raises:
        RequestError: The file is no report, as far as it is read inside.
    """
    try:
        content = json.loads(small_text(path))
        yield content, dt.date.fromisoformat(content["run"]["as_at"])
    except FileNotFoundError:
        raise RequestError(f"{called}: {missing}") from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise RequestError(
            f"{called}: is no report in JSON; `chatcalc report -o {path.stem}.json` makes one"
        ) from None


def figures_of(line: Json) -> Iterator[tuple[str | None, Json]]:
    """The figure of an indicator and those of its parts, each with its part."""
    yield None, line
    yield from ((part["id"], part) for part in line["parts"])
