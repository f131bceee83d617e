"""PDF files from the page of a report, by WeasyPrint or by an installed browser."""

from hotline_analysis.rendering.pdf.engines import ENGINES, Engine, choose_engine, export_pdf

__all__ = ["ENGINES", "Engine", "choose_engine", "export_pdf"]
