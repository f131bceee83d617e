"""The parameters of one report. Nothing heavy is imported here: a batch with nothing to do reads hundreds of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, field_validator

from hotline_analysis.documents import Document, Strict, load_document, validate
from hotline_analysis.errors import InputError
from hotline_analysis.personal import LANDLINE, mask
from hotline_analysis.resources import shared_folder

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_DISTRICT = re.compile(r"[^\W_]+(-[^\W_]+)*")
_PERIOD = re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2])|-Q[1-4]|-H[12])?")
NOT_COMPARED = "none"
# what names data: a packaged sample, or a file of tickets
SAMPLE = "sample:"
TICKET_SUFFIXES = (".parquet", ".csv", ".tsv")
_WIDE = {",": "，", ";": "；"}  # a Chinese keyboard writes them so
# keys that only some notebooks use; anywhere else they are refused, so that none is silently ignored
OPTIONAL_KEYS = ("district", "outcome", "factors", "formula", "what_if")

BULLETIN = "bulletin"
# what errors call the parameters that a notebook was given; the batch, which knows their file, names that instead
PARAMETERS = "parameters"


class Report(Strict):
    """What changes from run to run: the period, the data, the number of the issue, the texts people write.

    ``scheme`` goes before the jurisdiction's. ``previous`` and ``year_before`` may be ``none``: then nothing is
    compared, also where the tickets hold that period. ``district``, ``outcome``, ``factors``, ``formula`` and
    ``what_if`` are for the notebooks that have them (see `refuse_unused`); factors may be one text with commas between
    them, changes one with semicolons; ``what_if: none`` asks for none.

    Examples
    --------
    >>> given = {"jurisdiction": "yunxi", "period": "2022-Q3", "data": "sample:yunxi-2022-Q3", "date": "2022-10-20"}
    >>> report = Report(**given, report="audit")
    >>> report.folder, report.file_name("facts.json")
    ('yunxi/2022-Q3', 'audit.facts.json')
    """

    jurisdiction: str
    period: str
    data: str
    scheme: str | None = None
    previous: str | None = None
    year_before: str | None = None
    number: str | None = None
    date: str
    texts: dict[str, str] = {}
    report: str = Field(default=BULLETIN)
    district: str | None = None
    outcome: Literal["satisfied", "resolved"] | None = None
    factors: tuple[str, ...] | None = None
    formula: str | None = None
    what_if: tuple[str, ...] | None = None

    @field_validator("factors", mode="before")
    @classmethod
    def _listed(cls, value: object) -> object:
        return _parts(value, ",") if isinstance(value, str) else value

    @field_validator("what_if", mode="before")
    @classmethod
    def _changes(cls, value: object) -> object:
        if isinstance(value, str):
            return [] if value.strip() == NOT_COMPARED else _parts(value, ";")
        if isinstance(value, Mapping):
            value = [{key: change} for key, change in value.items()]
        return [_as_text(one) for one in value] if isinstance(value, list | tuple) else value

    @field_validator("texts")
    @classmethod
    def _masked(cls, value: dict[str, str]) -> dict[str, str]:
        """Mask what was pasted from tickets; an office's own landline is meant to be read."""
        return {key: mask(text, keep=[LANDLINE])[0] for key, text in value.items()}

    @field_validator("jurisdiction", "report")
    @classmethod
    def _name(cls, value: str) -> str:
        return checked_name(value)

    @field_validator("district", mode="before")
    @classmethod
    def _district(cls, value: object) -> object:
        return value if value is None else checked_district(value)

    @field_validator("period", mode="before")
    @classmethod
    def _period(cls, value: object) -> object:
        return checked_period(str(value) if isinstance(value, int) else value)

    @field_validator("date")
    @classmethod
    def _date(cls, value: str) -> str:
        try:
            return date.fromisoformat(value).isoformat()
        except ValueError:
            raise ValueError("not a date; write 2022-12-05") from None

    @property
    def folder(self) -> str:
        """The folder below the outputs that takes the report: jurisdiction, period and, if there is one, district."""
        return "/".join(part for part in (self.jurisdiction, self.period, self.district) if part)

    def file_name(self, name: str) -> str:
        """Name a file that every report leaves apart from those of the bulletin beside it: ``drivers.facts.json``."""
        return name if self.report == BULLETIN else f"{self.report}.{name}"


def _parts(text: str, between: str) -> list[str]:
    return [part.strip() for part in re.split(f"[{between}{_WIDE[between]}]", text) if part.strip()]


def _as_text(change: object) -> object:
    """Write a mapping of factors to what becomes of them as one text: YAML reads ``- overdue: no`` as a mapping."""
    if not isinstance(change, Mapping):
        return change
    words = {True: "yes", False: "no"}
    parts = [(key, words[one] if isinstance(one, bool) else one) for key, one in change.items()]
    return ", ".join(f"{key}: {one}" for key, one in parts)


