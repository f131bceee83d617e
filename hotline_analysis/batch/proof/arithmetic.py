"""Linear algebra on one thread: how many share a sum decides the last bits of the result."""

from __future__ import annotations

from contextlib import AbstractContextManager

from hotline_analysis.batch.proof.environ import environment_with

# OpenBLAS, MKL and OpenMP read these when numpy is imported, so they must be set before a kernel starts
SINGLE = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def one_thread() -> AbstractContextManager[None]:
    """Let the kernels that are started meanwhile add up on one thread, whatever the environment says.

    A model of the drivers of satisfaction, fitted with one and with two threads, differs from the sixteenth digit on:
    enough for other bytes in ``facts.json``. It is no slower.
    """
    return environment_with(dict.fromkeys(SINGLE, "1"))
