"""Why Windows does not let a file be read or written, which its own words leave to be guessed."""

from __future__ import annotations

import os
from pathlib import Path, PurePath, PureWindowsPath
from typing import Final

_ON_WINDOWS: Final = os.name == "nt"
_IN_THE_CLOUD: Final = 0x1000 | 0x4_0000 | 0x40_0000  # offline, recall on open, recall on data access
_LONGEST: Final = 259  # characters, where long paths are not allowed by the registry
_VERBATIM: Final = "\\\\?\\"  # paths that begin so have no such limit


def advice(path: PurePath, error: OSError) -> str:
    """What to do about an error, to stand behind it after a semicolon; empty where its own words suffice.

    A file that is open in Excel is "permission denied", a OneDrive file that is only in the cloud an "invalid
    argument", and a path that is too long "no such file".
    """
    if in_the_cloud(path):
        return "; it is in OneDrive only: right-click it, choose 'Always keep on this device', and try again"
    if too_long(path):
        return f"; its path is longer than the {_LONGEST} characters that Windows takes, use shorter folders"
    if _ON_WINDOWS and isinstance(error, PermissionError):
        return "; close it in Excel if it is open there, or ask for the right to use it"
    return ""


def in_the_cloud(path: PurePath) -> bool:
    """Whether only the name of the file is on this machine."""
    try:
        about = os.stat(path)
    except (OSError, ValueError):  # a name with a null character is no name
        return False
    return bool(getattr(about, "st_file_attributes", 0) & _IN_THE_CLOUD)


def too_long(path: PurePath) -> bool:
    """Whether Windows may not find a file by its path, though a listing of its folder names it."""
    whole = str(path.absolute() if isinstance(path, Path) else path)
    return isinstance(path, PureWindowsPath) and len(whole) > _LONGEST and not whole.startswith(_VERBATIM)
