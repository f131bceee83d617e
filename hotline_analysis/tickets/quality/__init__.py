"""Data quality: rules with severities, what they find in an export, and the report."""

from hotline_analysis.tickets.quality.check import check, resolved
from hotline_analysis.tickets.quality.findings import Example, Finding, QualityFindings
from hotline_analysis.tickets.quality.report import QualityReport
from hotline_analysis.tickets.quality.rules import RULES, SEVERITIES, Case, Rule, Severity

__all__ = [
    "RULES",
    "SEVERITIES",
    "Case",
    "Example",
    "Finding",
    "QualityFindings",
    "QualityReport",
    "Rule",
    "Severity",
    "check",
    "resolved",
]
