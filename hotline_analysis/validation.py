"""Check what people wrote against its model, and say what is wrong in their words and at their line."""

from __future__ import annotations

import types
from collections.abc import Iterable
from decimal import Decimal
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Literal, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from hotline_analysis.errors import InputError

if TYPE_CHECKING:
    from hotline_analysis.documents import Document, Path_

Model = TypeVar("Model", bound=BaseModel)

_SHAPES = {
    "model_type": "key: value lines",
    "model_attributes_type": "key: value lines",
    "dict_type": "key: value lines",
    "list_type": "a list",
    "tuple_type": "a list",
}
_FORMS = {
    **_SHAPES,
    "string_type": "a text",
    "decimal_type": "a number",
    "decimal_parsing": "a number",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "bool_parsing": "true or false",
    "bool_type": "true or false",
}


class Strict(BaseModel):
    """A part of a document: unknown keys are errors, nothing changes after loading.

    Examples
    --------
    >>> class Office(Strict):
    ...     name: str
    >>> Office(name="甲区").name
    '甲区'
    """

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class PlacedError(ValueError):
    """What a validator of a whole model found wrong at one place inside it.

    Parameters
    ----------
    place : tuple of str or int
        Keys and positions that lead there from the model.
    problem, value, allowed
        As `InputError`.

    Examples
    --------
    >>> str(PlacedError(("counts", "late"), "no such count", allowed="closed"))
    'no such count; allowed: closed'
    """

    def __init__(
        self, place: tuple[str | int, ...], problem: str, *, value: object = None, allowed: str | None = None
    ) -> None:
        self.place = place
        self.problem = problem
        self.value = value
        self.allowed = allowed
        super().__init__(f"{problem}; allowed: {allowed}" if allowed else problem)


def whole_number(least: int, most: int | None = None) -> BeforeValidator:
    """Refuse what is no whole number of a range, quoted ones and true too: ``Annotated[int, whole_number(1, 28)]``.

    Examples
    --------
    >>> from typing import Annotated
    >>> class Day(Strict):
    ...     starts_on: Annotated[int, whole_number(1, 28)]
    >>> Day(starts_on=26).starts_on
    26
    """
    allowed = f"a whole number from {least} to {most}" if most is not None else f"a whole number, {least} or more"

    def check(value: Any) -> Any:
        is_number = isinstance(value, int) and not isinstance(value, bool)
        if value is not None and not (is_number and least <= value and (most is None or value <= most)):
            shown = value if isinstance(value, str | int) else str(value)
            raise PlacedError((), "not valid", value=shown, allowed=allowed)
        return value

    return BeforeValidator(check)


def validate(model: type[Model], document: Document, data: Any = None) -> Model:
    """Check a document against its model.

    Raises
    ------
    InputError
        For the first thing that is wrong: file, line, key, value and what is allowed.

    Examples
    --------
    >>> from pathlib import Path
    >>> from hotline_analysis.documents import Document
    >>> class Office(Strict):
    ...     name: str
    >>> validate(Office, Document(Path("office.yaml"), {"name": "甲区"}, {})).name
    '甲区'
    """
    content = document.data if data is None else data
    try:
        return model.model_validate(content)
    except ValidationError as error:
        raise _as_input_error(document, model, content, min(error.errors(), key=_telling)) from None


def _telling(item: Any) -> tuple[bool, bool, int]:
    """Sort the most telling error first: of a union, not that a word is no mapping, but what word it could be."""
    return item["type"] != "extra_forbidden", item["type"] in _SHAPES, -len(item["loc"])


