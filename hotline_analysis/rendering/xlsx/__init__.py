"""Workbooks from the page of a report and its facts: tables as figures that can be reckoned with."""

from hotline_analysis.rendering.xlsx.export import export_xlsx

__all__ = ["export_xlsx"]
