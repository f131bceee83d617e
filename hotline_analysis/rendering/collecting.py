"""Python's garbage collector, stopped for a while: it searches a page's many objects again and again."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_collecting() -> Iterator[None]:
    """Run the block, or the function it decorates, without garbage collection, and collect what that left.

    Examples
    --------
    >>> import gc
    >>> with no_collecting():
    ...     gc.isenabled()
    False
    >>> gc.isenabled()
    True
    """
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()
            gc.collect(0)  # all that the block made is of the youngest generation: nothing else is searched
