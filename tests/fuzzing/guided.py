"""Throws bytes at the readers, guided by what they reach: `python tests/fuzzing/guided.py`.

It needs atheris (`pip install chatcalc[fuzz]`). Options are libFuzzer's, such as `-max_total_time=600`; the
sound files are what it starts from.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

try:
    import atheris
except ImportError:
    sys.stderr.write("atheris is not installed (`pip install chatcalc[fuzz]`): skipped\n")
    sys.exit(0)

sys.path.insert(0, str(Path(__file__).parents[1]))

with atheris.instrument_imports(include=["chatcalc"]):
    from fuzzing.readers import readers, tried


def main() -> None:
    """The first byte says which reader takes the rest."""
    with tempfile.TemporaryDirectory() as samples, tempfile.TemporaryDirectory() as place:
        every = list(readers(Path(samples)).values())
        corpus = Path(samples) / "corpus"
        corpus.mkdir()
        for number, reader in enumerate(every):
            for of, sample in enumerate(reader.samples):
                (corpus / f"{number}-{of}").write_bytes(bytes([number]) + sample)

        def once(data: bytes) -> None:
            if data:
                tried(every[data[0] % len(every)], data[1:], Path(place))

        atheris.Setup([*sys.argv, "-max_len=20000", str(corpus)], once)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
