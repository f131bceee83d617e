"""The exporters that ``jupyter nbconvert --to hotline-html`` and ``--to hotline-pdf`` find."""

from __future__ import annotations

from typing import Any

from nbconvert.exporters import Exporter
from nbformat import NotebookNode
from traitlets import default

from hotline_analysis.rendering.page import export_html


class HotlineHTMLExporter(Exporter):
    """One self-contained HTML page: code hidden, contents list, nothing loaded from anywhere."""

    export_from_notebook = "Hotline report (HTML)"
    output_mimetype = "text/html"

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".html"

    def from_notebook_node(
        self, nb: NotebookNode, resources: Any | None = None, **kw: Any
    ) -> tuple[Any, dict[str, Any]]:
        """Return the page and nbconvert's resources."""
        notebook, found = super().from_notebook_node(nb, resources, **kw)
        metadata = found["metadata"]
        page = export_html(notebook, name=metadata["name"], folder=metadata.get("path", ""))
        return page, found


class HotlinePDFExporter(HotlineHTMLExporter):
    """The same page as a PDF, laid out as a Chinese official document."""

    export_from_notebook = "Hotline report (PDF)"
    output_mimetype = "application/pdf"

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".pdf"

    def from_notebook_node(
        self, nb: NotebookNode, resources: Any | None = None, **kw: Any
    ) -> tuple[Any, dict[str, Any]]:
        """Return the PDF and nbconvert's resources."""
        from hotline_analysis.rendering.pdf import export_pdf

        page, found = super().from_notebook_node(nb, resources, **kw)
        return export_pdf(page), found
