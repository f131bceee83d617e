"""Lay one scheme over another: what ``extends`` and ``variants`` do, with every key's own file and line kept."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hotline_analysis.documents import Document, Path_
from hotline_analysis.validation import nearest


def lay_over(base: Document, own: Document, under: Path_ = ()) -> Document:
    """Lay a document, or the part of it that stands ``under`` a key, over another.

    Mappings are laid over each other key by key; everything else is replaced; null removes a key. A rule of another
    ``kind`` replaces the whole rule.

    Raises
    ------
    InputError
        If null stands for a key that the base does not have.
    """
    places = {path: (base.origins.get(path, base.file), line) for path, line in base.lines.items()}
    layer = _Layer(own, under, places)
    data: Any = own.data
    for key in under:
        data = data[key]
    merged = layer.laid(base.data, data, ())
    lines = {path: line for path, (_, line) in places.items()}
    origins = {path: file for path, (file, _) in places.items() if file != own.file}
    return Document(own.file, merged, lines, origins)


class _Layer:
    """One layer while it is laid; ``places`` changes with every key."""

    def __init__(self, own: Document, under: Path_, places: dict[Path_, tuple[Path, int]]) -> None:
        self.own, self.under, self.places = own, under, places

    def laid(self, base: Mapping[str, Any], own: Mapping[str, Any], at: Path_) -> dict[str, Any]:
        """Return the base with the layer's keys."""
        merged = dict(base)
        for key, value in own.items():
            path = (*at, key)
            if value is None:
                if key not in merged:
                    hint = nearest(key, merged)
                    raise self.own.error(f"null removes a key, but there is none{hint}", (*self.under, *path))
                del merged[key]
                self._forget(path)
            elif isinstance(value, Mapping) and isinstance(merged.get(key), Mapping) and _same_kind(merged[key], value):
                self._note(path)
                merged[key] = self.laid(merged[key], value, path)
            else:
                merged[key] = value
                self._forget(path)
                self._note_all(path)
        return merged

    def _forget(self, path: Path_) -> None:
        for known in [known for known in self.places if known[: len(path)] == path]:
            del self.places[known]

    def _note(self, path: Path_) -> None:
        inner = (*self.under, *path)
        if inner in self.own.lines:
            self.places[path] = (self.own.origins.get(inner, self.own.file), self.own.lines[inner])

    def _note_all(self, path: Path_) -> None:
        inner, depth = (*self.under, *path), len(self.under)
        for known in [known for known in self.own.lines if known[: len(inner)] == inner]:
            self._note(known[depth:])


def _same_kind(base: Mapping[str, Any], own: Mapping[str, Any]) -> bool:
    return "kind" not in own or own["kind"] == base.get("kind")
