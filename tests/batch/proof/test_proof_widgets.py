"""Widgets and tables of other libraries have the same names in every run."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from typing import Any

import great_tables
import nbformat
import pandas as pd
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook, new_output

from hotline_analysis.batch.proof.settled import settle
from hotline_analysis.batch.proof.widgets import STATE, VIEW


def model(kind: str, **state: Any) -> dict[str, Any]:
    """A model as a kernel notes it in the metadata of a notebook."""
    module = "@jupyter-widgets/controls"
    return {"model_module": module, "model_module_version": "2.0.0", "model_name": kind, "state": state}


def widgets(names: Sequence[str]) -> NotebookNode:
    """Two sliders, one of them in a box, each with a layout; and a style that nothing shows."""
    first, layout, box, second, other, style = names
    state = {
        first: model("IntSliderModel", value=0, layout=f"IPY_MODEL_{layout}"),
        layout: model("LayoutModel"),
        box: model("HBoxModel", children=[f"IPY_MODEL_{second}"], layout=f"IPY_MODEL_{layout}"),
        second: model("IntSliderModel", value=0, layout=f"IPY_MODEL_{other}"),
        other: model("LayoutModel"),
        style: model("SliderStyleModel", handle_color=None),
    }
    cells = []
    for shown in (first, box):
        view = {"model_id": shown, "version_major": 2, "version_minor": 0}
        cells.append(
            new_code_cell("slider", outputs=[new_output("display_data", data={VIEW: view})], id=f"c{len(cells)}")
        )
    book = new_notebook(cells=cells)
    book.metadata.papermill = {}
    book.metadata.widgets = {STATE: {"state": state, "version_major": 2, "version_minor": 0}}
    return nbformat.from_dict(json.loads(json.dumps(book, sort_keys=True)))  # as it is read from a file


def settled(book: NotebookNode) -> NotebookNode:
    source = nbformat.from_dict(json.loads(json.dumps(book)))
    settle(book, source, name="own.ipynb")
    return book


def test_models_of_widgets_have_numbers() -> None:
    drawn = [[f"{random.Random(seed * 10 + n).getrandbits(128):032x}" for n in range(6)] for seed in range(8)]
    books = [settled(widgets(names)) for names in drawn]
    assert all(book == books[0] for book in books[1:])
    text = json.dumps(books[0])
    assert not [name for names in drawn for name in names if name in text]
    first, box = (cell.outputs[0].data[VIEW].model_id for cell in books[0].cells)
    state = books[0].metadata.widgets[STATE].state
    assert list(state) == [f"{number:032x}" for number in range(1, 7)]
    assert state[first].model_name == "IntSliderModel"
    layout = state[first].state.layout
    assert state[layout.removeprefix("IPY_MODEL_")].model_name == "LayoutModel"
    assert state[box].state.layout == layout
    (inner,) = state[box].state.children
    assert state[inner.removeprefix("IPY_MODEL_")].state.layout != layout
    nbformat.validate(books[0])


def test_a_widget_whose_model_was_not_kept() -> None:
    book = widgets([f"{number:032x}" for number in range(900, 906)])
    del book.metadata["widgets"]
    first, box = (cell.outputs[0].data[VIEW].model_id for cell in settled(book).cells)
    assert (int(first, 16), int(box, 16)) == (1, 2)


def tables(code: str, *shown: great_tables.GT) -> NotebookNode:
    outputs = [new_output("display_data", data={"text/html": one.as_raw_html()}) for one in shown]
    book = new_notebook(cells=[new_code_cell(code, outputs=outputs, id="tables")])
    book.metadata.papermill = {}
    return settled(book)


def test_tables_without_an_id() -> None:
    frames = [pd.DataFrame({"unit": ["甲", "乙"], "rate": [1, 2]}), pd.DataFrame({"statistics": [1]})]
    one, other = (tables("GT(frame)", *(great_tables.GT(frame) for frame in frames)) for _ in range(2))
    assert one == other
    first, second = (output.data["text/html"] for output in one.cells[0].outputs)
    assert '<div id="aaaaaaaaab"' in first
    assert "#aaaaaaaaab .gt_table" in first
    assert '<div id="aaaaaaaaac"' in second


def test_an_id_of_ones_own_stays() -> None:
    shown = great_tables.GT(pd.DataFrame({"a": [1]}), id="statistics")
    (output,) = tables("GT(frame, id='statistics')", shown).cells[0].outputs
    assert '<div id="statistics"' in output.data["text/html"]
