"""The zip file: wheels, the list that pip checks them against, scripts, an example; always the same bytes."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from bundle.targets import Target, marker
from bundle.wheels import BundleError, name_of, version_of

ROOT: Final = Path(__file__).parents[1]
FILES: Final = Path(__file__).parent / "files"
SAMPLE: Final = ROOT / "sample_data"
REQUIREMENTS: Final = "requirements.txt"
SUMS: Final = "SHA256SUMS"

_FOR_WINDOWS: Final = {".cmd", ".txt"}
_THE_FIRST_TIME: Final = (1980, 1, 1, 0, 0, 0)  # that a zip file can say


def contents(wheels: Mapping[Target, Mapping[str, Path]]) -> dict[str, bytes]:
    """Every file of the bundle by its path in it, `SHA256SUMS` over all others.

    Raises:
        BundleError: Two targets have different wheels of one name, or versions of one package.
    """
    files = {f"wheels/{name}": content for name, content in _one_of_each(wheels).items()}
    files[REQUIREMENTS] = requirements(wheels).encode()
    for path in sorted(FILES.rglob("*")):
        if path.is_file():
            files[path.relative_to(FILES).as_posix()] = _as_shipped(path)
    files["month/extracts/Annex_A.xlsx"] = (SAMPLE / "Annex_A.xlsx").read_bytes()
    files["month/published.csv"] = (SAMPLE / "published.csv").read_bytes()
    files["LICENSE.txt"] = _dos((ROOT / "LICENSE").read_text(encoding="utf-8"))
    sums = "".join(f"{_sha256(content)}  {name}\n" for name, content in sorted(files.items()))
    return {**files, SUMS: sums.encode()}


def requirements(wheels: Mapping[Target, Mapping[str, Path]]) -> str:
    """A requirements file with the hash of every wheel, so that pip installs these and no others.

    Raises:
        BundleError: Targets have different versions of a package.
    """
    lines = ["# What is installed, each file known by its SHA-256."]
    for name in sorted({name for each in wheels.values() for name in each}):
        paths = {target: each[name] for target, each in wheels.items() if name in each}
        versions = {version_of(path) for path in paths.values()}
        if len(versions) > 1:
            raise BundleError(f"{name}: {len(versions)} versions; pin one for all systems")
        only = marker(paths, wheels)
        lines.append(f"{name}=={versions.pop()}{f' ; {only}' if only else ''} \\")
        hashes = sorted({_sha256(path.read_bytes()) for path in paths.values()})
        lines.append(" \\\n".join(f"    --hash=sha256:{each}" for each in hashes))
    return "\n".join(lines) + "\n"


def write(files: Mapping[str, bytes], folder: Path, project: Path) -> Path:
    """The zip file in a folder, named after the project's wheel; everything in it lies in one folder."""
    top = f"{name_of(project)}-{version_of(project)}"
    path = folder / f"{top}-bundle.zip"
    folder.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(f"{top}/{name}", _THE_FIRST_TIME)
            entry.create_system = 3  # Unix, whatever makes it: so that scripts may be run there
            entry.external_attr = (0o755 if name.endswith(".sh") else 0o644) << 16
            packed = name.endswith((".whl", ".xlsx"))
            entry.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
            archive.writestr(entry, files[name])
    return path


def _one_of_each(wheels: Mapping[Target, Mapping[str, Path]]) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for path in (path for each in wheels.values() for path in each.values()):
        content = path.read_bytes()
        if found.setdefault(path.name, content) != content:
            raise BundleError(f"{path.name}: two files of this name that differ")
    return found


def _as_shipped(path: Path) -> bytes:
    """Scripts of Windows and what Notepad opens with its line breaks, the rest as it is."""
    return _dos(path.read_text(encoding="ascii")) if path.suffix in _FOR_WINDOWS else path.read_bytes()


def _dos(text: str) -> bytes:
    """cmd.exe loses its place in a script whose lines do not end in CR LF, or that is not ASCII."""
    return text.replace("\n", "\r\n").encode("ascii")


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
