"""The environment with some variables set for a while: kernels and programs that are started meanwhile see them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager


@contextmanager
def environment_with(values: Mapping[str, str]) -> Iterator[None]:
    """Set variables of the environment, and put back what was there.

    Examples
    --------
    >>> with environment_with({"HOTLINE_EXAMPLE": "1"}):
    ...     os.environ["HOTLINE_EXAMPLE"]
    '1'
    >>> "HOTLINE_EXAMPLE" in os.environ
    False
    """
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
