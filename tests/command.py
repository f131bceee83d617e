"""A command as a user calls it: its exit code, what it prints, and what it says on stderr."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass
class Result:
    code: int
    out: str
    err: str


Hotline = Callable[..., Result]
