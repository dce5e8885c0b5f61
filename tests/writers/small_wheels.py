"""Wheels of a few hundred bytes, made here, for which no index is asked."""

from __future__ import annotations

import base64
import hashlib
import zipfile
from collections.abc import Sequence
from pathlib import Path


def wheel(
    folder: Path, name: str, version: str = "1.0", *, tag: str = "py3-none-any", requires: Sequence[str] = ()
) -> Path:
    """An importable package that says its version when it is run."""
    path = folder / f"{name}-{version}-{tag}.whl"
    about = f"{name}-{version}.dist-info"
    lines = ["Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}"]
    files = {
        f"{name}/__init__.py": "",
        f"{name}/__main__.py": f"print('{name} {version}')\n",
        f"{about}/METADATA": "\n".join([*lines, *(f"Requires-Dist: {each}" for each in requires)]) + "\n",
        f"{about}/WHEEL": f"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: {tag}\n",
    }
    folder.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as archive:
        for place, text in files.items():
            archive.writestr(place, text)
        record = "".join(f"{place},sha256={_digest(text)},{len(text)}\n" for place, text in files.items())
        archive.writestr(f"{about}/RECORD", f"{record}{about}/RECORD,,\n")
    return path


def _digest(text: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
