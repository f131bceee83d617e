"""What the benchmarks share: how seconds and memory are measured."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from pathlib import Path

ROUNDS = 3


def seconds(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Return the median time of a few rounds."""
    times = []
    for _ in range(rounds):
        begin = time.perf_counter()
        work()
        times.append(time.perf_counter() - begin)
    return statistics.median(times)


def own_peak() -> float:
    """Return the peak memory of this process in GB."""
    # not ru_maxrss, which starts from the peak of the process that started this one
    peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    return int(peak.split()[1]) / 1024**2
