"""Linear algebra on one thread: how many share a sum decides the last bits of the result."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

# OpenBLAS, MKL and OpenMP read these when numpy is imported, so they must be set before a kernel starts
SINGLE = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


@contextmanager
def one_thread() -> Iterator[None]:
    """Let the kernels that are started meanwhile add up on one thread, whatever the environment says.

    A model of the drivers of satisfaction, fitted with one and with two threads, differs from the sixteenth digit on:
    enough for other bytes in ``facts.json``. It is no slower.
    """
    before = {name: os.environ.get(name) for name in SINGLE}
    os.environ.update(dict.fromkeys(SINGLE, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
