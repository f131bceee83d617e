"""Packages whose names are looked up when they are first asked for, so that light ones come without heavy ones."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module


def names_on_demand(package: str, modules: Mapping[str, Sequence[str]]) -> Callable[[str], object]:
    """Return a package's ``__getattr__``.

    Parameters
    ----------
    package : str
        Its ``__name__``.
    modules : mapping of str to sequence of str
        Modules of the package, and the names that each gives.
    """
    places = {name: module for module, names in modules.items() for name in names}

    def find(name: str) -> object:
        if name not in places:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        found = getattr(import_module(f"{package}.{places[name]}"), name)
        setattr(sys.modules[package], name, found)
        return found

    return find


def public_names(package: str) -> Callable[[], list[str]]:
    """Return a package's ``__dir__``: its public names, whether they were asked for or not, so that a tab finds them.

    Parameters
    ----------
    package : str
        Its ``__name__``.

    Examples
    --------
    >>> import hotline_analysis.report
    >>> [name for name in dir(hotline_analysis.report) if name.startswith("load_")]
    ['load_jurisdiction', 'load_report']
    """
    return lambda: sorted(sys.modules[package].__all__)
