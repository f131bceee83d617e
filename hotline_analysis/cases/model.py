"""The keys of ``case.yaml``; ``docs/case-folder.md`` describes them for an analyst."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag, field_validator, model_validator

from hotline_analysis.cases.facts import Fact
from hotline_analysis.cases.recipes import TicketFigure, TicketTable
from hotline_analysis.documents import Strict

Severity = Literal["hard", "soft"]
Kind = Literal[
    "percent vs counts",
    "table vs total",
    "table vs table",
    "prose vs table",
    "prose vs prose",
    "list vs threshold",
    "order",
    "naming",
    "numbering",
    "rule",
    "unexplained",
]
PERIOD = re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2])|-Q[1-4]|-H[12])?")
KEY = re.compile(r"[A-Za-z][A-Za-z0-9_]*")


class TableFile(Strict):
    """One file of a table that is spread over several, with the group of its units."""

    file: str
    group: str | None = None


class TableEntry(Strict):
    """One table: a file, or a table made of printed figures or of tickets."""

    file: str | None = None
    group: str | None = None
    from_facts: dict[str, str] | None = None
    tickets: TicketTable | None = None
    name: str | None = None
    count: str | None = None
    excerpt_of: str | None = None
    scored: bool = False
    derived: bool = False


class CountedFigure(Strict):
    """A figure that is a number of tickets."""

    tickets: TicketFigure
    unit: str | None = "件"
    unit_name: str | None = None


def _figure_kind(entry: Any) -> str:
    """Tell what a figure is by its keys, so that a mistake in one is not taken for a mistake in the other."""
    counted = "tickets" in entry if isinstance(entry, dict) else isinstance(entry, CountedFigure)
    return "CountedFigure" if counted else "Fact"


Figure = Annotated[
    Annotated[Fact, Tag("Fact")] | Annotated[CountedFigure, Tag("CountedFigure")], Discriminator(_figure_kind)
]


class GivenFile(Strict):
    """A file of scores that people enter by hand.

    Attributes
    ----------
    file : str
    some : bool
        Whether only some units stand in it, as in a list of bonuses; otherwise every unit with tickets must.
    """

    file: str
    some: bool = False


Table = str | list[str | TableFile] | TableEntry


class Correction(Strict):
    """A documented misprint: what is printed, what a report uses, and why; the audit never uses it.

    Examples
    --------
    >>> misprint = {"file": "units.csv", "unit": "甲局", "column": "overdue", "printed": 35, "used": 3}
    >>> Correction(**misprint, why="the rate of 97 % is that of 3").used
    '3'
    """

    file: str
    unit: str
    column: str
    printed: str
    used: str
    why: str

    @field_validator("printed", "used", mode="before")
    @classmethod
    def _as_text(cls, value: Any) -> Any:
        return str(value) if isinstance(value, int | Decimal) else value


class Claim(Strict):
    """What a printed figure, list, table or column says, as one or more expressions.

    Examples
    --------
    >>> Claim.model_validate({"is": ["sum(signed)", "total.signed"]}).expressions
    ['sum(signed)', 'total.signed']
    """

    is_: str | list[str] = Field(alias="is")
    each: str | None = None
    kind: Kind | None = None
    severity: Severity = "hard"
    decimals: Annotated[int, Field(ge=0, le=6)] | None = None
    why: str | None = None
    why_zh: str | None = None

    @property
    def expressions(self) -> list[str]:
        """All expressions, each checked by itself."""
        return [self.is_] if isinstance(self.is_, str) else self.is_


class SharesClaim(Strict):
    """Printed shares of one whole: figures of parts and the figures of their shares.

    Examples
    --------
    >>> SharesClaim(of="total", parts={"consultations": "consultations_share"}, complete=True).parts
    {'consultations': 'consultations_share'}
    """

    of: str
    parts: dict[str, str]
    complete: bool = False


class CaseFile(Strict):
    """The whole of ``case.yaml``.

    Examples
    --------
    >>> CaseFile.model_validate({"period": "2022-11", "tables": {"units": "units.csv"}}).tables
    {'units': 'units.csv'}
    """

    period: str | None = None
    scheme: str | None = None
    source: dict[str, Any] = Field(default_factory=dict)
    conventions: list[str] = Field(default_factory=list)
    tickets: str | None = None
    given: tuple[GivenFile, ...] = ()
    tables: dict[str, Table] = Field(default_factory=dict)
    figures: str | dict[str, Figure] = Field(default_factory=dict)
    aliases: dict[str, str] = Field(default_factory=dict)
    labels: dict[str, str] = Field(default_factory=dict)
    sets: dict[str, list[str]] = Field(default_factory=dict)
    corrections: list[Correction] = Field(default_factory=list)
    claims: dict[str, str | Claim | list[str | Claim]] = Field(default_factory=dict)
    shares: dict[str, SharesClaim] = Field(default_factory=dict)

    @field_validator("period")
    @classmethod
    def _known_period(cls, value: str | None) -> str | None:
        if value is not None and not PERIOD.fullmatch(value):
            raise ValueError("not a period; write 2022, 2022-11, 2022-Q3 or 2022-H1")
        return value

    @field_validator("given", mode="before")
    @classmethod
    def _plain_given(cls, value: Any) -> Any:
        entries = value if isinstance(value, list | tuple) else [value]
        return [{"file": entry} if isinstance(entry, str) else entry for entry in entries]

    @field_validator("figures", mode="before")
    @classmethod
    def _plain_figures(cls, value: Any) -> Any:
        if isinstance(value, dict):
            return {key: item if isinstance(item, dict | Strict) else {"value": item} for key, item in value.items()}
        return value

    @model_validator(mode="after")
    def _needs_units(self) -> CaseFile:
        if "units" not in self.tables and self.tickets is None:
            raise ValueError("tables must name the unit table, as units: FILE")
        if self.tickets is None and self.given:
            raise ValueError("given scores are joined to units that tickets give: name the tickets")
        for key in (*self.tables, *self.sets):
            if not KEY.fullmatch(key):
                raise ValueError(f"{key!r} is not a name of Latin letters, digits and _")
        return self
