"""The machines that the bundle is for, as markers of requirements and names of wheels call them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final, Literal

System = Literal["windows", "linux"]

_PLATFORMS: Final[dict[System, tuple[str, ...]]] = {
    "windows": ("win_amd64",),
    # glibc 2.28 (2018) and all before: pip takes what is named, and wheels name the oldest they run on.
    "linux": (
        *(f"manylinux_2_{minor}_x86_64" for minor in range(28, 4, -1)),
        *("manylinux2014_x86_64", "manylinux2010_x86_64", "manylinux1_x86_64"),
    ),
}
_MARKERS: Final[dict[System, dict[str, str]]] = {
    "windows": {
        "os_name": "nt",
        "sys_platform": "win32",
        "platform_system": "Windows",
        "platform_machine": "AMD64",
    },
    "linux": {
        "os_name": "posix",
        "sys_platform": "linux",
        "platform_system": "Linux",
        "platform_machine": "x86_64",
    },
}


@dataclass(frozen=True, order=True)
class Target:
    """A system of 64-bit Intel and AMD machines, and a version of CPython, e.g. `3.12`."""

    system: System
    python: str

    @property
    def platforms(self) -> tuple[str, ...]:
        """The platforms whose wheels run there, as `pip download --platform` takes them."""
        return _PLATFORMS[self.system]

    @property
    def markers(self) -> dict[str, str]:
        """What the markers of a requirement are decided by there, no extra asked for."""
        python = {"python_version": self.python, "python_full_version": f"{self.python}.0"}
        implementation = {"implementation_name": "cpython", "platform_python_implementation": "CPython"}
        return {**_MARKERS[self.system], **python, **implementation, "extra": ""}


TARGETS: Final = tuple(Target(system, python) for system in _PLATFORMS for python in ("3.11", "3.12", "3.13"))


def marker(needed_on: Collection[Target], targets: Collection[Target]) -> str:
    """The marker that is true on some of the targets only; empty where all of them need it."""
    if set(needed_on) == set(targets):
        return ""
    told = []
    for system, markers in _MARKERS.items():
        there = {target for target in targets if target.system == system}
        name = f'sys_platform == "{markers["sys_platform"]}"'
        if there and there <= set(needed_on):
            told.append(name)
        else:
            pythons = sorted(target.python for target in there & set(needed_on))
            told += [f'({name} and python_version == "{python}")' for python in pythons]
    return " or ".join(told)
