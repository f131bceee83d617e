"""Executed notebooks without what changes from run to run."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator

import matplotlib as mpl
import nbformat
import pandas as pd
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from hotline_analysis.batch.proof.names import steady
from hotline_analysis.batch.proof.settled import settle


@pytest.fixture
def svg_backend() -> Iterator[None]:
    with mpl.rc_context({"svg.hashsalt": None, "svg.fonttype": "none"}):
        yield


def svg() -> str:
    """A picture with a clip path, markers and hatches, each of which matplotlib gives a random id."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(2, 2))
    axes = figure.subplots()
    axes.plot([1, 2, 3], marker="o")
    axes.bar([1, 2], [1, 2], hatch="/")
    target = io.StringIO()
    figure.savefig(target, format="svg", metadata={"Date": None})
    return target.getvalue()


def shown(**data: str) -> NotebookNode:
    return new_output(
        "display_data", data={key.replace("__", "+").replace("_", "/"): text for key, text in data.items()}
    )


def test_ids_of_svg_pictures(svg_backend: None) -> None:
    first, second = (shown(image_svg__xml=svg()) for _ in range(2))
    assert first != second
    steady([first])
    steady([second])
    assert first == second
    picture = first.data["image/svg+xml"]
    assert picture.count("clip-path") == svg().count("clip-path") > 1


def test_references_inside_a_picture_hold() -> None:
    picture = '<defs><path id="m0a1b2c3d4e"/></defs><use href="#m0a1b2c3d4e"/><text>mffffffffff #m0a1b2c3d4e9</text>'
    output = shown(image_svg__xml=picture)
    steady([output])
    assert output.data["image/svg+xml"] == (
        '<defs><path id="m0000000001"/></defs><use href="#m0000000001"/><text>mffffffffff #m0a1b2c3d4e9</text>'
    )


def test_tables_of_pandas_stay_apart() -> None:
    frame = pd.DataFrame({"unit": ["甲", "乙"], "rate": [1, 2]})

    def tables() -> list[NotebookNode]:
        return [shown(text_html=frame.style.highlight_max("rate", color=color).to_html()) for color in ("red", "blue")]

    first, second = tables(), tables()
    assert first != second
    steady(first)
    steady(second)
    assert first == second
    assert "T_00001_row1_col1" in first[0].data["text/html"]
    assert "T_00002_row1_col1" in first[1].data["text/html"]


def test_addresses_and_the_files_of_cells() -> None:
    text = "<Axes at 0x7f12ab34cd56> 0xffffff /tmp/ipykernel_4711/123456789.py:3: UserWarning: 好"
    outputs = [shown(text_plain=text), new_output("stream", name="stderr", text=text)]
    steady(outputs)
    expected = "<Axes at 0x000000000000> 0xffffff ipykernel/123456789.py:3: UserWarning: 好"
    assert outputs[0].data["text/plain"] == outputs[1].text == expected


def executed(number: int) -> tuple[NotebookNode, NotebookNode]:
    """A notebook, and what papermill might have left of it in one of several runs."""
    source = new_notebook(cells=[new_markdown_cell("# 通报", id="head"), new_code_cell("1", id="one")])
    book = nbformat.from_dict(json.loads(json.dumps(source)))
    injected = new_code_cell('data = "/srv/office/now"', metadata={"tags": ["injected-parameters"]})
    book.cells.insert(1, injected)
    times = {"start_time": f"0{number}", "end_time": f"1{number}", "duration": number}
    for cell in book.cells:
        cell.metadata.papermill = {**times, "status": "completed", "exception": False}
        cell.metadata.execution = {"iopub.execute_input": f"0{number}"}
    printed = (
        [("stdout", "a\n"), ("stderr", "c"), ("stdout", "b\n")]
        if number % 2
        else [("stdout", "a\nb\n"), ("stderr", "c")]
    )
    book.cells[2].outputs = [new_output("stream", name=name, text=text) for name, text in printed]
    book.cells[2].outputs += [shown(text_plain="1"), new_output("stream", name="stdout", text="d")]
    book.metadata.papermill = {
        **times,
        "input_path": f"/srv/{number}/small.ipynb",
        "output_path": f"/srv/.making-{number}/bulletin.ipynb",
        "parameters": {"data": "/srv/office/now"},
        "version": "2.6.0",
    }
    return nbformat.from_dict(book), source


def test_two_runs_leave_the_same() -> None:
    books = []
    for number in (1, 2):
        book, source = executed(number)
        settle(book, source, name="bulletin.ipynb", paths={"data": "now"})
        books.append(book)
    assert books[0] == books[1]
    book = books[0]
    assert [cell.id for cell in book.cells] == ["head", "injected-parameters", "one"]
    assert book.metadata.papermill == {
        "input_path": "small.ipynb",
        "output_path": "bulletin.ipynb",
        "parameters": {"data": "now"},
        "version": "2.6.0",
    }
    assert book.cells[1].source == 'data = "now"'
    assert book.cells[1].metadata == {
        "papermill": {"status": "completed", "exception": False},
        "tags": ["injected-parameters"],
    }
    first, second, result, last = book.cells[2].outputs
    assert [(out.name, out.text) for out in (first, second, last)] == [
        ("stdout", "a\nb\n"),
        ("stderr", "c"),
        ("stdout", "d"),
    ]
    assert result.data == {"text/plain": "1"}
    nbformat.validate(book)


def test_a_notebook_that_already_calls_a_cell_so_keeps_it() -> None:
    book, source = executed(1)
    source.cells[1].id = book.cells[2].id = "injected-parameters"
    settle(book, source, name="bulletin.ipynb")
    assert [cell.id for cell in book.cells] == ["head", "cell-2", "injected-parameters"]


def test_a_notebook_of_an_old_format_gets_no_ids() -> None:
    book, source = executed(1)
    for cell in (*book.cells, *source.cells):
        del cell["id"]
    settle(book, source, name="bulletin.ipynb")
    assert not any("id" in cell for cell in book.cells)
