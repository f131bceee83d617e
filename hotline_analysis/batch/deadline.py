"""End what takes too long in the thread that does it."""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_AGAIN = 1.0  # seconds; a library may have caught the first one


class TimeIsUpError(BaseException):
    """What took too long was ended; no library's ``except Exception`` keeps it."""


@contextmanager
def deadline(seconds: float | None) -> Iterator[None]:
    """Raise `TimeIsUpError` in this thread when the time is over.

    It ends what runs in Python, as layout does; a call into a library's machine code is ended when it returns.

    Parameters
    ----------
    seconds : float or None
        None for as long as it takes.

    Examples
    --------
    >>> with deadline(0.05):
    ...     while True:
    ...         pass
    Traceback (most recent call last):
    ...
    hotline_analysis.batch.deadline.TimeIsUpError
    """
    if seconds is None:
        yield
        return
    watch = _Watch(threading.get_ident(), seconds)
    try:
        yield
    finally:
        watch.end()


class _Watch:
    def __init__(self, thread: int, seconds: float) -> None:
        self._thread, self._done = ctypes.c_ulong(thread), threading.Event()
        self._watcher = threading.Thread(target=self._run, args=(seconds,), daemon=True)
        self._watcher.start()

    def _run(self, wait: float) -> None:
        while not self._done.wait(wait):
            self._raise(ctypes.py_object(TimeIsUpError))
            wait = _AGAIN

    def _raise(self, error: ctypes.py_object[type[TimeIsUpError]] | None) -> None:
        ctypes.pythonapi.PyThreadState_SetAsyncExc(self._thread, error)

    def end(self) -> None:
        """Stop watching; what was raised too late does not come any more."""
        while True:
            try:
                self._done.set()
                self._watcher.join()
                self._raise(None)
            except TimeIsUpError:
                continue
            return
