"""From an executed notebook to files a reader can open anywhere: HTML, PDF, Word, a workbook.

The names are looked up when they are first asked for: a machine without Pango makes all but one kind of PDF.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline_analysis.lazy import names_on_demand, public_names

if TYPE_CHECKING:
    from hotline_analysis.rendering.docx import export_docx
    from hotline_analysis.rendering.exporters import (
        HotlineDocxExporter,
        HotlineHTMLExporter,
        HotlinePDFExporter,
        HotlineXlsxExporter,
    )
    from hotline_analysis.rendering.page import export_html
    from hotline_analysis.rendering.pdf import choose_engine, export_pdf
    from hotline_analysis.rendering.xlsx import export_xlsx

__all__ = [
    "HotlineDocxExporter",
    "HotlineHTMLExporter",
    "HotlinePDFExporter",
    "HotlineXlsxExporter",
    "choose_engine",
    "export_docx",
    "export_html",
    "export_pdf",
    "export_xlsx",
]

_MODULES = {
    "docx": ("export_docx",),
    "exporters": ("HotlineDocxExporter", "HotlineHTMLExporter", "HotlinePDFExporter", "HotlineXlsxExporter"),
    "page": ("export_html",),
    "pdf": ("choose_engine", "export_pdf"),
    "xlsx": ("export_xlsx",),
}

__getattr__ = names_on_demand(__name__, _MODULES)
__dir__ = public_names(__name__)
