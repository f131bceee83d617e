"""The exporters that ``jupyter nbconvert`` finds: ``--to hotline-html``, ``-pdf``, ``-docx`` and ``-xlsx``."""

from __future__ import annotations

from typing import Any

from nbconvert.exporters import Exporter
from nbformat import NotebookNode
from traitlets import Unicode, default

from hotline_analysis.rendering.page import export_html
from hotline_analysis.rendering.shown import shown_last
from hotline_analysis.report.media import FACTS_TYPE


class HotlineHTMLExporter(Exporter):
    """One self-contained HTML page: code hidden, contents list, nothing loaded from anywhere.

    Examples
    --------
    >>> from nbformat.v4 import new_code_cell, new_notebook, new_output
    >>> shown = new_output("display_data", data={"text/html": "<h1>通报</h1><p>办结工单2034件。</p>"})
    >>> made = new_notebook(cells=[new_code_cell("…", outputs=[shown])])
    >>> page, resources = HotlineHTMLExporter().from_notebook_node(made, {"metadata": {"name": "note"}})
    >>> "办结工单2034件" in page, resources["output_extension"]
    (True, '.html')
    """

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


class _HotlineFileExporter(HotlineHTMLExporter):
    """A file that is no text, from the same page."""

    def _file(self, page: str, notebook: NotebookNode) -> bytes:
        raise NotImplementedError

    def from_notebook_node(
        self, nb: NotebookNode, resources: Any | None = None, **kw: Any
    ) -> tuple[Any, dict[str, Any]]:
        """Return the file and nbconvert's resources."""
        page, found = super().from_notebook_node(nb, resources, **kw)
        return self._file(page, nb), found


class HotlinePDFExporter(_HotlineFileExporter):
    """The same page as a PDF, laid out as a Chinese official document.

    Examples
    --------
    >>> HotlinePDFExporter().file_extension
    '.pdf'
    """

    export_from_notebook = "Hotline report (PDF)"
    output_mimetype = "application/pdf"
    pdf_engine = Unicode("auto", help="auto, weasyprint or chromium").tag(config=True)

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".pdf"

    def _file(self, page: str, notebook: NotebookNode) -> bytes:
        from hotline_analysis.rendering.pdf import export_pdf

        return export_pdf(page, engine=self.pdf_engine)


class HotlineDocxExporter(_HotlineFileExporter):
    """The same page as a Word file; needs the extra ``docx``.

    Examples
    --------
    >>> HotlineDocxExporter().file_extension
    '.docx'
    """

    export_from_notebook = "Hotline report (Word)"
    output_mimetype = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".docx"

    def _file(self, page: str, notebook: NotebookNode) -> bytes:
        from hotline_analysis.rendering.docx import export_docx

        return export_docx(page)


class HotlineXlsxExporter(_HotlineFileExporter):
    """The tables of the page and the facts of the notebook as a workbook.

    Examples
    --------
    >>> HotlineXlsxExporter().file_extension
    '.xlsx'
    """

    export_from_notebook = "Hotline report (workbook)"
    output_mimetype = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".xlsx"

    def _file(self, page: str, notebook: NotebookNode) -> bytes:
        from hotline_analysis.rendering.xlsx import export_xlsx

        return export_xlsx(page, shown_last(notebook, FACTS_TYPE) or ())
