"""Whether a whole number is fixed by equations: what somebody does who wants to know a hidden count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

Equation = tuple[str, tuple[str, ...]]
"""A number, and those that it is the sum of."""


@dataclass
class System:
    """Whole numbers from 0 up, some of them known, and sums that hold among them."""

    known: Mapping[str, int]
    sums: Iterable[Equation]
    most: int

    def __post_init__(self) -> None:
        self.rows = [({total: -1, **dict.fromkeys(of, 1)}) for total, of in self.sums]
        self.of: dict[str, list[int]] = {}
        for place, row in enumerate(self.rows):
            for name in row:
                self.of.setdefault(name, []).append(place)
        names = {*self.of, *self.known}
        self.bounds = {n: (self.known[n],) * 2 if n in self.known else (0, self.most) for n in names}

    def another(self, name: str, truth: Mapping[str, int]) -> dict[str, int] | None:
        """A solution in which a number is not what it truly is, or None where there is none."""
        for value in sorted(range(self.most + 1), key=lambda each: abs(each - truth[name])):
            if value != truth[name]:
                found = self._solved({**self.bounds, name: (value, value)}, [name], truth)
                if found:
                    return {each: low for each, (low, _) in found.items()}
        return None

    def _solved(self, bounds, changed, truth):
        bounds = self._narrowed(dict(bounds), changed)
        if bounds is None:
            return None
        open_ = [name for name, (low, high) in bounds.items() if low < high]
        if not open_:
            return bounds
        name = min(open_, key=lambda each: bounds[each][1] - bounds[each][0])
        low, high = bounds[name]
        for value in sorted(range(low, high + 1), key=lambda each: abs(each - truth[name])):
            found = self._solved({**bounds, name: (value, value)}, [name], truth)
            if found:
                return found
        return None

    def _narrowed(self, bounds, changed):
        """Bounds made as narrow as each equation by itself makes them, None where one cannot hold."""
        waiting = list({place for name in changed for place in self.of.get(name, [])}) or [
            *range(len(self.rows))
        ]
        while waiting:
            row = self.rows[waiting.pop()]
            least = sum(c * bounds[n][0 if c > 0 else 1] for n, c in row.items())
            most = sum(c * bounds[n][1 if c > 0 else 0] for n, c in row.items())
            if least > 0 or most < 0:
                return None
            for name, sign in row.items():
                low, high = bounds[name]
                if sign > 0:
                    new = (max(low, high - most), min(high, low - least))
                else:
                    new = (max(low, high + least), min(high, low + most))
                if new[0] > new[1]:
                    return None
                if new != (low, high):
                    bounds[name] = new
                    waiting += self.of[name]
                    least = sum(c * bounds[n][0 if c > 0 else 1] for n, c in row.items())
                    most = sum(c * bounds[n][1 if c > 0 else 0] for n, c in row.items())
        return bounds
