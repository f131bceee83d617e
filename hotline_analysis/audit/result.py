"""The outcome of an audit, as a frame, JSON, text for a terminal, or a table in a notebook."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from html import escape

import pandas as pd

from hotline_analysis.audit.findings import KINDS_ZH, SEVERITIES_ZH, Agreement, Finding
from hotline_analysis.exact import Rounding
from hotline_analysis.textual import aligned, width

COLUMNS = ("severity", "kind", "file", "row", "column", "fact", "printed", "implied", "why", "why_zh", "rule")
CELL = 44


@dataclass(frozen=True, repr=False)
class Audit:
    """Findings of one case, and the checks that agreed.

    Attributes
    ----------
    case : str
    findings : tuple of Finding
        Hard ones first.
    agreements : tuple of Agreement
    rounding : {"half_up", "half_even", "truncate"}
        The rounding that most printed figures follow.
    notes : tuple of str
        What was not checked, and why.

    Examples
    --------
    >>> from hotline_analysis.audit import audit_case, open_case
    >>> audit = audit_case(open_case("xiangtan-2019-11"))
    >>> audit
    <Audit xiangtan-2019-11: 435 checks, 418 agree, 3 hard and 14 soft findings>
    >>> audit.summary(language="zh")
    'xiangtan-2019-11：共核对435项，相符418项，矛盾3项，存疑14项'
    >>> audit.to_frame().columns[:4].tolist(), audit.to_text().splitlines()[0] == audit.summary()
    (['severity', 'kind', 'file', 'row'], True)
    >>> "agreements" in audit.to_json()
    True
    """

    case: str
    findings: tuple[Finding, ...]
    agreements: tuple[Agreement, ...]
    rounding: Rounding
    notes: tuple[str, ...] = ()

    @property
    def hard(self) -> tuple[Finding, ...]:
        """The findings that nothing innocent explains."""
        return tuple(finding for finding in self.findings if finding.severity == "hard")

    @property
    def soft(self) -> tuple[Finding, ...]:
        """The findings that rounding, carry-over, naming or layout may explain."""
        return tuple(finding for finding in self.findings if finding.severity == "soft")

    @property
    def checked(self) -> int:
        """How many checks were made."""
        return len(self.agreements) + len(self.findings)

    @property
    def exit_code(self) -> int:
        """1 if anything was found, else 0."""
        return 1 if self.findings else 0

    def summary(self, *, language: str = "en") -> str:
        """Say in one line how many checks agreed and how many did not."""
        agreed, hard, soft = len(self.agreements), len(self.hard), len(self.soft)
        if language == "zh":
            return f"{self.case}：共核对{self.checked}项，相符{agreed}项，矛盾{hard}项，存疑{soft}项"
        return f"{self.case}: {self.checked} checks, {agreed} agree, {hard} hard and {soft} soft findings"

    def to_frame(self) -> pd.DataFrame:
        """Return one row a finding, every column a string."""
        rows = [{**asdict(f.where), **{k: v for k, v in asdict(f).items() if k != "where"}} for f in self.findings]
        return pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)

    def to_json(self) -> str:
        """Return everything, agreements too."""
        content = {
            "case": self.case,
            "checked": self.checked,
            "agreed": len(self.agreements),
            "hard": len(self.hard),
            "soft": len(self.soft),
            "rounding": self.rounding,
            "notes": list(self.notes),
            "findings": [asdict(finding) for finding in self.findings],
            "agreements": [asdict(agreement) for agreement in self.agreements],
        }
        return json.dumps(content, ensure_ascii=False, indent=2)

    def to_text(self) -> str:
        """Return an aligned table for a terminal; long cells are cut, `to_json` has them whole."""
        lines = [self.summary(), *(f"note: {note}" for note in self.notes)]
        if self.findings:
            rows = [
                (f.severity, f.kind, _cut(str(f.where)), _cut(f.printed), _cut(f.implied), f.why) for f in self.findings
            ]
            header = ("severity", "kind", "where", "printed", "implied", "why")
            lines += ["", aligned(pd.DataFrame(rows, columns=list(header), dtype=object))]
        return "\n".join(lines)

    def __repr__(self) -> str:
        return f"<Audit {self.summary()}>"

    def _repr_html_(self) -> str:
        head = "".join(f'<th scope="col">{name}</th>' for name in ("性质", "类别", "位置", "印刷值", "推算值", "说明"))
        body = "".join(
            "<tr>"
            + "".join(
                f"<td>{escape(cell)}</td>"
                for cell in (
                    SEVERITIES_ZH[f.severity],
                    KINDS_ZH[f.kind],
                    str(f.where),
                    f.printed,
                    f.implied,
                    f.why_zh,
                )
            )
            + "</tr>"
            for f in self.findings
        )
        caption = escape(self.summary(language="zh"))
        return f"<table><caption>{caption}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _cut(text: str) -> str:
    if width(text) <= CELL:
        return text
    kept = text
    while width(kept) > CELL - 1:
        kept = kept[:-1]
    return kept + "…"
