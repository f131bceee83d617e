"""The audit: a published bulletin against what its own figures imply."""

from hotline_analysis.audit.findings import Agreement, Finding, Where
from hotline_analysis.audit.opening import open_case, scheme_counting
from hotline_analysis.audit.result import Audit
from hotline_analysis.audit.run import audit_case

__all__ = ["Agreement", "Audit", "Finding", "Where", "audit_case", "open_case", "scheme_counting"]