def _as_input_error(document: Document, model: type[BaseModel], content: Any, item: Any) -> InputError:
    kind, loc, context = item["type"], item["loc"], item.get("ctx", {})
    path = _place(content, loc)
    found = context.get("error")
    if isinstance(found, PlacedError):
        return document.error(found.problem, (*path, *found.place), value=found.value, allowed=found.allowed)
    if kind == "extra_forbidden":
        wrong = str(loc[-1])
        return document.error("unknown key", path, value=wrong, allowed=nearest_first(wrong, _keys_at(model, loc)))
    if kind == "missing":
        return document.error(f"missing key {loc[-1]}", path)
    if kind == "union_tag_not_found":
        return document.error(f"missing key {_selector(context)}", path, allowed=", ".join(_tags(model, loc)))
    if kind == "union_tag_invalid":
        wrong, key, known = context["tag"], _selector(context), _tags(model, loc)
        return document.error(f"unknown {key}", (*path, key), value=wrong, allowed=nearest_first(str(wrong), known))
    value = item["input"] if isinstance(item["input"], str | int | Decimal | bool | float) else None
    message = str(item["msg"]).removeprefix("Value error, ")
    if kind in _FORMS or message.startswith("Input should be "):
        allowed = _FORMS.get(kind, message.removeprefix("Input should be "))
        shown = str(value) if isinstance(value, Decimal) else value
        problem = "no value" if item["input"] is None else "not valid"
        return document.error(problem, path, value=shown, allowed=allowed)
    return document.error(message, path, value=str(value) if isinstance(value, Decimal) else value)


def _selector(context: Any) -> str:
    """Return the key whose word selects one model among several: ``kind``, ``section``, ``annex``."""
    return str(context["discriminator"]).strip("'")


def nearest(name: str, known: Iterable[str]) -> str:
    """Suggest the nearest known name, for an error message.

    Examples
    --------
    >>> nearest("furong-2021", ["furong-2022", "yunxi-2022"])
    ' (did you mean furong-2022?)'
    """
    close = get_close_matches(name, list(known), n=1, cutoff=0.7)
    return f" (did you mean {close[0]}?)" if close else ""


def nearest_first(name: str, known: Iterable[str], *, cutoff: float = 0.5) -> str:
    """List what is known for a message, the name that is nearest to a wrong one first.

    Examples
    --------
    >>> nearest_first("bulletn", ["audit", "bulletin"])
    'bulletin (nearest); audit, bulletin'
    """
    names = list(known)
    close = get_close_matches(name, names, n=1, cutoff=cutoff)
    return (f"{close[0]} (nearest); " if close else "") + ", ".join(names)


def _place(content: Any, loc: tuple[str | int, ...]) -> Path_:
    """Keep those parts of pydantic's location that are keys or positions of the content, not names of models.

    Of a mapping that is short for a list, a position is its key.
    """
    path: list[str | int] = []
    for part in loc:
        if isinstance(content, dict) and isinstance(part, int) and part < len(content):
            part = list(content)[part]
        inside = isinstance(content, dict) and part in content
        if inside or (isinstance(content, list) and isinstance(part, int) and part < len(content)):
            content = content[part]
            path.append(part)
    return tuple(path)


def _keys_at(model: Any, loc: tuple[str | int, ...]) -> list[str]:
    """Return the keys that the model allows where an unknown one, the last of the location, was found."""
    kinds = _kinds_at(model, loc[:-1])
    return sorted({field.alias or name for kind in kinds for name, field in kind.model_fields.items()})


def _tags(model: Any, loc: tuple[str | int, ...]) -> list[str]:
    """Return the words that a ``kind`` (or ``section``, ``annex``) may be at this place."""
    return [tag for kind in _kinds_at(model, loc) if (tag := _tag(kind)) is not None]


def _kinds_at(model: Any, loc: tuple[str | int, ...]) -> list[type[BaseModel]]:
    """Follow a location through the models."""
    kinds = _models(model)
    for part in loc:
        step = [
            inner
            for kind in kinds
            for name, field in kind.model_fields.items()
            if part in (name, field.alias)
            for inner in _models(field.annotation)
        ]
        kinds = step or [kind for kind in kinds if part in (kind.__name__, _tag(kind))] or kinds
    return kinds


def _tag(kind: type[BaseModel]) -> str | None:
    """Return the word that selects this model among others: the only value that one of its keys may have."""
    literals = (get_args(f.annotation) for f in kind.model_fields.values() if get_origin(f.annotation) is Literal)
    return next((str(words[0]) for words in literals if len(words) == 1), None)


def _models(annotation: Any) -> list[type[BaseModel]]:
    """Find the models inside an annotation: unions, lists, mappings, Annotated."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    if get_origin(annotation) in (Union, types.UnionType) or get_args(annotation):
        return [kind for part in get_args(annotation) for kind in _models(part)]
    return []
