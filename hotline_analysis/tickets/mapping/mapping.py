"""The mapping: a YAML file that says how one office's export becomes canonical tickets."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, StrictBool, ValidationError, field_validator, model_validator

from hotline_analysis.documents import PlacedError, Strict, load_document, validate, whole_number
from hotline_analysis.tickets.calendar import Calendar
from hotline_analysis.tickets.mapping.values import Moment, Word, Words
from hotline_analysis.tickets.masking import KINDS
from hotline_analysis.tickets.registry import Unit, UnitRegistry
from hotline_analysis.tickets.times import DEFAULT_FORMATS, DIRECTIVES, OFFSET_FORMATS, ambiguous_pair, format_problem

DEFAULT_EMPTY = ("-", "--", "—", "——", "/", "NULL", "null", r"\N")
NO_VALUE = "none"


Kind = Literal["phone", "id_card", "bank_card", "plate", "email"]


class ColumnMapping(Strict):
    """Where one canonical column comes from, and how its cells are read.

    Attributes
    ----------
    header : tuple of str
        The export's header; or several of which exactly one is there.
    formats : tuple of str
        Date formats of this column; they replace the mapping's own.
    words : mapping of str to tuple of str
        Further words of the export for each value; those under ``none`` mean that there is no value.
    optional : bool
        Whether the export may lack the column.
    personal : bool
        Whether the whole cell is personal: what is stored then only says that there was something.
    mask : mapping of kind to bool
        Kinds of personal numbers that are to stay in this column.
    """

    header: Words = Field(min_length=1)
    formats: Words = ()
    words: Mapping[str, Words] = {}
    optional: StrictBool = False
    personal: StrictBool = False
    mask: Mapping[Kind, StrictBool] = {}

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, value: Any) -> Any:
        return {"header": value} if isinstance(value, str | int | list) else value

    @field_validator("formats")
    @classmethod
    def _readable(cls, formats: tuple[str, ...]) -> tuple[str, ...]:
        return checked_formats(formats)


class SqlSource(Strict):
    """What to read from a database: a query, or a whole table."""

    query: str | None = None
    table: str | None = None

    @model_validator(mode="after")
    def _one(self) -> SqlSource:
        if (self.query is None) == (self.table is None):
            raise ValueError("give either query or table")
        return self


class TicketMapping(Strict):
    """How one office's export becomes canonical tickets; see docs/import.md for every key with an example."""

    columns: Mapping[str, ColumnMapping]
    constants: Mapping[str, Word] = {}
    formats: Words = ()
    empty: Words = DEFAULT_EMPTY
    time_zone: str | None = None
    units: Mapping[str, Unit] = {}
    groups: Mapping[str, Words] = {}
    month_starts_on: Annotated[int, whole_number(1, 28)] = 1
    as_of: Moment | None = None
    personal: Words = ()
    mask: Mapping[Kind, StrictBool] = {}
    absent: tuple[str, ...] = ()
    checks: Mapping[str, Literal["error", "set_aside", "warning", "note"]] = {}
    sheets: Words = ()
    header_row: Annotated[int | None, whole_number(1)] = None
    encoding: Literal["utf-8", "gb18030"] | None = None
    sql: SqlSource | None = None

    @field_validator("units", mode="before")
    @classmethod
    def _bare_units(cls, units: Any) -> Any:
        return (
            {name: {} if unit is None else unit for name, unit in units.items()} if isinstance(units, dict) else units
        )

    @field_validator("formats")
    @classmethod
    def _readable(cls, formats: tuple[str, ...]) -> tuple[str, ...]:
        return checked_formats(formats)

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, zone: str | None) -> str | None:
        try:
            return zone and ZoneInfo(zone).key
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError(f"no such time zone: {zone}; allowed: a name such as Asia/Shanghai") from None

    @model_validator(mode="after")
    def _registry_is_sound(self) -> TicketMapping:
        try:
            self.registry  # noqa: B018  building it checks it
        except ValidationError as error:
            raise error.errors()[0]["ctx"]["error"] from None
        return self

    @property
    def registry(self) -> UnitRegistry:
        """The units of ``units`` and ``groups`` together."""
        units = dict(self.units)
        for group, members in self.groups.items():
            for name in members:
                unit = units.get(name, Unit())
                if unit.group not in (None, group):
                    problem = f"{name} is in both groups {unit.group} and {group}"
                    raise PlacedError(("groups", group), problem, value=name)
                units[name] = unit.model_copy(update={"group": group})
        return UnitRegistry.model_validate({"units": units})

    @property
    def calendar(self) -> Calendar:
        """How the office cuts time into months."""
        return Calendar(self.month_starts_on)

    def formats_of(self, key: str) -> tuple[str, ...]:
        """Return the formats in which a column's moments may be written."""
        more = OFFSET_FORMATS if self.time_zone else ()
        return (self.columns[key].formats if key in self.columns else ()) or self.formats or (*DEFAULT_FORMATS, *more)

    def kept_kinds(self, key: str) -> tuple[str, ...]:
        """Return the kinds of personal numbers that stay in a column, because the mapping says so."""
        own = self.columns[key].mask if key in self.columns else {}
        return tuple(kind for kind in KINDS if not {**self.mask, **own}.get(kind, True))  # type: ignore[call-overload]


def checked_formats(formats: tuple[str, ...]) -> tuple[str, ...]:
    """Refuse formats that are none, or that read one text as two different moments."""
    for one in formats:
        problem = format_problem(one)
        if problem:
            signs = " ".join(f"%{sign}" for sign in DIRECTIVES)
            raise ValueError(f"{one!r} is no date format: {problem}; allowed: excel, or a text with {signs}")
    pair = ambiguous_pair(formats)
    if pair is not None:
        first, second, text = pair
        raise ValueError(f"{first} and {second} read {text!r} as different days; keep the one that the export means")
    return formats


def load_mapping(path: str | Path) -> TicketMapping:
    """Read a mapping.

    Raises
    ------
    InputError
        If a key is unknown, a column is not canonical, a value means two things: file, line, key and what is allowed.
    """
    from hotline_analysis.tickets.mapping.checks import mistakes

    document = load_document(path)
    mapping = validate(TicketMapping, document)
    for place, problem, value, allowed in mistakes(mapping):
        raise document.error(problem, place, value=value, allowed=allowed)
    return mapping
