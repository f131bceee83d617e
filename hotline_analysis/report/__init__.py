"""What a notebook cell shows: facts, sentences, tables, charts, and the bulletin made of them.

The names are looked up when they are first asked for: `Report` is needed where nothing is drawn or counted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline_analysis.lazy import names_on_demand, public_names

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

__getattr__ = names_on_demand(__name__, _MODULES)
__dir__ = public_names(__name__)
