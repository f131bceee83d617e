"""Every public name has an example that runs: doctest runs them, and this test finds the names that have none."""

from __future__ import annotations

import inspect
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

import hotline_analysis

PACKAGE = Path(hotline_analysis.__file__).parent
PROMPT = ">>> "


def public() -> Iterator[tuple[str, str]]:
    """Package and name of everything that a package lists in ``__all__``."""
    for file in sorted(PACKAGE.rglob("__init__.py")):
        parts = file.relative_to(PACKAGE.parent).with_suffix("").parts
        if "share" in parts or "\n__all__ = " not in file.read_text(encoding="utf-8"):
            continue
        module = ".".join(part for part in parts if part != "__init__")
        yield from ((module, name) for name in import_module(module).__all__)


def of_ours(thing: object) -> bool:
    """Whether something is a function or a class of this package."""
    kind = inspect.isclass(thing) or inspect.isroutine(thing)
    return kind and str(getattr(thing, "__module__", "")).startswith("hotline_analysis")


NAMES = sorted({(module, name) for module, name in public() if of_ours(getattr(import_module(module), name))})


def examples(thing: object) -> str:
    """The examples in the docstring that is the thing's own, not one that it inherits."""
    own = thing.__dict__.get("__doc__") if inspect.isclass(thing) else getattr(thing, "__doc__", None)
    lines = inspect.cleandoc(own or "").splitlines()
    return "\n".join(line for line in lines if line.startswith((PROMPT, "... ")))


def methods(kind: type) -> Iterator[tuple[str, object]]:
    for name, thing in vars(kind).items():
        plain = thing.__func__ if isinstance(thing, classmethod | staticmethod) else thing
        if not name.startswith("_") and inspect.isfunction(plain):
            yield name, plain


@pytest.mark.parametrize(("module", "name"), NAMES)
def test_a_public_name_has_an_example(module: str, name: str) -> None:
    thing = getattr(import_module(module), name)
    assert PROMPT in examples(thing), f"{thing.__module__}.{name} has no example"


@pytest.mark.parametrize(("module", "name"), [pair for pair in NAMES if pair[1][0].isupper()])
def test_a_public_method_is_called_in_an_example(module: str, name: str) -> None:
    """In its own docstring or in that of its class."""
    kind = getattr(import_module(module), name)
    if not inspect.isclass(kind):
        return
    shown = examples(kind)
    for method, function in methods(kind):
        called = re.search(rf"\.{method}\(", shown) or PROMPT in examples(function)
        assert called, f"{kind.__module__}.{name}.{method} is called in no example"


def test_the_walk_finds_what_there_is() -> None:
    found = {module for module, _ in NAMES}
    rooms = {"audit", "batch", "cases", "explore", "metrics", "report", "schemes", "synthetic"}
    assert {f"hotline_analysis.{room}" for room in rooms} <= found
    assert ("hotline_analysis.metrics", "unit_table") in NAMES


def test_a_tab_finds_every_public_name_before_it_was_asked_for() -> None:
    """In a process of its own: here the names were asked for."""
    packages = sorted({module for module, _ in NAMES})
    program = "import importlib, sys\nfor name in sys.argv[1:]:\n    module = importlib.import_module(name)\n"
    program += "    missing = set(module.__all__) - set(dir(module))\n    assert not missing, (name, missing)\n"
    done = subprocess.run([sys.executable, "-c", program, *packages], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_tab_after_the_package_finds_its_rooms() -> None:
    rooms = {file.parent.name for file in PACKAGE.glob("*/__init__.py")} - {"cli"}
    assert rooms <= set(dir(hotline_analysis))
    assert hotline_analysis.explore.load_month.__name__ == "load_month"
