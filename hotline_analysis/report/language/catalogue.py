"""The catalogue of a language: gettext's PO format, read as it stands, without a compiled copy."""

from __future__ import annotations

from functools import cache
from importlib import resources

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po


@cache
def catalogue(language: str) -> Catalog:
    """Return the labels of a language; their Chinese form is the key."""
    folder = resources.files("hotline_analysis.report.language").joinpath("locale", language, "LC_MESSAGES")
    with folder.joinpath("bulletin.po").open("rb") as file:
        return read_po(file, locale=language)


def forms_of(language: str, text: str) -> tuple[str, ...] | None:
    """Return the forms of a label, one where it has no plural; None where the catalogue lacks it."""
    found = catalogue(language).get(text)
    if found is None or not found.string:
        return None
    return (found.string,) if isinstance(found.string, str) else tuple(found.string)
