"""Widgets of a notebook: their models are called by 32 random digits, and here by numbers."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from nbformat import NotebookNode

VIEW = "application/vnd.jupyter.widget-view+json"
STATE = "application/vnd.jupyter.widget-state+json"
_MODEL = re.compile(r"(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])")


def steady_widgets(notebook: NotebookNode) -> None:
    """Give the models of widgets numbers in the order in which they are shown, in place.

    Models that are shown come first, each with those that it refers to; then the others, in the order of what they are.
    A notebook may be read from JSON with sorted keys, so the order in its own state is chance.
    """
    saved = notebook.metadata.get("widgets", {}).get(STATE, {})
    models: Mapping[str, Any] = saved.get("state", {})
    outputs = [output.get("data", {}) for cell in notebook.cells for output in cell.get("outputs", ())]
    shown = [data[VIEW] for data in outputs if VIEW in data]
    names: dict[str, str] = {}
    for view in shown:
        _number(str(view.get("model_id")), models, names)
    for name in sorted(models, key=lambda name: _without_names(models[name])):
        _number(name, models, names)
    for view in shown:
        view["model_id"] = names.get(view.get("model_id"), view.get("model_id"))
    if models:
        renamed = {names[name]: _renamed(model, names) for name, model in models.items()}
        saved["state"] = dict(sorted(renamed.items()))


def _number(name: str, models: Mapping[str, Any], names: dict[str, str]) -> None:
    """Give a model the next number and, after it, those that it refers to."""
    if name in names or not (name in models or _MODEL.fullmatch(name)):
        return
    names[name] = f"{len(names) + 1:032x}"
    for other in _MODEL.findall(json.dumps(models.get(name), sort_keys=True)):
        if other in models:
            _number(other, models, names)


def _without_names(model: Any) -> str:
    return _MODEL.sub("", json.dumps(model, sort_keys=True))


def _renamed(value: Any, names: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return _MODEL.sub(lambda match: names.get(match[0], match[0]), value)
    if isinstance(value, Mapping):
        return {key: _renamed(one, names) for key, one in value.items()}
    return [_renamed(one, names) for one in value] if isinstance(value, list) else value
