"""The data quality report of an import: what was read, stored, set aside, masked, dropped, and what looks wrong."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from hotline_analysis.errors import InputError
from hotline_analysis.tickets.quality.findings import Finding, QualityFindings

FORMAT, VERSION = "hotline-quality", 1
ALLOWED = "a report that `hotline import` wrote"


@dataclass(frozen=True, repr=False)
class QualityReport:
    """What a reader must know of tickets before trusting a count of them.

    Attributes
    ----------
    read, stored, set_aside : int
        Rows of the export; ``read`` is the sum of the other two.
    findings : tuple of Finding
        One for each rule that ran. Rows are counted among all that were read.
    not_run : mapping of str to tuple of str
        Rules that could not run, and the columns that are missing for them.
    masked : mapping of str to mapping of str to int
        Column → kind of personal number → how many were masked; never which.
    dropped : tuple of str
        Headers of the export that were not stored.
    formats : mapping of str to mapping of str to int
        Column → date format → cells that are so written.
    files : mapping of str to int
        File, sheet or query → rows read from it.
    now : datetime or None
        The moment up to which the tickets are known.

    Raises
    ------
    ValueError
        If rows were lost: ``read`` is not ``stored + set_aside``.

    Examples
    --------
    >>> found = Finding("closed_before_received", "warning", 3, {"closed": 3})
    >>> report = QualityReport(read=100, stored=99, set_aside=1, findings=(found,))
    >>> report
    <QualityReport: 100 rows read, 1 set aside, 1 checks broken>
    >>> print(report)
    100 rows read: 99 stored, 1 set aside
      warning: closed_before_received (办结早于受理): 3
    >>> QualityReport.from_json(report.to_json()) == report
    True
    >>> QualityReport.of(QualityFindings("tickets", 99, (found,), {})).read
    99
    """

    read: int
    stored: int
    set_aside: int
    findings: tuple[Finding, ...] = ()
    not_run: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    masked: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    dropped: tuple[str, ...] = ()
    formats: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    files: Mapping[str, int] = field(default_factory=dict)
    now: datetime | None = None

    def __post_init__(self) -> None:
        if self.read != self.stored + self.set_aside or min(self.read, self.stored, self.set_aside) < 0:
            raise ValueError(f"{self.read} rows read are not {self.stored} stored and {self.set_aside} set aside")
        if self.files and sum(self.files.values()) != self.read:
            raise ValueError(f"{self.read} rows read are not the {sum(self.files.values())} of the files")

    @classmethod
    def of(cls, findings: QualityFindings, **more: Any) -> QualityReport:
        """Make the report of what a check found; ``more`` are the attributes that it does not know."""
        return cls(
            findings.read, findings.stored, findings.set_aside, findings.findings, dict(findings.not_run), **more
        )

    @property
    def broken(self) -> tuple[Finding, ...]:
        """The findings of rules that some row breaks."""
        return tuple(one for one in self.findings if one.rows)

    def to_json(self) -> str:
        """Return the report as JSON, the same text for the same report."""
        content = {
            "format": FORMAT,
            "version": VERSION,
            "rows": {"read": self.read, "stored": self.stored, "set_aside": self.set_aside},
            "as_of": None if self.now is None else self.now.isoformat(),
            "files": dict(self.files),
            "checks": [finding.as_json() for finding in self.findings],
            "not_run": {key: list(missing) for key, missing in self.not_run.items()},
            "masked": {column: dict(kinds) for column, kinds in self.masked.items()},
            "dropped": list(self.dropped),
            "formats": {column: dict(seen) for column, seen in self.formats.items()},
        }
        return json.dumps(content, ensure_ascii=False, indent=1) + "\n"

    @classmethod
    def from_json(cls, text: str, *, file: str | Path | None = None) -> QualityReport:
        """Read what `to_json` gave.

        Raises
        ------
        InputError
            If it is damaged, or of another version.
        """
        try:
            return cls._read(json.loads(text))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise InputError(f"not a readable quality report ({error!r})", file=file, allowed=ALLOWED) from None

    @classmethod
    def _read(cls, content: dict[str, Any]) -> QualityReport:
        if (content["format"], content["version"]) != (FORMAT, VERSION):
            raise ValueError(f"{content['format']} {content['version']}")
        return cls(
            **content["rows"],
            findings=tuple(map(Finding.from_json, content["checks"])),
            not_run={key: tuple(missing) for key, missing in content["not_run"].items()},
            masked=content["masked"],
            dropped=tuple(content["dropped"]),
            formats=content["formats"],
            files=content["files"],
            now=None if content["as_of"] is None else datetime.fromisoformat(content["as_of"]),
        )

    def __repr__(self) -> str:
        return f"<QualityReport: {self.read} rows read, {self.set_aside} set aside, {len(self.broken)} checks broken>"

    def __str__(self) -> str:
        from hotline_analysis.tickets.quality.words import summary

        return summary(self)

    def _repr_html_(self) -> str:
        from hotline_analysis.tickets.quality.html import page

        return page(self)
