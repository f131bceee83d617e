"""A working folder of one's own: all files of a jurisdiction, and the steps that lead to its first bulletin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline_analysis.lazy import names_on_demand, public_names

if TYPE_CHECKING:
    from hotline_analysis.starting.folder import Started, start_folder
    from hotline_analysis.starting.steps import Step

__all__ = ["Started", "Step", "start_folder"]

_MODULES = {"folder": ("Started", "start_folder"), "steps": ("Step",)}

__getattr__ = names_on_demand(__name__, _MODULES)
__dir__ = public_names(__name__)
