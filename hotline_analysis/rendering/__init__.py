"""From an executed notebook to a page a reader can open anywhere: HTML and PDF.

What lays out a PDF is loaded with the first one: a batch of HTML pages does without it.
"""

from typing import TYPE_CHECKING

from hotline_analysis.lazy import names_on_demand

if TYPE_CHECKING:
    from hotline_analysis.rendering.exporters import HotlineHTMLExporter, HotlinePDFExporter
    from hotline_analysis.rendering.page import export_html
    from hotline_analysis.rendering.pdf import export_pdf

__all__ = ["HotlineHTMLExporter", "HotlinePDFExporter", "export_html", "export_pdf"]

_MODULES = {
    "exporters": ("HotlineHTMLExporter", "HotlinePDFExporter"),
    "page": ("export_html",),
    "pdf": ("export_pdf",),
}

__getattr__ = names_on_demand(__name__, _MODULES)
