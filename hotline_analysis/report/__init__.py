"""What a notebook cell shows: facts, sentences, tables, charts, and the bulletin made of them.

The names are looked up when they are first asked for: `Report` is needed where nothing is drawn or counted.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hotline_analysis.report.audit_page import AuditReport, open_audit
    from hotline_analysis.report.bulletin import Bulletin
    from hotline_analysis.report.facts import Fact, FactBook
    from hotline_analysis.report.media import FACTS_TYPE, QUALITY_TYPE
    from hotline_analysis.report.opening import Sources, open_bulletin, open_sources
    from hotline_analysis.report.params import Jurisdiction, load_jurisdiction
    from hotline_analysis.report.quality_page import QualityPage, open_quality
    from hotline_analysis.report.report_file import Report, load_report

__all__ = [
    "FACTS_TYPE",
    "QUALITY_TYPE",
    "AuditReport",
    "Bulletin",
    "Fact",
    "FactBook",
    "Jurisdiction",
    "QualityPage",
    "Report",
    "Sources",
    "load_jurisdiction",
    "load_report",
    "open_audit",
    "open_bulletin",
    "open_quality",
    "open_sources",
]

_MODULES = {
    "audit_page": ("AuditReport", "open_audit"),
    "bulletin": ("Bulletin",),
    "facts": ("Fact", "FactBook"),
    "media": ("FACTS_TYPE", "QUALITY_TYPE"),
    "opening": ("Sources", "open_bulletin", "open_sources"),
    "params": ("Jurisdiction", "load_jurisdiction"),
    "quality_page": ("QualityPage", "open_quality"),
    "report_file": ("Report", "load_report"),
}
_PLACES = {name: module for module, names in _MODULES.items() for name in names}


def __getattr__(name: str) -> object:
    """Import what is asked for."""
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f"{__name__}.{_PLACES[name]}"), name)
    globals()[name] = found
    return found
