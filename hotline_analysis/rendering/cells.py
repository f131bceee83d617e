"""From notebook cells to HTML fragments: code hidden, outputs kept, a failed notebook refused."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from importlib import import_module
from typing import Any

from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat import NotebookNode

from hotline_analysis.errors import RenderError

HIDING_TAGS = frozenset({"hide", "remove-cell", "remove_cell"})
_ansi: Any = import_module("nbconvert.filters.ansi")  # without types
_IMAGES = ("image/svg+xml", "image/png", "image/jpeg")


@dataclass(frozen=True)
class Fragment:
    """A piece of HTML and the number of the cell it comes from, for messages."""

    html: str
    cell: int


def fragments(notebook: NotebookNode, *, folder: str = "") -> list[Fragment]:
    """Return what the cells of an executed notebook show, in order.

    Parameters
    ----------
    notebook : NotebookNode
        An executed notebook, format 4.
    folder : str
        Where the notebook lies; images named in its Markdown are read from there and embedded.

    Raises
    ------
    RenderError
        A cell failed, or the notebook shows nothing.
    """
    _refuse_failed(notebook)
    found = [
        Fragment(html, number)
        for number, cell in enumerate(notebook.cells, start=1)
        if not HIDING_TAGS & set(cell.metadata.get("tags", []))
        for html in _cell(cell, number, folder)
    ]
    if not found:
        raise RenderError("the notebook shows nothing: run it first, or check which cells are hidden")
    return found


def _refuse_failed(notebook: NotebookNode) -> None:
    # Hidden cells count too: what they failed to compute is missing from the cells that are shown.
    for number, cell in enumerate(notebook.cells, start=1):
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                cause = _ansi.strip_ansi(f"{output.get('ename', '')}: {output.get('evalue', '')}")
                raise RenderError(f"cell {number} failed, so the notebook is not exported: {cause}")
    if notebook.metadata.get("papermill", {}).get("exception"):
        raise RenderError("the run of this notebook was broken off, so it is not exported")


def _cell(cell: NotebookNode, number: int, folder: str) -> Iterator[str]:
    if cell.cell_type == "markdown":
        yield _markdown(cell.source, cell.get("attachments", {}), folder)
    elif cell.cell_type == "code":
        for output in cell.outputs:
            yield from _output(output, number, folder)


def _markdown(source: str, attachments: dict[str, Any], folder: str) -> str:
    renderer = IPythonRenderer(
        escape=False, embed_images=True, exclude_anchor_links=True, path=folder, attachments=attachments
    )
    return MarkdownWithMath(renderer=renderer).render(source)


def _output(output: NotebookNode, number: int, folder: str) -> Iterator[str]:
    if output.output_type == "stream":
        if output.name == "stdout" and output.text.strip():
            yield _preformatted(output.text)
        return
    data = output.data
    if "text/html" in data:
        yield data["text/html"]
    elif image := next((kind for kind in _IMAGES if kind in data), None):
        yield _figure(image, data[image], output.metadata)
    elif "text/markdown" in data:
        yield _markdown(data["text/markdown"], {}, folder)
    elif "text/plain" in data:
        yield _preformatted(data["text/plain"])
    elif data:
        raise RenderError(f"cell {number} shows only {', '.join(sorted(data))}, which a page cannot hold")


def _preformatted(text: str) -> str:
    return f'<pre class="doc-text">{escape(_ansi.strip_ansi(text), quote=False)}</pre>'


def _figure(kind: str, payload: str, metadata: dict[str, Any]) -> str:
    own = metadata.get(kind, {})
    alt = own.get("alt") or metadata.get("alt") or ""
    size = f' width="{int(own["width"])}"' if "width" in own else ""
    if kind == "image/svg+xml":
        payload = base64.b64encode(payload.encode()).decode()
    uri = f"data:{kind};base64,{''.join(payload.split())}"
    return f'<figure class="doc-chart"><img alt="{escape(alt)}"{size} src="{uri}"></figure>'
