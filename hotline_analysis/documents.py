"""YAML files that people write: read strictly, exactly, and with the line of every key at hand."""

from __future__ import annotations

import re
import types
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar, Union, get_args, get_origin

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from hotline_analysis.errors import InputError

Path_ = tuple[str | int, ...]
Model = TypeVar("Model", bound=BaseModel)


class Strict(BaseModel):
    """A part of a document: unknown keys are errors, nothing changes after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class _Loader(yaml.SafeLoader):
    """YAML without its surprises: 010101 and 2022-10 stay text, on and yes are words, 0.1 is exactly 0.1."""


_Loader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("tag:yaml.org,2002:bool", r"true|false", "tf"),
    ("tag:yaml.org,2002:int", r"-?(0|[1-9][0-9]*)", "-0123456789"),
    ("tag:yaml.org,2002:float", r"-?[0-9]+\.[0-9]+", "-0123456789"),
    ("tag:yaml.org,2002:null", r"~|null|", "~n\0"),
):
    _Loader.add_implicit_resolver(_tag, re.compile(rf"^(?:{_pattern})$"), [*list(_first), ""] if "\0" in _first else list(_first))
_Loader.add_constructor(
    "tag:yaml.org,2002:float", lambda loader, node: Decimal(loader.construct_scalar(node))
)


@dataclass(frozen=True)
class Document:
    """The content of a YAML file and the line on which every key or item stands."""

    file: Path
    data: Any
    lines: Mapping[Path_, int]

    def where(self, path: Path_) -> str:
        """Name a place as a user looks for it: line and key."""
        known = path
        while known and known not in self.lines:
            known = known[:-1]
        key = ".".join(str(part) for part in path)
        line = self.lines.get(known)
        return f"line {line}, key {key}" if line else f"key {key}"

    def error(self, problem: str, path: Path_, *, value: object = None, allowed: str | None = None) -> InputError:
        """Make the error for something wrong at this place of the file."""
        return InputError(problem, file=self.file, where=self.where(path), value=value, allowed=allowed)


def load_document(path: str | Path) -> Document:
    """Read a YAML file whose top level is a mapping.

    Raises
    ------
    InputError
        If the file is missing, not UTF-8, not YAML, or a key stands twice.
    """
    file = Path(path)
    try:
        text = file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror or error})", file=file) from None
    except UnicodeDecodeError:
        raise InputError("unreadable text", file=file, allowed="UTF-8") from None
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        lines: dict[Path_, int] = {}
        if node is not None:
            _note_lines(node, (), lines, file)
        data = loader.construct_document(node) if node is not None else {}
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise InputError(
            f"not valid YAML ({error.problem})", file=file, where=f"line {mark.line + 1}" if mark else None
        ) from None
    except yaml.YAMLError as error:
        raise InputError(f"not valid YAML ({error})", file=file) from None
    finally:
        loader.dispose()
    if not isinstance(data, dict):
        raise InputError("not a mapping", file=file, where="line 1", allowed="key: value lines")
    return Document(file, data, lines)


def _note_lines(node: yaml.Node, path: Path_, lines: dict[Path_, int], file: Path) -> None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            inner = (*path, str(key.value))
            line = key.start_mark.line + 1
            if inner in lines:
                raise InputError("a key stands twice", file=file, where=f"line {line}", value=str(key.value))
            lines[inner] = line
            _note_lines(value, inner, lines, file)
    elif isinstance(node, yaml.SequenceNode):
        for position, value in enumerate(node.value):
            lines[(*path, position)] = value.start_mark.line + 1
            _note_lines(value, (*path, position), lines, file)


def validate(model: type[Model], document: Document, data: Any = None) -> Model:
    """Check a document against its model.

    Raises
    ------
    InputError
        For the first thing that is wrong: file, line, key, value and what is allowed.
    """
    content = document.data if data is None else data
    try:
        return model.model_validate(content)
    except ValidationError as error:
        first = min(error.errors(), key=lambda item: (item["type"] != "extra_forbidden", -len(item["loc"])))
        raise _as_input_error(document, model, first) from None


def _as_input_error(document: Document, model: type[BaseModel], item: Any) -> InputError:
    path = tuple(part for part in item["loc"] if _is_place(document, part))
    if item["type"] == "extra_forbidden":
        known = sorted(_keys_at(model, item["loc"][:-1]))
        close = get_close_matches(str(item["loc"][-1]), known, n=1, cutoff=0.5)
        hint = f"{close[0]} (nearest); " if close else ""
        return document.error("unknown key", path, value=str(item["loc"][-1]), allowed=hint + ", ".join(known))
    message = str(item["msg"]).removeprefix("Value error, ")
    value = item["input"] if isinstance(item["input"], str | int | Decimal | bool | float) else None
    if item["type"] == "missing":
        return document.error(f"missing key {item['loc'][-1]}", path[:-1] or path)
    return document.error(message, path, value=value)


def _is_place(document: Document, part: str | int) -> bool:
    """Whether a part of pydantic's location is a key of the file, not the name of a union's member."""
    if isinstance(part, int):
        return True
    return any(part in path for path in document.lines) or not re.fullmatch(r"[A-Z]\w*|function-.*|.*\[.*", part)


def _keys_at(model: Any, path: tuple[str | int, ...]) -> set[str]:
    """Return the keys that the model allows at this place."""
    kinds = _models(model)
    for part in path:
        step: list[type[BaseModel]] = []
        for kind in kinds:
            for name, field in kind.model_fields.items():
                if part in (name, field.alias):
                    step.extend(_models(field.annotation))
        if step:
            kinds = step
            continue
        named = [kind for kind in kinds if part in (kind.__name__, _tag(kind))]
        kinds = named or kinds
    return {field.alias or name for kind in kinds for name, field in kind.model_fields.items()}


def _tag(kind: type[BaseModel]) -> str | None:
    field = kind.model_fields.get("kind")
    return None if field is None else str(get_args(field.annotation)[0]) if get_args(field.annotation) else None


def _models(annotation: Any) -> list[type[BaseModel]]:
    """Find the models inside an annotation: unions, lists, mappings, Annotated."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    if get_origin(annotation) in (Union, types.UnionType) or get_args(annotation):
        return [kind for part in get_args(annotation) for kind in _models(part)]
    return []
