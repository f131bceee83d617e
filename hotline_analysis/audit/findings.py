"""What an audit says: findings, agreements, and where each stands."""

from __future__ import annotations

from dataclasses import dataclass

from hotline_analysis.cases.model import Kind, Severity

KINDS_ZH: dict[str, str] = {
    "percent vs counts": "比率与数量不符",
    "table vs total": "合计不符",
    "table vs table": "表间不符",
    "prose vs table": "正文与附表不符",
    "prose vs prose": "正文前后不符",
    "list vs threshold": "名单与条件不符",
    "order": "排列顺序",
    "naming": "名称不一致",
    "numbering": "序号",
    "rule": "与考核办法不符",
    "unexplained": "无法由所列数字得出",
}
SEVERITIES_ZH: dict[str, str] = {"hard": "矛盾", "soft": "存疑"}


@dataclass(frozen=True)
class Where:
    """The place of a printed figure.

    Attributes
    ----------
    file : str
        File of the table; empty for a figure or list of the text.
    row : str
        The unit, topic or total row.
    column : str
    fact : str
        Key of a figure, list or title of the text.

    Examples
    --------
    >>> str(Where(file="streets.csv", row="韭菜园街道", column="total"))
    'streets.csv, 韭菜园街道, total'
    """

    file: str = ""
    row: str = ""
    column: str = ""
    fact: str = ""

    def __str__(self) -> str:
        return ", ".join(part for part in (self.file, self.row, self.column, self.fact) if part)


@dataclass(frozen=True)
class Finding:
    """A printed figure, list or order that something else in the bulletin contradicts.

    Attributes
    ----------
    rule : str
        The check that found it.
    kind : str
        What is set against what, as in ``docs/audit.md``.
    severity : {"hard", "soft"}
        ``soft``: rounding, carry-over, a narrower definition, naming or layout may explain it.
    where : Where
    printed, implied : str
    why, why_zh : str
        One short line each.

    Examples
    --------
    >>> from hotline_analysis.audit import audit_case, open_case
    >>> found = audit_case(open_case("yunxi-2022-Q3")).findings[0]
    >>> found.severity, found.kind_zh, found.printed, found.implied
    ('hard', '表间不符', '(empty)', '40 (no_ticket_units.csv)')
    """

    rule: str
    kind: Kind
    severity: Severity
    where: Where
    printed: str
    implied: str
    why: str
    why_zh: str

    @property
    def kind_zh(self) -> str:
        """The kind as a Chinese reader sees it."""
        return KINDS_ZH[self.kind]


@dataclass(frozen=True)
class Agreement:
    """A check that found nothing wrong.

    Examples
    --------
    >>> Agreement("rates", "percent vs counts", Where(row="甲局"), "97.36").printed
    '97.36'
    """

    rule: str
    kind: Kind
    where: Where
    printed: str
