"""Runs reports: one, or all that are asked for.

The names are looked up when they are first asked for: a batch with nothing to do needs no library that makes reports.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hotline_analysis.batch.many import run_many, sample_reports
    from hotline_analysis.batch.night import Night, run_night
    from hotline_analysis.batch.plan import Plan, load_plan
    from hotline_analysis.batch.run import Made, run_report

__all__ = ["Made", "Night", "Plan", "load_plan", "run_many", "run_night", "run_report", "sample_reports"]

_MODULES = {
    "many": ("run_many", "sample_reports"),
    "night": ("Night", "run_night"),
    "plan": ("Plan", "load_plan"),
    "run": ("Made", "run_report"),
}
_PLACES = {name: module for module, names in _MODULES.items() for name in names}


def __getattr__(name: str) -> object:
    """Import what is asked for."""
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f"{__name__}.{_PLACES[name]}"), name)
    globals()[name] = found
    return found
