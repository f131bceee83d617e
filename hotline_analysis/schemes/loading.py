"""Find, read and check a scheme: a built-in one by name, or a file of one's own."""

from __future__ import annotations

from pathlib import Path

from hotline_analysis.documents import Document, load_document, validate
from hotline_analysis.errors import InputError
from hotline_analysis.schemes.checks import check_scheme
from hotline_analysis.schemes.finding import find_scheme
from hotline_analysis.schemes.layers import lay_over
from hotline_analysis.schemes.model import Scheme


def load_scheme(name: str | Path, *, beside: Path | None = None) -> Scheme:
    """Load and check a scheme.

    Parameters
    ----------
    name : str or path
        A built-in name or a ``.yaml`` file; ``NAME:VARIANT`` takes one of the scheme's own variants. Without
        one, every variant is checked too.
    beside : path, optional
        The folder against which a relative file name is taken.

    Raises
    ------
    InputError
        If there is no such scheme or variant, or the scheme is not valid.

    Examples
    --------
    >>> load_scheme("furong-2022").title.en
    'Furong district, hotline assessment of 2022'
    >>> load_scheme("furong-2022:exact_rate").metrics["resolution_rate"].scored_on
    'exact'
    """
    scheme = _checked(_document(str(name), beside, ()))
    if not find_scheme(str(name), beside)[1]:
        for variant in scheme.variants:
            _checked(_document(f"{name}:{variant}", beside, ()))
    return scheme


def _checked(document: Document) -> Scheme:
    scheme = validate(Scheme, document)
    check_scheme(scheme, document)
    return scheme


def _document(name: str, beside: Path | None, chain: tuple[tuple[Path, str], ...]) -> Document:
    """Read a scheme with what it extends and with its variant laid over it."""
    file, variant = find_scheme(name, beside)
    document = load_document(file)
    if "extends" in document.data:
        document = _extended(document, (*chain, (file.resolve(), variant)))
    return _varied(document, variant) if variant else document


def _extended(document: Document, chain: tuple[tuple[Path, str], ...]) -> Document:
    parent, folder = document.data["extends"], document.file.parent
    if not isinstance(parent, str):
        raise document.error("not valid", ("extends",), value=str(parent), allowed="the name or file of one scheme")
    try:
        file, _ = find_scheme(parent, folder)
    except InputError as error:
        raise document.error(error.problem, ("extends",), value=parent, allowed=error.allowed) from None
    if any(file.resolve() == known for known, _ in chain):
        raise document.error("schemes extend each other", ("extends",), value=parent, allowed="another scheme")
    return lay_over(_document(parent, folder, chain), document)


def _varied(document: Document, variant: str) -> Document:
    variants = document.data.get("variants")
    if not isinstance(variants, dict) or variant not in variants:
        known = ", ".join(map(str, variants)) if isinstance(variants, dict) else ""
        raise InputError("no such variant of the scheme", file=document.file, value=variant, allowed=known or "none")
    if not isinstance(variants[variant], dict):
        raise document.error("not valid", ("variants", variant), allowed="key: value lines")
    return lay_over(document, document, ("variants", variant))
