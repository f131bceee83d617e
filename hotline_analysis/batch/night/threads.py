"""Let the workers share the cores: one library's threads must not fill the machine of all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from hotline_analysis.batch.proof.arithmetic import one_thread
from hotline_analysis.batch.proof.environ import environment_with

# read when the libraries are imported, so it must be set before workers and kernels start
LIMITS = ("NUMEXPR_NUM_THREADS", "HOTLINE_THREADS")


def cores() -> int:
    """Return how many cores this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on every system
        return os.cpu_count() or 1


@contextmanager
def limited_threads(workers: int) -> Iterator[None]:
    """Give each of so many workers its share of the cores, where the user has not said otherwise.

    Linear algebra gets one thread, whoever says otherwise: its results depend on it (see `one_thread`).
    """
    share = str(max(1, cores() // workers))
    with environment_with({name: share for name in LIMITS if name not in os.environ}), one_thread():
        yield
