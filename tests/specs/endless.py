"""Throws text at the parsers until it is stopped: `python tests/specs/endless.py`, where atheris installs.

Options are libFuzzer's, such as `-max_total_time=600`.
"""

from __future__ import annotations

import sys
from pathlib import Path

try:
    import atheris
except ImportError:
    sys.stderr.write("atheris is not installed (some Pythons have no wheels of it): skipped\n")
    sys.exit(0)

sys.path.insert(0, str(Path(__file__).parents[1]))

with atheris.instrument_imports(include=["chatcalc"]):
    from chatcalc.specs.yaml_reader import parse_yaml
    from specs.test_fuzzing import tried


def once(data: bytes) -> None:
    """One text, as a condition and as a file."""
    text = atheris.FuzzedDataProvider(data).ConsumeUnicodeNoSurrogates(len(data))
    tried(text)
    parse_yaml(text, "spec.yaml")


if __name__ == "__main__":
    atheris.Setup(sys.argv, once)
    atheris.Fuzz()
