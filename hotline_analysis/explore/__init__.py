"""A month in a notebook: load it, count it, look at a unit or a topic, change the scheme, keep what was seen.

Names go by family: ``load_…``, ``show_…``, ``save_…``; those of a month ``counts_…``, ``rates_…``, ``funnel_…``,
``profile_…`` and ``ranks_…``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline_analysis.lazy import names_on_demand, public_names

if TYPE_CHECKING:
    from hotline_analysis.explore.month import Month
    from hotline_analysis.explore.opening import load_month
    from hotline_analysis.explore.panels import Panel, show_scheme, show_topics, show_units
    from hotline_analysis.explore.sample import sample_folder
    from hotline_analysis.explore.saving import Saved, save_section
    from hotline_analysis.explore.view import View

__all__ = [
    "Month",
    "Panel",
    "Saved",
    "View",
    "load_month",
    "sample_folder",
    "save_section",
    "show_scheme",
    "show_topics",
    "show_units",
]

_MODULES = {
    "month": ("Month",),
    "opening": ("load_month",),
    "panels": ("Panel", "show_scheme", "show_topics", "show_units"),
    "sample": ("sample_folder",),
    "saving": ("Saved", "save_section"),
    "view": ("View",),
}

__getattr__ = names_on_demand(__name__, _MODULES)
__dir__ = public_names(__name__)
