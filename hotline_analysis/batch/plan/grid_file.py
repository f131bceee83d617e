"""The keys of a grid file; ``docs/batch.md`` describes them for an analyst."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Literal

from pydantic import ValidationInfo, field_validator, model_validator

from hotline_analysis.batch.plan.formats import FORMATS
from hotline_analysis.batch.plan.notebooks import PACKAGED
from hotline_analysis.batch.plan.periods import periods_of
from hotline_analysis.report.report_file import checked_district, checked_name
from hotline_analysis.validation import PlacedError, Strict, nearest_first


class GridParameters(Strict):
    """Keys of a report's file that a grid may give; placeholders may stand in their texts."""

    data: str | None = None
    scheme: str | None = None
    previous: str | None = None
    year_before: str | None = None
    number: str | None = None
    date: str | None = None
    texts: dict[str, str] = {}
    outcome: str | None = None
    factors: str | list[str] | None = None
    formula: str | None = None
    what_if: str | list[str | dict[str, str | bool]] | dict[str, str | bool] | None = None

    @model_validator(mode="before")
    @classmethod
    def _quoted(cls, value: Any) -> Any:
        """Tell how to write a placeholder that YAML took for a mapping, as in ``data: {period}``."""
        for key, one in value.items() if isinstance(value, dict) else ():
            if isinstance(one, dict) and len(one) == 1 and None in one.values():
                written = f"{{{next(iter(one))}}}"
                raise PlacedError((key,), "not a text", value=written, allowed=f'"{written}", in quotes')
        return value


class GridReport(GridParameters):
    """Parameters of one kind of report; ``notebook`` names the file that makes it."""

    notebook: str | None = None


class Grid(Strict):
    """Reports to be made: every jurisdiction in every period and, where there are some, for every district.

    Later parameters go before earlier ones: those of all reports, of a jurisdiction, of a kind of report, and of the
    reports that a pattern under ``changes`` names.
    """

    jurisdictions: dict[str, GridParameters]
    periods: tuple[str, ...]
    districts: tuple[str, ...] = ()
    reports: dict[str, GridReport] = {"bulletin": GridReport()}
    formats: tuple[str, ...] | None = None
    pdf_engine: Literal["auto", "weasyprint", "chromium"] | None = None
    exclude: tuple[str, ...] = ()
    parameters: GridParameters = GridParameters()
    changes: dict[str, GridParameters] = {}

    @field_validator("jurisdictions", "reports", mode="before")
    @classmethod
    def _with_parameters(cls, value: Any, info: ValidationInfo) -> Any:
        """Take a list of names for a mapping in which none has parameters of its own."""
        if isinstance(value, dict):
            for name in value:
                _check_name(name, (name,), info.field_name)
            found = {name: {} if own is None else own for name, own in value.items()}
        else:
            names = value if isinstance(value, list) else [value]
            for position, name in enumerate(names):
                _check_name(name, (position,) if isinstance(value, list) else (), info.field_name)
                if name in names[:position]:
                    raise PlacedError((position,), "a name stands twice", value=name, allowed="each name once")
            found = {name: {} for name in names}
        if not found:
            raise PlacedError((), "an empty list", allowed="at least one name")
        return found

    @field_validator("reports")
    @classmethod
    def _known(cls, value: dict[str, GridReport]) -> dict[str, GridReport]:
        for name, own in value.items():
            if name not in PACKAGED and own.notebook is None:
                allowed = f"{nearest_first(name, PACKAGED)}, or notebook: FILE under a name of your own"
                raise PlacedError((name,), "unknown report", value=name, allowed=allowed)
        return value

    @field_validator("periods", mode="before")
    @classmethod
    def _periods(cls, value: Any) -> Any:
        return periods_of(value)

    @field_validator("districts", mode="before")
    @classmethod
    def _districts(cls, value: Any) -> Any:
        if not isinstance(value, list) or not value:
            raise PlacedError((), "not a list of districts", allowed='["010101", 芙蓉区], or no such key')
        return tuple(_district(one, (position,), value[:position]) for position, one in enumerate(value))

    @field_validator("formats", mode="before")
    @classmethod
    def _formats(cls, value: Any) -> Any:
        names = value if isinstance(value, list) else [value]
        for position, name in enumerate(names):
            if name not in FORMATS:
                place = (position,) if isinstance(value, list) else ()
                raise PlacedError(
                    place, "unknown format", value=_shown(name), allowed=nearest_first(str(name), FORMATS)
                )
        if not names:
            raise PlacedError((), "an empty list", allowed=", ".join(FORMATS))
        return tuple(dict.fromkeys(names))

    @field_validator("exclude", mode="before")
    @classmethod
    def _exclude(cls, value: Any) -> Any:
        return [value] if isinstance(value, str) else value


def _check_name(name: Any, place: tuple[str | int, ...], key: str | None) -> None:
    try:
        checked_name(name if isinstance(name, str) else "")
    except ValueError as error:
        allowed = nearest_first(str(name), PACKAGED) if key == "reports" else None
        raise PlacedError(place, str(error), value=_shown(name), allowed=allowed) from None


def _district(value: Any, place: tuple[str | int, ...], before: list[Any]) -> str:
    # the reader keeps 010101 as it is written, and a number such as 110101 has nothing to lose
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    try:
        found = checked_district(text)
    except ValueError as error:
        raise PlacedError(place, str(error), value=_shown(value)) from None
    if found in map(str, before):
        raise PlacedError(place, "a district stands twice", value=found, allowed="each district once")
    return found


def _shown(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal) else value if isinstance(value, str | int | bool) else None
