"""YAML files that people write: read strictly, exactly, and with the line of every key at hand."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from hotline_analysis.errors import InputError
from hotline_analysis.validation import PlacedError, Strict, validate, whole_number

__all__ = ["Document", "Path_", "PlacedError", "Strict", "load_document", "packaged_yaml", "validate", "whole_number"]

Path_ = tuple[str | int, ...]
_MOST_LINES = 200_000  # aliases of aliases grow without end
_DEEPEST = 100
_Fastest: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # a build of PyYAML may lack libyaml


class _Loader(_Fastest):  # type: ignore[misc]
    """YAML without its surprises: 010101 and 2022-10 stay text, on and yes are words, 0.1 is exactly 0.1."""


_Loader.yaml_implicit_resolvers = {}
for _yaml_tag, _pattern, _first in (
    ("tag:yaml.org,2002:bool", r"true|false", ["t", "f"]),
    ("tag:yaml.org,2002:int", r"-?(0|[1-9][0-9]*)", list("-0123456789")),
    ("tag:yaml.org,2002:float", r"-?[0-9]+\.[0-9]+", list("-0123456789")),
    ("tag:yaml.org,2002:null", r"~|null|", ["~", "n", ""]),
):
    _Loader.add_implicit_resolver(_yaml_tag, re.compile(rf"^(?:{_pattern})$"), _first)


def _decimal(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> Decimal:
    return Decimal(str(loader.construct_scalar(node)))


_Loader.add_constructor("tag:yaml.org,2002:float", _decimal)


@dataclass(frozen=True)
class Document:
    """The content of a YAML file and the line on which every key or item stands.

    Attributes
    ----------
    file : Path
    data : mapping
    lines : mapping of path to int
        A path is the keys and positions that lead to a place.
    origins : mapping of path to Path
        The file of those places that come from another file than ``file``.

    Examples
    --------
    >>> document = Document(Path("office.yaml"), {"chapters": [{"title": 3}]}, {("chapters", 0, "title"): 7})
    >>> document.where(("chapters", 0, "title"))
    'line 7, key chapters #1.title'
    >>> str(document.error("not valid", ("chapters", 0, "title"), value=3, allowed="a text"))
    'office.yaml, line 7, key chapters #1.title: not valid; found 3; allowed: a text'
    """

    file: Path
    data: Any
    lines: Mapping[Path_, int]
    origins: Mapping[Path_, Path] = field(default_factory=dict)

    def _known(self, path: Path_) -> Path_:
        while path and path not in self.lines:
            path = path[:-1]
        return path

    def where(self, path: Path_) -> str:
        """Name a place as a user looks for it: line and key; the items of a list count from 1."""
        key = "".join(f" #{part + 1}" if isinstance(part, int) else f".{part}" for part in path).lstrip(" .")
        line = self.lines.get(self._known(path))
        place = f"key {key}" if key else "top level"
        return f"line {line}, {place}" if line else place

    def error(self, problem: str, path: Path_, *, value: object = None, allowed: str | None = None) -> InputError:
        """Make the error for something wrong at this place of the file."""
        file = self.origins.get(self._known(path), self.file)
        return InputError(problem, file=file, where=self.where(path), value=value, allowed=allowed)


def load_document(path: str | Path) -> Document:
    """Read a YAML file whose top level is a mapping.

    Raises
    ------
    InputError
        If the file is missing, empty, not UTF-8, not YAML, or a key stands twice.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder) / "office.yaml"
    ...     _ = file.write_text("share: 0.1", encoding="utf-8")
    ...     document = load_document(file)
    >>> document.data, document.where(("share",))
    ({'share': Decimal('0.1')}, 'line 1, key share')
    """
    file = Path(path)
    lines: dict[Path_, int] = {}
    try:
        data = _parsed(_text(file), lines, file)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"line {mark.line + 1}" if mark else None
        raise InputError(f"not valid YAML ({error.problem or error.context})", file=file, where=where) from None
    except yaml.YAMLError as error:
        raise InputError(f"not valid YAML ({' '.join(str(error).split())})", file=file) from None
    except RecursionError:
        raise InputError("not valid YAML (nested too deeply)", file=file) from None
    except (ValueError, ArithmeticError, AttributeError):
        raise InputError(
            "not valid YAML (a value is too long, or is not what its tag, such as !!int, says)", file=file
        ) from None
    if data is None:
        raise InputError("the file is empty", file=file, allowed="key: value lines")
    if not isinstance(data, dict):
        raise InputError("not a mapping", file=file, where="line 1", allowed="key: value lines")
    return Document(file, data, lines)


def packaged_yaml(text: str) -> Any:
    """Return the content of a YAML file of the package itself, which needs no checks.

    Examples
    --------
    >>> packaged_yaml("closed: {zh: 办结}")
    {'closed': {'zh': '办结'}}
    """
    return yaml.load(text, Loader=_Fastest)  # noqa: S506 - one of the two safe ones


def _text(file: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror or error})", file=file) from None
    except UnicodeDecodeError:
        raise InputError("unreadable text", file=file, allowed="UTF-8") from None


def _check_depth(text: str, file: Path) -> None:
    """Refuse what nests so deeply that libyaml's reader, which calls itself for each level, would end the process."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            where = f"line {event.start_mark.line + 1}" if event.start_mark else None
            raise InputError("not valid YAML (nested too deeply)", file=file, where=where)


def _parsed(text: str, lines: dict[Path_, int], file: Path) -> Any:
    _check_depth(text, file)
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        if node is None:
            return None
        _note_lines(node, (), lines, file)
        return loader.construct_document(node)
    finally:
        loader.dispose()


def _note_lines(node: yaml.Node, path: Path_, lines: dict[Path_, int], file: Path) -> None:
    """Note the line of every key; keys are text, whatever they look like, and stand once."""
    if len(lines) > _MOST_LINES:
        raise InputError(f"more than {_MOST_LINES} keys", file=file)
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                raise InputError("a key is not a word", file=file, where=f"line {line}")
            key.tag = "tag:yaml.org,2002:str"
            inner = (*path, key.value)
            if inner in lines:
                raise InputError("a key stands twice", file=file, where=f"line {line}", value=key.value)
            lines[inner] = line
            _note_lines(value, inner, lines, file)
    elif isinstance(node, yaml.SequenceNode):
        for position, value in enumerate(node.value):
            lines[(*path, position)] = value.start_mark.line + 1
            _note_lines(value, (*path, position), lines, file)
