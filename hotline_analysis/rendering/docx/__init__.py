"""Word files from the page of a report: pandoc makes the text, this package the look of an official document."""

from hotline_analysis.rendering.docx.export import export_docx

__all__ = ["export_docx"]
