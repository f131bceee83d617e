"""Runs reports: one, or all that are asked for."""

from hotline_analysis.batch.many import Outcome, report_files, run_many, sample_reports
from hotline_analysis.batch.run import Made, run_report

__all__ = ["Made", "Outcome", "report_files", "run_many", "run_report", "sample_reports"]
