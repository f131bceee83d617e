import pytest
from nbformat import v4

from hotline_analysis.errors import RenderError
from hotline_analysis.rendering.cells import fragments


def _notebook(*cells):
    return v4.new_notebook(cells=list(cells))


def _shows(data, metadata=None, *, tags=()):
    output = v4.new_output("display_data", data, metadata=metadata or {})
    return v4.new_code_cell("secret()", outputs=[output], metadata={"tags": list(tags)})


def test_code_is_hidden_and_outputs_are_kept_as_they_are():
    (found,) = fragments(_notebook(_shows({"text/html": "<p>甲</p>", "text/plain": "x"})))
    assert found.html == "<p>甲</p>"
    assert found.cell == 1


@pytest.mark.parametrize("tag", ["hide", "remove-cell"])
def test_tagged_cells_are_left_out_with_their_outputs(tag):
    found = fragments(
        _notebook(
            v4.new_markdown_cell("秘密", metadata={"tags": [tag]}),
            _shows({"text/html": "<p>秘密</p>"}, tags=[tag]),
            v4.new_markdown_cell("公开"),
        )
    )
    assert [part.html.strip() for part in found] == ["<p>公开</p>"]


def test_markdown_tables_and_attached_pictures_are_rendered():
    cell = v4.new_markdown_cell(
        "|a|\n|-|\n|1|\n\n![图](attachment:a.png)", attachments={"a.png": {"image/png": "QUJD"}}
    )
    (found,) = fragments(_notebook(cell))
    assert "<td>1</td>" in found.html
    assert 'src="data:image/png;base64,QUJD"' in found.html


def test_standard_output_is_kept_without_colours_and_standard_error_is_dropped():
    streams = [
        v4.new_output("stream", name="stdout", text="\x1b[31m<红>\x1b[0m\n"),
        v4.new_output("stream", name="stderr", text="warning"),
    ]
    (found,) = fragments(_notebook(v4.new_code_cell("x", outputs=streams)))
    assert found.html == '<pre class="doc-text">&lt;红&gt;\n</pre>'


@pytest.mark.parametrize(
    "metadata", [{"image/png": {"alt": "柱形“图”", "width": 320}}, {"alt": "柱形“图”", "image/png": {"width": 320}}]
)
def test_a_picture_carries_its_text_from_the_display_metadata(metadata):
    (found,) = fragments(_notebook(_shows({"image/png": "QUJD\n", "text/plain": "<Figure>"}, metadata)))
    assert 'alt="柱形“图”" width="320" src="data:image/png;base64,QUJD"' in found.html


def test_a_drawing_is_embedded():
    (found,) = fragments(_notebook(_shows({"image/svg+xml": "<svg/>", "text/plain": "x"})))
    assert 'src="data:image/svg+xml;base64,PHN2Zy8+"' in found.html


def test_a_failed_cell_is_never_exported_even_if_hidden():
    error = v4.new_output("error", ename="ValueError", evalue="坏数据", traceback=[])
    bad = v4.new_code_cell("x", outputs=[error], metadata={"tags": ["hide"]})
    with pytest.raises(RenderError, match=r"cell 2 failed.*ValueError: 坏数据"):
        fragments(_notebook(v4.new_markdown_cell("好"), bad))


def test_a_run_that_was_broken_off_is_never_exported():
    notebook = _notebook(v4.new_markdown_cell("好"))
    notebook.metadata["papermill"] = {"exception": True}
    with pytest.raises(RenderError, match="broken off"):
        fragments(notebook)


def test_a_notebook_that_shows_nothing_is_an_error():
    with pytest.raises(RenderError, match="shows nothing"):
        fragments(_notebook(v4.new_code_cell("x = 1")))


def test_an_output_no_page_can_hold_is_an_error():
    with pytest.raises(RenderError, match=r"cell 1 shows only application/javascript"):
        fragments(_notebook(_shows({"application/javascript": "alert(1)"})))