def checked_name(value: str) -> str:
    """Refuse a name that could be a path: it becomes the name of a folder."""
    if not _NAME.fullmatch(value):
        raise ValueError("not a name; use small Latin letters, digits and single hyphens")
    return value


def checked_district(value: object) -> str:
    """Refuse a district that cannot be the name of a folder, or that a reader of YAML may have changed."""
    if isinstance(value, int):  # YAML takes 010101 without quotes for a number, some readers for an octal one
        raise ValueError('not a text; write a code in quotes, as district: "010101"')
    if not isinstance(value, str) or not _DISTRICT.fullmatch(value):
        raise ValueError("not a district; use letters (Chinese ones too), digits and single hyphens")
    return value


def checked_period(value: object) -> str:
    """Refuse a period that is none."""
    if not isinstance(value, str) or not _PERIOD.fullmatch(value):
        raise ValueError("not a period; write 2022, 2022-11, 2022-Q3 or 2022-H1")
    return value


def load_report(path: str | Path, changes: Mapping[str, Any] | None = None) -> tuple[Report, Document]:
    """Read the parameters of one report.

    Parameters
    ----------
    path : path
    changes : dict, optional
        Values that replace those of the file, as ``hotline run -p key=value`` gives them.

    Raises
    ------
    InputError
        With file, line, key, value and what is allowed.

    Examples
    --------
    >>> from hotline_analysis.resources import shared_folder
    >>> file = shared_folder("params") / "reports" / "furong-2022-11.yaml"
    >>> report, document = load_report(file, {"number": "〔2022〕13"})
    >>> report.period, report.number
    ('2022-11', '〔2022〕13')
    """
    document = load_document(path)
    return read_report(document, changes), document


def read_report(document: Document, changes: Mapping[str, Any] | None = None) -> Report:
    """Check the parameters of one report that were read from a file.

    Parameters
    ----------
    document : Document
    changes : dict, optional
        As of `load_report`.

    Raises
    ------
    InputError
        With file, line, key, value and what is allowed.
    """
    data = {**document.data, **(changes or {})}
    # a value that was given beside the file stands on no line of it
    lines = {place: line for place, line in document.lines.items() if place[0] not in (changes or {})}
    return validate(Report, Document(document.file, data, lines), data)


def report_of(parameters: Mapping[str, Any], *, uses: Iterable[str] = ()) -> tuple[Report, Document]:
    """Check the parameters of a report that come from a notebook's cell; files are looked for in the current folder.

    Parameters
    ----------
    parameters : mapping
    uses : iterable of str
        Those of `OPTIONAL_KEYS` that the page uses.

    Raises
    ------
    InputError
        With key, value and what is allowed.
    """
    document = Document(Path.cwd() / PARAMETERS, dict(parameters), {})
    report = validate(Report, document)
    refuse_unused(report, document, uses)
    return report, document


def refuse_unused(report: Report, document: Document, used: Iterable[str]) -> None:
    """Refuse a key that is given and that nothing uses.

    Parameters
    ----------
    report : Report
    document : Document
        Where it was read from.
    used : iterable of str
        The names that the notebook takes, or the page.

    Raises
    ------
    InputError
        With file, line, key and value.
    """
    taken = [name for name in OPTIONAL_KEYS if name in set(used)]
    for key in OPTIONAL_KEYS:
        if getattr(report, key) is not None and key not in taken:
            allowed = f"a report that uses it, such as drivers; this one uses {', '.join(taken) or 'no such key'}"
            value = as_given(report, key)
            raise document.error("this report does not use the key", (key,), value=value, allowed=allowed)


def as_given(report: Report, key: str) -> str:
    """Return a key's value as ``-p key=value`` gives it."""
    value = getattr(report, key)
    return value if isinstance(value, str) else ("; " if key == "what_if" else ",").join(value)


def find_jurisdiction(name: str, *, beside: Path | None = None) -> Path:
    """Find ``<name>.yaml``: beside the report, in its parent folder, or among the packaged ones.

    Raises
    ------
    InputError
        If there is none.
    """
    folders = [] if beside is None else [beside, beside.parent, beside / "params"]
    folders.append(shared_folder("params"))
    for folder in folders:
        if (folder / f"{name}.yaml").is_file():
            return folder / f"{name}.yaml"
    files = (file for folder in folders if folder.is_dir() for file in folder.glob("*.yaml"))
    known = sorted({file.stem for file in files if "\nchapters:" in file.read_text(encoding="utf-8", errors="replace")})
    places = ", ".join(str(folder) for folder in folders)
    raise InputError(
        "no such jurisdiction", value=name, allowed=f"{name}.yaml in one of: {places}; there are {', '.join(known)}"
    )
