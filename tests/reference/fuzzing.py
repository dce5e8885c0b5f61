"""How many random examples: few and always the same in CI, many and new with CHATCALC_FUZZ=1."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, Phase, settings, strategies

FUZZ = os.environ.get("CHATCALC_FUZZ") == "1"
TIMES = 50
RANDOMS = strategies.randoms(use_true_random=not FUZZ)
"""Sources of random choices: quick ones, or with fuzzing slow ones that shrink a failure to a small one."""


def examples(count: int) -> Callable[[Any], Any]:
    """So many examples; without fuzzing derandomised, so that a build never fails by luck."""
    return settings(
        max_examples=count * (TIMES if FUZZ else 1),
        derandomize=not FUZZ,
        database=None,
        deadline=None,
        phases=[Phase.explicit, Phase.generate, *([Phase.shrink] if FUZZ else [])],
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
    )


def seeds(count: int) -> range:
    """Seeds for tests that draw by themselves."""
    return range(count * (TIMES if FUZZ else 1))
