"""What a notebook cell shows: facts, sentences, tables, charts, and the bulletin made of them."""

from hotline_analysis.report.audit_page import AuditReport, open_audit
from hotline_analysis.report.bulletin import FACTS_TYPE, Bulletin
from hotline_analysis.report.facts import Fact, FactBook
from hotline_analysis.report.opening import Sources, open_bulletin, open_sources
from hotline_analysis.report.params import Jurisdiction, Report, load_jurisdiction, load_report

__all__ = [
    "FACTS_TYPE",
    "AuditReport",
    "Bulletin",
    "Fact",
    "FactBook",
    "Jurisdiction",
    "Report",
    "Sources",
    "load_jurisdiction",
    "load_report",
    "open_audit",
    "open_bulletin",
    "open_sources",
]
