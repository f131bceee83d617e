"""From an executed notebook to a page a reader can open anywhere: HTML and PDF."""

from hotline_analysis.rendering.exporters import HotlineHTMLExporter, HotlinePDFExporter
from hotline_analysis.rendering.page import export_html
from hotline_analysis.rendering.pdf import export_pdf

__all__ = ["HotlineHTMLExporter", "HotlinePDFExporter", "export_html", "export_pdf"]
