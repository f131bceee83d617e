"""Runs reports: one, or all that are asked for.

The names are looked up when they are first asked for: a batch with nothing to do needs no library that makes reports.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline_analysis.lazy import names_on_demand, public_names

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

__getattr__ = names_on_demand(__name__, _MODULES)
__dir__ = public_names(__name__)
