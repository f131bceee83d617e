"""The sentences of a language: templates in one YAML file, with facts as placeholders.

``{name}`` is replaced by what is given under that name; ``{name:unit|units}`` by the form of a word that goes with the
number given; ``{name:capital}`` by it with a capital letter; ``{name:article}`` by it with ``a`` or ``an`` before it;
``{name:ordinal}`` by a place in words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from string import Formatter
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from hotline_analysis.documents import packaged_yaml

if TYPE_CHECKING:
    from hotline_analysis.report.language.language import Language


def template(language: str, name: str) -> str:
    """Return a sentence before it is filled; ``name`` is its place in the file: ``overview.counts``."""
    return str(sentences(language)[name])


def joints(language: str, name: str) -> tuple[str, str, str]:
    """Return what stands between the parts of an enumeration, before its last part, and between only two parts."""
    between, last, two = sentences(language)[name]
    return between, last, two


@cache
def sentences(language: str) -> Mapping[str, Any]:
    """Return all templates of a language by section and name: ``overview.counts``."""
    file = resources.files("hotline_analysis.report.language").joinpath(f"sentences.{language}.yaml")
    loaded = packaged_yaml(file.read_text(encoding="utf-8"))
    return {f"{section}.{name}": text for section, texts in loaded.items() for name, text in texts.items()}


@cache
def parsed(text: str) -> tuple[tuple[str, str | None, str], ...]:
    """Divide a template into literal texts, each with the field behind it and what is asked of that."""
    return tuple((literal, field, asked or "") for literal, field, asked, _ in Formatter().parse(text))


def filled(
    text: str, parts: Mapping[str, object], language: Language, *, escaped: bool = True
) -> Iterator[Markup | str]:
    """Yield the pieces of a filled template, as markup or as plain text."""
    for literal, field, asked in parsed(text):
        yield Markup(literal)  # noqa: S704 - templates are ours
        if field is not None:
            yield _shown(parts[field], asked, language, escaped)


def _shown(value: object, asked: str, language: Language, escaped: bool) -> Markup | str:
    if "|" in asked:
        return language.form(value, tuple(asked.split("|")))
    if asked == "ordinal":
        assert isinstance(value, int)
        return language.ordinal(value)
    shown: Markup | str = escape(value) if escaped else str(value)
    if asked == "article":
        return Markup("{} ").format(language.article(str(value))) + escape(value)
    if asked == "capital":
        return shown[:1].upper() + shown[1:]
    if asked:
        raise ValueError(f"unknown in a template: {asked}")
    return shown
