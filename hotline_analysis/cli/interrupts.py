"""Ctrl-C, and the signal of a scheduler that stops its job."""

from __future__ import annotations

import logging
import signal
from collections.abc import Iterator
from contextlib import contextmanager

from hotline_analysis.errors import HotlineError

FINISHED_KEPT = "interrupted; finished reports are kept, nothing half-written is left"


class InterruptedRunError(HotlineError):
    """The user stopped the command (exit code 130, as shells have it).

    Examples
    --------
    >>> InterruptedRunError.exit_code
    130
    """

    exit_code = 130


@contextmanager
def interruptible(message: str = FINISHED_KEPT) -> Iterator[None]:
    """Turn Ctrl-C, or the signal of a scheduler that stops its job, into one line."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    except KeyboardInterrupt:
        # what the libraries below say about a kernel that was stopped is of no use to anybody
        logging.disable(logging.CRITICAL)
        raise InterruptedRunError(message) from None
    finally:
        signal.signal(signal.SIGTERM, before or signal.SIG_DFL)
