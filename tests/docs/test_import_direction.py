"""Data flows one way: no room of the package imports one that stands to its right (docs/architecture.md)."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from markdown_blocks import page

import hotline_analysis

PACKAGE = Path(hotline_analysis.__file__).parent

# From left to right. Modules of one line may import each other.
ROOMS = (
    (
        "errors",
        "exact",
        "documents",
        "validation",
        "tabular",
        "textual",
        "workbooks",
        "fonts",
        "resources",
        "lazy",
        "personal",
        "shown",
        "__init__",
    ),
    ("tickets",),
    ("metrics",),
    ("cases",),
    ("ranking",),
    ("schemes",),
    ("audit",),
    ("statistics",),
    ("synthetic",),
    ("report",),
    ("explore",),
    ("rendering",),
    ("batch",),
    ("starting", "doctor"),
    ("cli", "__main__"),
)
PLACE = {room: place for place, rooms in enumerate(ROOMS) for room in rooms}
FILES = sorted(file for file in PACKAGE.rglob("*.py") if "share" not in file.relative_to(PACKAGE).parts)


def room_of(module: str) -> str:
    """The room of a module of the package, from its name below the package."""
    return module.split(".")[0] or "__init__"


def imported(file: Path) -> Iterator[tuple[int, str]]:
    """Line and module of everything that a file takes from the package, inside functions too."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}, line {node.lineno}: write the whole name of the module"
            if (node.module or "").split(".")[0] == "hotline_analysis":
                below = (node.module or "").removeprefix("hotline_analysis").lstrip(".")
                yield from ((node.lineno, below or name.name) for name in node.names)
        elif isinstance(node, ast.Import):
            for name in node.names:
                if name.name.split(".")[0] == "hotline_analysis":
                    yield node.lineno, name.name.removeprefix("hotline_analysis").lstrip(".")


def test_every_module_has_a_room() -> None:
    found = {file.relative_to(PACKAGE).with_suffix("").parts[0] for file in FILES}
    assert found == set(PLACE)


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_a_module_imports_nothing_to_its_right(file: Path) -> None:
    own = room_of(file.relative_to(PACKAGE).with_suffix("").parts[0])
    for line, module in imported(file):
        room = room_of(module)
        if room not in PLACE:
            continue  # a name of the package itself, such as its version
        assert PLACE[room] <= PLACE[own], f"{file.name}, line {line}: {own} imports {room}, which stands to its right"


def test_the_docs_name_the_rooms_in_this_order() -> None:
    text = page("architecture.md")
    places = [text.index(f"| `{room}") for rooms in ROOMS[1:] for room in rooms[:1]]
    assert places == sorted(places)
    assert all(re.search(rf"`{room}`", text) for room in ROOMS[0] if room != "__init__")
