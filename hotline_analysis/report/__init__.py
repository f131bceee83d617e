"""What a notebook cell shows: facts, sentences, tables, charts, and the bulletin made of them."""

from hotline_analysis.report.audit_page import AuditReport, open_audit
from hotline_analysis.report.bulletin import FACTS_TYPE, Bulletin
from hotline_analysis.report.facts import Fact, FactBook
from hotline_analysis.report.opening import Sources, open_bulletin, open_sources
from hotline_analysis.report.params import Jurisdiction, Report, load_jurisdiction, load_report
from hotline_analysis.report.quality_page import QUALITY_TYPE, QualityPage, open_quality

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
