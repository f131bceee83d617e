"""Find, read and check a scheme: a built-in one by name, or a file of one's own."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Any

from hotline_analysis.documents import Document, load_document, validate
from hotline_analysis.errors import InputError
from hotline_analysis.metrics.unit_table import nearest
from hotline_analysis.schemes.checks import check_scheme
from hotline_analysis.schemes.model import Scheme


def builtin_folder() -> Path:
    """Return the folder of the built-in schemes."""
    return Path(str(resources.files("hotline_analysis.schemes") / "builtin"))


def scheme_names() -> tuple[str, ...]:
    """Return the names of the built-in schemes."""
    return tuple(sorted(file.stem for file in builtin_folder().glob("*.yaml")))


def load_scheme(name: str | Path, *, beside: Path | None = None) -> Scheme:
    """Load and check a scheme.

    Parameters
    ----------
    name : str or path
        A built-in name or a ``.yaml`` file; ``NAME:VARIANT`` takes one of the scheme's own variants.
    beside : path, optional
        The folder against which a relative file name is taken.

    Raises
    ------
    InputError
        If there is no such scheme or variant, or the scheme is not valid.
    """
    plain, _, variant = str(name).rpartition(":") if _has_variant(str(name)) else (str(name), "", "")
    document = _merged(plain or str(name), beside, ())
    if variant:
        document = _variant(document, variant)
    scheme = validate(Scheme, document)
    check_scheme(scheme, document)
    return scheme


def _has_variant(name: str) -> bool:
    head, colon, tail = name.rpartition(":")
    return bool(colon) and bool(head) and not Path(name).is_file() and not {"/", "\\"} & set(tail)


def _merged(name: str, beside: Path | None, chain: tuple[str, ...]) -> Document:
    document = load_document(_find(name, beside))
    if "extends" not in document.data:
        return document
    parent = str(document.data["extends"])
    if parent in chain:
        raise document.error("schemes extend each other", ("extends",), value=parent)
    base = _merged(parent, document.file.parent, (*chain, name))
    own = {key: value for key, value in document.data.items() if key != "extends"}
    return Document(document.file, _deep(base.data, own), {**base.lines, **document.lines})


def _find(name: str, beside: Path | None) -> Path:
    if name in scheme_names():
        return builtin_folder() / f"{name}.yaml"
    file = Path(name) if beside is None or Path(name).is_absolute() else beside / name
    if file.suffix in (".yaml", ".yml"):
        return file
    known = scheme_names()
    raise InputError(
        f"no such scheme{nearest(name, known)}", value=name, allowed=f"{', '.join(known)}, or a .yaml file"
    )


def _variant(document: Document, variant: str) -> Document:
    variants = document.data.get("variants") or {}
    if variant not in variants:
        raise InputError(
            "no such variant of the scheme", file=document.file, value=variant, allowed=", ".join(variants) or "none"
        )
    return Document(document.file, _deep(document.data, variants[variant]), document.lines)


def _deep(base: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """Lay one mapping over another: mappings key by key, everything else replaced, null removes."""
    merged = dict(base)
    for key, value in own.items():
        if value is None:
            merged.pop(key, None)
        elif isinstance(value, Mapping) and isinstance(merged.get(key), Mapping):
            merged[key] = _deep(merged[key], value)
        else:
            merged[key] = value
    return merged
