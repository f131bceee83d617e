"""Reproducible bulletins and analysis for 12345 government hotlines and 311 services."""

from importlib import import_module
from types import ModuleType

__version__ = "0.1.0"

_ROOMS = (
    "audit",
    "batch",
    "cases",
    "doctor",
    "explore",
    "metrics",
    "personal",
    "ranking",
    "rendering",
    "report",
    "schemes",
    "starting",
    "statistics",
    "synthetic",
    "tickets",
)


def __getattr__(name: str) -> ModuleType:
    """Import a room when it is first asked for, so that a tab after the package's name finds them all."""
    if name not in _ROOMS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return import_module(f"{__name__}.{name}")


def __dir__() -> list[str]:
    return sorted([*_ROOMS, "__version__"])
